#include "host/insured_book.hpp"

#include <gtest/gtest.h>

namespace omote::host {
namespace {

console::v1::InsuredData typed() {
  console::v1::InsuredData data;
  data.set_insurer_number("06990010");
  data.set_symbol("見本１");
  data.set_number("1000101");
  data.set_branch("00");
  data.set_birth("19850412");
  return data;
}

TEST(InsuredBook, what_was_typed_is_there_for_its_visit_until_that_is_over) {
  InsuredBook book;
  ASSERT_TRUE(book.note("V1", typed()));
  ASSERT_TRUE(book.of("V1"));
  EXPECT_EQ(book.of("V1")->number, "1000101");
  EXPECT_EQ(book.of("V1")->birth, (Date{1985, 4, 12}));
  EXPECT_FALSE(book.of("V2"));
  book.forget("V1");
  EXPECT_FALSE(book.of("V1"));
}

TEST(InsuredBook, field_that_cannot_be_right_is_named_and_nothing_is_kept) {
  InsuredBook book;
  const auto refused = [&](auto change) {
    auto data = typed();
    change(data);
    const auto noted = book.note("V1", data);
    return noted ? std::string("taken") : noted.error().context;
  };
  EXPECT_EQ(refused([](auto& data) { data.set_insurer_number("069900100"); }), "insurer_number");
  EXPECT_EQ(refused([](auto& data) { data.set_symbol("a\nb"); }), "symbol");
  EXPECT_EQ(refused([](auto& data) { data.clear_number(); }), "number");
  EXPECT_EQ(refused([](auto& data) { data.set_number(std::string(121, '1')); }), "number");
  EXPECT_EQ(refused([](auto& data) { data.set_branch("1a"); }), "branch");
  EXPECT_EQ(refused([](auto& data) { data.set_birth("19850231"); }), "birth");
  EXPECT_FALSE(book.of("V1"));
}

}  // namespace
}  // namespace omote::host
