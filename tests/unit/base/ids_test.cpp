#include "base/ids.hpp"

#include <gmock/gmock.h>

#include <set>

namespace omote {
namespace {

TEST(Ids, are_26_characters_without_look_alikes) {
  const auto id = new_id(SystemClock().now());

  EXPECT_EQ(id.size(), 26u);
  EXPECT_EQ(id.find_first_not_of("0123456789ABCDEFGHJKMNPQRSTVWXYZ"), std::string::npos) << id;
}

TEST(Ids, of_one_moment_all_differ) {
  const auto now = SystemClock().now();
  std::set<std::string> ids;
  for (int i = 0; i < 2000; ++i) ids.insert(new_id(now));

  EXPECT_EQ(ids.size(), 2000u);
}

TEST(Ids, sort_by_time) {
  const WallTime now{std::chrono::milliseconds{1'795'305'600'123}};

  EXPECT_LT(new_id(now), new_id(now + std::chrono::milliseconds(1)));
}

}  // namespace
}  // namespace omote
