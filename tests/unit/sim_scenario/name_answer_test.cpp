#include <gtest/gtest.h>

#include "sim/network/name_service.hpp"

namespace omote::sim::network {
namespace {

// A question of type A for "a.example".
const Bytes kQuestion{0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 'A', 7, 'e', 'x', 'a', 'm', 'p', 'l', 'e', 0, 0, 1, 0, 1};

Bytes answer(NameAnswer how, const std::string& name = "a.example", const Bytes& question = kQuestion) {
  return answer_question(question, name, "198.51.100.10", "192.168.10.1", how);
}

TEST(NameAnswer, right_one_carries_the_address_and_the_question_s_number) {
  const auto whole = answer(NameAnswer::Right);
  ASSERT_EQ(whole.size(), kQuestion.size() + 16);
  EXPECT_EQ(whole[0], 0x12);
  EXPECT_EQ(Bytes(whole.end() - 4, whole.end()), (Bytes{198, 51, 100, 10}));
}

TEST(NameAnswer, wrong_ones_are_as_wrong_as_asked) {
  const auto in_clinic = answer(NameAnswer::InClinic);
  EXPECT_EQ(Bytes(in_clinic.end() - 4, in_clinic.end()), (Bytes{192, 168, 10, 1}));
  EXPECT_EQ(answer(NameAnswer::NoSuchName)[3] & 0x0F, 3);
  EXPECT_TRUE(answer(NameAnswer::Silence).empty());
}

TEST(NameAnswer, another_name_does_not_exist) {
  EXPECT_EQ(answer(NameAnswer::Right, "b.example")[3] & 0x0F, 3);
}

TEST(NameAnswer, cut_questions_get_none) {
  for (std::size_t size = 0; size < kQuestion.size(); ++size) {
    const Bytes cut(kQuestion.begin(), kQuestion.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_TRUE(answer(NameAnswer::Right, "a.example", cut).empty()) << size;
  }
}

}  // namespace
}  // namespace omote::sim::network
