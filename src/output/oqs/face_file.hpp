// The face result file as the field's receipt computers read it (reference/online-eligibility.md §2.2, §3). Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/eligibility/xml.hpp"
#include "ports/output_port.hpp"

namespace omote::output::oqs {

// 20 hex digits that stand for the visit: the same visit always gets the same one, and nobody can read the visit from it.
[[nodiscard]] std::string token(std::string_view visit);

// OQSsiquc01res_face_<institution 10><token 20>_<yyyyMMddHHmmss>.xml; only digits of the institution code count, a shorter one is
// filled with zeros.
[[nodiscard]] std::string file_name(std::string_view institution_code, std::string_view token, WallTime time);
inline constexpr std::string_view kPrefix = "OQSsiquc01res_face_";

// The message as it stands in the file: header completed and CharacterCodeIdentifier set, errors only with an abnormal
// result, known elements in the order of the layout and unknown ones behind them, empty ones gone, insurer numbers padded
// with blanks to eight, kana half-width, the parts of a name separated by a full-width blank, times of consent only where
// consent was given (the end of availability is 24 hours after it).
[[nodiscard]] eligibility::Element face_tree(const ports::Delivery& delivery, eligibility::Encoding encoding);

// The file's bytes. Reason: xml_name_unwritable (the message holds an element that has no XML name).
[[nodiscard]] Result<eligibility::XmlFile> face_file(const ports::Delivery& delivery, eligibility::Encoding encoding);

}  // namespace omote::output::oqs
