// Conditions from addresses, the journal over HTTP, and the lines of terminals as the host keeps them.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "base/file.hpp"
#include "host/log_api.hpp"
#include "host/terminal_log.hpp"
#include "journal/log.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::host {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

const WallTime kNow = from_jst({{2026, 11, 22}, 9, 30, 0});

TEST(LogFilters, address_sets_every_condition) {
  const auto filter = ports::filter_of_query(
      "/api/log?since=2026-11-22&until=2026-11-22T09:30&visit=v&terminal=T-1&type=visit_began&incident=3K7Q&level=warning"
      "&code=011&text=%E3%82%AB%E3%83%BC%E3%83%89+a%2Bb&before=7&after=3&most=20",
      kNow);

  ASSERT_TRUE(filter) << describe(filter.error());
  EXPECT_EQ(filter->since, from_jst({{2026, 11, 22}}));
  EXPECT_EQ(filter->until, kNow);
  EXPECT_EQ(filter->visit, "v");
  EXPECT_EQ(filter->terminal, "T-1");
  EXPECT_EQ(filter->type, "visit_began");
  EXPECT_EQ(filter->incident, "3K7Q");
  EXPECT_EQ(filter->level, ports::LogLevel::Warning);
  EXPECT_EQ(filter->code, "011");
  EXPECT_EQ(filter->text, "カード a+b");
  EXPECT_EQ(filter->before, 7u);
  EXPECT_EQ(filter->after, 3u);
  EXPECT_EQ(filter->most, 20u);
}

TEST(LogFilters, times_may_be_so_long_ago) {
  EXPECT_EQ(ports::filter_of_query("/api/log?since=90m", kNow)->since, kNow - 90min);
  EXPECT_EQ(ports::filter_of_query("/api/log?since=3d", kNow)->since, kNow - 72h);
  EXPECT_EQ(ports::filter_of_query("/api/log?since=2026-11-22T09%3A30%3A00%2B09%3A00", kNow)->since, kNow);
}

TEST(LogFilters, odd_addresses_set_nothing_or_stand_for_themselves) {
  EXPECT_EQ(ports::filter_of_query("/api/log", kNow)->most, 100u);
  EXPECT_EQ(ports::filter_of_query("/api/log?&&text=", kNow)->text, "");
  EXPECT_EQ(ports::filter_of_query("/api/log?text=%zz%4", kNow)->text, "%zz%4");
}

class WrongConditions : public testing::TestWithParam<const char*> {};
TEST_P(WrongConditions, are_told_with_what_is_expected) {
  const auto filter = ports::filter_of_query(std::string("/api/log?") + GetParam(), kNow);

  ASSERT_FALSE(filter);
  EXPECT_EQ(filter.error().reason.text(), "log_filter_wrong");
  EXPECT_THAT(filter.error().context, testing::HasSubstr("expected"));
}
INSTANTIATE_TEST_SUITE_P(All, WrongConditions,
                         testing::Values("since=yesterday", "since=2026-13-01", "since=2026-11-22T09:30x", "since=m", "until=-3d",
                                         "level=loud", "most=0", "most=10001", "most=1e3", "before=-1",
                                         "after=99999999999999999999", "colour=red"));

class OverHttp : public testing::Test {
 protected:
  void SetUp() override {
    journal_ = std::move(*journal::Journal::open(temp_ / "journal.sqlite", clock_));
    log_ = std::make_unique<journal::Log>(temp_ / "journal.sqlite", *journal_);
    api_ = std::make_unique<LogApi>(loop_, clock_, *log_);
    server_ = std::move(*net::HttpServer::listen(loop_, {}));
    server_->on_request([this](const net::Request& request, const net::HttpServer::Answer& answer) {
      if (!api_->answer(request, answer)) answer(net::text_response(404, ""));
    });
    thread_ = std::jthread([this] { loop_.run(); });
    journal::v1::Event event;
    event.mutable_visit_ended()->set_outcome("failed");
    event.mutable_visit_ended()->set_code("011");
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(journal_->append(event));
  }
  void TearDown() override {
    loop_.stop();
    thread_.join();
    api_.reset();
  }
  net::Response ask(const std::string& method, const std::string& target) {
    net::ClientOptions options;
    options.port = server_->port();
    net::HttpClient client(std::move(options));
    net::Request request;
    request.method = method;
    request.target = target;
    request.headers = {{"Host", "127.0.0.1:" + std::to_string(server_->port())}};
    return *client.exchange(std::move(request));
  }

  test::TempFolder temp_;
  SystemClock clock_;
  net::Loop loop_;
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<journal::Log> log_;
  std::unique_ptr<LogApi> api_;
  std::unique_ptr<net::HttpServer> server_;
  std::jthread thread_;
};

TEST_F(OverHttp, page_has_words_and_leads_to_the_next) {
  const auto first = Json::parse(ask("GET", "/api/log?most=2").body);

  ASSERT_EQ(first["records"].size(), 2u);
  const auto& record = first["records"][0];
  EXPECT_EQ(record["sequence"], 3);
  EXPECT_EQ(record["level"], "warning");
  EXPECT_EQ(record["source"], "host");
  EXPECT_EQ(record["code"], "011");
  EXPECT_EQ(record["fits"], true);
  EXPECT_EQ(record["written"], record["time"]);
  EXPECT_THAT(record["words"]["ja"].get<std::string>(), testing::StartsWith("受付が終わりました"));
  EXPECT_EQ(record["fields"]["outcome"], "failed");
  EXPECT_EQ(first["next"], 2);
  const auto second = Json::parse(ask("GET", "/api/log?most=2&before=2").body);
  EXPECT_EQ(second["records"].size(), 1u);
  EXPECT_EQ(second["next"], 0);
}

TEST_F(OverHttp, wrong_condition_is_a_400_in_words_and_other_addresses_are_not_ours) {
  const auto wrong = ask("GET", "/api/log?level=loud");
  EXPECT_EQ(wrong.status, 400u);
  EXPECT_THAT(wrong.body, testing::HasSubstr("info, warning or error"));
  EXPECT_EQ(ask("GET", "/api/logs").status, 404u);
  EXPECT_EQ(ask("GET", "/api/log/clock").status, 404u);
}

TEST_F(OverHttp, staff_confirm_the_clock) {
  EXPECT_EQ(ask("POST", "/api/log/clock").status, 200u);
}

class OfTerminals : public testing::Test {
 protected:
  class HandClock final : public Clock {
   public:
    [[nodiscard]] WallTime now() const override { return kNow; }
    [[nodiscard]] SteadyTime steady() const override { return {}; }
  };
  class Events final : public ports::JournalPort {
   public:
    Result<std::uint64_t> append(const journal::v1::Event& event) override {
      const std::scoped_lock lock(mutex);
      events.push_back(event);
      return events.size();
    }
    std::mutex mutex;
    std::vector<journal::v1::Event> events;
  };
  static link::v1::LogLines line(std::uint64_t number, const std::string& level, const std::string& text,
                                 std::chrono::milliseconds clock_behind = 0ms) {
    link::v1::LogLines lines;
    auto& added = *lines.add_lines();
    added.set_number(number);
    added.set_time_ms((kNow - clock_behind).time_since_epoch().count());
    added.set_level(level);
    added.set_text(text);
    return lines;
  }
  // Tasks run in their order: when a line of another terminal has come, all before it have.
  void settle() {
    const auto end = "END" + std::to_string(++ends_);
    log_->hear(end, line(1, "error", "end"));
    const auto came = [&] {
      const std::scoped_lock lock(events_.mutex);
      return std::ranges::any_of(events_.events, [&](const auto& event) { return event.terminal() == end; });
    };
    for (int i = 0; i < 1000 && !came(); ++i) std::this_thread::sleep_for(10ms);
  }
  [[nodiscard]] std::vector<journal::v1::ProgramLog> told() {
    settle();
    const std::scoped_lock lock(events_.mutex);
    std::vector<journal::v1::ProgramLog> result;
    for (const auto& event : events_.events)
      if (!event.terminal().starts_with("END")) result.push_back(event.program_log());
    return result;
  }
  [[nodiscard]] std::string kept(const std::string& name) {
    settle();
    const auto bytes = read_file(temp_ / "lines" / name);
    return bytes ? std::string(as_text(*bytes)) : std::string();
  }
  test::TempFolder temp_;
  HandClock clock_;
  int ends_ = 0;
  Events events_;
  std::unique_ptr<TerminalLog> log_ = std::make_unique<TerminalLog>(temp_ / "lines", clock_, events_);
};

TEST_F(OfTerminals, lines_are_kept_and_warnings_go_into_the_journal_too) {
  log_->hear("T-0001", line(1, "info", "started"));
  log_->hear("T-0001", line(2, "warning", "camera slow"));

  ASSERT_EQ(told().size(), 1u);
  EXPECT_EQ(told()[0].text(), "camera slow");
  EXPECT_EQ(told()[0].program(), "omote-terminal");
  EXPECT_THAT(kept("T-0001.jsonl"), testing::AllOf(testing::HasSubstr("started"), testing::HasSubstr("camera slow")));
}

TEST_F(OfTerminals, lines_sent_again_are_kept_once_also_by_a_host_that_was_restarted) {
  log_->hear("T", line(11, "error", "one"));
  log_->hear("T", line(12, "error", "two"));
  log_->hear("T", line(12, "error", "two"));
  EXPECT_EQ(told().size(), 2u);
  log_ = std::make_unique<TerminalLog>(temp_ / "lines", clock_, events_);
  log_->hear("T", line(11, "error", "one"));
  log_->hear("T", line(12, "error", "two"));
  log_->hear("T", line(13, "error", "three"));

  const auto lines = kept("T.jsonl");
  EXPECT_EQ(std::ranges::count(lines, '\n'), 3);
  EXPECT_EQ(told().size(), 3u);
}

TEST_F(OfTerminals, clock_of_a_terminal_is_brought_to_ours) {
  log_->hear("T", line(1, "error", "old line", 90s));
  log_->hear("T", line(2, "error", "fresh line", 60s));
  log_->hear("T", line(3, "error", "slow line", 61s));

  EXPECT_EQ(log_->clock_offset("T"), 60s);
  EXPECT_EQ(told()[2].offset_ms(), 60'000);
  EXPECT_EQ(log_->clock_offset("other"), std::nullopt);
}

TEST_F(OfTerminals, forged_lines_and_serials_stay_harmless) {
  log_->hear("../../etc/x", line(1, "error", "a\nb\x1b[2J"));

  ASSERT_EQ(told().size(), 1u);
  EXPECT_EQ(told()[0].text(), "a\\u{0a}b\\u{1b}[2J");
  EXPECT_FALSE(std::filesystem::exists(temp_ / "etc"));
  for (const auto& entry : std::filesystem::directory_iterator(temp_ / "lines")) {
    const auto name = entry.path().filename().string();
    EXPECT_TRUE(name.starts_with("END") || (name.starts_with('x') && name.size() == 23)) << name;
  }
}

TEST_F(OfTerminals, storm_is_bounded_on_disk_and_in_the_journal) {
  const std::string text(900, 'x');
  for (std::uint64_t i = 1; i <= 6000; ++i) log_->hear("T", line(i, "error", text));

  EXPECT_LE(told().size(), 40u);
  std::uintmax_t size = 0;
  for (const auto& entry : std::filesystem::directory_iterator(temp_ / "lines")) size += entry.file_size();
  EXPECT_LT(size, 5u << 20);
  EXPECT_GT(size, 1u << 20);
}

}  // namespace
}  // namespace omote::host
