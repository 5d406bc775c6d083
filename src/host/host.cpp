#include "host/host.hpp"

#include "base/log.hpp"

namespace omote::host {

namespace {

constexpr std::size_t kLastVisits = 20;
constexpr std::chrono::seconds kFlushEvery{2};

std::string_view word_for(ports::Presence presence) {
  switch (presence) {
    case ports::Presence::NoService: return "service_missing";
    case ports::Presence::NoReader: return "missing";
    case ports::Presence::Empty: return "ready";
    case ports::Presence::Card: return "card";
  }
  return "missing";
}

}  // namespace

Result<std::unique_ptr<Host>> Host::open(HostParts parts) {
  auto host = std::unique_ptr<Host>(new Host(std::move(parts)));
  auto* self = host.get();
  auto console = ConsoleServer::open(
      self->parts_.loop, self->parts_.settings.console_port, self->parts_.settings.console_pages,
      [self] { return self->state(); }, [self](const console::v1::FromPage& wish) { self->wish(wish); });
  if (!console) return pass(console);
  self->console_ = std::move(*console);
  if (auto opened = self->open_library(); !opened) return pass(opened);
  if (auto opened = self->open_link(); !opened) return pass(opened);
  self->flush_outbox();
  return host;
}

Host::~Host() {
  alive_.reset();
  for (const auto& [serial, desk] : desks_) desk->runner->on(visit::TerminalWentDown{"host_stopped"});
  parts_.loop.cancel(outbox_timer_);
  output_queue_.finish();
}

void Host::journal(const std::function<void(journal::v1::Event&)>& fill) {
  journal::v1::Event event;
  fill(event);
  const auto written = parts_.journal.append(event);
  if (!written) log::error("{}", describe(written.error()));
}

Host::Desk* Host::desk_of(const std::string& serial) {
  auto& place = desks_[serial];
  if (place) return place.get();
  auto made = make_desk(serial);
  if (!made) {
    log::error("terminal {}: {}", serial, describe(made.error()));
    desks_.erase(serial);
    return nullptr;
  }
  place = std::move(*made);
  start_national(*place);
  return place.get();
}

Result<std::unique_ptr<Host::Desk>> Host::make_desk(const std::string& serial) {
  const auto* registration = registration_of(serial);
  const auto settings = terminal_settings(registration == nullptr ? account::Registration{"", serial} : *registration);
  auto national = parts_.make_national(settings);
  if (!national) return pass(national);
  auto worker = parts_.make_card(settings.reader);
  if (!worker) return pass(worker);
  auto watcher = parts_.make_card(settings.reader);
  if (!watcher) return pass(watcher);
  auto made = std::make_unique<Desk>();
  auto& desk = *made;
  desk.serial = serial;
  desk.device_id = settings.login;
  desk.national = std::make_unique<NationalDesk>(parts_.loop, std::move(*national), [this, &desk](const std::string& reason) {
    desk.national_state = reason.empty() ? "connected" : reason;
    journal([&](journal::v1::Event& event) {
      event.set_terminal(desk.serial);
      event.mutable_national_changed()->set_state(desk.national_state);
    });
    if (reason.empty()) {
      desk.runner->on(visit::NationalWentUp{});
    } else {
      desk.runner->on(visit::NationalWentDown{reason});
    }
  });
  desk.card =
      std::make_unique<CardDesk>(parts_.loop, std::move(*worker), std::move(*watcher), [this, &desk](ports::Presence presence) {
        desk.presence = presence;
        desk.runner->on_presence(presence);
        console_->changed();
      });
  desk.runner = std::make_unique<VisitRunner>(RunnerParts{
      parts_.loop, parts_.clock, parts_.journal, parts_.output, output_queue_, *desk.card, *desk.national, serial,
      parts_.settings.institution_code, [this, serial](const link::v1::ToTerminal& message) { link_->send(serial, message); },
      [this] { console_->changed(); }, [this](const console::v1::Visit& visit) { visit_ended(visit); },
      [this, serial](const std::string& visit, const std::string& reason, const std::string& phase) {
        log::info("terminal {}: visit {}: {} in {}", serial, visit, reason, phase);
      }});
  return made;
}

// Without an account there is nothing to log in with: that is said, and nobody is asked.
void Host::start_national(Desk& desk) {
  if (!desk.device_id.empty() || parts_.settings.national_way != "https") return desk.national->start();
  desk.national_state = "account_not_registered";
  desk.runner->on(visit::NationalWentDown{desk.national_state});
}

Result<void> Host::open_link() {
  link::HostLinkEvents events;
  events.on_found = [this](const link::KnownTerminal&) { console_->changed(); };
  events.on_up = [this](const std::string& serial) { link_up(serial); };
  events.on_down = [this](const std::string& serial, const std::string& reason) { link_down(serial, reason); };
  events.on_message = [this](const std::string& serial, const link::v1::ToHost& message) { hear(serial, message); };
  events.on_pairing_number = [this](const std::string& serial, const std::string& number) {
    pairing_[serial].set_pairing_number(number);
    pairing_[serial].set_state("comparing");
    console_->changed();
  };
  events.on_pairing_end = [this](const std::string& serial, const std::string& reason) { pairing_ended(serial, reason); };
  auto link = link::HostLink::open(parts_.loop, std::move(parts_.identity), std::move(parts_.link), std::move(events));
  if (!link) return pass(link);
  link_ = std::move(*link);
  // Paired terminals get their desk at once: the national system and the reader are ready before the terminal is.
  for (const auto& terminal : link_->terminals()) {
    if (!terminal.paired) continue;
    auto made = make_desk(terminal.serial);
    if (!made) return pass(made);
    start_national(**made);
    desks_[terminal.serial] = std::move(*made);
  }
  return {};
}

void Host::pairing_ended(const std::string& serial, const std::string& reason) {
  pairing_.erase(serial);
  if (reason == "paired") {
    journal([&](journal::v1::Event& event) {
      event.set_terminal(serial);
      event.mutable_terminal_paired();
    });
    desk_of(serial);
  } else {
    pairing_[serial].set_state("failed:" + reason);
  }
  console_->changed();
}

void Host::link_up(const std::string& serial) {
  auto* found = desk_of(serial);
  if (found == nullptr) return;
  auto& desk = *found;
  desk.link_state = "connected";
  link::v1::ToTerminal message;
  message.mutable_settings()->set_clinic_name(parts_.settings.clinic_name);
  for (const auto& language : parts_.settings.languages) message.mutable_settings()->add_languages(language);
  link_->send(serial, message);
  journal([&](journal::v1::Event& event) {
    event.set_terminal(serial);
    event.mutable_link_changed()->set_up(true);
  });
  desk.runner->on(visit::TerminalWentUp{});
  link::v1::ToTerminal screen;
  *screen.mutable_screen() = desk.runner->screen();
  link_->send(serial, screen);
}

void Host::link_down(const std::string& serial, const std::string& reason) {
  // A terminal that was forgotten a moment ago gets no new desk.
  const auto at = desks_.find(serial);
  if (at == desks_.end()) return;
  auto& desk = *at->second;
  desk.link_state = reason.starts_with("refused") ? reason : "lost";
  desk.terminal.Clear();
  journal([&](journal::v1::Event& event) {
    event.set_terminal(serial);
    event.mutable_link_changed()->set_up(false);
    event.mutable_link_changed()->set_reason(reason);
  });
  desk.runner->on(visit::TerminalWentDown{reason});
}

void Host::hear(const std::string& serial, const link::v1::ToHost& message) {
  auto* desk = desk_of(serial);
  if (desk == nullptr) return;
  if (message.has_state()) {
    desk->terminal = message.state();
    return console_->changed();
  }
  desk->runner->on_message(message);
}

void Host::wish(const console::v1::FromPage& wish) {
  if (wish.has_pair_start()) {
    const auto& serial = wish.pair_start().serial();
    if (const auto started = link_->start_pairing(serial); !started) {
      log::warning("pairing with {}: {}", serial, describe(started.error()));
      pairing_[serial].set_state("failed:" + std::string(started.error().reason.text()));
    }
    return console_->changed();
  }
  if (wish.has_pair_answer()) {
    pairing_[wish.pair_answer().serial()].set_state("confirmed_here");
    link_->answer_pairing(wish.pair_answer().serial(), wish.pair_answer().same());
    return console_->changed();
  }
  if (wish.has_forget()) return forget(wish.forget().serial());
  if (wish.has_switch_check_in()) return switch_check_in(wish.switch_check_in());
  const auto& serial = wish.has_staff_confirm() ? wish.staff_confirm().terminal() : wish.cancel().terminal();
  const auto at = desks_.find(serial);
  if (at == desks_.end()) return log::warning("the console names a terminal that is not here");
  auto& runner = *at->second->runner;
  if (wish.has_cancel()) {
    if (!runner.state().running || wish.cancel().visit() != runner.log().id())
      return log::warning("the console stops a visit that is over");
    return runner.on(visit::CancelledByStaff{});
  }
  if (wish.has_staff_confirm()) staff_decided(runner, wish.staff_confirm());
}

void Host::switch_check_in(const console::v1::SwitchCheckIn& wish) {
  const auto at = desks_.find(wish.terminal());
  if (at == desks_.end()) return log::warning("the console names a terminal that is not here");
  at->second->runner->on(visit::CheckInSwitched{wish.open()});
  console_->changed();
}

// Only a named member of staff counts, and only for the visit that the console showed: another card may lie there by now.
void Host::staff_decided(VisitRunner& runner, const console::v1::StaffConfirm& confirm) {
  if (confirm.staff().find_first_not_of(' ') == std::string::npos) return log::warning("a staff confirmation without a name");
  if (!runner.state().running || confirm.visit() != runner.log().id())
    return log::warning("a staff confirmation for a visit that is over");
  journal([&](journal::v1::Event& event) {
    event.set_visit(confirm.visit());
    event.set_terminal(confirm.terminal());
    auto& decided = *event.mutable_staff_decided();
    decided.set_staff(confirm.staff());
    decided.set_is_the_person(confirm.is_the_person());
    decided.set_by("console");
  });
  runner.on(visit::StaffDecided{confirm.is_the_person()});
}

void Host::forget(const std::string& serial) {
  // Its visit ends as every other: released, wiped, journalled.
  if (const auto at = desks_.find(serial); at != desks_.end()) at->second->runner->on(visit::TerminalWentDown{"forgotten"});
  if (const auto forgotten = link_->forget(serial); !forgotten) log::error("{}", describe(forgotten.error()));
  desks_.erase(serial);
  console_->changed();
}

void Host::visit_ended(const console::v1::Visit& visit) {
  last_visits_.push_front(visit);
  if (last_visits_.size() > kLastVisits) last_visits_.pop_back();
  // An account that changed during the visit; its runner is still at work here.
  parts_.loop.post([this, alive = std::weak_ptr(alive_)] {
    if (!alive.expired()) registrations_changed();
  });
  console_->changed();
}

// Results that the folder refused go out as soon as it takes them again.
void Host::flush_outbox() {
  output_queue_.post([this] {
    const int waiting = parts_.output.flush();
    parts_.loop.post([this, alive = std::weak_ptr(alive_), waiting] {
      if (alive.expired()) return;
      if (std::exchange(waiting_results_, waiting) != waiting) console_->changed();
      outbox_timer_ = parts_.loop.after(kFlushEvery, [this] { flush_outbox(); });
    });
  });
}

console::v1::Terminal Host::terminal_state(const Desk& desk) const {
  console::v1::Terminal terminal;
  terminal.set_serial(desk.serial);
  for (const auto& known : link_->terminals()) {
    if (known.serial != desk.serial) continue;
    terminal.set_address(known.address);
    terminal.set_software(known.software);
  }
  terminal.set_link(desk.link_state);
  terminal.set_stopped(!desk.runner->state().open);
  terminal.set_reader(parts_.settings.terminal(desk.serial).reader);
  terminal.set_reader_state(std::string(word_for(desk.presence)));
  terminal.set_visit_state(std::string(to_string(desk.runner->state().phase)));
  *terminal.mutable_screen() = desk.runner->screen();
  terminal.set_page_connected(desk.terminal.page_connected());
  terminal.set_face_camera(desk.terminal.face_camera());
  terminal.set_card_face_camera(desk.terminal.card_face_camera());
  const auto latency = link_->latency(desk.serial).value_or(std::chrono::microseconds(0));
  terminal.set_link_latency_us(static_cast<std::uint32_t>(latency.count()));
  if (desk.runner->state().running) *terminal.mutable_visit() = desk.runner->log().visit();
  return terminal;
}

console::v1::State Host::state() const {
  console::v1::State state;
  state.set_clinic_name(parts_.settings.clinic_name);
  state.set_institution_code(parts_.settings.institution_code);
  state.set_environment(parts_.settings.environment);
  state.set_version(parts_.version);
  state.set_time(to_iso(parts_.clock.now()));
  auto& national = *state.mutable_national();
  national.set_state("connecting");
  for (const auto& [serial, desk] : desks_) {
    *state.add_terminals() = terminal_state(*desk);
    // One sentence for all: the terminal whose account needs somebody comes first.
    if (national.state() != "connecting" && national.state() != "connected") continue;
    const auto& policy = desk->national->policy();
    national.set_state(desk->national_state);
    national.set_mode(policy.mode == Mode::Unattended ? "unattended" : "staff_confirmation");
    national.set_face_security_level(static_cast<std::uint32_t>(policy.face_security_level));
    national.set_login_name(desk->device_id);
  }
  state.mutable_output()->set_folder(parts_.settings.output_folder.string());
  state.mutable_output()->set_waiting(static_cast<std::uint32_t>(waiting_results_));
  for (const auto& known : link_->terminals()) {
    if (known.paired) continue;
    auto& found = *state.add_found();
    const auto running = pairing_.find(known.serial);
    if (running != pairing_.end()) found = running->second;
    if (found.state().empty()) found.set_state("found");
    found.set_serial(known.serial);
    found.set_address(known.address);
  }
  for (const auto& visit : last_visits_) *state.add_last_visits() = visit;
  return state;
}

}  // namespace omote::host
