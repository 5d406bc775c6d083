#include "host/support_api.hpp"

#include <gmock/gmock.h>

#include "tests/unit/host/hand_clock.hpp"

namespace omote::host {
namespace {

using console::Json;

class SupportApiTest : public testing::Test {
 protected:
  SupportApiTest()
      : api_({audit_, contact_, [this] { return terminals_; },
              [this](const std::string& note, std::function<void(Result<std::string>)> made) {
                done_.push_back("collect");
                note_ = Json::parse(note);
                made_ = std::move(made);
              },
              [this](const std::string& serial, std::function<void(Result<void>)> done) {
                done_.push_back("reset " + serial);
                reset_ = std::move(done);
              },
              [this](const std::string& serial) { done_.push_back("forget " + serial); },
              [](const std::string&) { return std::string("F099000001"); }}) {
    api_.add_to(routes_);
    terminals_ = {{.serial = "T1", .connected = true}, {.serial = "T2"}, {.serial = "T3", .connected = true, .visit_runs = true}};
  }
  void ask(Json body) {
    told_.clear();
    const auto found = routes_.find("POST", "/api/support/reset");
    const net::Request request{.method = "POST", .target = "/api/support/reset", .body = body.dump()};
    found.route->handler({request, by_, found.rest}, [&](const net::Response& answer) {
      answer_ = Json::parse(answer.body);
      told_ = std::to_string(answer.status) + " " + answer_.value("reason", "") + " at " + answer_.value("field", "");
    });
  }
  static Json good(const std::string& terminal) {
    return {{"terminal", terminal}, {"reason", "見本の理由"}, {"state", "止まったまま"}, {"done", "電源を入れ直した"}};
  }

  test::Memory journal_;
  console::Audit audit_{journal_};
  SupportContact contact_{"見本サポート", "03-0000-0000", ""};
  std::vector<ManagedTerminal> terminals_;
  std::vector<std::string> done_;
  Json note_, answer_;
  std::string told_;
  std::function<void(Result<std::string>)> made_;
  std::function<void(Result<void>)> reset_;
  console::Routes routes_;
  console::Caller by_ = console::local_caller();
  SupportApi api_;
};

TEST_F(SupportApiTest, records_are_kept_before_the_terminal_is_reset_and_forgotten) {
  ask(good("T1"));
  EXPECT_THAT(done_, testing::ElementsAre("collect"));
  EXPECT_EQ(note_.value("reason", ""), "見本の理由");
  EXPECT_EQ(told_, "") << "nothing is answered before it is done";
  made_("/var/lib/omote/host/bundles/b.zip");
  reset_({});
  EXPECT_THAT(done_, testing::ElementsAre("collect", "reset T1", "forget T1"));
  EXPECT_EQ(told_, "200 見本の理由 at ");
  EXPECT_EQ(answer_.value("bundle", ""), "/var/lib/omote/host/bundles/b.zip");
  EXPECT_EQ(answer_.value("login_kept", ""), "F099000001");
  EXPECT_EQ(answer_["contact"].value("phone", ""), "03-0000-0000");
}

TEST_F(SupportApiTest, each_question_wants_an_answer) {
  for (const auto* field : {"reason", "state", "done"}) {
    auto body = good("T1");
    body[field] = " \n";
    ask(body);
    EXPECT_EQ(told_, std::string("400 reset_answer_missing at ") + field);
    body[field] = std::string(2001, 'x');
    ask(body);
    EXPECT_EQ(told_, std::string("400 reset_answer_long at ") + field);
  }
  EXPECT_TRUE(done_.empty());
}

TEST_F(SupportApiTest, terminal_that_is_busy_away_or_unknown_is_left_alone) {
  ask(good("T9"));
  EXPECT_EQ(told_, "404 terminal_unknown at terminal");
  ask(good("T2"));
  EXPECT_EQ(told_, "409 reset_terminal_away at terminal");
  ask(good("T3"));
  EXPECT_EQ(told_, "409 visit_runs at terminal");
  EXPECT_TRUE(done_.empty());
}

TEST_F(SupportApiTest, nothing_is_reset_without_a_bundle) {
  ask(good("T1"));
  made_(fail("bundle_not_made"));
  EXPECT_EQ(told_, "500 reset_without_bundle at ");
  EXPECT_THAT(done_, testing::ElementsAre("collect"));
}

TEST_F(SupportApiTest, patient_who_came_while_records_were_kept_is_served) {
  ask(good("T1"));
  terminals_[0].visit_runs = true;
  made_("b.zip");
  EXPECT_EQ(told_, "409 visit_runs at terminal");
  EXPECT_THAT(done_, testing::ElementsAre("collect"));
}

TEST_F(SupportApiTest, terminal_that_refuses_stays_paired) {
  ask(good("T1"));
  made_("b.zip");
  reset_(fail("terminal_could_not", "terminal_not_watched"));
  EXPECT_EQ(told_, "409 reset_terminal_could_not at terminal");
  EXPECT_THAT(done_, testing::ElementsAre("collect", "reset T1"));
}

TEST_F(SupportApiTest, second_reset_waits_for_the_first) {
  ask(good("T1"));
  ask(good("T1"));
  EXPECT_EQ(told_, "409 reset_runs at ");
}

TEST_F(SupportApiTest, only_administrators_reset) {
  EXPECT_EQ(routes_.find("POST", "/api/support/reset").route->right, console::Right::Change);
}

}  // namespace
}  // namespace omote::host
