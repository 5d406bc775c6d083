#include "host/terminal_api.hpp"

#include <gmock/gmock.h>

#include "tests/unit/host/hand_clock.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::host {
namespace {

using console::Json;

class TerminalApiTest : public testing::Test {
 protected:
  TerminalApiTest()
      : wishes_(TerminalWishes::open(folder_.path())),
        api_({clock_, audit_, wishes_, [this] { return terminals_; },
              [this](const std::string& serial, bool open, const console::Caller&) {
                done_.push_back((open ? "start " : "stop ") + serial);
                for (auto& one : terminals_)
                  if (one.serial == serial) one.stopped = !open;
              },
              [this](const std::string& serial, const std::string& action) {
                if (serial == "T2") return false;  // not connected
                done_.push_back(action + " " + serial);
                return true;
              },
              [this](const std::string& serial) { done_.push_back("forget " + serial); },
              [this](const std::string& from, const std::string& to, const console::Caller&) {
                done_.push_back("move " + from + " " + to);
                return not_moved_;
              },
              [this](const std::string& serial, const std::string& by) -> std::string {
                if (serial == "T2") return "update_by_hand";
                done_.push_back("update " + serial + " by " + by);
                return "";
              }}) {
    api_.add_to(routes_);
    terminals_ = {{.serial = "T1", .connected = true}, {.serial = "T2"}, {.serial = "T3", .connected = true, .visit_runs = true}};
  }
  std::pair<unsigned, Json> ask(const std::string& method, const std::string& path, const Json& body = Json::object()) {
    const auto found = routes_.find(method, path);
    const net::Request request{.method = method, .target = path, .body = body.dump()};
    std::pair<unsigned, Json> told;
    found.route->handler({request, by_, found.rest},
                         [&](const net::Response& answer) { told = {answer.status, Json::parse(answer.body)}; });
    return told;
  }
  std::string refusal(const Json& body) {
    const auto [status, json] = ask("POST", "/api/terminals", body);
    return std::to_string(status) + " " + json.value("reason", "") + " at " + json.value("field", "");
  }

  test::TempFolder folder_;
  test::HandClock clock_;
  test::Memory journal_;
  console::Audit audit_{journal_};
  TerminalWishes wishes_;
  std::vector<ManagedTerminal> terminals_;
  std::vector<std::string> done_;
  std::string not_moved_;
  console::Routes routes_;
  console::Caller by_ = console::local_caller();
  TerminalApi api_;
};

TEST_F(TerminalApiTest, one_several_or_all_are_stopped_and_started) {
  EXPECT_EQ(ask("POST", "/api/terminals", {{"action", "stop"}, {"terminals", {"T1"}}}).first, 200U);
  EXPECT_EQ(ask("POST", "/api/terminals", {{"action", "start"}, {"terminals", {"T1", "T3"}}}).first, 200U);
  EXPECT_EQ(ask("POST", "/api/terminals", {{"action", "stop"}, {"all", true}}).first, 200U);
  EXPECT_THAT(done_, testing::ElementsAre("stop T1", "start T1", "start T3", "stop T1", "stop T2", "stop T3"));
}

TEST_F(TerminalApiTest, end_of_reception_waits_for_the_visits_that_run) {
  EXPECT_EQ(ask("GET", "/api/terminals").second.value("reception", ""), "open");
  EXPECT_EQ(ask("POST", "/api/terminals", {{"action", "end"}}).second.value("reception", ""), "ending");
  terminals_[2].visit_runs = false;
  EXPECT_EQ(ask("GET", "/api/terminals").second.value("reception", ""), "ended");
}

TEST_F(TerminalApiTest, restart_spares_terminals_with_a_visit_and_tells_which_were_away) {
  const auto [status, told] = ask("POST", "/api/terminals", {{"action", "restart"}, {"all", true}});
  EXPECT_EQ(status, 200U);
  EXPECT_THAT(done_, testing::ElementsAre("restart_terminal_program T1"));
  EXPECT_EQ(told["done"], Json::array({"T1"}));
  EXPECT_EQ(told["refused"],
            Json::parse(R"([{"terminal":"T2","reason":"terminal_away"},{"terminal":"T3","reason":"visit_runs"}])"));
  EXPECT_EQ(refusal({{"action", "restart_device"}, {"terminals", {"T3"}}}), "409 visit_runs at terminals");
  EXPECT_EQ(refusal({{"action", "restart_device"}, {"terminals", {"T2"}}}), "409 terminal_away at terminals");
}

TEST_F(TerminalApiTest, visit_moves_to_a_ready_terminal_alone) {
  const auto move = [this](const char* from, const char* to) {
    const auto [status, json] = ask("POST", "/api/visits/move", {{"from", from}, {"to", to}});
    return std::to_string(status) + " " + json.value("reason", "") + " at " + json.value("field", "");
  };
  terminals_[0].visit_state = "ready";
  EXPECT_EQ(move("T9", "T1"), "404 terminal_unknown at from");
  EXPECT_EQ(move("T3", "T9"), "404 terminal_unknown at to");
  EXPECT_EQ(move("T3", "T3"), "400 move_to_same at to");
  EXPECT_EQ(move("T1", "T3"), "409 move_no_visit at from");
  EXPECT_EQ(move("T3", "T2"), "409 terminal_away at to");
  terminals_[0].stopped = true;
  EXPECT_EQ(move("T3", "T1"), "409 move_to_stopped at to");
  terminals_[0].stopped = false;
  terminals_[0].visit_runs = true;
  EXPECT_EQ(move("T3", "T1"), "409 move_to_busy at to");
  terminals_[0].visit_runs = false;
  terminals_[0].visit_state = "waiting";
  EXPECT_EQ(move("T3", "T1"), "409 move_to_not_ready at to");
  EXPECT_TRUE(done_.empty());
  terminals_[0].visit_state = "ready";
  not_moved_ = "move_not_now";
  EXPECT_EQ(move("T3", "T1"), "409 move_not_now at from");
  not_moved_.clear();
  EXPECT_EQ(move("T3", "T1"), "200  at ");
  EXPECT_THAT(done_, testing::ElementsAre("move T3 T1", "move T3 T1"));
}

TEST_F(TerminalApiTest, update_needs_the_right_to_change_and_tells_who_goes_by_hand) {
  const auto told = ask("POST", "/api/terminals", {{"action", "update"}, {"all", true}}).second;
  EXPECT_THAT(done_, testing::ElementsAre("update T1 by command_line", "update T3 by command_line"));
  EXPECT_EQ(told["refused"], Json::parse(R"([{"terminal":"T2","reason":"update_by_hand"}])"));
  by_.rights = {console::Right::Look, console::Right::Operate};
  EXPECT_EQ(refusal({{"action", "update"}, {"terminals", {"T1"}}}), "403 not_allowed at ");
  EXPECT_EQ(done_.size(), 2U);
}

TEST_F(TerminalApiTest, device_and_its_versions_are_told) {
  terminals_[0].model = "Panel 12";
  terminals_[0].firmware = "BIOS 1.4";
  terminals_[0].update = {"host", "0.2.0", "sending", 40, {3, "x", "0.1.9", "taken_back", "did not start"}};
  const auto row = ask("GET", "/api/terminals").second["terminals"][0];
  EXPECT_EQ(row.value("firmware", ""), "BIOS 1.4");
  EXPECT_EQ(row.value("model", ""), "Panel 12");
  EXPECT_EQ(
      row["update"].dump(),
      R"({"way":"host","waits":"0.2.0","phase":"sending","percent":40,"version":"0.1.9","verdict":"taken_back","why":"did not start"})");
  EXPECT_EQ(refusal({{"action", "restart"}, {"terminals", {"T1"}}}), "200  at ") << "what is only sent goes on afterwards";
  terminals_[0].update.phase = "installing";
  EXPECT_EQ(refusal({{"action", "restart"}, {"terminals", {"T1"}}}), "409 update_runs at terminals");
}

TEST_F(TerminalApiTest, wish_that_says_too_little_or_names_nobody_changes_nothing) {
  EXPECT_EQ(refusal({{"action", "explode"}, {"all", true}}), "400 action_unknown at action");
  EXPECT_EQ(refusal({{"action", "stop"}}), "400 terminals_missing at terminals");
  EXPECT_EQ(refusal({{"action", "stop"}, {"terminals", Json::array()}}), "400 terminals_missing at terminals");
  EXPECT_EQ(refusal({{"action", "stop"}, {"terminals", {"T1", "T9"}}}), "404 terminal_unknown at terminals");
  EXPECT_EQ(refusal({{"action", "stop"}, {"terminals", {1}}}), "404 terminal_unknown at terminals");
  EXPECT_TRUE(done_.empty());
}

TEST_F(TerminalApiTest, plan_is_kept_and_what_cannot_be_is_told_at_its_field) {
  EXPECT_EQ(ask("PUT", "/api/terminals/plan", {{"again_after_min", 5}}).first, 200U);
  EXPECT_EQ(ask("PUT", "/api/terminals/plan", {{"restart_at", "03:30"}}).first, 200U);
  EXPECT_EQ(wishes_.plan(), (TerminalPlan{5, "03:30"}));
  EXPECT_TRUE(ask("PUT", "/api/terminals/plan", {{"follow", true}}).second["plan"].value("follow", false));
  EXPECT_FALSE(ask("PUT", "/api/terminals/plan", {{"follow", false}}).second["plan"].value("follow", true));
  EXPECT_EQ(ask("PUT", "/api/terminals/plan", {{"again_after_min", "3"}}).second.value("field", ""), "again_after_min");
  EXPECT_EQ(ask("PUT", "/api/terminals/plan", {{"restart_at", 330}}).second.value("field", ""), "restart_at");
  EXPECT_EQ(wishes_.plan(), (TerminalPlan{5, "03:30"}));
}

TEST_F(TerminalApiTest, staff_may_start_and_stop_and_only_administrators_change_the_plan) {
  for (const auto& route : routes_.all()) {
    const auto wanted = route.method == "GET"    ? console::Right::Look
                        : route.method == "POST" ? console::Right::Operate
                                                 : console::Right::Change;
    EXPECT_EQ(route.right, wanted) << route.method << " " << route.path;
  }
}

}  // namespace
}  // namespace omote::host
