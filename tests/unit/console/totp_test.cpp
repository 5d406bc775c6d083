#include "console/totp.hpp"

#include <gtest/gtest.h>

namespace omote::console {
namespace {

using namespace std::chrono_literals;

const auto kSecret = as_bytes("12345678901234567890");  // of RFC 6238, appendix B

struct Vector {
  std::int64_t seconds;
  const char* code;
};
class Rfc6238 : public testing::TestWithParam<Vector> {};
TEST_P(Rfc6238, codes_are_those_of_the_document) {
  EXPECT_EQ(code_at(kSecret, GetParam().seconds / 30, 8), GetParam().code);
}
INSTANTIATE_TEST_SUITE_P(All, Rfc6238,
                         testing::Values(Vector{59, "94287082"}, Vector{1111111109, "07081804"}, Vector{1111111111, "14050471"},
                                         Vector{1234567890, "89005924"}, Vector{2000000000, "69279037"},
                                         Vector{20000000000, "65353130"}));

WallTime at(std::int64_t seconds) {
  return WallTime(std::chrono::seconds(seconds));
}

TEST(Totp, code_counts_one_step_before_and_after_and_no_further) {
  const std::int64_t now = 1'700'000'010;
  const auto step = now / 30;
  for (const auto off : {-1, 0, 1}) EXPECT_EQ(step_of(code_at(kSecret, step + off), kSecret, at(now), 0), step + off);
  for (const auto off : {-2, 2}) EXPECT_FALSE(step_of(code_at(kSecret, step + off), kSecret, at(now), 0)) << off;
}

TEST(Totp, code_that_was_used_does_not_count_again_nor_does_an_earlier_one) {
  const std::int64_t now = 1'700'000'010;
  const auto step = now / 30;
  EXPECT_FALSE(step_of(code_at(kSecret, step), kSecret, at(now), step));
  EXPECT_FALSE(step_of(code_at(kSecret, step - 1), kSecret, at(now), step));
  EXPECT_TRUE(step_of(code_at(kSecret, step + 1), kSecret, at(now), step));
}

TEST(Totp, anything_that_is_no_code_is_wrong) {
  for (const auto* text : {"", "12345", "1234567", "abcdef", " 00000"}) EXPECT_FALSE(step_of(text, kSecret, at(59), 0)) << text;
}

TEST(Totp, address_carries_secret_and_escaped_name) {
  EXPECT_EQ(to_base32(as_bytes("foobar")), "MZXW6YTBOI");  // RFC 4648, section 10
  EXPECT_EQ(to_base32(as_bytes("fooba")), "MZXW6YTB");
  EXPECT_EQ(code_address("a b", as_bytes("foobar")), "otpauth://totp/Omote:a%20b?secret=MZXW6YTBOI&issuer=Omote");
}

}  // namespace
}  // namespace omote::console
