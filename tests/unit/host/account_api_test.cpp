#include "host/account_api.hpp"

#include <gmock/gmock.h>

#include "base/file.hpp"
#include "tests/unit/host/hand_clock.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::host {
namespace {

using console::Json;

class AccountApiTest : public testing::Test {
 protected:
  AccountApiTest()
      : registrations_(RegistrationStore::open(folder_ / "registrations", "verification", clock_)),
        passwords_(LoginPasswords::open(folder_ / "passwords", "verification", SecretBox::open(folder_ / "secret.key"))),
        api_({journal_, audit_, registrations_, passwords_, [this] { return terminals_; }, [] { return "all_registered"; },
              [this] { ++changes_; }, [this](const std::string& serial) { password_of_ += serial + " "; }}) {
    api_.add_to(routes_);
    terminals_ = {{.serial = "T1", .connected = true, .national = "connected"}, {.serial = "T2"}};
  }
  // Status, and what was answered.
  std::pair<unsigned, Json> ask(const std::string& method, const Json& body = Json::object()) {
    const auto found = routes_.find(method, "/api/accounts");
    net::Request request{.method = method, .target = "/api/accounts", .body = body.dump()};
    std::pair<unsigned, Json> told;
    found.route->handler({request, by_, found.rest},
                         [&](const net::Response& answer) { told = {answer.status, Json::parse(answer.body)}; });
    return told;
  }
  // "409 device_registered at login"
  std::string refusal(const std::string& method, const Json& body) {
    const auto [status, json] = ask(method, body);
    return std::to_string(status) + " " + json.value("reason", "") + " at " + json.value("field", "");
  }
  std::string password_of(const std::string& login) {
    const auto kept = passwords_.of(login);
    return kept ? std::string(as_text(kept->reveal())) : std::string(kept.error().reason.text());
  }
  std::vector<std::string> audit() const {
    std::vector<std::string> lines;
    for (const auto& event : journal_.events)
      if (event.has_account_changed()) lines.push_back(event.account_changed().what() + " " + event.account_changed().login());
    return lines;
  }

  test::TempFolder folder_;
  test::HandClock clock_;
  test::Memory journal_;
  console::Audit audit_{journal_};
  RegistrationStore registrations_;
  LoginPasswords passwords_;
  std::vector<AccountTerminal> terminals_;
  console::Routes routes_;
  console::Caller by_ = console::local_caller();
  int changes_ = 0;
  std::string password_of_;
  AccountApi api_;
};

const Json kGood{{"login", "F099000001"}, {"terminal", "T1"}, {"password", "Kagi-4711"}};

TEST_F(AccountApiTest, added_account_is_registered_with_its_password_and_counts_at_once) {
  const auto [status, row] = ask("POST", kGood);
  EXPECT_EQ(status, 201U) << row;
  EXPECT_EQ(registrations_.here().of_reader("T1")->device_id, "F099000001");
  EXPECT_EQ(password_of("F099000001"), "Kagi-4711");
  EXPECT_EQ(changes_, 1);
  EXPECT_THAT(audit(), testing::ElementsAre("login_added F099000001"));
  EXPECT_THAT(row.dump(), testing::Not(testing::HasSubstr("Kagi")));
}

TEST_F(AccountApiTest, password_at_rest_is_not_readable_and_needs_its_key) {
  ask("POST", kGood);
  const auto file = read_file(folder_ / "passwords/verification");
  EXPECT_THAT(std::string(as_text(*file)), testing::Not(testing::HasSubstr("Kagi")));
  const auto again = LoginPasswords::open(folder_ / "passwords", "verification", SecretBox::open(folder_ / "secret.key"));
  EXPECT_TRUE(again.of("F099000001"));
  const auto other = LoginPasswords::open(folder_ / "passwords", "verification", SecretBox::open(folder_ / "other.key"));
  EXPECT_EQ(other.of("F099000001").error().reason.text(), "secret_not_opened");
  EXPECT_FALSE(
      LoginPasswords::open(folder_ / "passwords", "production", SecretBox::open(folder_ / "secret.key")).has("F099000001"));
}

TEST_F(AccountApiTest, what_the_national_system_would_refuse_is_refused_before_and_changes_nothing) {
  ask("POST", kGood);
  auto wish = kGood;
  for (const auto* login : {"", "f099000001", "F1234567", "F0123", "F0 99000001", "F09900000a"}) {
    wish["login"] = login;
    EXPECT_EQ(refusal("POST", wish), "400 login_name_malformed at login") << login;
  }
  EXPECT_EQ(refusal("POST", kGood), "409 device_registered at login");  // ①
  wish["login"] = "F099000002";
  EXPECT_EQ(refusal("POST", wish), "409 reader_registered at terminal");  // ②
  wish["terminal"] = "T2";
  ask("POST", wish);
  EXPECT_EQ(refusal("PUT", {{"login", "F099000002"}, {"terminal", "T1"}}), "409 reader_of_other_device at terminal");  // ③
  EXPECT_EQ(refusal("PUT", {{"login", "F099000003"}, {"terminal", "T1"}}), "404 device_not_registered at login");      // ④
  EXPECT_EQ(refusal("DELETE", {{"login", "F099000003"}}), "404 device_to_remove_unknown at login");
  EXPECT_EQ(registrations_.here().all().size(), 2U);
  EXPECT_EQ(changes_, 2);
}

TEST_F(AccountApiTest, terminal_and_password_are_asked_for_where_they_stand) {
  auto wish = kGood;
  wish["terminal"] = "T9";
  EXPECT_EQ(refusal("POST", wish), "404 terminal_unknown at terminal");
  wish = kGood;
  wish["password"] = "";
  EXPECT_EQ(refusal("POST", wish), "400 login_password_missing at password");
  for (const auto* wrong : {"two words", "鍵", "line\n"}) {
    wish["password"] = wrong;
    EXPECT_EQ(refusal("POST", wish), "400 login_password_malformed at password") << wrong;
  }
  EXPECT_EQ(password_of("F099000001"), "login_password_not_kept");
  terminals_[0].password_file = true;
  wish["password"] = "";
  EXPECT_EQ(ask("POST", wish).first, 201U);
  EXPECT_EQ(refusal("PUT", {{"login", "F099000001"}}), "400 nothing_to_change at ");
}

TEST_F(AccountApiTest, new_password_and_other_terminal_take_the_place_of_the_old_ones) {
  ask("POST", kGood);
  EXPECT_EQ(ask("PUT", {{"login", "F099000001"}, {"password", "Neu-0815"}}).first, 200U);
  EXPECT_EQ(password_of("F099000001"), "Neu-0815");
  EXPECT_EQ(password_of_, "T1 ");
  EXPECT_EQ(changes_, 1);
  EXPECT_EQ(ask("PUT", {{"login", "F099000001"}, {"terminal", "T2"}}).first, 200U);
  EXPECT_EQ(registrations_.here().of_reader("T1"), nullptr);
  EXPECT_EQ(password_of("F099000001"), "Neu-0815");
  EXPECT_THAT(audit(), testing::ElementsAre("login_added F099000001", "login_password F099000001", "login_moved F099000001"));
}

TEST_F(AccountApiTest, removed_account_takes_its_password_along) {
  ask("POST", kGood);
  EXPECT_EQ(ask("DELETE", {{"login", "F099000001"}}).first, 200U);
  EXPECT_TRUE(registrations_.here().all().empty());
  EXPECT_EQ(password_of("F099000001"), "login_password_not_kept");
}

TEST_F(AccountApiTest, account_of_the_settings_file_is_removed_there) {
  ASSERT_TRUE(registrations_.adopt({"F099000001", "T1"}));
  terminals_[0].settings_login = "F099000001";
  EXPECT_EQ(refusal("DELETE", {{"login", "F099000001"}}), "409 account_in_settings at login");
}

TEST_F(AccountApiTest, list_tells_states_and_who_waits_for_a_login_name) {
  ask("POST", kGood);
  terminals_[0].national = "login_locked";
  terminals_[0].lock_left = std::chrono::seconds(90);
  const auto [status, list] = ask("GET");
  ASSERT_EQ(status, 200U);
  EXPECT_EQ(list["accounts"][0]["state"], "login_locked");
  EXPECT_EQ(list["accounts"][0]["lock_left_s"], 90);
  EXPECT_EQ(list["accounts"][0]["password"], "kept");
  EXPECT_THAT(list["accounts"][0].value("since", ""), testing::StartsWith("2023-11-15T"));
  ASSERT_EQ(list["without"].size(), 1U);
  EXPECT_EQ(list["without"][0]["terminal"], "T2");
  EXPECT_EQ(list.value("none_because", "?"), "");
  terminals_.pop_back();
  EXPECT_EQ(ask("GET").second.value("none_because", ""), "all_registered");
}

TEST_F(AccountApiTest, only_who_may_change_things_may_change_accounts) {
  for (const auto& route : routes_.all()) {
    EXPECT_EQ(route.right, route.method == "GET" ? console::Right::Look : console::Right::Change) << route.method;
  }
}

}  // namespace
}  // namespace omote::host
