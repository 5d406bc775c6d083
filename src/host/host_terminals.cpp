// Managing the terminals: check-in that stays as it was switched, the day's counts, restarts, and trying again.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/log.hpp"
#include "host/host.hpp"

namespace omote::host {

namespace {

constexpr std::size_t kMostOfADay = 10'000;

bool good_outcome(const std::string& outcome) {
  return outcome == "delivered" || outcome == "kept";
}

// What its screen says that it waits for; "" when it waits for nothing, or people want it so.
std::string stands_still_for(const kiosk::v1::Screen& screen) {
  const auto why = screen.params().find("for");
  if (screen.id() != "waiting" || why == screen.params().end()) return "";
  return why->second == "stopped" || why->second == "library" || why->second == "start" ? "" : why->second;
}

std::string text_of(const link::v1::TerminalState& state, std::string_view fact) {
  const auto at = std::ranges::find(state.facts(), fact, &link::v1::Fact::id);
  return at == state.facts().end() ? std::string() : at->text();
}

}  // namespace

void Host::open_terminals() {
  open_updates();
  TerminalApiParts parts{
      parts_.clock,
      console_->audit(),
      wishes_,
      [this] { return managed_terminals(); },
      [this](const std::string& serial, bool open, const console::Caller& by) { switch_check_in(serial, open, by); },
      [this](const std::string& serial, const std::string& action) { return order(serial, action); },
      [this](const std::string& serial) { forget(serial); },
      [this](const std::string& from, const std::string& to, const console::Caller& by) { return move_visit(from, to, by); },
      [this](const std::string& serial, const std::string& by) { return updates_->order(serial, by); }};
  terminal_api_.emplace(std::move(parts));
  terminal_api_->add_to(console_->routes());
  count_today();
}

// The visits of today that are over, from before this start.
void Host::count_today() {
  ports::LogFilter filter;
  filter.type = "visit_ended";
  filter.most = kMostOfADay;
  filter.since = from_jst({.date = to_jst(parts_.clock.now()).date});
  const auto page = parts_.log.page(filter);
  if (!page) return log::warning("today's visits are not counted: {}", describe(page.error()));
  const auto json = nlohmann::json::parse(*page, nullptr, false);
  for (const auto& record : json.is_object() ? json.value("records", nlohmann::json::array()) : nlohmann::json::array())
    count_visit(record.value("terminal", ""), record.value("fields", nlohmann::json::object()).value("outcome", ""));
}

void Host::count_visit(const std::string& serial, const std::string& outcome) {
  const auto today = to_iso(to_jst(parts_.clock.now()).date);
  if (std::exchange(counted_day_, today) != today) counts_.clear();
  auto& count = counts_[serial];
  ++count.visits;
  if (good_outcome(outcome)) ++count.results;
}

std::vector<ManagedTerminal> Host::managed_terminals() const {
  const bool today = counted_day_ == to_iso(to_jst(parts_.clock.now()).date);
  std::vector<ManagedTerminal> terminals;
  for (const auto& known : link_->terminals()) {
    if (!known.paired) continue;
    ManagedTerminal one{.serial = known.serial, .address = known.address, .software = known.software, .connected = known.up};
    one.link = known.up ? "connected" : known.reason;
    one.stopped = wishes_.stopped(known.serial);
    one.latency_us = static_cast<std::uint32_t>(link_->latency(known.serial).value_or(std::chrono::microseconds(0)).count());
    if (const auto at = desks_.find(known.serial); at != desks_.end() && at->second) {
      one.visit_state = std::string(to_string(at->second->runner->state().phase));
      one.visit_runs = at->second->runner->state().running;
      one.model = text_of(at->second->terminal, "terminal.model");
      one.firmware = text_of(at->second->terminal, "terminal.firmware");
    }
    const auto* drops = diagnosis_->incidents().facts().find("link.drops_today", known.serial);
    if (const auto* number = drops != nullptr && drops->value ? std::get_if<double>(&*drops->value) : nullptr)
      one.drops_today = static_cast<std::uint32_t>(*number);
    if (const auto count = counts_.find(known.serial); today && count != counts_.end()) {
      one.visits_today = count->second.visits;
      one.results_today = count->second.results;
    }
    one.update = updates_->view(known.serial);
    terminals.push_back(std::move(one));
  }
  return terminals;
}

// A visit that runs is finished first. It stays so over a restart.
void Host::switch_check_in(const std::string& serial, bool open, const console::Caller& by) {
  const auto at = desks_.find(serial);
  if (at == desks_.end()) return log::warning("a terminal that is not here is started or stopped");
  if (const auto kept = wishes_.set_stopped(serial, !open); !kept) log::error("{}", describe(kept.error()));
  journal([&](journal::v1::Event& event) {
    event.set_terminal(serial);
    auto& changed = *event.mutable_setting_changed();
    changed.set_by(by.name);
    changed.set_what("check_in");
    changed.set_name(open ? "start" : "stop");
  });
  check_in_as_wished(serial);
}

// "" when it goes there, else why not. A terminal whose page shows nothing cannot ask for the card.
std::string Host::move_visit(const std::string& from, const std::string& to, const console::Caller& by) {
  const auto leaves = desks_.find(from), comes = desks_.find(to);
  if (leaves == desks_.end() || comes == desks_.end()) return "terminal_unknown";
  auto& target = *comes->second;
  if (target.runner->state().phase != visit::Phase::Ready || !target.terminal.page_connected()) return "move_to_not_ready";
  auto moved = leaves->second->runner->leave(to, by.name);
  if (!moved) return std::string(moved.error().reason.text());
  target.runner->come(std::move(*moved));
  console_->changed();
  return "";
}

bool Host::order(const std::string& serial, const std::string& action) {
  if (!link_->up(serial)) return false;
  order_terminal({action, serial, {}}, [serial, action](const Result<void>& done) {
    if (!done) log::warning("terminal {}: {}: {}", serial, action, describe(done.error()));
  });
  return true;
}

// Twice a second.
void Host::tend_terminals() {
  if (!link_) return;
  const auto& plan = wishes_.plan();
  for (const auto& [serial, desk] : desks_) {
    if (!desk) continue;
    const bool still = desk->runner->state().open && !stands_still_for(desk->runner->screen()).empty();
    if (try_again_.due(serial, still, parts_.clock.steady(), std::chrono::minutes(plan.again_after_min))) start_again(*desk);
  }
  restart_when_due();
  updates_->tend(follow_now());
}

// What clears by itself has done so at once; this is for the rest. A password that was refused is never tried again by itself.
void Host::start_again(Desk& desk) {
  log::info("terminal {}: stands still for {}, is tried again", desk.serial, stands_still_for(desk.runner->screen()));
  if (!link_->up(desk.serial)) {
    if (const auto tried = link_->reconnect(desk.serial); !tried) log::info("{}", describe(tried.error()));
  } else if (!desk.terminal.page_connected()) {
    static_cast<void>(order(desk.serial, "restart_kiosk_page"));
  }
  if (!desk.national->logged_in() && !desk.device_id.empty()) desk.national->refresh();
}

// Each terminal once a day, and never while somebody is at one: that one follows when it is free.
void Host::restart_when_due() {
  const auto left = restart_in(wishes_.plan().restart_at, parts_.clock.now());
  const auto told = !left || left->count() == 0 ? 0 : *left <= std::chrono::minutes(1) ? 1 : 10;
  if (std::exchange(restart_told_min_, told) != told) screens_anew();
  const auto today = to_iso(to_jst(parts_.clock.now()).date);
  if (left && left->count() == 0 && wishes_.restarted_on() != today) {
    if (const auto kept = wishes_.set_restarted_on(today); !kept) log::error("{}", describe(kept.error()));
    for (const auto& [serial, desk] : desks_) restart_waits_.insert(serial);
  }
  std::erase_if(restart_waits_, [this](const std::string& serial) {
    const auto at = desks_.find(serial);
    if (at == desks_.end() || !link_->up(serial)) return true;
    return !at->second->runner->state().running && !updates_->holds(serial) && order(serial, "restart_terminal_program");
  });
}

void Host::screens_anew() {
  for (const auto& [serial, desk] : desks_) {
    if (!desk || !link_->up(serial)) continue;
    link::v1::ToTerminal message;
    *message.mutable_screen() = desk->runner->screen();
    send(*desk, std::move(message));
  }
}

}  // namespace omote::host
