// Tokens, events, webhooks and figures over real HTTP.
#include <future>

#include "host/integration.hpp"
#include "tests/integration/console/console.hpp"

namespace omote::console {
namespace {

using testing::HasSubstr;
using testing::Not;

// A program that takes what it is told, or does not.
class Listener {
 public:
  explicit Listener(net::test::RunningLoop& running) : running_(running) {
    running_.on_loop([this] {
      net::ServerOptions options;
      options.check_host = false;
      server_ = std::move(*net::HttpServer::listen(running_.loop(), std::move(options)));
      server_->on_request([this](const net::Request& request, const net::HttpServer::Answer& answer) {
        seen_.push_back(request);
        answer(net::text_response(seen_.size() <= refusals ? 500 : 200, ""));
      });
    });
  }
  ~Listener() {
    running_.on_loop([this] { server_.reset(); });
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()) + "/hook"; }
  // The first `count` requests; fewer when they do not come.
  std::vector<net::Request> wait_for(std::size_t count) {
    for (int i = 0; i < 100; ++i) {
      if (auto seen = running_.on_loop([this] { return seen_; }); seen.size() >= count) return seen;
      std::this_thread::sleep_for(50ms);
    }
    return running_.on_loop([this] { return seen_; });
  }
  std::size_t refusals = 0;

 private:
  net::test::RunningLoop& running_;
  std::unique_ptr<net::HttpServer> server_;
  std::vector<net::Request> seen_;
};

class Programs : public ConsoleTest {
 protected:
  void SetUp() override {
    ConsoleTest::SetUp();
    running_.on_loop([this] {
      integration_.emplace(running_.loop(), clock_, *console_, watch_, temp_ / "state", [] {
        v1::State state;
        auto& terminal = *state.add_terminals();
        terminal.set_serial("OMT0000001");
        terminal.set_link("connected");
        return state;
      });
    });
  }
  ~Programs() override {
    running_.on_loop([this] { integration_.reset(); });
  }
  std::string token(const std::string& name, const TestJson& rights) {
    const auto made = local("POST", "/api/tokens", {{"name", name}, {"rights", rights}});
    EXPECT_EQ(made.status, 201U) << made.body;
    return TestJson::parse(made.body).value("token", "");
  }
  net::Response with(const std::string& token, const std::string& method, const std::string& path, net::Headers more = {}) {
    more.emplace_back("Authorization", "Bearer " + token);
    more.emplace_back("X-Omote", "1");
    return ask(method, path, std::move(more));
  }
  void end_visit(const std::string& visit) {
    running_.on_loop([&] {
      journal::v1::Event way, event;
      way.set_visit(visit);
      way.mutable_way_chosen()->set_way("pin");
      event.set_visit(visit);
      event.mutable_visit_ended()->set_outcome("delivered");
      event.mutable_visit_ended()->set_total_ms(1400);
      event.mutable_visit_ended()->set_human_ms(1000);
      static_cast<void>(watch_.append(way));
      static_cast<void>(watch_.append(event));
    });
  }

  host::JournalWatch watch_{journal_, clock_};
  std::optional<host::Integration> integration_;
};

TEST_F(Programs, token_opens_what_it_may_and_nothing_else) {
  const auto look = token("chart", {"look"});
  EXPECT_EQ(with(look, "GET", "/api/state").status, 200U);
  EXPECT_EQ(with(look, "GET", "/metrics").status, 200U);
  EXPECT_EQ(with(look, "GET", "/api/tokens").status, 403U);
  EXPECT_EQ(with(look, "POST", "/api/webhooks").status, 403U);
  EXPECT_EQ(with("omote_00", "GET", "/api/state").status, 401U);
  ASSERT_EQ(local("POST", "/api/tokens/remove", {{"name", "chart"}}).status, 200U);
  EXPECT_EQ(with(look, "GET", "/api/state").status, 401U);
}

TEST_F(Programs, bad_wishes_are_named_with_their_field) {
  const auto wrong = local("POST", "/api/tokens", {{"name", "Chart"}, {"rights", {"look"}}});
  EXPECT_EQ(wrong.status, 400U);
  EXPECT_EQ(TestJson::parse(wrong.body).value("field", ""), "name");
  EXPECT_THAT(TestJson::parse(wrong.body)["expected"].value("en", ""), Not(testing::IsEmpty()));
  EXPECT_EQ(reason(local("POST", "/api/tokens", {{"name", "chart"}, {"rights", {"all"}}})), "right_unknown");
  EXPECT_EQ(reason(local("POST", "/api/webhooks", {{"url", "http://10.0.0.1/"}})), "webhook_address_wrong");
  EXPECT_EQ(reason(local("POST", "/api/webhooks/remove", {{"url", "http://127.0.0.1/"}})), "webhook_unknown");
}

TEST_F(Programs, waiting_program_hears_of_the_next_event) {
  const auto look = token("chart", {"look"});
  auto heard = std::async(std::launch::async, [&] { return with(look, "GET", "/api/events"); });
  std::this_thread::sleep_for(200ms);
  end_visit("V1");
  const auto answer = heard.get();
  EXPECT_EQ(answer.header("Content-Type"), "text/event-stream; charset=utf-8");
  EXPECT_THAT(answer.body, testing::AllOf(HasSubstr("event: visit_ended\n"), HasSubstr("\"visit\":\"V1\"")));
}

TEST_F(Programs, program_that_was_away_gets_what_it_missed_once) {
  const auto look = token("chart", {"look"});
  end_visit("V1");
  end_visit("V2");
  const auto all = with(look, "GET", "/api/events", {{"Last-Event-ID", "0"}});
  EXPECT_THAT(all.body, testing::AllOf(HasSubstr("V1"), HasSubstr("V2")));
  const auto at = all.body.find("id: ");
  const auto first = all.body.substr(at + 4, all.body.find('\n', at) - at - 4);
  const auto rest = with(look, "GET", "/api/events", {{"Last-Event-ID", first}});
  EXPECT_THAT(rest.body, testing::AllOf(Not(HasSubstr("V1")), HasSubstr("V2")));
}

TEST_F(Programs, webhook_gets_a_signed_event_and_another_try) {
  Listener listener(running_);
  listener.refusals = 1;
  const auto made = local("POST", "/api/webhooks", {{"url", listener.url()}, {"types", {"visit_ended"}}});
  ASSERT_EQ(made.status, 201U) << made.body;
  end_visit("V1");
  const auto seen = listener.wait_for(2);
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[1].body, seen[0].body);
  EXPECT_EQ(seen[1].header("X-Omote-Event"), "visit_ended");
  const Secret secret(TestJson::parse(made.body).value("secret", ""));
  EXPECT_EQ(seen[1].header("X-Omote-Signature"), host::hook_signature(secret, seen[1].body));
  const auto listed = TestJson::parse(local("GET", "/api/webhooks").body)["webhooks"][0];
  EXPECT_EQ(listed.value("last_status", 0), 200);
  EXPECT_THAT(std::string(as_text(*read_file(temp_ / "state/webhooks"))),
              Not(HasSubstr(TestJson::parse(made.body).value("secret", "?"))));
}

TEST_F(Programs, figures_count_visits_by_way_without_human_time) {
  end_visit("V1");
  end_visit("V2");
  const auto figures = local("GET", "/metrics").body;
  EXPECT_THAT(figures, HasSubstr("omote_visits_total{outcome=\"delivered\",way=\"pin\"} 2"));
  EXPECT_THAT(figures, HasSubstr("omote_visit_seconds_sum{way=\"pin\"} 0.8"));
  EXPECT_THAT(figures, HasSubstr("omote_link_up{terminal=\"OMT0000001\"} 1"));
}

}  // namespace
}  // namespace omote::console
