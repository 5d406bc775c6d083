#include "base/bytes.hpp"

#include <gmock/gmock.h>

namespace omote {
namespace {

TEST(Bytes, hex_round_trip) {
  const Bytes bytes{0x00, 0x0f, 0xa5, 0xff};

  EXPECT_EQ(to_hex(bytes), "000fa5ff");
  EXPECT_EQ(from_hex("00 0F a5\nFF"), bytes);
}

TEST(Bytes, hex_with_missing_or_wrong_digit_is_nothing) {
  EXPECT_FALSE(from_hex("0"));
  EXPECT_FALSE(from_hex("0g"));
  EXPECT_TRUE(from_hex("").value().empty());
}

class Base64 : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(Base64, both_ways) {
  const auto [plain, coded] = GetParam();

  EXPECT_EQ(to_base64(as_bytes(plain)), coded);
  EXPECT_EQ(as_text(from_base64(coded).value()), plain);
}
INSTANTIATE_TEST_SUITE_P(Lengths, Base64,
                         testing::Values(std::pair("", ""), std::pair("f", "Zg=="), std::pair("fo", "Zm8="),
                                         std::pair("foo", "Zm9v"), std::pair("foobar", "Zm9vYmFy")));

class WrongBase64 : public testing::TestWithParam<const char*> {};

TEST_P(WrongBase64, is_nothing) {
  EXPECT_FALSE(from_base64(GetParam()));
}
INSTANTIATE_TEST_SUITE_P(Spellings, WrongBase64,
                         testing::Values("Zg=", "====", "A===", " Zm8", "Zm 8", "Zh==", "Z=9v", "Zm9v\n\n\n\n"));

TEST(Bytes, big_endian_numbers_round_trip) {
  Bytes bytes;
  append_big_endian_16(bytes, 0x1234);
  append_big_endian_32(bytes, 0xfedcba98);

  EXPECT_EQ(to_hex(bytes), "1234fedcba98");
  EXPECT_EQ(big_endian_16(bytes), 0x1234);
  EXPECT_EQ(big_endian_32(ByteView(bytes).subspan(2)), 0xfedcba98);
}

TEST(Bytes, sha256_of_the_standard_example) {
  EXPECT_EQ(to_hex(sha256(as_bytes("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Bytes, random_bytes_differ) {
  EXPECT_EQ(random_bytes(32).size(), 32u);
  EXPECT_NE(random_bytes(32), random_bytes(32));
}

}  // namespace
}  // namespace omote
