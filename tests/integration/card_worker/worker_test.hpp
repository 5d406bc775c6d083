// What both test files of the card worker stand on.
#pragma once

#include <gtest/gtest.h>

#include "tests/support/card/desk.hpp"

namespace omote::test {

[[nodiscard]] Desk& desk();

class CardWorker : public testing::Test {
 protected:
  CardWorker() {
    desk().reader->clear_faults();
    desk().reader->plug(true);
  }
  ~CardWorker() override {
    port.reset();
    desk().reader->clear_faults();
    desk().reader->remove();
  }
  // Lays a card on the reader and waits until the port sees it.
  void lay(std::shared_ptr<sim::card::VirtualCard> laid) {
    card = std::move(laid);
    desk().reader->insert(card);
    ASSERT_TRUE(sees(ports::Presence::Card));
  }
  [[nodiscard]] bool sees(ports::Presence wanted, std::chrono::milliseconds time = std::chrono::seconds(5)) const {
    const auto end = std::chrono::steady_clock::now() + time;
    auto now = ports::Presence::NoService;
    do {
      now = port->wait_for_change(now, std::chrono::milliseconds(200));
    } while (now != wanted && std::chrono::steady_clock::now() < end);
    return now == wanted;
  }
  template <class T>
  [[nodiscard]] static std::string reason(const Result<T>& result) {
    return result ? std::string("none") : std::string(result.error().reason.text());
  }
  // A presentation of its own, so that no session of the one before is left.
  void lay_again(std::shared_ptr<sim::card::VirtualCard> laid) {
    port->release();
    desk().reader->clear_faults();
    desk().reader->remove();
    ASSERT_TRUE(sees(ports::Presence::Empty));
    lay(std::move(laid));
  }

  Secret number_b{persona().number_b()};
  Secret pin{*persona().card.pin};
  Bytes challenge = Bytes(32, 0x5A);
  std::shared_ptr<sim::card::VirtualCard> card;
  std::unique_ptr<ports::CardPort> port = desk().open_port();
};

}  // namespace omote::test
