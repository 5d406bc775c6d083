#include "vision/cardface/built_in.hpp"

// The names that cmake/embed.cmake gives to embedded files.
// NOLINTBEGIN(readability-identifier-naming)
extern const unsigned char omote_print_net[];
extern const unsigned long omote_print_net_size;
extern const unsigned char omote_card_profile[];
extern const unsigned long omote_card_profile_size;
// NOLINTEND(readability-identifier-naming)

namespace omote::vision::cardface {

ByteView built_in_print_net() {
  return {omote_print_net, omote_print_net_size};
}

std::string_view built_in_profile() {
  return {reinterpret_cast<const char*>(omote_card_profile), omote_card_profile_size};
}

}  // namespace omote::vision::cardface
