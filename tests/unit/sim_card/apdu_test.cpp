#include "sim/card/apdu.hpp"

#include <gtest/gtest.h>

namespace omote::sim::card {
namespace {

std::string summary(std::string_view hex) {
  const auto bytes = *from_hex(hex);
  const auto apdu = parse_apdu(bytes);
  if (!apdu) return "none";
  return to_hex(apdu->data) + " " + (apdu->le ? std::to_string(*apdu->le) : "-");
}

TEST(ApduForms, fourBytes_haveNeitherDataNorLe) {
  EXPECT_EQ(summary("00200080"), " -");
}
TEST(ApduForms, shortLe_zeroIs256) {
  EXPECT_EQ(summary("00B0000000"), " 256");
}
TEST(ApduForms, shortData_withoutLe) {
  EXPECT_EQ(summary("00A4020C020018"), "0018 -");
}
TEST(ApduForms, shortData_withLe) {
  EXPECT_EQ(summary("00A4020002001810"), "0018 16");
}
TEST(ApduForms, extendedLe_zeroIs65536) {
  EXPECT_EQ(summary("00B00000000000"), " 65536");
}
TEST(ApduForms, extendedData_withoutLe) {
  EXPECT_EQ(summary("80A206C1000002ABCD"), "abcd -");
}
TEST(ApduForms, extendedData_withLe) {
  EXPECT_EQ(summary("80A206C1000002ABCD0100"), "abcd 256");
}
TEST(ApduForms, lengthThatDoesNotFit_isNone) {
  EXPECT_EQ(summary("00A4020C030018"), "none");
}
TEST(ApduForms, lessThanAHeader_isNone) {
  EXPECT_EQ(summary("00A402"), "none");
}

}  // namespace
}  // namespace omote::sim::card
