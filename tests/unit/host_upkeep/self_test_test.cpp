#include "host/self_test.hpp"

#include <gmock/gmock.h>

#include <map>

#include "tests/unit/temp_folder.hpp"

namespace omote::host {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class Diary final : public ports::JournalPort {
 public:
  [[nodiscard]] Result<std::uint64_t> append(const journal::v1::Event& event) override {
    events.push_back(event);
    return events.size();
  }
  std::vector<journal::v1::Event> events;
};

// Time passes only when told; the loop's timers are real.
class PlacedClock final : public Clock {
 public:
  [[nodiscard]] WallTime now() const override { return wall; }
  [[nodiscard]] SteadyTime steady() const override { return std::chrono::steady_clock::now() + ahead; }
  WallTime wall = from_jst({{2026, 11, 26}, 8, 29, 0, 0});
  seconds ahead{0};
};

class BeforeHours : public testing::Test {
 protected:
  ~BeforeHours() override { files_.finish(); }
  void make(const std::string& at = "") {
    SelfTestParts parts{loop_,
                        clock_,
                        diary_,
                        files_,
                        output_,
                        temp_.path(),
                        at,
                        [this] { return std::vector<TestedTerminal>{terminal_}; },
                        [this](const std::string& id, const std::string& subject) -> std::optional<fact::Fact> {
                          if (facts_.contains(id)) return fact::known(id, subject, facts_[id], clock_.now());
                          return fact::not_known(id, subject, "not_here", clock_.now());
                        },
                        [this](const std::string&, const link::v1::ToTerminal& message) {
                          if (answers_) answer(message.self_test().number());
                        },
                        [this](const std::string&) { ++logins_; },
                        [] {}};
    test_ = std::make_unique<SelfTest>(std::move(parts));
  }
  void answer(std::uint32_t number) {
    loop_.post([this, number] {
      link::v1::SelfTestAnswer answer;
      answer.set_number(number);
      for (const auto* name : {"card_reading", "face_networks"}) {
        auto& check = *answer.add_checks();
        check.set_name(name);
        check.set_result(specimens_);
        check.set_detail(specimens_ == "good" ? "" : "another number");
      }
      test_->answered("T-1", answer);
    });
  }
  // Runs one test to its end.
  std::map<std::string, console::v1::SelfTest::Check> run() {
    if (!test_) make();
    test_->start();
    for (const auto end = std::chrono::steady_clock::now() + seconds(20);
         test_->result().ended().empty() && std::chrono::steady_clock::now() < end;) {
      loop_.after(milliseconds(200), [this] { loop_.stop(); });
      loop_.run();
      clock_.ahead += seconds(1);
    }
    EXPECT_FALSE(test_->result().ended().empty());
    std::map<std::string, console::v1::SelfTest::Check> checks;
    for (const auto& check : test_->result().checks()) checks[check.name()] = check;
    return checks;
  }

  test::TempFolder temp_;
  net::Loop loop_;
  PlacedClock clock_;
  Diary diary_;
  QueueThread files_;
  std::filesystem::path output_ = temp_.path();
  TestedTerminal terminal_{"T-1", true, std::chrono::microseconds(800), ports::Presence::Empty, "connected"};
  std::map<std::string, fact::Value> facts_{{"terminal.page_alive", true},
                                            {"terminal.touch", std::string("ok")},
                                            {"terminal.face_camera", std::string("ok")},
                                            {"terminal.card_camera", std::string("ok")}};
  bool answers_ = true;
  std::string specimens_ = "good";
  int logins_ = 0;
  std::unique_ptr<SelfTest> test_;
};

TEST_F(BeforeHours, all_is_good_and_journalled) {
  const auto checks = run();

  for (const auto* name : {"journal", "output", "disk", "link", "reader", "login", "page", "touch", "face_camera", "card_camera",
                           "card_reading", "face_networks"}) {
    ASSERT_TRUE(checks.contains(name)) << name;
    EXPECT_EQ(checks.at(name).result(), "good") << name << ": " << checks.at(name).detail();
  }
  EXPECT_EQ(checks.at("clock").result(), "skipped") << "nobody told the offset";
  EXPECT_EQ(logins_, 1);
  const auto& ended = diary_.events.back().self_test_ended();
  EXPECT_EQ(ended.good(), 12U);
  EXPECT_EQ(ended.bad(), 0U);
}

TEST_F(BeforeHours, each_bad_part_is_named_with_its_row) {
  terminal_.presence = ports::Presence::NoReader;
  terminal_.national = "login_wrong_password";
  output_ = temp_ / "nowhere";
  facts_["terminal.card_camera"] = std::string("dirty");
  facts_["terminal.page_alive"] = false;
  facts_["terminal.touch"] = std::string("silent");
  facts_["pc.clock_offset_s"] = 300.0;
  specimens_ = "bad";

  const auto checks = run();

  EXPECT_EQ(checks.at("reader").detail(), "no reader");
  EXPECT_EQ(checks.at("reader").row(), "E04");
  EXPECT_EQ(checks.at("login").detail(), "login_wrong_password");
  EXPECT_EQ(checks.at("card_camera").detail(), "dirty");
  EXPECT_EQ(checks.at("output").row(), "E10");
  EXPECT_EQ(checks.at("card_reading").detail(), "another number");
  for (const auto* name : {"reader", "login", "output", "card_camera", "page", "touch", "clock", "card_reading", "face_networks"})
    EXPECT_EQ(checks.at(name).result(), "bad") << name;
  EXPECT_EQ(checks.at("face_camera").result(), "good");
  EXPECT_EQ(checks.at("face_camera").row(), "");
  EXPECT_THAT(diary_.events.back().self_test_ended().bad_checks(), testing::Contains("T-1.reader"));
}

TEST_F(BeforeHours, terminal_that_is_not_there_or_does_not_answer_is_bad) {
  answers_ = false;
  EXPECT_EQ(run().at("card_reading").detail(), "no answer");

  terminal_.connected = false;
  const auto checks = run();
  EXPECT_EQ(checks.at("link").result(), "bad");
  EXPECT_EQ(checks.at("card_reading").detail(), "not connected");
}

TEST_F(BeforeHours, second_wish_while_one_runs_changes_nothing) {
  make();
  test_->start();
  const auto began = test_->result().checks_size();

  test_->start();

  EXPECT_EQ(test_->result().checks_size(), began);
}

TEST_F(BeforeHours, comes_by_itself_once_a_day) {
  make("08:30");
  test_->start_when_due();
  EXPECT_EQ(test_->result().checks_size(), 0) << "08:29";

  clock_.wall += std::chrono::minutes(1);
  test_->start_when_due();
  EXPECT_GT(test_->result().checks_size(), 0);

  make("08:30");
  test_->start_when_due();
  EXPECT_EQ(test_->result().checks_size(), 0) << "the host was started again";
  clock_.wall += std::chrono::days(1);
  test_->start_when_due();
  EXPECT_GT(test_->result().checks_size(), 0);
}

}  // namespace
}  // namespace omote::host
