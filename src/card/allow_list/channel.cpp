#include "card/allow_list/channel.hpp"

#include <fmt/format.h>

#include "card/apdu/failures.hpp"

namespace omote::card {

namespace {

bool selects_application(ByteView command) {
  return command[1] == 0xA4 && command[2] == 0x04;
}

// 61xx: more to come; 6282: the file ended early; 63Cx: a key was found and tells its tries.
bool accepts(std::uint16_t status) {
  return status == 0x9000 || status >> 8 == 0x61 || status == 0x6282 || (status & 0xFFF0) == 0x63C0;
}

std::string header_text(ByteView command) {
  return command.size() < 4 ? std::string("short") : to_hex(command.first(4));
}

}  // namespace

Result<Answer> AllowedChannel::transmit(ByteView command) {
  const auto next = permitted(command, selection_);
  if (!next) return card_failure(Trouble::NotAllowed, header_text(command));
  ++apdus_;
  bytes_ += command.size();
  auto answer = link_.transmit(Permit{}, command);
  if (answer) bytes_ += answer->data.size() + 2;
  // A card keeps what was selected when a selection fails; not knowing is the safe side of that.
  if (answer && accepts(answer->status)) {
    selection_ = *next;
  } else if (selects_application(command)) {
    selection_ = {};
  } else if (*next != selection_) {
    selection_.file = 0;
  }
  return answer;
}

}  // namespace omote::card
