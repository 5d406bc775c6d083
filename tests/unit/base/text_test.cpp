#include "base/text.hpp"

#include <gmock/gmock.h>

namespace omote {
namespace {

struct Pair {
  const char* utf8;
  const char* hex;
};
class Cp932 : public testing::TestWithParam<Pair> {};

TEST_P(Cp932, both_ways) {
  const auto coded = to_cp932(GetParam().utf8);

  EXPECT_EQ(to_hex(as_bytes(coded.bytes)), GetParam().hex);
  EXPECT_TRUE(coded.replaced.empty());
  EXPECT_EQ(from_cp932(coded.bytes), GetParam().utf8);
}
// Byte values: reference/online-eligibility.md §3.1.
INSTANTIATE_TEST_SUITE_P(Characters, Cp932,
                         testing::Values(Pair{"山田", "8e529363"}, Pair{"A\\~", "415c7e"}, Pair{"髙", "fbfc"}, Pair{"﨑", "fab1"},
                                         Pair{"①", "8740"}, Pair{"Ⅲ", "8756"}, Pair{"～", "8160"}, Pair{"－", "817c"},
                                         Pair{"　", "8140"}, Pair{"ﾔﾏﾀﾞ ﾀﾛｳ", "d4cfc0de20c0dbb3"}, Pair{"表", "955c"},
                                         Pair{"●", "819c"}),
                         [](const auto& row) { return "row" + std::to_string(row.index); });

TEST(Cp932, other_code_for_the_same_character_reads_the_same) {
  EXPECT_EQ(from_cp932("\xEE\xE0"), "髙");
}

TEST(Cp932, outside_characters_are_replaced_and_named) {
  const auto coded = to_cp932("𠮷田é");

  EXPECT_EQ(from_cp932(coded.bytes), "●田●");
  EXPECT_THAT(coded.replaced, testing::ElementsAre(U'𠮷', U'é'));
}

TEST(Cp932, undecodable_bytes_become_the_replacement_character) {
  EXPECT_EQ(from_cp932("A\x81"), "A\uFFFD");
  EXPECT_EQ(from_cp932("\xff!"), "\uFFFD!");
}

TEST(Utf8, is_judged_strictly) {
  EXPECT_TRUE(is_utf8("山田𠮷"));
  EXPECT_FALSE(is_utf8("\xc0\xaf"));          // overlong
  EXPECT_FALSE(is_utf8("\xed\xa0\x80"));      // surrogate
  EXPECT_FALSE(is_utf8("\xf4\x90\x80\x80"));  // past the last
  EXPECT_FALSE(is_utf8("\xe5\xb1"));          // cut off
}

TEST(Utf8, code_points_round_trip) {
  EXPECT_EQ(to_utf8(to_code_points("aé山𠮷")), "aé山𠮷");
}

TEST(Kana, half_width_becomes_full_width_with_marks_joined) {
  EXPECT_EQ(kana_to_full_width("ﾔﾏﾀﾞ ﾊﾟﾌﾞﾛｳﾞｧｯｰ｡"), "ヤマダ　パブロヴァッー。");
}

TEST(Kana, full_width_becomes_half_width_with_marks_split) {
  EXPECT_EQ(kana_to_half_width("ヤマダ　パブロヴァッー"), "ﾔﾏﾀﾞ ﾊﾟﾌﾞﾛｳﾞｧｯｰ");
}

TEST(Kana, lone_mark_and_other_text_stay) {
  EXPECT_EQ(kana_to_full_width("ﾞ山A"), "゛山A");
  EXPECT_EQ(kana_to_half_width("山A"), "山A");
}

}  // namespace
}  // namespace omote
