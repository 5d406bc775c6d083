#include "domain/eligibility/xml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <pugixml.hpp>

#include "base/text.hpp"

namespace omote::eligibility {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (static_cast<unsigned char>(c) & 0x80) != 0;
}
bool is_name(std::string_view name) {
  const auto inner = [](char c) { return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':'; };
  return !name.empty() && is_name_start(name.front()) && std::ranges::all_of(name, inner);
}

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// "amp", "#12", "#x3A": what may stand between & and ; in a document without declarations.
bool is_known_reference(std::string_view name) {
  if (!name.starts_with('#')) return name == "amp" || name == "lt" || name == "gt" || name == "quot" || name == "apos";
  const bool hex = name.starts_with("#x");
  const auto digits = name.substr(hex ? 2 : 1);
  const auto good = [&](char c) { return (c >= '0' && c <= '9') || (hex && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))); };
  return !digits.empty() && digits.size() <= 7 && std::ranges::all_of(digits, good);
}

// The parser leaves unknown entities as they stand; a strict reader must not.
bool has_unknown_reference(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto rest = text.substr(i);
    if (rest.starts_with("<!--") || rest.starts_with("<![CDATA[")) {
      const auto end = text.find(rest[2] == '-' ? "-->" : "]]>", i + 4);
      if (end == std::string_view::npos) return false;  // malformed, and the parser says so
      i = end + 2;
    } else if (text[i] == '&') {
      const auto end = rest.find(';');
      if (end > 12 /* or nowhere */ || !is_known_reference(rest.substr(1, end - 1))) return true;
    }
  }
  return false;
}

class Reader {
 public:
  explicit Reader(const XmlLimits& limits) : limits_(limits) {}

  Result<Element> read(const pugi::xml_node& node, std::size_t depth) {
    if (depth > limits_.depth) return fail("xml_too_deep", node.name());
    if (++count_ > limits_.elements) return fail("xml_too_many_elements");
    Element element{node.name(), "", {}};
    for (const auto& child : node.children()) {
      if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) element.text += child.value();
      if (child.type() != pugi::node_element) continue;
      auto inner = read(child, depth + 1);
      if (!inner) return pass(inner);
      element.children.push_back(std::move(*inner));
    }
    // Line ends make it layout; blanks alone are a value.
    const bool layout = std::ranges::all_of(element.text, is_space) &&
                        (!element.children.empty() || element.text.find_first_of("\r\n") != std::string::npos);
    if (layout) element.text.clear();
    if (!element.text.empty() && !element.children.empty()) return fail("xml_mixed_content", element.name);
    return element;
  }

 private:
  const XmlLimits& limits_;
  std::size_t count_ = 0;
};

bool is_allowed(char32_t c) {
  return c >= 0x20 ? c != 0xfffe && c != 0xffff : c == '\t' || c == '\n' || c == '\r';
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char32_t c : to_code_points(text)) {
    if (!is_allowed(c)) continue;
    switch (c) {
      case U'&': out += "&amp;"; break;
      case U'<': out += "&lt;"; break;
      case U'>': out += "&gt;"; break;
      case U'\r': out += "&#13;"; break;
      default: out += to_utf8({&c, 1});
    }
  }
  return out;
}

Result<void> write(const Element& element, const std::string& indent, std::string& out) {
  if (!is_name(element.name)) return fail("xml_name_unwritable", element.name);
  out += indent + "<" + element.name;
  if (element.text.empty() && element.children.empty()) {
    out += "/>\r\n";
    return {};
  }
  out += ">" + escaped(element.text);
  if (!element.children.empty()) out += "\r\n";
  for (const auto& child : element.children) {
    if (auto written = write(child, indent + "\t", out); !written) return written;
  }
  if (!element.children.empty()) out += indent;
  out += "</" + element.name + ">\r\n";
  return {};
}

Result<void> check_size(std::string_view bytes, const XmlLimits& limits) {
  if (bytes.size() > limits.bytes) return fail("xml_too_large", fmt::format("{} bytes", bytes.size()));
  return {};
}

std::string upper(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  return result;
}

}  // namespace

Result<Element> parse_xml(std::string_view utf8, const XmlLimits& limits) {
  if (auto fits = check_size(utf8, limits); !fits) return pass(fits);
  if (utf8.starts_with(kByteOrderMark)) utf8.remove_prefix(kByteOrderMark.size());
  if (!is_utf8(utf8) || utf8.find('\0') != std::string_view::npos) return fail("xml_not_utf8");
  if (has_unknown_reference(utf8)) return fail("xml_entity_refused");
  pugi::xml_document document;
  constexpr unsigned kFlags = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol | pugi::parse_doctype |
                              pugi::parse_ws_pcdata_single | pugi::parse_fragment;
  const auto parsed = document.load_buffer(utf8.data(), utf8.size(), kFlags, pugi::encoding_utf8);
  if (!parsed) return fail("xml_malformed", fmt::format("{} at byte {}", parsed.description(), parsed.offset));
  pugi::xml_node root;
  bool single = true;
  for (const auto& node : document.children()) {
    if (node.type() == pugi::node_doctype) return fail("xml_doctype_refused");
    const bool text = node.type() != pugi::node_element && !std::ranges::all_of(std::string_view(node.value()), is_space);
    single = !text && !(root && node.type() == pugi::node_element);
    if (!single) break;
    if (node.type() == pugi::node_element) root = node;
  }
  if (!single || !root) return fail("xml_root_not_single");
  return Reader(limits).read(root, 1);
}

Result<std::string> write_xml(const Element& root, std::string_view encoding_name) {
  std::string out = fmt::format("<?xml version=\"1.0\" encoding=\"{}\" standalone=\"no\"?>\r\n", encoding_name);
  if (auto written = write(root, "", out); !written) return pass(written);
  return out;
}

Result<XmlFile> to_xml_file(const Element& root, Encoding encoding) {
  auto text = write_xml(root, encoding == Encoding::Utf8 ? "UTF-8" : "Shift_JIS");
  if (!text) return pass(text);
  if (encoding == Encoding::Utf8) return XmlFile{std::move(*text), {}};
  auto converted = to_cp932(*text);
  return XmlFile{std::move(converted.bytes), std::move(converted.replaced)};
}

Result<Encoding> declared_encoding(std::string_view bytes) {
  if (bytes.starts_with(kByteOrderMark)) return Encoding::Utf8;
  if (!bytes.starts_with("<?xml")) return Encoding::Utf8;
  const auto declaration = bytes.substr(0, std::min<std::size_t>(bytes.find("?>"), 200));
  auto at = declaration.find("encoding");
  if (at == std::string_view::npos) return Encoding::Utf8;
  at = declaration.find_first_of("\"'", at);
  const auto end = at == std::string_view::npos ? at : declaration.find(declaration[at], at + 1);
  const auto name = upper(declaration.substr(at + 1, end == std::string_view::npos ? 0 : end - at - 1));
  if (name == "UTF-8" || name == "UTF8" || name == "US-ASCII") return Encoding::Utf8;
  for (const std::string_view known : {"SHIFT_JIS", "SHIFT-JIS", "SJIS", "CP932", "MS932", "WINDOWS-31J", "MS_KANJI"}) {
    if (name == known) return Encoding::ShiftJis;
  }
  return fail("xml_encoding_unknown", name.substr(0, 40));
}

std::string to_utf8_text(std::string_view bytes, Encoding encoding) {
  if (encoding == Encoding::ShiftJis) return from_cp932(bytes);
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  return std::string(bytes);
}

Result<Element> parse_xml_file(std::string_view bytes, const XmlLimits& limits) {
  if (auto fits = check_size(bytes, limits); !fits) return pass(fits);
  auto encoding = declared_encoding(bytes);
  if (!encoding) return pass(encoding);
  // The same text can be longer in UTF-8: two bytes become three.
  XmlLimits grown = limits;
  grown.bytes *= 3;
  return parse_xml(to_utf8_text(bytes, *encoding), grown);
}

}  // namespace omote::eligibility
