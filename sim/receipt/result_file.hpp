// What a receipt computer makes of one result file. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "domain/eligibility/message.hpp"

namespace omote::sim::receipt {

struct ResultFile {
  std::string name;
  std::string encoding;  // "Shift_JIS" or "UTF-8", as declared
  std::string summary;   // one line: names, insurer, validity, consents
  std::string contents;  // as UTF-8
  std::string time;      // when it was taken, ISO 8601
  std::string sha256;    // of the bytes
  eligibility::Message message;
};

// OQSsiquc01res_face_<anything>_<14 digits>.xml, upper and lower case alike: what robust readers accept.
[[nodiscard]] bool is_result_name(std::string_view name);

// Reasons: those of eligibility::parse_xml_file, and result_root_wrong, result_encoding_contradicts (the declaration says
// one thing, CharacterCodeIdentifier another).
[[nodiscard]] Result<ResultFile> read_result(std::string name, std::string_view bytes);

}  // namespace omote::sim::receipt
