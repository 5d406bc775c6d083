#include "vision/face/tensor_file.hpp"

#include <gtest/gtest.h>

namespace omote::vision::face {
namespace {

TensorFile sample() {
  TensorFile file;
  file.set_fact("net", "sample net");
  file.add("a", {{2, 3}, {1, 2, 3, 4, 5, 6}});
  file.add("b", {{1}, {-0.5F}});
  return file;
}

TEST(TensorFile, WrittenAndParsed_keepsFactsAndValues) {
  const auto again = TensorFile::parse(sample().serialise(), "memory");
  ASSERT_TRUE(again) << describe(again.error());
  EXPECT_EQ(again->fact("net"), "sample net");
  EXPECT_EQ(again->fact("missing"), "");
  const auto a = again->find("a", {2, 3});
  ASSERT_TRUE(a);
  EXPECT_EQ((*a)[5], 6);
}
TEST(TensorFile, OneChangedBit_isDamaged) {
  const Bytes good = sample().serialise();
  for (std::size_t i = 0; i < good.size(); i += 7) {
    Bytes bad = good;
    bad[i] ^= 0x10;
    const auto parsed = TensorFile::parse(bad, "memory");
    ASSERT_FALSE(parsed) << "byte " << i;
    EXPECT_EQ(parsed.error().reason.text(), "tensor_file_damaged");
  }
}
TEST(TensorFile, CutShort_isDamaged) {
  const Bytes good = sample().serialise();
  for (std::size_t size = 0; size < good.size(); ++size)
    ASSERT_FALSE(TensorFile::parse(ByteView(good).first(size), "memory")) << size;
}
TEST(TensorFile, SignedButLyingAboutItsSizes_isDamaged) {
  for (const char* line :
       {"tensor a 2000000000 2000000000 2000000000", "tensor a -1", "tensor a 0", "tensor a", "tensor a 2 x", "nonsense"}) {
    Bytes bytes;
    append(bytes, as_bytes(std::string("OMOTE-TENSORS 1\n") + line + "\ndata\n"));
    append(bytes, sha256(bytes));
    EXPECT_FALSE(TensorFile::parse(bytes, "memory")) << line;
  }
}
TEST(TensorFile, ValuesThatAreNoNumbers_areDamaged) {
  TensorFile file;
  file.add("a", {{1}, {std::numeric_limits<float>::quiet_NaN()}});
  EXPECT_FALSE(TensorFile::parse(file.serialise(), "memory"));
}
TEST(TensorFile, OtherShapeThanExpected_isNamed) {
  const auto file = sample();
  const auto a = file.find("a", {3, 2});
  ASSERT_FALSE(a);
  EXPECT_EQ(a.error().reason.text(), "tensor_shape_wrong");
  EXPECT_NE(a.error().context.find("[2, 3]"), std::string::npos);
  EXPECT_EQ(file.find("c", {1}).error().reason.text(), "tensor_missing");
}

}  // namespace
}  // namespace omote::vision::face
