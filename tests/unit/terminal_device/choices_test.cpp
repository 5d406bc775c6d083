#include "terminal/choices.hpp"

#include <gmock/gmock.h>

#include "tests/unit/temp_folder.hpp"

namespace omote::terminal {
namespace {

using testing::ElementsAre;

TEST(OwnChoices, of_nobody_are_the_first_ones) {
  const test::TempFolder temp;
  const auto choices = Choices::open(temp / "choices");
  EXPECT_THAT(choices.user_functions(), ElementsAre("cameras", "information", "network", "touch"));
  EXPECT_FALSE(choices.follow_pc());
}

TEST(OwnChoices, outlive_the_program_each_for_itself) {
  const test::TempFolder temp;
  {
    auto choices = Choices::open(temp / "choices");
    ASSERT_TRUE(choices.set_user_functions({"screen"}));
    ASSERT_TRUE(choices.set_follow_pc(false));
  }
  auto choices = Choices::open(temp / "choices");
  EXPECT_THAT(choices.user_functions(), ElementsAre("screen"));
  EXPECT_EQ(choices.follow_pc(), std::optional(false));
  ASSERT_TRUE(choices.set_user_functions({}));
  EXPECT_TRUE(Choices::open(temp / "choices").user_functions().empty()) << "nothing given is not the first ones";
}

TEST(OwnChoices, of_a_file_never_give_the_right_to_give_rights) {
  const test::TempFolder temp;
  {
    auto choices = Choices::open(temp / "choices");
    ASSERT_TRUE(choices.set_user_functions({"rights", "anything", "touch"}));
  }
  EXPECT_THAT(Choices::open(temp / "choices").user_functions(), ElementsAre("touch"));
}

}  // namespace
}  // namespace omote::terminal
