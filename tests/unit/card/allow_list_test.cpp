#include "card/allow_list/allow_list.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "card/apdu/command.hpp"
#include "tests/support/card/script_link.hpp"

namespace omote::card {
namespace {

using test::ScriptLink;

constexpr Selection kNothing{};
constexpr Selection kJpki{Application::Jpki, 0};
constexpr Selection kVisual{Application::Visual, 0};
constexpr Selection kCommon{Application::Common, 0};

bool allowed(std::string_view hex, const Selection& now) {
  return permitted(from_hex(hex).value(), now).has_value();
}

// Every header with every class, instruction and parameters, in a state, with the bodies of each case of command; the
// headers that pass, as hexadecimal.
std::set<std::string> passing_headers(const Selection& now) {
  const Bytes bodies[] = {{},
                          {0x00},
                          {0x00, 0x00, 0x00},
                          {0x04, 1, 2, 3, 4},
                          Bytes{14, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14},
                          {0x0C, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
                          {0x01, 0x55, 0x00},
                          {0x02, 0x00, 0x05}};
  constexpr std::uint8_t kInstructions[] = {0x20, 0x22, 0x24, 0x2A, 0x2C, 0x82, 0x84, 0x88, 0xA2, 0xA4, 0xB0, 0xB2, 0xC0, 0xCA};
  std::set<std::string> passing;
  for (const auto& body : bodies) {
    // The longer bodies for the instructions that the card knows at all; every instruction with the short ones.
    const bool every_instruction = body.size() < 2;
    Bytes command(4 + body.size());
    std::copy(body.begin(), body.end(), command.begin() + 4);
    for (std::uint32_t header = 0; header < 0x1000000; ++header) {
      command[1] = static_cast<std::uint8_t>(header >> 16);
      const bool known = std::ranges::find(kInstructions, command[1]) != std::end(kInstructions);
      if (!every_instruction && !known) {
        header |= 0xFFFF;
        continue;
      }
      command[2] = static_cast<std::uint8_t>(header >> 8);
      command[3] = static_cast<std::uint8_t>(header);
      for (const auto cla : {std::uint8_t{0x00}, std::uint8_t{0x80}}) {
        command[0] = cla;
        if (permitted(command, now)) passing.insert(to_hex(ByteView(command).first(4)));
      }
    }
  }
  return passing;
}

std::size_t count_beginning(const std::set<std::string>& headers, std::string_view begin) {
  return static_cast<std::size_t>(
      std::count_if(headers.begin(), headers.end(), [&](const auto& h) { return h.starts_with(begin); }));
}

TEST(AllowList, nothing_selected_only_wake_passes) {
  EXPECT_EQ(passing_headers(kNothing), (std::set<std::string>{"00a40000"}));
}

TEST(AllowList, jpki_application_exactly_its_files_pass) {
  const auto headers = passing_headers(kJpki);
  // Reading of 0006 and 000A by short identifier at 256 offsets; 0018 asked or verified; 0017 signs; more of an answer; wake.
  EXPECT_EQ(count_beginning(headers, "00b086"), 256u);
  EXPECT_EQ(count_beginning(headers, "00b08a"), 256u);
  EXPECT_TRUE(headers.contains("00200098"));
  EXPECT_TRUE(headers.contains("802a0097"));
  EXPECT_TRUE(headers.contains("00c00000"));
  EXPECT_TRUE(headers.contains("00a40000"));
  EXPECT_EQ(headers.size(), 512u + 4u);
}

TEST(AllowList, visual_application_exactly_its_files_pass) {
  const auto headers = passing_headers(kVisual);
  EXPECT_EQ(count_beginning(headers, "00b082"), 256u);
  EXPECT_EQ(count_beginning(headers, "00b084"), 256u);
  EXPECT_TRUE(headers.contains("00200092"));
  EXPECT_TRUE(headers.contains("802a0000"));
  EXPECT_EQ(headers.size(), 512u + 4u);
}

TEST(AllowList, number_b_selected_no_way_of_reading_it_passes) {
  const auto headers = passing_headers({Application::Visual, kNumberB});
  EXPECT_TRUE(headers.contains("00200080"));
  EXPECT_EQ(count_beginning(headers, "00b0"), 512u);
  EXPECT_EQ(headers.size(), 512u + 5u);
}

TEST(AllowList, card_face_selected_offsets_of_15_bits_pass) {
  const auto headers = passing_headers({Application::Visual, kCardFace});
  EXPECT_EQ(count_beginning(headers, "00b0"), 0x8000u + 512u);
}

TEST(AllowList, common_application_exactly_its_record_passes) {
  EXPECT_EQ(passing_headers(kCommon), (std::set<std::string>{"00a40000", "00b2010c", "00c00000"}));
}

TEST(AllowList, other_classes_nothing_passes) {
  for (int cla = 0; cla < 256; ++cla) {
    if (cla == 0x00 || cla == 0x80) continue;
    Bytes read{static_cast<std::uint8_t>(cla), 0xB0, 0x82, 0x00, 0x00};
    Bytes sign{static_cast<std::uint8_t>(cla), 0x2A, 0x00, 0x00, 0x01, 0x55, 0x00};
    EXPECT_FALSE(permitted(read, kVisual)) << cla;
    EXPECT_FALSE(permitted(sign, kVisual)) << cla;
  }
}

TEST(AllowList, select_file_only_the_named_ones_pass) {
  std::set<std::pair<int, int>> passing;
  for (const auto& state : {kJpki, kVisual, kCommon}) {
    for (int id = 0; id < 0x10000; ++id) {
      const Bytes command{0x00, 0xA4, 0x02, 0x0C, 0x02, static_cast<std::uint8_t>(id >> 8), static_cast<std::uint8_t>(id)};
      if (permitted(command, state)) passing.emplace(static_cast<int>(*state.application), id);
    }
  }
  EXPECT_EQ(passing, (std::set<std::pair<int, int>>{
                         {0, 0x06}, {0, 0x0A}, {0, 0x17}, {0, 0x18}, {1, 0x02}, {1, 0x04}, {1, 0x12}, {2, 0x01}}));
}

struct Case {
  const char* name;
  const char* command;
  Selection state;
};

class Forbidden : public testing::TestWithParam<Case> {};

TEST_P(Forbidden, command_is_refused) {
  EXPECT_FALSE(allowed(GetParam().command, GetParam().state));
}

INSTANTIATE_TEST_SUITE_P(
    AllowList, Forbidden,
    testing::Values(Case{"text_application", "00a4040c0ad3921000310001010408", kNothing},
                    Case{"text_application_with_other_parameters", "00a404000ad392100031000101040800", kNothing},
                    Case{"number_picture_by_short_id", "00b0850000", kVisual},
                    Case{"number_picture_by_short_id_extended", "00b08500000000", kVisual},
                    Case{"number_picture_by_selection", "00a4020c020005", kVisual},
                    Case{"number_a_verified_by_short_id", "002000930c313233343536373839303132", kVisual},
                    Case{"number_a_query", "00200093", kVisual}, Case{"number_a_selected", "00a4020c020013", kVisual},
                    Case{"twelve_digits_to_number_b", "002000920c313233343536373839303132", kVisual},
                    Case{"age_key", "0020009106313233343536", kVisual}, Case{"signature_certificate", "00b0810000", kJpki},
                    Case{"signature_key",
                         "802a009a0155"
                         "00",
                         kJpki},
                    Case{"signature_pin", "0020009b06414243313233", kJpki},
                    Case{"pin_change", "002401800431323334", {Application::Jpki, kPin}},
                    Case{"reading_with_nothing_selected", "00b0000000", kVisual},
                    Case{"reading_the_pin", "00b0000000", {Application::Jpki, kPin}},
                    Case{"verify_with_nothing_selected", "00200080", kVisual},
                    Case{"query_with_length_of_zero", "0020009800", kJpki}, Case{"record_of_another_file", "00b2011400", kCommon},
                    Case{"second_record", "00b2020c00", kCommon}, Case{"reset_retry_counter", "002c009200", kVisual},
                    Case{"get_data", "00ca5f5100", kNothing}, Case{"more_of_nothing", "00c0000000", kNothing},
                    Case{"other_logical_channel", "01b0820000", kVisual}, Case{"too_short", "00b0", kVisual}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(AllowedChannel, forbidden_command_never_reaches_the_card) {
  ScriptLink link(std::vector<test::Exchange>{});
  AllowedChannel channel(link);
  const auto answer = channel.transmit(from_hex("00b0850000").value());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().reason.text(), "card_command_not_allowed");
  EXPECT_EQ(channel.apdus(), 0u);
}

TEST(AllowedChannel, refused_application_leaves_nothing_selected) {
  ScriptLink link({{"00a4040c0ad3921000310001010402", "9000"}, {"00a4040c0ad392f000260100000001", "6a82"}});
  AllowedChannel channel(link);
  ASSERT_TRUE(channel.transmit(Command::select_application(Application::Visual)));
  EXPECT_EQ(channel.selection(), kVisual);
  ASSERT_TRUE(channel.transmit(Command::select_application(Application::Jpki)));
  EXPECT_EQ(channel.selection(), kNothing);
}

TEST(AllowedChannel, refused_file_leaves_no_file_selected) {
  ScriptLink link({{"00a4040c0ad3921000310001010402", "9000"}, {"00a4020c020012", "9000"}, {"00a4020c020002", "6a82"}});
  AllowedChannel channel(link);
  ASSERT_TRUE(channel.transmit(Command::select_application(Application::Visual)));
  ASSERT_TRUE(channel.transmit(Command::select_file(kNumberB)));
  ASSERT_TRUE(channel.transmit(Command::select_file(kCardFace)));
  EXPECT_EQ(channel.selection(), kVisual);
}

TEST(AllowedChannel, counts_commands_and_bytes_of_both_ways) {
  ScriptLink link(std::vector<test::Exchange>{{"00a40000", "6a86"}});
  AllowedChannel channel(link);
  ASSERT_TRUE(channel.transmit(Command::wake()));
  EXPECT_EQ(channel.apdus(), 1u);
  EXPECT_EQ(channel.bytes(), 6u);
}

}  // namespace
}  // namespace omote::card
