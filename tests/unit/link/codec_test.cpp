#include "link/messages/codec.hpp"

#include <gmock/gmock.h>

namespace omote::link {
namespace {

v1::ToTerminal start_face(std::uint32_t width, std::uint32_t height, std::size_t bytes) {
  v1::ToTerminal message;
  auto* face = message.mutable_start_face();
  face->set_photo_width(width);
  face->set_photo_height(height);
  face->set_photo(std::string(bytes, '\x80'));
  return message;
}

TEST(Codec, message_round_trip) {
  v1::ToHost message;
  message.mutable_touch()->set_action("face");
  message.mutable_touch()->set_revision(7);

  const auto back = decode_to_host(encode(message));

  ASSERT_TRUE(back);
  EXPECT_EQ(back->touch().action(), "face");
  EXPECT_EQ(back->touch().revision(), 7u);
}

TEST(Codec, empty_frame_and_message_without_kind_are_refused) {
  EXPECT_FALSE(decode_to_host({}));
  EXPECT_FALSE(decode_to_terminal({}));
}

TEST(Codec, garbage_is_refused) {
  const Bytes garbage{0xff, 0xff, 0xff, 0xff, 0x0f};

  EXPECT_EQ(decode_to_host(garbage).error().reason.text(), "link_message_malformed");
}

TEST(Codec, unknown_field_is_refused_at_the_top_and_inside) {
  const Bytes outer{0xf2, 0x3f, 0x01, 'x'};              // field 1022
  const Bytes inner{0x32, 0x04, 0xf2, 0x3f, 0x01, 'x'};  // field 1022 inside pong

  EXPECT_FALSE(decode_to_host(outer));
  EXPECT_FALSE(decode_to_host(inner));
}

TEST(Codec, text_that_is_no_utf8_is_refused) {
  const Bytes wrong{0x12, 0x03, 0x0a, 0x01, 0xff};  // refused.reason

  EXPECT_FALSE(decode_to_host(wrong));
}

TEST(Codec, overlong_text_and_overlong_message_are_refused) {
  v1::ToHost long_text;
  long_text.mutable_touch()->set_value(std::string(5000, 'x'));
  v1::ToTerminal long_message;
  for (int i = 0; i < 30; ++i) (*long_message.mutable_screen()->mutable_params())[std::to_string(i)] = std::string(4000, 'x');

  EXPECT_EQ(decode_to_host(encode(long_text)).error().reason.text(), "link_message_malformed");
  EXPECT_EQ(decode_to_terminal(encode(long_message)).error().reason.text(), "link_message_too_large");
}

TEST(Codec, photo_must_have_the_size_that_it_says) {
  EXPECT_TRUE(decode_to_terminal(encode(start_face(300, 400, 120'000))));
  EXPECT_FALSE(decode_to_terminal(encode(start_face(300, 400, 119'999))));
  EXPECT_FALSE(decode_to_terminal(encode(start_face(0, 0, 1))));
  EXPECT_FALSE(decode_to_terminal(encode(start_face(2001, 1, 2001))));
}

TEST(Codec, number_b_has_fourteen_digits_or_none) {
  v1::ToHost message;
  message.mutable_card_face_read()->set_number_b("12345");
  EXPECT_FALSE(decode_to_host(encode(message)));

  message.mutable_card_face_read()->set_number_b("");
  message.mutable_card_face_read()->set_refused("unclear");
  EXPECT_TRUE(decode_to_host(encode(message)));
}

TEST(Beacon, needs_a_clean_serial_and_a_port) {
  v1::Beacon beacon;
  beacon.set_serial("T-0001");
  beacon.set_port(4711);
  EXPECT_TRUE(decode_beacon(encode(beacon)));

  for (const auto& [serial, port] :
       {std::pair("", 4711), std::pair("a b", 4711), std::pair("../x", 4711), std::pair("T", 0), std::pair("T", 65536)}) {
    beacon.set_serial(serial);
    beacon.set_port(static_cast<std::uint32_t>(port));
    EXPECT_FALSE(decode_beacon(encode(beacon))) << serial << port;
  }
}

TEST(Codec, piece_of_a_release_without_checksum_or_over_32_kib_is_refused) {
  v1::ToTerminal message;
  auto& piece = *message.mutable_release_piece();
  piece.set_sha256(std::string(32, 'c'));
  piece.set_data(std::string(kPieceSize, 'x'));
  EXPECT_TRUE(decode_to_terminal(encode(message)));
  piece.set_data(std::string(kPieceSize + 1, 'x'));
  EXPECT_FALSE(decode_to_terminal(encode(message)));
  piece.set_data("");
  EXPECT_FALSE(decode_to_terminal(encode(message)));
  piece.set_data("x");
  piece.set_sha256("short");
  EXPECT_FALSE(decode_to_terminal(encode(message)));
  v1::ToHost wanted;
  wanted.mutable_release_wanted()->set_at(1);
  EXPECT_FALSE(decode_to_host(encode(wanted)));
}

struct VersionRow {
  Versions own;
  Versions other;
  std::uint32_t agreed;
};
class Agreement : public testing::TestWithParam<VersionRow> {};

TEST_P(Agreement, is_the_highest_that_both_speak) {
  v1::Hello hello;
  hello.set_version_least(GetParam().other.least);
  hello.set_version_most(GetParam().other.most);

  EXPECT_EQ(agreed_version(GetParam().own, hello), GetParam().agreed);
}
INSTANTIATE_TEST_SUITE_P(Ranges, Agreement,
                         testing::Values(VersionRow{{1, 1}, {1, 1}, 1}, VersionRow{{1, 3}, {2, 5}, 3},
                                         VersionRow{{2, 5}, {1, 3}, 3}, VersionRow{{1, 1}, {2, 3}, 0},
                                         VersionRow{{2, 3}, {1, 1}, 0}, VersionRow{{1, 1}, {0, 0}, 0}));

}  // namespace
}  // namespace omote::link
