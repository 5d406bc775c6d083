// Data compiled into the program from catalogue/card_profiles.
#pragma once

#include <string_view>

#include "base/bytes.hpp"

namespace omote::vision::cardface {

[[nodiscard]] ByteView built_in_print_net();
[[nodiscard]] std::string_view built_in_profile();  // JSON of specimen-1

}  // namespace omote::vision::cardface
