// The host's card port before a virtual card in the real smart-card stack: what a visit does.
#include <mutex>
#include <set>

#include "tests/integration/card_worker/worker_test.hpp"

namespace omote::test {

Desk& desk() {
  static Desk only;
  return only;
}

namespace {

using ports::VerifyOutcome;

TEST_F(CardWorker, recognise_tells_tries_expiry_and_certificate) {
  lay(persona_card());
  const auto summary = port->recognise();
  ASSERT_TRUE(summary) << describe(summary.error());
  EXPECT_EQ(summary->kind, ports::CardKind::MyNumber);
  EXPECT_EQ(summary->pin_tries, 3);
  EXPECT_TRUE(summary->pin_set);
  EXPECT_EQ(summary->number_b_tries, 10);
  EXPECT_EQ(summary->expiry, persona().card.expiry);
  EXPECT_EQ(summary->certificate_ends, persona().certificate.not_after);
}

TEST_F(CardWorker, card_hash_names_the_card_and_no_other) {
  std::set<std::string> names;
  for (const char* id : {"adult", "senior", "adult"}) {
    lay(persona_card(id));
    names.insert(port->recognise()->card_hash);
    port->release();
    desk().reader->remove();
    ASSERT_TRUE(sees(ports::Presence::Empty));
  }
  EXPECT_EQ(names.size(), 2u);
}

TEST_F(CardWorker, photo_is_read_and_decoded_with_sixteen_commands_at_most) {
  lay(persona_card());
  ASSERT_TRUE(port->recognise());
  const auto answer = port->read_photo(number_b, 10);
  ASSERT_TRUE(answer) << describe(answer.error());
  ASSERT_TRUE(answer->record);
  EXPECT_EQ(answer->record->birth, persona().identity.birth);
  EXPECT_EQ(answer->record->photo.width, 240);
  EXPECT_EQ(answer->record->photo.height, 320);
  EXPECT_LE(port->statistics().apdus, 16u);
  EXPECT_EQ(card->tries_spent(), 0);
}

TEST_F(CardWorker, pin_signs_the_challenge_after_the_photo) {
  lay(persona_card());
  ASSERT_TRUE(port->recognise());
  ASSERT_TRUE(port->read_photo(number_b, 10));
  const auto answer = port->sign_with_pin(pin, 3, challenge);
  ASSERT_TRUE(answer) << describe(answer.error());
  EXPECT_EQ(answer->outcome, VerifyOutcome::Accepted);
  EXPECT_EQ(answer->signature.size(), 256u);
}

TEST_F(CardWorker, every_persona_is_recognised_and_read) {
  for (const char* id : {"adult", "senior", "child", "foreign", "no_pin", "cert_soon", "cert_grace", "rare_name", "first_use"}) {
    lay(persona_card(id));
    const auto summary = port->recognise();
    ASSERT_TRUE(summary) << id << " " << describe(summary.error());
    EXPECT_EQ(summary->pin_set, persona(id).card.pin.has_value()) << id;
    const auto answer = port->read_photo(Secret(persona(id).number_b()), 10);
    EXPECT_TRUE(answer && answer->record) << id;
    port->release();
    desk().reader->remove();
    ASSERT_TRUE(sees(ports::Presence::Empty));
  }
}

TEST_F(CardWorker, wrong_number_b_spends_one_try_and_says_how_many_are_left) {
  lay(persona_card());
  ASSERT_TRUE(port->recognise());
  for (int left = 9; left >= 1; --left) {
    const auto answer = port->read_photo(Secret("01010120990000"), left + 1);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->outcome, VerifyOutcome::Wrong);
    EXPECT_EQ(answer->tries_left, left);
  }
  EXPECT_EQ(port->read_photo(Secret("01010120990000"), 1)->outcome, VerifyOutcome::Blocked);
  EXPECT_EQ(port->read_photo(number_b, 1)->outcome, VerifyOutcome::Blocked);
  EXPECT_EQ(card->tries_spent(), 10);
}

TEST_F(CardWorker, wrong_pin_three_times_blocks_it) {
  lay(persona_card());
  ASSERT_TRUE(port->recognise());
  const Secret wrong("0000");
  EXPECT_EQ(port->sign_with_pin(wrong, 3, challenge)->tries_left, 2);
  EXPECT_EQ(port->sign_with_pin(wrong, 2, challenge)->tries_left, 1);
  EXPECT_EQ(port->sign_with_pin(wrong, 1, challenge)->outcome, VerifyOutcome::Blocked);
  EXPECT_EQ(port->sign_with_pin(pin, 1, challenge)->outcome, VerifyOutcome::Blocked);
  EXPECT_EQ(card->tries_spent(), 3);
}

TEST_F(CardWorker, other_tries_than_expected_sends_nothing) {
  lay(persona_card());
  ASSERT_TRUE(port->recognise());
  EXPECT_EQ(reason(port->sign_with_pin(Secret("0000"), 2, challenge)), "pin_not_sent");
  EXPECT_EQ(reason(port->read_photo(Secret("01010120990000"), 9)), "number_b_not_sent");
  EXPECT_EQ(card->tries_spent(), 0);
}

TEST_F(CardWorker, other_cards_are_said_to_be_other_cards) {
  for (const auto& atr : {sim::card::kTransitCardAtr, sim::card::kDrivingLicenceAtr}) {
    for (const int status : {0x6A82, 0x6D00, 0x6E00}) {
      desk().reader->insert(std::make_shared<sim::card::OtherCard>(atr, static_cast<std::uint16_t>(status)));
      ASSERT_TRUE(sees(ports::Presence::Card));
      const auto summary = port->recognise();
      ASSERT_TRUE(summary) << describe(summary.error());
      EXPECT_EQ(summary->kind, ports::CardKind::Other);
      port->release();
    }
  }
}

TEST_F(CardWorker, card_that_fails_its_first_command_is_recognised) {
  lay(persona_card("adult", {.first_command_fails = true}));
  EXPECT_TRUE(port->recognise());
}

TEST_F(CardWorker, contact_card_is_recognised) {
  lay(persona_card("adult", {.atr = sim::card::kContactAtr}));
  EXPECT_TRUE(port->recognise());
}

TEST_F(CardWorker, release_ends_the_security_state) {
  lay(persona_card());
  ASSERT_TRUE(port->recognise());
  ASSERT_TRUE(port->read_photo(number_b, 10));
  port->release();
  EXPECT_EQ(reason(port->read_photo(number_b, 10)), "card_removed");
}

TEST_F(CardWorker, no_command_names_a_file_with_the_number) {
  // Static: a failed assertion leaves the test while the reader still observes.
  static std::vector<Bytes> sent;
  static std::mutex mutex;
  desk().reader->observe([](const sim::reader::ApduTrace& trace) {
    const std::scoped_lock lock(mutex);
    sent.push_back(trace.command);
  });
  lay(persona_card());
  ASSERT_TRUE(port->recognise());
  ASSERT_TRUE(port->read_photo(number_b, 10));
  ASSERT_TRUE(port->sign_with_pin(pin, 3, challenge));
  desk().reader->observe({});
  const std::scoped_lock lock(mutex);
  EXPECT_GT(sent.size(), 15u);
  for (const auto& command : sent) {
    const auto hex = to_hex(command);
    EXPECT_FALSE(hex.starts_with("00b085") || hex.starts_with("00a4020c020005") || hex.starts_with("00a4020c020013")) << hex;
    EXPECT_EQ(hex.find("d3921000310001010408"), std::string::npos) << hex;
  }
}

}  // namespace
}  // namespace omote::test
