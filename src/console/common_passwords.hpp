// What people choose first. Texts are given in their search form (base/text.hpp).
#pragma once

#include <string_view>

namespace omote::console {

// A long password that is on every list of leaked ones.
[[nodiscard]] bool is_common_password(std::string_view form);
// A word that is guessed with any digits and signs around it ("password2026!", "hospital-0001").
[[nodiscard]] bool is_common_word(std::string_view form);

}  // namespace omote::console
