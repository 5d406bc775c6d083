// Warnings of a program's own log stand in its journal: one event a line, and no storm fills the disk.
#include "journal/program_log.hpp"

#include "base/rate_limit.hpp"
#include "tests/unit/journal/fixture.hpp"

namespace omote::journal {
namespace {

class OwnLines : public test::JournalFixture {
 protected:
  void SetUp() override { journal_ = open(); }
  std::unique_ptr<Journal> journal_;
};

TEST_F(OwnLines, warnings_and_errors_come_in_and_others_do_not) {
  {
    const ProgramLog own(*journal_, "omote-test");
    log::info("not this");
    log::warning("the folder {} is full", "/out");
    log::error("and that");
  }
  log::warning("after its end");

  const auto records = *reader().query({.type = "program_log"});
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[1].event.program_log().text(), "the folder /out is full");
  EXPECT_EQ(records[1].event.program_log().level(), "warning");
  EXPECT_EQ(records[0].event.program_log().level(), "error");
}

TEST_F(OwnLines, forged_lines_stay_one_line) {
  static constexpr char kForged[] =
      "x\n2026-11-22 forged\x1b[2J\xe2\x80\xae"
      "evil\0z";
  {
    const ProgramLog own(*journal_, "omote-test");
    log::warning("card says {}", std::string(kForged, sizeof kForged - 1));
  }
  const auto text = reader().query({.type = "program_log"})->front().event.program_log().text();
  for (const char c : text) EXPECT_GE(static_cast<unsigned char>(c), 0x20u);
  EXPECT_THAT(text, testing::HasSubstr("\\u{0a}2026"));
  EXPECT_THAT(text, testing::HasSubstr("\\u{202e}evil"));
}

TEST_F(OwnLines, storm_is_cut_short_and_counted) {
  {
    const ProgramLog own(*journal_, "omote-test");
    for (int i = 0; i < 500; ++i) log::warning("storm {}", i);
  }
  const auto records = *reader().query({.type = "program_log", .most = 1000});
  EXPECT_GE(records.size(), 40u);
  EXPECT_LE(records.size(), 60u);
  EXPECT_THAT(records.front().event.program_log().text(), testing::HasSubstr("more lines were left out"));
}

TEST(RateLimits, so_many_at_once_then_one_in_each_interval) {
  RateLimit limit(3, std::chrono::seconds(1));
  auto now = std::chrono::steady_clock::time_point{};
  const auto passed = [&] {
    int count = 0;
    while (limit.allows(now)) ++count;
    return count;
  };
  EXPECT_EQ(passed(), 3);
  now += std::chrono::milliseconds(900);
  EXPECT_EQ(passed(), 0);
  now += std::chrono::milliseconds(1200);
  EXPECT_EQ(passed(), 2);
  now += std::chrono::hours(1);
  EXPECT_EQ(passed(), 3);
  EXPECT_EQ(limit.take_refused(), 4u);
  EXPECT_EQ(limit.take_refused(), 0u);
}

}  // namespace
}  // namespace omote::journal
