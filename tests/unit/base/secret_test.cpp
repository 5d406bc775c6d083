#include "base/secret.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <type_traits>

namespace omote {
namespace {

static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);
static_assert(!fmt::is_formattable<Secret>::value, "a secret must not be printable");

TEST(Secret, holds_what_it_was_given) {
  const Secret secret("1234");

  EXPECT_EQ(as_text(secret.reveal()), "1234");
}

TEST(Secret, moved_from_is_empty) {
  Secret first("1234");

  const Secret second = std::move(first);

  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): that is what is tested
  EXPECT_EQ(second.size(), 4u);
}

TEST(Secret, taking_wipes_the_source) {
  Bytes bytes{1, 2, 3, 4};
  const auto* memory = bytes.data();

  const Secret secret = Secret::take(std::move(bytes));

  // The vector keeps its memory when cleared, so it may still be looked at.
  EXPECT_THAT(std::vector<int>(memory, memory + 4), testing::Each(0));
  EXPECT_EQ(secret.size(), 4u);
}

TEST(Secret, wiped_is_empty_and_can_be_wiped_again) {
  Secret secret("1234");

  secret.wipe();
  secret.wipe();

  EXPECT_TRUE(secret.empty());
}

TEST(WipeMemory, overwrites) {
  char text[] = "1234";

  wipe_memory(text, 4);

  EXPECT_THAT(std::string(text, 4), testing::Not(testing::HasSubstr("1")));
}

TEST(Secret, comparison_looks_at_contents_and_length) {
  EXPECT_TRUE(same(Secret("1234"), Secret("1234")));
  EXPECT_FALSE(same(Secret("1234"), Secret("1235")));
  EXPECT_FALSE(same(Secret("1234"), Secret("123")));
}

}  // namespace
}  // namespace omote
