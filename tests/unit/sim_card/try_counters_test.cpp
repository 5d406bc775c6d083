#include "sim/card/try_counters.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <fstream>

namespace omote::sim::card {
namespace {

class CountersTest : public testing::Test {
 protected:
  CountersTest() { std::filesystem::remove_all(folder_); }
  ~CountersTest() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path folder_ = std::filesystem::path(testing::TempDir()) / ("counters_" + std::to_string(::getpid()));
  std::filesystem::path file_ = folder_ / "1.tries";
};

TEST_F(CountersTest, untouchedKey_isFresh) {
  EXPECT_EQ(TryCounters().tries("jpki.0018", 3), 3);
}

TEST_F(CountersTest, tries_areThereAfterOpeningAgain) {
  {
    auto counters = TryCounters::open(file_);
    ASSERT_TRUE(counters);
    EXPECT_TRUE(counters->set_tries("visual.0012", 7));
  }
  EXPECT_EQ(TryCounters::open(file_)->tries("visual.0012", 10), 7);
}

TEST_F(CountersTest, changedValue_isThereAfterOpeningAgain) {
  {
    auto counters = TryCounters::open(file_);
    ASSERT_TRUE(counters);
    EXPECT_TRUE(counters->set_value("jpki.0018", "9876", 3));
  }
  EXPECT_EQ(TryCounters::open(file_)->value("jpki.0018", "1234"), "9876");
}

TEST_F(CountersTest, damagedFile_isRefusedWithItsLine) {
  std::filesystem::create_directories(folder_);
  std::ofstream(file_) << "jpki.0018 tries=3\nnonsense\n";
  const auto counters = TryCounters::open(file_);
  ASSERT_FALSE(counters);
  EXPECT_THAT(counters.error().context, testing::HasSubstr("1.tries:2:"));
}

}  // namespace
}  // namespace omote::sim::card
