// The XmlMsg tree as XML text and as the bytes of a file, in both directions (reference/online-eligibility.md §3.1). Pure.
// What comes in is untrusted: document type declarations, entities of its own, attributes that matter, mixed content and
// anything over the limits are refused, never expanded.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "domain/eligibility/message.hpp"

namespace omote::eligibility {

// The two encodings of the field and their CharacterCodeIdentifier: UTF-8 is 0, CP932 (declared as Shift_JIS) is 1.
enum class Encoding { Utf8 = 0, ShiftJis = 1 };

struct XmlLimits {
  std::size_t bytes = 4 << 20;
  std::size_t depth = 16;
  std::size_t elements = 100'000;
};

// Text in UTF-8 to the tree; the declaration's encoding is not looked at. Attributes and comments are dropped, line ends
// inside a text are kept as \n, blanks are kept (insurer numbers are padded with them).
// Reasons: xml_too_large, xml_not_utf8, xml_entity_refused, xml_malformed, xml_doctype_refused, xml_root_not_single,
// xml_mixed_content, xml_too_deep, xml_too_many_elements.
[[nodiscard]] Result<Element> parse_xml(std::string_view utf8, const XmlLimits& limits = {});

// The tree as UTF-8 text behind a declaration with the given encoding name, standalone="no", tab indent, CRLF line ends.
// Characters that XML does not allow are left out. Reason: xml_name_unwritable.
[[nodiscard]] Result<std::string> write_xml(const Element& root, std::string_view encoding_name);

struct XmlFile {
  std::string bytes;
  std::vector<char32_t> replaced;  // characters outside CP932, each written as ●
};
// A whole file in one of the two encodings. Reason: xml_name_unwritable.
[[nodiscard]] Result<XmlFile> to_xml_file(const Element& root, Encoding encoding);

// What the declaration (or a byte order mark) says; UTF-8 without one. Shift_JIS, CP932, Windows-31J and MS932 in any case
// are the same. Reason: xml_encoding_unknown.
[[nodiscard]] Result<Encoding> declared_encoding(std::string_view bytes);
// A file's bytes as UTF-8 text without a byte order mark.
[[nodiscard]] std::string to_utf8_text(std::string_view bytes, Encoding encoding);
// Both at once and parsed. Reasons: those of declared_encoding and parse_xml.
[[nodiscard]] Result<Element> parse_xml_file(std::string_view bytes, const XmlLimits& limits = {});

}  // namespace omote::eligibility
