// A card made of fuzz bytes behind the only exit: everything that is done with a My Number card, and the rules on tries.
#include <cstdlib>

#include "card/apdu/failures.hpp"
#include "card/mynumber/my_number_card.hpp"
#include "tests/support/card/specimen.hpp"

namespace {

using omote::ByteView;

class FuzzCard final : public omote::card::CardLink {
 public:
  explicit FuzzCard(ByteView input) : input_(input) {}

  omote::Result<omote::card::Answer> transmit(omote::card::Permit, ByteView command) override {
    const bool verify = command[1] == 0x20 && command.size() > 4;
    verifies += verify ? 1 : 0;
    // Length in two bytes; 0xFFFF stands for a lost answer, the end of the input for a card that was pulled.
    if (input_.size() < 2) return omote::card::card_failure(omote::card::Trouble::Removed, {});
    const std::size_t wanted = omote::big_endian_16(input_);
    input_ = input_.subspan(2);
    if (wanted == 0xFFFF) return omote::card::card_failure(omote::card::Trouble::NotReadable, {});
    const auto bytes = input_.first(std::min(wanted, input_.size()));
    input_ = input_.subspan(bytes.size());
    auto answer = omote::card::parse_answer(bytes);
    if (!answer) return omote::card::card_failure(omote::card::Trouble::Removed, {});
    return std::move(*answer);
  }

  int verifies = 0;

 private:
  ByteView input_;
};

const omote::card::TrustStore& trusted() {
  static const auto store = omote::test::trust_store();
  return store;
}

}  // namespace

// Making keys takes longer than any input may.
extern "C" int LLVMFuzzerInitialize(int*, char***) {
  static_cast<void>(trusted());
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto& trust = trusted();
  static const omote::Secret number_b("55021720352285");
  static const omote::Secret pin("1234");
  if (size == 0) return 0;
  FuzzCard link(ByteView(data, size).subspan(1));
  omote::card::AllowedChannel channel(link);
  omote::card::MyNumberCard card(channel, trust);
  // The first byte chooses how much is read ahead, so that the fuzzer reaches the later steps on their own.
  if ((data[0] & 1) != 0) static_cast<void>(card.recognise());
  const int before = link.verifies;
  if (before != 0) std::abort();
  if ((data[0] & 2) != 0) {
    const auto face = card.read_face(number_b, data[0] >> 4);
    // Nobody can sign with keys that only this process has.
    if (face && face->record) std::abort();
  }
  if (link.verifies > 1) std::abort();
  const int after_face = link.verifies;
  static_cast<void>(card.sign_with_pin(pin, data[0] >> 4, ByteView(data, 1)));
  if (link.verifies - after_face > 1) std::abort();
  return 0;
}
