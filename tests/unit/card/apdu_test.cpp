#include <gtest/gtest.h>

#include "card/apdu/answer.hpp"
#include "card/apdu/command.hpp"
#include "card/apdu/failures.hpp"
#include "card/apdu/tlv.hpp"

namespace omote::card {
namespace {

Bytes hex(std::string_view text) {
  return from_hex(text).value();
}

TEST(Command, factories_give_the_documented_bytes) {
  const auto text = [](const Command& command) { return to_hex(command.bytes()); };
  EXPECT_EQ(text(Command::wake()), "00a40000");
  EXPECT_EQ(text(Command::select_application(Application::Jpki)), "00a4040c0ad392f000260100000001");
  EXPECT_EQ(text(Command::select_application(Application::Visual)), "00a4040c0ad3921000310001010402");
  EXPECT_EQ(text(Command::select_application(Application::Common)), "00a4040c0ad3921000310001010100");
  EXPECT_EQ(text(Command::select_file(kPin)), "00a4020c020018");
  EXPECT_EQ(text(Command::verify_query(Target::selected())), "00200080");
  EXPECT_EQ(text(Command::verify_query(Target::short_id(kNumberB))), "00200092");
  EXPECT_EQ(text(Command::verify(Target::short_id(kPin), Secret("1234"))), "002000980431323334");
  EXPECT_EQ(text(Command::sign(Target::short_id(kAuthKey), hex("3031"))), "802a009702303100");
  EXPECT_EQ(text(Command::sign_by_application(hex("3031"))), "802a000002303100");
  EXPECT_EQ(text(Command::read_record(kCardNumberRecord, 1)), "00b2010c00");
}

TEST(Command, read_lengths_short_and_extended) {
  const auto text = [](const Command& command) { return to_hex(command.bytes()); };
  EXPECT_EQ(text(Command::read_file(kCardFace, 0, 5, false)), "00b0820005");
  EXPECT_EQ(text(Command::read_file(kCardFace, 0, 256, false)), "00b0820000");
  EXPECT_EQ(text(Command::read_binary(0x1234, 65536, true)), "00b01234000000");
  EXPECT_EQ(text(Command::read_binary(0x7FFF, 0x1234, true)), "00b07fff001234");
}

TEST(Command, read_binary_offset_never_becomes_a_short_identifier) {
  for (std::uint32_t offset = 0; offset < 0x10000; ++offset) {
    EXPECT_EQ(Command::read_binary(static_cast<std::uint16_t>(offset), 1, false).bytes()[2] & 0x80, 0);
  }
}

TEST(Answer, without_status_word_is_none) {
  EXPECT_FALSE(parse_answer({}));
  EXPECT_FALSE(parse_answer(hex("90")));
  EXPECT_EQ(parse_answer(hex("9000"))->status, 0x9000);
  EXPECT_EQ(parse_answer(hex("01026282"))->data, hex("0102"));
}

TEST(Answer, tries_are_told_by_63cx_and_blocked_states_only) {
  for (int x = 0; x < 16; ++x) EXPECT_EQ(tries_in(static_cast<std::uint16_t>(0x63C0 + x)), x);
  EXPECT_EQ(tries_in(0x6983), 0);
  EXPECT_EQ(tries_in(0x6984), 0);
  for (const int status : {0x9000, 0x6300, 0x6A82, 0x6982, 0x63D0}) EXPECT_FALSE(tries_in(static_cast<std::uint16_t>(status)));
}

TEST(Failures, each_trouble_has_a_reason_that_leads_back_to_it) {
  for (std::uint8_t i = 0; i < kTroubles; ++i) {
    const auto trouble = static_cast<Trouble>(i);
    EXPECT_EQ(trouble_of(card_failure(trouble, {}).error()), trouble);
  }
}

TEST(Tlv, one_and_two_byte_tags_and_lengths) {
  EXPECT_EQ(read_tlv(hex("9003010001"))->value.size(), 3u);
  EXPECT_EQ(read_tlv(hex("df230131"))->tag, 0xDF23);
  Bytes long_value = hex("ff20820100");
  long_value.resize(5 + 256);
  EXPECT_EQ(read_tlv(long_value)->whole.size(), 261u);
  EXPECT_EQ(read_tlv(hex("df2481020a0bff"))->whole.size(), 6u);
}

TEST(Tlv, hostile_forms_are_refused) {
  for (const char* bytes : {"", "df", "df23", "df2380", "df2383000001aa", "df2384000000aa", "df8101aa", "df2382", "df238201",
                            "df2302aa", "ff20820002aa", "ff2081"}) {
    EXPECT_FALSE(read_tlv(hex(bytes))) << bytes;
  }
}

TEST(Tlv, list_must_hold_exactly_the_tags_in_order) {
  constexpr std::array<std::uint16_t, 2> kTags{0x90, 0x91};
  EXPECT_TRUE(read_tlvs(hex("900101910102"), kTags));
  EXPECT_FALSE(read_tlvs(hex("910102900101"), kTags));
  EXPECT_FALSE(read_tlvs(hex("900101"), kTags));
  EXPECT_FALSE(read_tlvs(hex("90010191010200"), kTags));
}

}  // namespace
}  // namespace omote::card
