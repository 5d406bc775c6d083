#include "host/self_test.hpp"

#include <fmt/format.h>

#include <cmath>

#include "base/file.hpp"
#include "base/log.hpp"

namespace omote::host {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLookEvery{100};
constexpr milliseconds kAtMost{20'000};     // whatever has not answered by then is bad
constexpr milliseconds kLoginTakes{3'000};  // a session that stands is believed after the policy was asked for anew
constexpr milliseconds kClockwork{20'000};
constexpr double kClockAway = 60;  // seconds
constexpr double kDiskLeft = 500;  // MiB

milliseconds since(SteadyTime begin, const Clock& clock) {
  return std::chrono::duration_cast<milliseconds>(clock.steady() - begin);
}

}  // namespace

SelfTest::SelfTest(SelfTestParts parts)
    : parts_(std::move(parts)), clockwork_(parts_.loop, kClockwork, [this] { start_when_due(); }) {
  if (!parts_.at.empty()) last_day_ = KeptFile::open(parts_.state_folder / "self_test", "omote-self-test");
}

SelfTest::~SelfTest() {
  alive_.reset();
}

// A PC that is switched on later than that time tests at once; once a day is enough.
void SelfTest::start_when_due() {
  if (!last_day_) return;
  const auto now = to_jst(parts_.clock.now());
  const auto day = to_iso(now.date);
  if (fmt::format("{:02}:{:02}", now.hour, now.minute) < parts_.at || last_day_->contents() == day) return;
  if (const auto saved = last_day_->save(day); !saved) log::warning("{}", describe(saved.error()));
  start();
}

void SelfTest::start() {
  if (looks_) return;
  result_.Clear();
  result_.set_began(to_iso(parts_.clock.now()));
  began_ = parts_.clock.steady();
  answers_.clear();
  ++number_;
  add_pc_checks();
  for (const auto& terminal : parts_.terminals()) {
    link::v1::ToTerminal wish;
    wish.mutable_self_test()->set_number(number_);
    parts_.send(terminal.serial, wish);
    parts_.log_in(terminal.serial);
    add_terminal_checks(terminal.serial);
  }
  looks_ = std::make_unique<net::Repeat>(parts_.loop, kLookEvery, [this] { look(); });
  parts_.changed();
}

void SelfTest::add(const std::string& name, const std::string& terminal, const std::string& row, Look look) {
  auto& check = *result_.add_checks();
  check.set_name(name);
  check.set_terminal(terminal);
  check.set_row(row);
  check.set_result("running");
  pending_.push_back({result_.checks_size() - 1, parts_.clock.steady(), std::move(look)});
}

void SelfTest::add_pc_checks() {
  add("journal", "", "", [this]() -> std::optional<Verdict> {
    journal::v1::Event event;
    auto& line = *event.mutable_program_log();
    line.set_program("omote-host");
    line.set_level("info");
    line.set_text("self-test");
    const auto written = parts_.journal.append(event);
    return Verdict{written.has_value(), written ? "" : describe(written.error())};
  });
  add("output", "", "E10", by_output_folder());
  add("disk", "", "", [this]() -> std::optional<Verdict> {
    std::error_code error;
    const auto space = std::filesystem::space(parts_.state_folder, error);
    const auto left = error ? 0.0 : static_cast<double>(space.available) / (1 << 20);
    return Verdict{left > kDiskLeft, error ? error.message() : fmt::format("{:.0f} MiB", left)};
  });
  add("clock", "", "", by_fact("pc.clock_offset_s", "", [](const fact::Fact& fact) {
        const auto away = std::get<double>(*fact.value);
        return Verdict{std::abs(away) < kClockAway, fmt::format("{:.1f} s", away)};
      }));
}

void SelfTest::add_terminal_checks(const std::string& serial) {
  add("link", serial, "E36", [this, serial]() -> std::optional<Verdict> {
    const auto now = terminal(serial);
    if (!now || !now->connected) return Verdict{false, "not connected"};
    if (!now->latency) return std::nullopt;
    return Verdict{true, fmt::format("{:.1f} ms", static_cast<double>(now->latency->count()) / 1000)};
  });
  add("reader", serial, "E04", [this, serial]() -> std::optional<Verdict> {
    const auto now = terminal(serial);
    const auto presence = now ? now->presence : ports::Presence::NoReader;
    if (presence == ports::Presence::NoService || presence == ports::Presence::ServiceSilent)
      return Verdict{false, "no card service"};
    if (presence == ports::Presence::NoReader) return Verdict{false, "no reader"};
    return Verdict{true, presence == ports::Presence::Card ? "a card lies there" : ""};
  });
  add("login", serial, "E25", by_login(serial));
  const auto ok = [](const fact::Fact& fact) { return Verdict{to_text(fact) == "ok", to_text(fact)}; };
  add("page", serial, "Q01",
      by_fact("terminal.page_alive", serial, [](const fact::Fact& fact) { return Verdict{to_text(fact) == "true", ""}; }));
  add("touch", serial, "Q01", by_fact("terminal.touch", serial, ok));
  add("face_camera", serial, "E23", by_fact("terminal.face_camera", serial, ok));
  add("card_camera", serial, "E22", by_fact("terminal.card_camera", serial, ok));
  add("card_reading", serial, "E38", by_terminal_answer(serial, "card_reading"));
  add("face_networks", serial, "E38", by_terminal_answer(serial, "face_networks"));
}

std::optional<TestedTerminal> SelfTest::terminal(const std::string& serial) const {
  for (auto& terminal : parts_.terminals()) {
    if (terminal.serial == serial) return terminal;
  }
  return std::nullopt;
}

// An unknown fact is no fault found: the check is skipped, with the reason.
SelfTest::Look SelfTest::by_fact(const std::string& id, const std::string& subject,
                                 std::function<Verdict(const fact::Fact&)> judge) const {
  return [this, id, subject, judge = std::move(judge)]() -> std::optional<Verdict> {
    const auto fact = parts_.fact(id, subject);
    if (!fact || fact->unknown == "not_yet") return std::nullopt;
    return fact->value ? judge(*fact) : Verdict{true, "?" + fact->unknown};
  };
}

// As a result would be written: under a name that no receipt computer takes.
SelfTest::Look SelfTest::by_output_folder() {
  auto answer = std::make_shared<std::optional<Verdict>>();
  parts_.files.post(
      [&loop = parts_.loop, answer, alive = std::weak_ptr(alive_), file = parts_.output_folder / ".omote-self-test.tmp"] {
        auto written = write_durably(file, as_bytes("self-test"));
        std::error_code error;
        if (written) std::filesystem::remove(file, error);
        Verdict verdict{written && !error, written ? error ? error.message() : "" : describe(written.error())};
        loop.post([answer, alive, verdict = std::move(verdict)] {
          if (!alive.expired()) *answer = verdict;
        });
      });
  return [answer] { return *answer; };
}

SelfTest::Look SelfTest::by_login(const std::string& serial) const {
  return [this, serial]() -> std::optional<Verdict> {
    const auto now = terminal(serial);
    if (!now) return Verdict{false, "no terminal"};
    if (now->national == "connecting") return std::nullopt;
    if (now->national != "connected") return Verdict{false, now->national};
    if (since(began_, parts_.clock) < kLoginTakes) return std::nullopt;
    return Verdict{true, ""};
  };
}

SelfTest::Look SelfTest::by_terminal_answer(const std::string& serial, const std::string& name) const {
  return [this, serial, name]() -> std::optional<Verdict> {
    const auto at = answers_.find(serial);
    if (at == answers_.end()) {
      const auto now = terminal(serial);
      return now && now->connected ? std::nullopt : std::optional(Verdict{false, "not connected"});
    }
    for (const auto& check : at->second.checks()) {
      if (check.name() != name) continue;
      return Verdict{check.result() != "bad", check.result() == "skipped" ? "?" + check.detail() : check.detail()};
    }
    return Verdict{true, "?the terminal does not know this check"};
  };
}

void SelfTest::answered(const std::string& serial, const link::v1::SelfTestAnswer& answer) {
  if (looks_ && answer.number() == number_) answers_[serial] = answer;
}

void SelfTest::settle(int check, const Verdict& verdict) {
  auto& row = *result_.mutable_checks(check);
  const bool skipped = verdict.good && verdict.detail.starts_with('?');
  row.set_result(skipped ? "skipped" : verdict.good ? "good" : "bad");
  row.set_detail(skipped ? verdict.detail.substr(1) : verdict.detail);
  if (row.result() != "bad") row.clear_row();
}

void SelfTest::look() {
  const bool over = since(began_, parts_.clock) > kAtMost;
  std::vector<Pending> waiting;
  for (auto& pending : pending_) {
    auto verdict = pending.look();
    if (!verdict && !over) {
      waiting.push_back(std::move(pending));
      continue;
    }
    settle(pending.check, verdict.value_or(Verdict{false, "no answer"}));
    result_.mutable_checks(pending.check)->set_took_ms(static_cast<std::uint32_t>(since(pending.begin, parts_.clock).count()));
  }
  const bool news = waiting.size() != pending_.size();
  pending_ = std::move(waiting);
  if (pending_.empty()) return end();
  if (news) parts_.changed();
}

void SelfTest::end() {
  result_.set_ended(to_iso(parts_.clock.now()));
  journal::v1::Event event;
  auto& ended = *event.mutable_self_test_ended();
  for (const auto& check : result_.checks()) {
    if (check.result() == "good") ended.set_good(ended.good() + 1);
    if (check.result() != "bad") continue;
    ended.set_bad(ended.bad() + 1);
    ended.add_bad_checks(check.terminal().empty() ? check.name() : check.terminal() + "." + check.name());
  }
  ended.set_took_ms(static_cast<std::uint32_t>(since(began_, parts_.clock).count()));
  log::info("self-test: {} good, {} bad", ended.good(), ended.bad());
  if (const auto written = parts_.journal.append(event); !written) log::error("{}", describe(written.error()));
  // This runs inside of the repetition, which must not destroy itself.
  parts_.loop.post([this, alive = std::weak_ptr(alive_)] {
    if (!alive.expired()) looks_.reset();
  });
  parts_.changed();
}

}  // namespace omote::host
