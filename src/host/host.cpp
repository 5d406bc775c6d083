#include "host/host.hpp"

#include "base/log.hpp"

namespace omote::host {

namespace {

constexpr std::chrono::seconds kFlushEvery{2};

}  // namespace

Result<std::unique_ptr<Host>> Host::open(HostParts parts) {
  auto host = std::unique_ptr<Host>(new Host(std::move(parts)));
  auto* self = host.get();
  self->open_diagnosis();
  if (auto opened = self->open_console(); !opened) return pass(opened);
  self->open_records();
  self->integration_ = std::make_unique<Integration>(self->parts_.loop, self->parts_.clock, *self->console_, self->parts_.journal,
                                                     self->parts_.settings.state_folder, [self] { return self->state(); });
  self->open_messages();
  self->open_accounts();
  self->open_terminals();
  self->open_support();
  if (auto opened = self->open_library(); !opened) return pass(opened);
  if (auto opened = self->open_link(); !opened) return pass(opened);
  self->open_self_test();
  self->watch_journal();
  self->flush_outbox();
  return host;
}

Host::~Host() {
  parts_.journal.on_state({});
  alive_.reset();
  for (const auto& [serial, desk] : desks_) desk->runner->on(visit::TerminalWentDown{"host_stopped"});
  parts_.loop.cancel(outbox_timer_);
  output_queue_.finish();
}

Result<void> Host::open_console() {
  const auto& settings = parts_.settings;
  auto console = console::ConsoleServer::open({parts_.loop, parts_.clock, parts_.journal, settings.console_port,
                                               settings.console_pages, settings.state_folder, [this] { return state(); },
                                               [this](const auto& wish, const auto& by) { this->wish(wish, by); }});
  if (!console) return pass(console);
  console_ = std::move(*console);
  diagnosis_->serve(console_->routes());
  notes_.serve(console_->routes());
  return {};
}

void Host::open_records() {
  records_ = std::make_unique<Records>(parts_.loop, parts_.clock, parts_.settings, parts_.journal, parts_.log, parts_.catalogue,
                                       [this] { console_->changed(); });
  records_->serve(console_->routes());
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
  if (!journal_reason_.empty()) place->runner->on(visit::RecordsStopped{});
  start_national(*place);
  return place.get();
}

Result<std::unique_ptr<Host::Desk>> Host::make_desk(const std::string& serial) {
  const auto* registration = registration_of(serial);
  const auto settings =
      settings_of(serial, terminal_settings(registration == nullptr ? account::Registration{"", serial} : *registration));
  auto national = make_national(settings);
  if (!national) return pass(national);
  auto worker = parts_.make_card(settings.reader);
  if (!worker) return pass(worker);
  auto watcher = parts_.make_card(settings.reader);
  if (!watcher) return pass(watcher);
  auto made = std::make_unique<Desk>();
  auto& desk = *made;
  desk.serial = serial;
  desk.device_id = settings.login;
  desk.settings = settings;
  desk.login_files = login_files(settings);
  desk.national = std::make_unique<NationalDesk>(
      parts_.loop, std::move(*national),
      [this, &desk](const std::string& reason, const std::string& context) {
        desk.national_state = reason.empty() ? "connected" : reason;
        desk.national_context = context;
        desk.national_since = parts_.clock.steady();
        diagnosis_->host().national(desk.serial, reason, context);
        journal([&](journal::v1::Event& event) {
          event.set_terminal(desk.serial);
          event.mutable_national_changed()->set_state(desk.national_state);
        });
        if (reason.empty()) {
          desk.runner->on(visit::NationalWentUp{});
        } else {
          desk.runner->on(visit::NationalWentDown{reason});
        }
      },
      [this, &desk] { diagnosis_->incidents().national_good(desk.serial); });
  desk.card =
      std::make_unique<CardDesk>(parts_.loop, std::move(*worker), std::move(*watcher), [this, &desk](ports::Presence presence) {
        desk.presence = presence;
        diagnosis_->host().reader(desk.serial, presence, desk.runner->state().running);
        desk.runner->on_presence(presence);
        console_->changed();
      });
  desk.runner = std::make_unique<VisitRunner>(RunnerParts{
      parts_.loop, parts_.clock, parts_.journal, parts_.output, output_queue_, *desk.card, *desk.national, serial,
      parts_.settings.institution_code, [this, &desk](link::v1::ToTerminal message) { send(desk, std::move(message)); },
      [this] { console_->changed(); },
      [this, &desk](const console::v1::Visit& visit) {
        diagnosis_->visit_ended(visit, desk.runner->traits());
        visit_ended(visit, desk.runner->note());
      },
      [this, &desk](const std::string& visit, const std::string& reason, const std::string& phase) {
        diagnosis_->visit_trouble(desk.serial, visit, desk.runner->traits(), reason, phase);
      }});
  if (wishes_.stopped(serial)) desk.runner->on(visit::CheckInSwitched{false});
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
  diagnosis_->host().link_up(serial);
  remember_adapter(serial);
  tell_probes(link_->terminals());
  records_->terminal_log().link_up(serial);
  note_terminal(serial);
  for (const auto& known : link_->terminals())
    if (known.serial == serial) updates_->link_up(serial, known.software, link_->version(serial));
  tell_settings(desk);
  journal([&](journal::v1::Event& event) {
    event.set_terminal(serial);
    event.mutable_link_changed()->set_up(true);
  });
  desk.runner->on(visit::TerminalWentUp{});
  link::v1::ToTerminal screen;
  *screen.mutable_screen() = desk.runner->screen();
  send(desk, std::move(screen));
}

void Host::link_down(const std::string& serial, const std::string& reason) {
  // A terminal that was forgotten a moment ago gets no new desk.
  const auto at = desks_.find(serial);
  if (at == desks_.end()) return;
  updates_->link_down(serial);
  auto& desk = *at->second;
  desk.link_state = reason.starts_with("refused") ? reason : "lost";
  desk.terminal.Clear();
  // The looks that the trouble asks for find it as it is now.
  tell_probes(link_->terminals());
  diagnosis_->host().link_down(serial, reason, desk.runner->state().running);
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
  if (message.has_log_lines()) return records_->terminal_log().hear(serial, message.log_lines());
  if (message.has_state()) {
    desk->terminal = message.state();
    book_.amend(serial, desk->terminal);
    diagnosis_->host().terminal_told(serial, desk->terminal);
    return console_->changed();
  }
  if (message.has_remedy_done()) return ordered(message.remedy_done());
  if (message.has_ask_staff()) return answer_staff(serial, message.ask_staff());
  if (message.has_device_acted()) return device_acted(serial, message.device_acted());
  if (message.has_update_state()) return updates_->hear(serial, message.update_state());
  if (message.has_release_wanted()) return updates_->hear(serial, message.release_wanted());
  if (message.has_self_test()) return self_test_->answered(serial, message.self_test());
  desk->runner->on_message(message);
}

void Host::wish(const console::v1::FromPage& wish, const console::Caller& by) {
  if (diagnosis_->wish(wish)) return;
  if (records_->wish(wish, console_port())) return;
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
  if (wish.has_run_self_test()) return self_test_->start();
  if (wish.has_forget()) return forget(wish.forget().serial());
  if (const auto& check_in = wish.switch_check_in(); wish.has_switch_check_in())
    return switch_check_in(check_in.terminal(), check_in.open(), by);
  const auto& serial = wish.has_staff_confirm() ? wish.staff_confirm().terminal() : wish.cancel().terminal();
  const auto at = desks_.find(serial);
  if (at == desks_.end()) return log::warning("the console names a terminal that is not here");
  auto& runner = *at->second->runner;
  if (wish.has_cancel()) {
    if (!runner.state().running || wish.cancel().visit() != runner.log().id())
      return log::warning("the console stops a visit that is over");
    return runner.on(visit::CancelledByStaff{});
  }
  if (wish.has_staff_confirm()) staff_decided(runner, wish.staff_confirm(), by);
}

// Only a named member of staff counts, and only for the visit that the console showed: another card may lie there by now.
void Host::staff_decided(VisitRunner& runner, const console::v1::StaffConfirm& confirm, const console::Caller& by) {
  if (confirm.staff().find_first_not_of(' ') == std::string::npos) return log::warning("a staff confirmation without a name");
  if (!runner.state().running || confirm.visit() != runner.log().id())
    return log::warning("a staff confirmation for a visit that is over");
  if (confirm.is_the_person() && confirm.has_insured()) {
    if (const auto noted = parts_.insured.note(confirm.visit(), confirm.insured()); !noted)
      return log::warning("a staff confirmation: {}", describe(noted.error()));
  }
  journal([&](journal::v1::Event& event) {
    event.set_visit(confirm.visit());
    event.set_terminal(confirm.terminal());
    auto& decided = *event.mutable_staff_decided();
    decided.set_staff(confirm.staff());
    decided.set_is_the_person(confirm.is_the_person());
    decided.set_by("console");
    decided.set_account(by.name);
  });
  runner.on(visit::StaffDecided{confirm.is_the_person()});
}

void Host::forget(const std::string& serial) {
  // Its visit ends as every other: released, wiped, journalled.
  if (const auto at = desks_.find(serial); at != desks_.end()) at->second->runner->on(visit::TerminalWentDown{"forgotten"});
  if (const auto forgotten = link_->forget(serial); !forgotten) log::error("{}", describe(forgotten.error()));
  desks_.erase(serial);
  diagnosis_->forget(serial);
  updates_->forget(serial);
  book_.forget(serial);
  if (const auto kept = wishes_.set_stopped(serial, false); !kept) log::error("{}", describe(kept.error()));
  console_->changed();
}

void Host::visit_ended(const console::v1::Visit& visit, const reception::v1::Note& note) {
  parts_.insured.forget(visit.id());
  last_visits_.push_front(visit);
  count_visit(visit.terminal(), visit.outcome());
  if (last_visits_.size() > kLastVisits) last_visits_.pop_back();
  notes_.add(note);
  // An account that changed during the visit; its runner is still at work here.
  parts_.loop.post([this, alive = std::weak_ptr(alive_)] {
    if (!alive.expired()) registrations_changed();
  });
  console_->changed();
}

// Results that the folder refused go out as soon as it takes them again.
void Host::flush_outbox() {
  if (std::exchange(flushing_, true)) return;
  output_queue_.post([this] {
    const int before = parts_.output.waiting();
    const int waiting = parts_.output.flush();
    parts_.loop.post([this, alive = std::weak_ptr(alive_), before, waiting] {
      if (alive.expired()) return;
      flushing_ = false;
      for (const auto& tell : std::exchange(flushed_, {})) tell(waiting < before);
      if (std::exchange(waiting_results_, waiting) != waiting) console_->changed();
      diagnosis_->host().outbox(waiting);
      outbox_timer_ = parts_.loop.after(kFlushEvery, [this] { flush_outbox(); });
    });
  });
}

}  // namespace omote::host
