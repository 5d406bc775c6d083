// Where things stand on one version of the card front: data, so that a site can calibrate its own
// (catalogue/card_profiles, reference/card-face.md "Layout and formats").
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace omote::vision::cardface {

struct Box {  // millimetres on the card
  double x = 0, y = 0, width = 0, height = 0;
};
struct PrintedLine {
  double x = 0, y = 0;  // left end and top of the em box
  double em = 0;
  double length = 0;  // about how far the print reaches
  std::string text;   // preprint only
};

struct Profile {
  std::string id;
  double width = 0, height = 0, corner = 0;
  Box photo;
  PrintedLine name, address, birth, sex, expiry, serial, code;
  std::vector<PrintedLine> preprint;
  PrintedLine title, issuer;  // also among preprint
  Box ring;
  std::vector<Box> boxes;
  Box stripe, contacts, back_code;
};

// Reasons: card_profile_wrong.
[[nodiscard]] Result<Profile> parse_profile(std::string_view json);
[[nodiscard]] Result<Profile> built_in_specimen_profile();

}  // namespace omote::vision::cardface
