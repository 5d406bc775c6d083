// The allow-list under any sequence of commands and answers: no command that names a forbidden file may pass.
#include <cstdlib>

#include "card/allow_list/channel.hpp"
#include "card/apdu/failures.hpp"

namespace {

using omote::ByteView;

// Answers with status words taken from the input.
class Answers final : public omote::card::CardLink {
 public:
  explicit Answers(ByteView& input) : input_(input) {}
  omote::Result<omote::card::Answer> transmit(omote::card::Permit, ByteView command) override {
    check(command);
    if (input_.size() < 2) return omote::card::card_failure(omote::card::Trouble::Removed, {});
    const auto status = omote::big_endian_16(input_);
    input_ = input_.subspan(2);
    return omote::card::Answer({}, status);
  }

 private:
  // The text application, number A and the files it opens, whatever is selected; keys that nobody here may use.
  static void check(ByteView c) {
    const bool selects_file = c.size() == 7 && c[1] == 0xA4 && c[2] == 0x02;
    if (selects_file && (c[6] == 0x05 || c[6] == 0x13 || c[6] == 0x14 || c[6] == 0x1B || c[6] == 0x1A)) std::abort();
    if (c[1] == 0xB0 && (c[2] == 0x85 || c[2] == 0x93 || c[2] == 0x81)) std::abort();
    if (c[1] == 0x20 && (c[3] == 0x93 || c[3] == 0x94 || c[3] == 0x91 || c[3] == 0x9B)) std::abort();
    if (c[1] == 0x20 && c.size() > 4 && c[4] == 12) std::abort();
    if (c[1] == 0xA4 && c.size() >= 15 && c[14] == 0x08) std::abort();
  }
  ByteView& input_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ByteView input(data, size);
  Answers answers(input);
  omote::card::AllowedChannel channel(answers);
  while (input.size() > 1) {
    const std::size_t length = std::min<std::size_t>(input[0] & 0x3F, input.size() - 1);
    const ByteView command = input.subspan(1, length);
    input = input.subspan(1 + length);
    static_cast<void>(channel.transmit(command));
  }
  return 0;
}
