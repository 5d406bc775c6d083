#include <gmock/gmock.h>

#include "base/file.hpp"
#include "host/environment_api.hpp"
#include "tests/unit/host/hand_clock.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::host {
namespace {

using console::Json;

class EnvironmentTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(write_durably(folder_ / "host.toml", as_bytes(R"(
[clinic]
name = "見本クリニック"
institution_code = "1310000001"
[national]
host = "oqs.verification.example"
certificate = "clinic.crt"
[national.production]
host = "oqs.example"
certificate = "production.crt"
[terminals.T1]
reader = "Some Reader 00"
[state]
folder = "state"
)")));
    start();
  }
  // As the host does it at each start.
  void start() {
    auto settings = load_settings(folder_ / "host.toml");
    ASSERT_TRUE(settings) << describe(settings.error());
    settings_ = *settings;
    use_chosen_environment(settings_);
    store_.emplace(RegistrationStore::open(settings_.state_folder / "registrations", settings_.environment, clock_));
    routes_ = {};
    api_.emplace(EnvironmentApiParts{settings_, *store_, audit_, [this] { return visit_runs_; },
                                     [this]() -> Result<void> {
                                       ++restarts_;
                                       return {};
                                     }});
    api_->add_to(routes_);
  }
  std::pair<unsigned, Json> ask(const std::string& method, const std::string& environment = "") {
    const auto found = routes_.find(method, "/api/environment");
    const net::Request request{.method = method, .body = Json{{"environment", environment}}.dump()};
    std::pair<unsigned, Json> told;
    found.route->handler({request, by_, found.rest},
                         [&](const net::Response& answer) { told = {answer.status, Json::parse(answer.body)}; });
    return told;
  }

  test::TempFolder folder_;
  test::HandClock clock_;
  test::Memory journal_;
  console::Audit audit_{journal_};
  Settings settings_;
  std::optional<RegistrationStore> store_;
  console::Routes routes_;
  console::Caller by_ = console::local_caller();
  std::optional<EnvironmentApi> api_;
  bool visit_runs_ = false;
  int restarts_ = 0;
};

TEST_F(EnvironmentTest, switched_environment_counts_after_the_restart_with_its_own_destination_and_registrations) {
  ASSERT_TRUE(store_->add({"F099000001", "T1"}));
  const auto [status, told] = ask("POST", "production");
  EXPECT_EQ(status, 200U) << told;
  EXPECT_EQ(told.value("next", ""), "production");
  EXPECT_TRUE(told.value("restarts", false));
  EXPECT_EQ(restarts_, 1);
  start();
  EXPECT_EQ(settings_.environment, "production");
  EXPECT_EQ(settings_.national_host, "oqs.example");
  EXPECT_EQ(settings_.national_certificate.filename(), "production.crt");
  const auto now = ask("GET").second;
  EXPECT_EQ(now.value("from", ""), "console");
  EXPECT_EQ(now["environments"][0]["accounts"].size(), 1U) << now;
  EXPECT_TRUE(now["environments"][1]["accounts"].empty());
  EXPECT_EQ(ask("POST", "verification").first, 200U);
  start();
  EXPECT_EQ(settings_.national_host, "oqs.verification.example");
}

TEST_F(EnvironmentTest, what_would_harm_is_refused) {
  EXPECT_EQ(ask("POST", "verification").second.value("reason", ""), "environment_in_use");
  EXPECT_EQ(ask("POST", "playground").second.value("reason", ""), "environment_unknown");
  visit_runs_ = true;
  EXPECT_EQ(ask("POST", "production").second.value("reason", ""), "visit_runs");
  visit_runs_ = false;
  settings_.terminals["T1"].reader = "Omote Virtual Reader 00 00";
  const auto refused = ask("POST", "production").second;
  EXPECT_EQ(refused.value("reason", ""), "simulated_reader_in_production");
  EXPECT_EQ(refused.value("context", ""), "Omote Virtual Reader 00 00");
  EXPECT_EQ(restarts_, 0);
  start();
  EXPECT_EQ(settings_.environment, "verification");
}

TEST_F(EnvironmentTest, choice_that_does_not_count_yet_can_be_taken_back) {
  ask("POST", "production");
  EXPECT_EQ(ask("POST", "verification").first, 200U);
  EXPECT_EQ(restarts_, 1) << "the environment in use is the wanted one";
  EXPECT_EQ(ask("GET").second.value("next", "?"), "");
}

}  // namespace
}  // namespace omote::host
