#include "terminal/log_lines.hpp"

#include <gmock/gmock.h>

namespace omote::terminal {
namespace {

TEST(LogKeeper, tells_each_line_once_with_growing_numbers) {
  const SystemClock clock;
  LogKeeper keeper(clock);
  keeper.add(log::Level::Warning, "first");
  keeper.add(log::Level::Info, "second");

  const auto news = keeper.news();

  ASSERT_TRUE(news);
  ASSERT_EQ(news->lines_size(), 2);
  EXPECT_EQ(news->lines(0).text(), "first");
  EXPECT_EQ(news->lines(0).level(), "warning");
  EXPECT_LT(news->lines(0).number(), news->lines(1).number());
  EXPECT_FALSE(keeper.news());
}

TEST(LogKeeper, tells_all_again_to_a_host_that_came_back) {
  const SystemClock clock;
  LogKeeper keeper(clock);
  keeper.add(log::Level::Error, "while the host was away");
  static_cast<void>(keeper.news());

  keeper.begin_again();

  EXPECT_EQ(keeper.news()->lines(0).text(), "while the host was away");
}

TEST(LogKeeper, keeps_the_newest_and_cuts_between_characters) {
  const SystemClock clock;
  LogKeeper keeper(clock);
  std::string lng = "x";
  for (int i = 0; i < 500; ++i) lng += "あ";
  for (int i = 0; i < 1500; ++i) keeper.add(log::Level::Info, lng);

  int count = 0;
  while (const auto news = keeper.news()) {
    count += news->lines_size();
    ASSERT_EQ(news->lines(0).text().size() % 3, 1U);
  }

  EXPECT_EQ(count, 1000);
}

}  // namespace
}  // namespace omote::terminal
