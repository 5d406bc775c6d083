// Which code and detail a failure carries, and who can act. The table is made of `raised` in
// catalogue/entries at build time: adding a row needs no C++.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace omote::catalogue {

struct FailureEntry {
  std::string_view reason;
  std::string_view phase;   // "start", "card", "card_face", "after", "output", or "" for any
  std::string_view code;    // "001", "FUJIP55", "OMT01"
  std::string_view detail;  // "0x03000001", or ""
  std::string_view who;     // patient, staff, network, vendor, national, municipality, insurer
};

// The row of that reason in that phase, else of that reason in any phase, else the row "unknown".
[[nodiscard]] const FailureEntry& find_failure(std::string_view reason, std::string_view phase);
[[nodiscard]] const std::vector<FailureEntry>& all_failures();

// With commas, as lists stand in screen parameters.
[[nodiscard]] std::string join(const std::vector<std::string>& words);

}  // namespace omote::catalogue
