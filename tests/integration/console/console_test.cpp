// The console's door over real HTTP, with a clock that the test moves.
#include <gmock/gmock.h>

#include "console/totp.hpp"
#include "tests/integration/console/console.hpp"

namespace omote::console {
namespace {

using net::test::Awaited;

TEST_F(ConsoleTest, nothing_but_the_pages_own_files_is_open) {
  EXPECT_EQ(ask("GET", "/").status, 200U);
  for (const auto* path :
       {"/api/state", "/api/staff", "/api/session/setup-code", "/api/nothing", "/api/", "/api/session/activity"})
    EXPECT_EQ(ask("GET", path).status, 401U) << path;
  EXPECT_EQ(reason(ask("GET", "/api/state")), "not_signed_in");
  for (const auto* path : {"/api/staff", "/api/session/ticket", "/api/session/password", "/api/state"})
    EXPECT_EQ(post(path, TestJson::object()).status, 401U) << path;
  EXPECT_EQ(ask("GET", "/%2e%2e/staff").status, 404U);
  EXPECT_EQ(ask("GET", "/../state/staff").status, 404U);
}

TEST_F(ConsoleTest, every_route_but_the_three_of_signing_in_asks_who_is_there) {
  std::set<std::string> open_ones;
  for (const auto& route : console_->routes().all()) {
    if (!route.right) {
      open_ones.insert(route.method + " " + route.path);
    } else {
      EXPECT_EQ(ask(route.method, route.path, {{"X-Omote", "1"}}).status, 401U) << route.path;
    }
  }
  EXPECT_EQ(open_ones, (std::set<std::string>{"GET /api/session", "POST /api/session", "POST /api/session/first"}));
}

TEST_F(ConsoleTest, first_administrator_needs_the_setup_code_and_is_signed_in) {
  EXPECT_EQ(TestJson::parse(ask("GET", "/api/session").body), (TestJson{{"signed_in", false}, {"first_start", true}}));
  const auto code = TestJson::parse(local("GET", "/api/session/setup-code").body).value("code", "");
  ASSERT_EQ(code.size(), 8U);
  TestJson wish{{"code", "00000000"}, {"name", "花子"}, {"password", kPassword}};
  if (code == "00000000") wish["code"] = "11111111";
  EXPECT_EQ(post("/api/session/first", wish).status, 401U);
  wish["code"] = code;
  wish["password"] = "short";
  EXPECT_EQ(reason(post("/api/session/first", wish)), "password_short");
  wish["password"] = kPassword;
  wish["code"] = code.substr(0, 4) + " " + code.substr(4);  // as it is shown
  const auto made = post("/api/session/first", wish);
  ASSERT_EQ(made.status, 200U) << made.body;
  const auto cookie = cookie_of(made);
  EXPECT_EQ(look(cookie), 200U);
  EXPECT_EQ(ask("GET", "/api/staff", {{"Cookie", cookie}}).status, 200U);
  EXPECT_EQ(post("/api/session/first", wish).status, 409U) << "once only";
  EXPECT_EQ(local("GET", "/api/session/setup-code").status, 409U);
  EXPECT_THAT(audit(), testing::ElementsAre("failed  setup_code_wrong", "花子 added_administrator 花子", "in 花子 password"));
}

TEST_F(ConsoleTest, setup_code_is_another_one_after_five_wrong_tries) {
  const auto code = TestJson::parse(local("GET", "/api/session/setup-code").body).value("code", "");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(post("/api/session/first", {{"code", "x"}}).status, 401U);
  EXPECT_EQ(post("/api/session/first", {{"code", code}}).status, 429U);
  EXPECT_NE(TestJson::parse(local("GET", "/api/session/setup-code").body).value("code", ""), code);
}

TEST_F(ConsoleTest, session_cookie_has_its_flags_and_another_secret_each_time) {
  add("taro", "user");
  const auto answer = try_in("taro", kPassword);
  const auto cookie = std::string(answer.header("Set-Cookie"));
  for (const auto* flag : {"HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"})
    EXPECT_THAT(cookie, testing::HasSubstr(flag));
  EXPECT_EQ(answer.header("Cache-Control"), "no-store");
  EXPECT_EQ(look(cookie_of(answer)), 200U);
  EXPECT_NE(sign_in("taro"), cookie_of(answer));
  const auto book = read_file(temp_ / "state/staff");
  EXPECT_THAT(as_text(*book), testing::Not(testing::HasSubstr(kPassword)));
}

TEST_F(ConsoleTest, cookie_that_was_there_before_ends_with_the_new_sign_in) {
  add("taro", "user");
  const auto before = sign_in("taro");
  const auto again = post("/api/session", {{"name", "taro"}, {"password", kPassword}}, before);
  EXPECT_EQ(look(before), 401U);
  EXPECT_EQ(look(cookie_of(again)), 200U);
  // One that somebody made up does not become a session.
  const auto made_up = "omote_session_" + std::to_string(port_) + "=" + std::string(64, '1');
  post("/api/session", {{"name", "taro"}, {"password", kPassword}}, made_up);
  EXPECT_EQ(look(made_up), 401U);
}

TEST_F(ConsoleTest, unknown_name_and_wrong_password_are_told_alike) {
  add("taro", "user");
  const auto wrong = try_in("taro", "another password");
  const auto unknown = try_in("jiro", "another password");
  EXPECT_EQ(wrong.status, 401U);
  EXPECT_EQ(wrong.body, unknown.body);
  EXPECT_EQ(wrong.status, unknown.status);
  EXPECT_THAT(audit(),
              testing::ElementsAre("command_line added_user taro", "failed taro sign_in_wrong", "failed  sign_in_wrong"));
}

TEST_F(ConsoleTest, fifth_wrong_try_makes_wait_even_with_the_right_password) {
  add("taro", "user");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(try_in("taro", "another password").status, 401U);
  const auto early = try_in("TARO", kPassword);
  EXPECT_EQ(early.status, 429U);
  EXPECT_EQ(early.header("Retry-After"), "30");
  add("hanako", "administrator");
  EXPECT_EQ(try_in("hanako", kPassword).status, 200U) << "others are not locked out";
  pass(30s);
  EXPECT_EQ(try_in("taro", kPassword).status, 200U);
}

TEST_F(ConsoleTest, unknown_name_is_limited_as_well) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(try_in("nobody", "another password").status, 401U);
  EXPECT_EQ(try_in("nobody", "another password").status, 429U);
}

TEST_F(ConsoleTest, session_ends_when_idle_after_its_longest_time_and_on_sign_out) {
  add("taro", "user");
  const auto idle = sign_in("taro");
  pass(29min);
  EXPECT_EQ(look(idle), 200U);
  pass(1min);
  EXPECT_EQ(look(idle), 401U) << "looking does not keep it";
  const auto busy = sign_in("taro");
  for (int i = 0; i < 35; ++i) {
    pass(20min);
    EXPECT_EQ(post("/api/session/activity", TestJson::object(), busy).status, 200U) << i;
  }
  pass(20min);
  EXPECT_EQ(post("/api/session/activity", TestJson::object(), busy).status, 401U) << "twelve hours are over";
  const auto left = sign_in("taro");
  const auto out = ask("DELETE", "/api/session", {{"Cookie", left}, {"X-Omote", "1"}});
  EXPECT_EQ(out.status, 200U);
  EXPECT_THAT(std::string(out.header("Set-Cookie")), testing::HasSubstr("Max-Age=0"));
  EXPECT_EQ(look(left), 401U);
}

TEST_F(ConsoleTest, change_without_mark_or_from_elsewhere_is_refused) {
  add("hanako", "administrator");
  const auto cookie = sign_in("hanako");
  const std::string own = "http://127.0.0.1:" + std::to_string(port_);
  const auto form = [&](net::Headers more) {
    more.emplace_back("Cookie", cookie);
    more.emplace_back("Content-Type", "text/plain");
    return ask("POST", "/api/staff/remove", std::move(more), R"({"name":"hanako"})").status;
  };
  EXPECT_EQ(form({}), 403U);
  EXPECT_EQ(form({{"Origin", own}}), 403U);
  EXPECT_EQ(form({{"Origin", "http://evil.example"}, {"X-Omote", "1"}}), 403U);
  EXPECT_EQ(form({{"Sec-Fetch-Site", "cross-site"}, {"X-Omote", "1"}}), 403U);
  EXPECT_EQ(form({{"Origin", own}, {"X-Omote", "1"}}), 409U) << "passes the door: the last administrator stays";
  // Signing somebody in by a form of a foreign page.
  EXPECT_EQ(ask("POST", "/api/session", {{"Content-Type", "text/plain"}}, R"({"name":"hanako","password":"x"})").status, 403U);
}

TEST_F(ConsoleTest, no_answer_opens_itself_to_other_pages) {
  const std::string own = "http://127.0.0.1:" + std::to_string(port_);
  for (const auto& answer : {ask("GET", "/", {{"Origin", own}}), ask("GET", "/api/session", {{"Origin", own}}),
                             ask("OPTIONS", "/api/staff", {{"Origin", "http://evil.example"}}), ask("GET", "/api/state")}) {
    for (const auto& [name, value] : answer.headers) EXPECT_NE(name.substr(0, 14), "Access-Control") << value;
  }
}

TEST_F(ConsoleTest, user_looks_and_operates_and_changes_nothing) {
  add("taro", "user");
  const auto cookie = sign_in("taro");
  EXPECT_EQ(look(cookie), 200U);
  EXPECT_EQ(ask("GET", "/api/staff", {{"Cookie", cookie}}).status, 403U);
  for (const auto* path : {"/api/staff", "/api/staff/role", "/api/staff/password", "/api/staff/remove", "/api/staff/totp",
                           "/api/staff/totp/remove", "/api/session/ticket"})
    EXPECT_EQ(reason(post(path, {{"name", "taro"}, {"role", "administrator"}}, cookie)), "not_allowed") << path;
}

TEST_F(ConsoleTest, role_password_and_removal_end_what_was_open) {
  add("hanako", "administrator");
  add("taro", "user");
  for (const auto& [path, body] :
       std::vector<std::pair<std::string, TestJson>>{{"/api/staff/role", {{"name", "taro"}, {"role", "administrator"}}},
                                                     {"/api/staff/password", {{"name", "taro"}, {"password", kPassword}}},
                                                     {"/api/staff/remove", {{"name", "taro"}}}}) {
    const auto cookie = sign_in("taro");
    EXPECT_EQ(local("POST", path, body).status, 200U) << path;
    EXPECT_EQ(look(cookie), 401U) << path;
  }
  EXPECT_EQ(try_in("taro", kPassword).status, 401U);
}

TEST_F(ConsoleTest, own_password_needs_the_present_one_and_ends_the_other_sessions) {
  add("taro", "user");
  const auto own = sign_in("taro");
  const auto other = sign_in("taro");
  EXPECT_EQ(reason(post("/api/session/password", {{"old", "wrong"}, {"new", kOther}}, own)), "password_wrong");
  EXPECT_EQ(reason(post("/api/session/password", {{"old", kPassword}, {"new", "taro taro taro"}}, own)), "password_common");
  EXPECT_EQ(post("/api/session/password", {{"old", kPassword}, {"new", kOther}}, own).status, 200U);
  EXPECT_EQ(look(own), 200U);
  EXPECT_EQ(look(other), 401U);
  EXPECT_EQ(try_in("taro", kPassword).status, 401U);
  EXPECT_EQ(try_in("taro", kOther).status, 200U);
}

TEST_F(ConsoleTest, one_time_codes_are_asked_for_once_confirmed_and_count_once) {
  add("taro", "user");
  const auto cookie = sign_in("taro");
  EXPECT_EQ(reason(post("/api/session/totp", TestJson::object(), cookie)), "password_wrong") << "a page left open is not enough";
  const auto begun = TestJson::parse(post("/api/session/totp", {{"password", kPassword}}, cookie).body);
  EXPECT_THAT(begun.value("address", ""), testing::StartsWith("otpauth://totp/Omote:taro?secret="));
  EXPECT_FALSE(begun.value("qr", "").empty());
  EXPECT_EQ(try_in("taro", kPassword).status, 200U) << "not before it is confirmed";
  // The app's side: base 32 back to bytes.
  Bytes secret;
  std::uint32_t kept = 0;
  int bits = 0;
  for (const char sign : begun.value("secret", "")) {
    kept = kept << 5 | static_cast<std::uint32_t>(std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").find(sign));
    if ((bits += 5) >= 8) secret.push_back(static_cast<std::uint8_t>(kept >> (bits -= 8)));
  }
  const auto code = [&] {
    const auto now = running_.on_loop([this] { return clock_.now(); });
    return code_at(secret, std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count() / 30);
  };
  EXPECT_EQ(reason(post("/api/session/totp", {{"code", "000000"}}, cookie)), "code_wrong");
  EXPECT_EQ(post("/api/session/totp", {{"code", code()}}, cookie).status, 200U);
  EXPECT_EQ(reason(try_in("taro", kPassword)), "code_needed");
  EXPECT_EQ(reason(try_in("taro", "another password")), "sign_in_wrong") << "the password first";
  EXPECT_EQ(try_in("taro", kPassword, code()).status, 200U);
  EXPECT_EQ(reason(try_in("taro", kPassword, code())), "code_wrong") << "a code counts once";
  pass(30s);
  EXPECT_EQ(try_in("taro", kPassword, code()).status, 200U);
  const auto book = as_text(*read_file(temp_ / "state/staff"));
  EXPECT_THAT(book, testing::Not(testing::HasSubstr(begun.value("secret", "?")))) << "sealed on the disk";
  open();
  EXPECT_EQ(reason(try_in("taro", kPassword)), "code_needed") << "after a restart too";
  EXPECT_EQ(local("POST", "/api/staff/totp/remove", {{"name", "taro"}}).status, 200U);
  EXPECT_EQ(try_in("taro", kPassword).status, 200U);
}

TEST_F(ConsoleTest, ticket_opens_once_and_only_who_runs_as_the_hosts_user_makes_one) {
  add("hanako", "administrator");
  EXPECT_EQ(reason(post("/api/session/ticket", TestJson::object(), sign_in("hanako"))), "only_local");
  const auto ticket = TestJson::parse(local("POST", "/api/session/ticket").body).value("ticket", "");
  const auto opened = post("/api/session", {{"ticket", ticket}});
  EXPECT_EQ(opened.status, 200U);
  EXPECT_EQ(look(cookie_of(opened)), 200U);
  EXPECT_EQ(post("/api/session", {{"ticket", ticket}}).status, 401U);
  const auto late = TestJson::parse(local("POST", "/api/session/ticket").body).value("ticket", "");
  pass(5min);
  EXPECT_EQ(post("/api/session", {{"ticket", late}}).status, 401U);
  const auto often = TestJson::parse(local("POST", "/api/session/ticket", {{"often", true}}).body).value("ticket", "");
  pass(1h);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(post("/api/session", {{"ticket", often}}).status, 200U);
}

TEST_F(ConsoleTest, local_token_opens_everything_and_goes_with_the_console) {
  EXPECT_EQ(local("GET", "/api/state").status, 200U);
  EXPECT_EQ(local("GET", "/api/nothing").status, 404U);
  EXPECT_EQ(local("PUT", "/api/staff").status, 405U);
  running_.on_loop([this] { console_.reset(); });
  EXPECT_FALSE(net::read_local_token(port_));
}

TEST_F(ConsoleTest, bad_bodies_are_refused_in_words) {
  for (const auto* body : {"[]", "5", "{", "\"x\"", "{\"name\":\"\xff\"}"}) {
    const auto answer = ask("POST", "/api/session", {{"Content-Type", "application/json"}}, body);
    EXPECT_EQ(answer.status, 400U) << body;
    EXPECT_EQ(reason(answer), "request_malformed") << body;
  }
  for (const auto* body : {R"({"name":5,"password":{}})", R"({"name":null})", "{}"})
    EXPECT_EQ(reason(ask("POST", "/api/session", {{"Content-Type", "application/json"}}, body)), "name_missing") << body;
  EXPECT_EQ(reason(local("POST", "/api/staff", {{"name", "x"}, {"role", "king"}})), "role_unknown");
  EXPECT_EQ(reason(local("POST", "/api/staff", {{"name", "a\nb"}, {"role", "user"}, {"password", kPassword}})),
            "staff_name_wrong");
}

class SocketTest : public ConsoleTest {
 protected:
  // "open", or the reason why it is not.
  std::string open_socket(net::Headers headers) {
    auto outcome = std::make_shared<Awaited<std::string>>();
    running_.on_loop([&] {
      net::open_socket(
          running_.loop(), "127.0.0.1", port_, "/socket",
          [this, outcome](auto result) {
            if (!result) return outcome->deliver(std::string(result.error().reason.text()));
            page_ = *result;
            page_->on_text = [this](const std::string& text) { text_.deliver(text); };
            page_->on_close = [this] { closed_.deliver(true); };
            outcome->deliver("open");
          },
          std::move(headers));
    });
    return outcome->wait().value_or("waited in vain");
  }
  ~SocketTest() override {
    running_.on_loop([this] {
      if (!page_) return;
      page_->on_text = nullptr;
      page_->on_close = nullptr;
      page_->close();
      page_.reset();
    });
  }
  void wish(const std::string& json) {
    running_.on_loop([&] { page_->send_text(json); });
    // What was sent before is heard before the answer to this.
    look("");
    std::this_thread::sleep_for(50ms);
  }
  std::vector<std::string> wishes() {
    return running_.on_loop([this] { return wishes_; });
  }
  Awaited<std::string> text_;
  Awaited<bool> closed_;
  std::shared_ptr<net::WebSocket> page_;
};

TEST_F(SocketTest, without_a_session_or_from_elsewhere_none_opens) {
  add("taro", "user");
  const auto cookie = sign_in("taro");
  EXPECT_EQ(open_socket({}), "socket_refused");
  EXPECT_EQ(open_socket({{"Cookie", "omote_session_1=x"}}), "socket_refused");
  EXPECT_EQ(open_socket({{"Cookie", cookie}, {"Origin", "http://evil.example"}}), "socket_refused");
  EXPECT_EQ(open_socket({{"Cookie", cookie}, {"Origin", "null"}}), "socket_refused");
  EXPECT_EQ(open_socket({{"Cookie", cookie}}), "open");
  EXPECT_THAT(text_.wait().value_or(""), testing::HasSubstr("見本クリニック"));
}

TEST_F(SocketTest, users_wishes_are_heard_where_they_may_and_written_down) {
  add("taro", "user");
  ASSERT_EQ(open_socket({{"Cookie", sign_in("taro")}}), "open");
  wish(R"({"run_self_test":{}})");
  wish(R"({"forget":{"serial":"OM-1"}})");
  wish(R"({"pair_start":{"serial":"OM-1"}})");
  wish("{}");
  EXPECT_THAT(wishes(), testing::ElementsAre("taro run_self_test"));
  EXPECT_THAT(audit(), testing::Contains("taro did run_self_test"));
  EXPECT_THAT(audit(), testing::Not(testing::Contains("taro did forget")));
}

TEST_F(SocketTest, administrators_wishes_are_heard) {
  add("hanako", "administrator");
  ASSERT_EQ(open_socket({{"Cookie", sign_in("hanako")}}), "open");
  wish(R"({"forget":{"serial":"OM-1"}})");
  EXPECT_THAT(wishes(), testing::ElementsAre("hanako forget"));
}

TEST_F(SocketTest, closes_when_its_session_ends) {
  add("taro", "user");
  const auto cookie = sign_in("taro");
  ASSERT_EQ(open_socket({{"Cookie", cookie}}), "open");
  ask("DELETE", "/api/session", {{"Cookie", cookie}, {"X-Omote", "1"}});
  EXPECT_EQ(closed_.wait(), true);
}

TEST_F(SocketTest, closes_when_its_session_was_idle_too_long) {
  add("taro", "user");
  ASSERT_EQ(open_socket({{"Cookie", sign_in("taro")}}), "open");
  pass(30min);
  EXPECT_EQ(closed_.wait(), true);
  EXPECT_THAT(audit(), testing::Contains("out taro idle"));
}

TEST_F(SocketTest, wish_keeps_the_session_from_being_idle) {
  add("taro", "user");
  const auto cookie = sign_in("taro");
  ASSERT_EQ(open_socket({{"Cookie", cookie}}), "open");
  pass(20min);
  wish(R"({"run_self_test":{}})");
  pass(20min);
  EXPECT_EQ(look(cookie), 200U);
}

}  // namespace
}  // namespace omote::console
