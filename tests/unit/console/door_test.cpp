// Who passes the door, as a table: each way of asking, each right, each kind of request.
#include "console/door.hpp"

#include <gtest/gtest.h>

#include "tests/unit/host/hand_clock.hpp"

namespace omote::console {
namespace {

using namespace std::chrono_literals;

constexpr std::uint16_t kPort = 8601;
const std::string kLocal(64, 'a');

class DoorTest : public testing::Test {
 protected:
  DoorTest() {
    door_.on_token([](std::string_view token) -> std::optional<Caller> {
      if (token != "reader") return std::nullopt;
      return Caller{Caller::Way::Token, "reader", {Right::Look}, ""};
    });
  }
  // The status with which the request is refused; 0: it passes.
  unsigned knock(const std::string& method, net::Headers headers, Right needed) {
    net::Request request;
    request.method = method;
    request.headers = std::move(headers);
    const auto refused = door_.refusal(door_.who(request), needed, request);
    return refused ? refused->status : 0;
  }
  net::Headers cookie(const std::string& secret, net::Headers more = {}) {
    more.emplace_back("Cookie", "a=b; omote_session_8601=" + secret + "; c=d");
    return more;
  }
  static net::Headers bearer(const std::string& token) { return {{"Authorization", "Bearer " + token}}; }

  test::HandClock clock_;
  Sessions sessions_{clock_, [](const auto&, const auto&, const auto&) {}};
  Door door_{sessions_, kLocal, kPort};
};

TEST_F(DoorTest, every_way_and_right_as_in_the_table) {
  const auto user = sessions_.begin("taro", Role::User);
  const auto administrator = sessions_.begin("hanako", Role::Administrator);
  const net::Headers mark{{"X-Omote", "1"}};
  const net::Headers json{{"Content-Type", "application/json; charset=utf-8"}};
  struct Row {
    const char* what;
    const char* method;
    net::Headers headers;
    unsigned look, operate, change;
  };
  const std::vector<Row> rows{
      {"nobody", "GET", {}, 401, 401, 401},
      {"an empty cookie", "GET", cookie(""), 401, 401, 401},
      {"a cookie of nobody", "GET", cookie(std::string(64, '0')), 401, 401, 401},
      {"another port's cookie", "GET", {{"Cookie", "omote_session_86010=" + user}}, 401, 401, 401},
      {"user looks", "GET", cookie(user), 0, 0, 403},
      {"user acts", "POST", cookie(user, mark), 0, 0, 403},
      {"user acts with JSON", "POST", cookie(user, json), 0, 0, 403},
      {"user without mark", "POST", cookie(user), 403, 403, 403},
      {"a form of a foreign page", "POST", cookie(user, {{"Content-Type", "text/plain"}}), 403, 403, 403},
      {"administrator", "GET", cookie(administrator), 0, 0, 0},
      {"administrator acts", "DELETE", cookie(administrator, mark), 0, 0, 0},
      {"administrator without mark", "DELETE", cookie(administrator), 403, 403, 403},
      {"the local token", "POST", bearer(kLocal), 0, 0, 0},
      {"half of the local token", "POST", bearer(kLocal.substr(32)), 401, 401, 401},
      {"no token", "GET", bearer(""), 401, 401, 401},
      {"an integrator's token", "POST", bearer("reader"), 0, 403, 403},
      {"a wrong token beside a right cookie", "GET", cookie(administrator, bearer("x")), 401, 401, 401},
      {"another scheme", "GET", {{"Authorization", "Basic " + kLocal}}, 401, 401, 401},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(knock(row.method, row.headers, Right::Look), row.look) << row.what;
    EXPECT_EQ(knock(row.method, row.headers, Right::Operate), row.operate) << row.what;
    EXPECT_EQ(knock(row.method, row.headers, Right::Change), row.change) << row.what;
  }
}

TEST_F(DoorTest, looking_does_not_keep_a_session_and_acting_does) {
  const auto secret = sessions_.begin("taro", Role::User);
  clock_.passed += 20min;
  EXPECT_EQ(knock("GET", cookie(secret), Right::Look), 0U);
  clock_.passed += 20min;
  EXPECT_EQ(knock("GET", cookie(secret), Right::Look), 401U);
  const auto busy = sessions_.begin("taro", Role::User);
  clock_.passed += 20min;
  EXPECT_EQ(knock("POST", cookie(busy, {{"X-Omote", "1"}}), Right::Look), 0U);
  clock_.passed += 20min;
  EXPECT_EQ(knock("GET", cookie(busy), Right::Look), 0U);
}

TEST_F(DoorTest, refused_request_does_not_keep_a_session) {
  const auto secret = sessions_.begin("taro", Role::User);
  clock_.passed += 20min;
  EXPECT_EQ(knock("POST", cookie(secret), Right::Look), 403U);
  clock_.passed += 20min;
  EXPECT_EQ(knock("GET", cookie(secret), Right::Look), 401U);
}

TEST_F(DoorTest, cookie_has_the_flags_that_keep_it_here) {
  const auto text = door_.cookie("secret");
  EXPECT_TRUE(text.starts_with("omote_session_8601=secret; "));
  for (const auto* flag : {"; HttpOnly", "; SameSite=Strict", "; Path=/"}) EXPECT_NE(text.find(flag), std::string::npos) << flag;
  EXPECT_EQ(text.find("Domain"), std::string::npos);
  EXPECT_NE(door_.no_cookie().find("Max-Age=0"), std::string::npos);
}

TEST(Wishes, user_may_operate_and_not_change) {
  const auto user = rights_of(Role::User);
  const auto* kind = v1::FromPage::descriptor()->FindOneofByName("kind");
  const std::set<std::string> changing{"pair_start", "pair_answer", "forget"};
  for (int i = 0; i < kind->field_count(); ++i) {
    v1::FromPage wish;
    v1::FromPage::GetReflection()->MutableMessage(&wish, kind->field(i));
    const auto needed = right_of(wish);
    ASSERT_TRUE(needed) << kind->field(i)->name();
    EXPECT_EQ(user.contains(*needed), !changing.contains(name_of(wish))) << name_of(wish);
    EXPECT_TRUE(rights_of(Role::Administrator).contains(*needed));
  }
  EXPECT_FALSE(right_of(v1::FromPage())) << "a wish that says nothing is nobody's right";
  EXPECT_FALSE(right_of("everything")) << "an unknown right does not exist";
}

}  // namespace
}  // namespace omote::console
