// A card taken at the very moment in which it is powered down: pcscd then goes on telling that a card is there.
#include <winscard.h>

#include <utility>

#include "tests/integration/card_worker/worker_test.hpp"

namespace omote::test {
namespace {

using ports::Presence;
using std::chrono::milliseconds;

// What the card service itself tells.
bool service_tells_a_card() {
  SCARDCONTEXT context = 0;
  if (SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context) != SCARD_S_SUCCESS) return false;
  char readers[1024];
  DWORD size = sizeof readers;
  SCARD_READERSTATE state{};
  state.szReader = readers;
  const bool known = SCardListReaders(context, nullptr, readers, &size) == SCARD_S_SUCCESS &&
                     SCardGetStatusChange(context, 0, &state, 1) == SCARD_S_SUCCESS;
  SCardReleaseContext(context);
  return known && (state.dwEventState & SCARD_STATE_PRESENT) != 0;
}

// Taken when it is powered down, so that pcscd learns of both at once.
class TakenWhenPoweredDown final : public sim::card::SmartCard {
 public:
  explicit TakenWhenPoweredDown(std::shared_ptr<sim::card::SmartCard> card) : card_(std::move(card)) {}
  [[nodiscard]] Bytes atr() const override { return card_->atr(); }
  void power_on() override {
    on_ = true;
    card_->power_on();
  }
  void power_off() override {
    card_->power_off();
    if (std::exchange(on_, false)) desk().reader->remove();
  }
  void reset() override { card_->reset(); }
  [[nodiscard]] Bytes transmit(ByteView command) override { return card_->transmit(command); }

 private:
  std::shared_ptr<sim::card::SmartCard> card_;
  bool on_ = false;
};

TEST_F(CardWorker, card_taken_while_it_is_powered_down_is_gone) {
  int ghosts = 0;
  for (int round = 0; round < 500 && ghosts < 2; ++round) {
    desk().reader->insert(std::make_shared<TakenWhenPoweredDown>(persona_card()));
    ASSERT_TRUE(sees(Presence::Card)) << round;
    ASSERT_TRUE(port->recognise());
    port->release();
    ASSERT_TRUE(sees(Presence::Empty)) << round;
    if (service_tells_a_card()) ++ghosts;
    ASSERT_EQ(port->wait_for_change(Presence::Empty, milliseconds(20)), Presence::Empty) << round;
  }
  EXPECT_GT(ghosts, 0) << "the fault did not fire";
}

// The worker that saw the card laid down has passed its deadline and was ended; the next one knows nothing.
TEST_F(CardWorker, card_taken_while_it_is_powered_down_is_gone_for_a_new_worker_too) {
  bool ghost = false;
  for (int round = 0; round < 500 && !ghost; ++round) {
    desk().reader->insert(std::make_shared<TakenWhenPoweredDown>(persona_card()));
    ASSERT_TRUE(sees(Presence::Card)) << round;
    ASSERT_TRUE(port->recognise());
    port->release();
    ASSERT_TRUE(sees(Presence::Empty)) << round;
    ghost = service_tells_a_card();
  }
  ASSERT_TRUE(ghost) << "the fault did not fire";

  port = desk().open_port();

  EXPECT_TRUE(sees(Presence::Empty));
  EXPECT_EQ(port->wait_for_change(Presence::Empty, milliseconds(200)), Presence::Empty);
  desk().reader->insert(persona_card());
  EXPECT_TRUE(sees(Presence::Card));
}

}  // namespace
}  // namespace omote::test
