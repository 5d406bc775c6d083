// The host and its diagnosis: what it tells, what it shows of it, what it can do about it.
#include <algorithm>

#include "base/log.hpp"
#include "host/host.hpp"

namespace omote::host {

namespace {

// The link's adapter is looked at so seldom: it changes only with the plug.
constexpr unsigned kRememberEvery = 7;

std::string name_on(const kiosk::v1::Screen& screen) {
  std::string name;
  for (const auto* param : {"row", "incident", "repair"}) {
    if (const auto at = screen.params().find(param); at != screen.params().end()) name += at->second + " ";
  }
  return name;
}

}  // namespace

void Host::open_diagnosis() {
  DiagnosisParts parts{parts_.loop,
                       parts_.clock,
                       parts_.catalogue,
                       parts_.version,
                       parts_.journal,
                       parts_.settings.state_folder / "experience.json",
                       std::move(parts_.probes),
                       {},
                       {},
                       {},
                       {},
                       {}};
  parts.idle = [this](const std::string& terminal) {
    return std::ranges::none_of(desks_, [&](const auto& known) {
      return known.second && (terminal.empty() || known.first == terminal) && known.second->runner->state().running;
    });
  };
  parts.changed = [this] { incidents_changed(); };
  parts.every_half_second = [this] {
    tell_facts();
    renew_logins();
    tend_terminals();
  };
  parts.look_now = [this] { ask_national_now(); };
  pc_actions_ = std::make_unique<PcActions>(
      PcActionsParts{parts_.loop, parts_.settings.state_folder / "link-adapters.json", parts_.settings.state_folder / "leftovers",
                     parts_.settings.restart_card_service,
                     [&settings = parts_.settings](const std::string& terminal) { return settings.terminal(terminal).adapter; },
                     parts_.settings.discovery_address, "/"});
  pc_actions_->add_to(parts.actions);
  add_actions(parts.actions);
  diagnosis_ = std::make_unique<DiagnosisDesk>(std::move(parts));
}

void Host::send(Desk& desk, link::v1::ToTerminal message) {
  if (message.has_screen()) {
    auto screen = diagnosis_->named(desk.serial, std::move(*message.mutable_screen()));
    desk.named = name_on(screen);
    if (restart_told_min_ > 0 && screen.id() == "ready")
      (*screen.mutable_params())["restart_min"] = std::to_string(restart_told_min_);
    *message.mutable_screen() = std::move(screen);
  }
  link_->send(desk.serial, message);
}

void Host::incidents_changed() {
  if (!console_ || !link_) return;
  console_->changed();
  for (const auto& [serial, desk] : desks_) {
    if (!desk || !link_->up(serial)) continue;
    if (name_on(diagnosis_->named(serial, desk->runner->screen())) == desk->named) continue;
    link::v1::ToTerminal message;
    *message.mutable_screen() = desk->runner->screen();
    send(*desk, std::move(message));
  }
}

// The code under which a login last worked is kept: another one in the settings means that the clinic's code has changed, and
// the accounts have to follow (Q31).
void Host::tell_institution() {
  const auto& code = parts_.settings.institution_code;
  const bool works =
      std::ranges::any_of(desks_, [](const auto& known) { return known.second && known.second->national->logged_in(); });
  if (works && institution_.contents() != code) {
    if (const auto saved = institution_.save(code); !saved) log::warning("{}", describe(saved.error()));
  }
  diagnosis_->host().institution(institution_.contents().empty() || institution_.contents() == code);
}

void Host::tell_facts() {
  if (!link_) return;
  parts_.journal.retry();
  records_->clock_seen(diagnosis_->incidents().facts());
  auto& facts = diagnosis_->host();
  const auto terminals = link_->terminals();
  facts.link_seen(terminals);
  tell_probes(terminals);
  for (const auto& [serial, desk] : desks_) {
    facts.account(serial, registrations_->here().of_reader(serial) != nullptr, registrations_->elsewhere(serial));
    facts.check_in(serial, !desk->runner->state().open);
    const bool other = desk->national->logged_in() && desk->national->policy().face_security_level != desk->strength_told;
    if (other && link_->up(serial)) tell_settings(*desk);
  }
  tell_institution();
  for (const auto& [serial, desk] : desks_) {
    if (!desk->national->logged_in()) continue;
    facts.mode(desk->national->policy().mode == Mode::Unattended ? "unattended" : "staff_confirmation");
    break;
  }
}

// Once the national system has said how strict face matching is, the terminal knows it, too.
void Host::tell_settings(Desk& desk) {
  if (desk.national->logged_in()) desk.strength_told = desk.national->policy().face_security_level;
  link::v1::ToTerminal message;
  auto& settings = *message.mutable_settings();
  settings.set_clinic_name(parts_.settings.clinic_name);
  for (const auto& language : parts_.settings.languages) settings.add_languages(language);
  settings.set_security_level(static_cast<std::uint32_t>(desk.strength_told));
  *settings.mutable_appearance() = messages_->appearance();
  link_->send(desk.serial, message);
}

// How the adapter is while all is well; at once, since it may be switched off the next moment.
void Host::remember_adapter(const std::string& serial) {
  for (const auto& terminal : link_->terminals()) {
    if (terminal.serial == serial) pc_actions_->remember(serial, terminal.address.substr(0, terminal.address.rfind(':')));
  }
}

// Where the link probe looks.
void Host::tell_probes(const std::vector<link::KnownTerminal>& terminals) {
  std::vector<diagnosis::LinkTarget> targets;
  std::vector<std::string> strangers;
  const bool remember = ++ticks_ % kRememberEvery == 0;
  for (const auto& terminal : terminals) {
    if (const auto time = link_->latency(terminal.serial); terminal.up && time)
      diagnosis_->host().latency(terminal.serial, *time);
    const auto colon = std::min(terminal.address.rfind(':'), terminal.address.size());
    auto address = terminal.address.substr(0, colon);
    if (terminal.up && remember) pc_actions_->remember(terminal.serial, address);
    if (!terminal.paired) {
      strangers.push_back(std::move(address));
      continue;
    }
    const auto known = pc_actions_->adapter_of(terminal.serial);
    auto adapter = parts_.settings.terminal(terminal.serial).adapter;
    if (adapter.empty() && !terminal.up) adapter = known.name;
    const auto port = colon < terminal.address.size() ? std::atoi(terminal.address.c_str() + colon + 1) : 0;
    targets.push_back(
        {terminal.serial, std::move(adapter), std::move(address), static_cast<std::uint16_t>(port), known.place, terminal.up});
  }
  if (parts_.probed_links) parts_.probed_links->set(std::move(targets), std::move(strangers));
}

// When something is wrong, the kiosk should not go on inviting patients until the next round finds out. A refused login is not
// asked again: each one counts at the lock.
void Host::ask_national_now() {
  for (const auto& [serial, desk] : desks_)
    if (desk && desk->national->logged_in()) desk->national->ask_anew();
}

// What only the host can do: its own desks, and words to a terminal.
void Host::add_actions(diagnosis::Actions& actions) {
  actions.add("link_reconnect", [this](const diagnosis::Order& order, const diagnosis::ActionDone& done) {
    done(link_->reconnect(order.terminal));
  });
  // It helps when a result goes out; a folder that still refuses needs a person, and at once.
  actions.add("flush_outbox", [this](const diagnosis::Order&, const diagnosis::ActionDone& done) {
    flushed_.emplace_back([done](bool written) { done(written ? Result<void>() : fail("results_still_wait")); });
    parts_.loop.cancel(outbox_timer_);
    flush_outbox();
  });
  actions.add("national_login_again", [this](const diagnosis::Order& order, const diagnosis::ActionDone& done) {
    for (const auto& [serial, desk] : desks_)
      if (order.terminal.empty() || serial == order.terminal) desk->national->refresh();
    done({});
  });
  if (parts_.restart) {
    actions.add("restart_host_program",
                [this](const diagnosis::Order&, const diagnosis::ActionDone& done) { done(parts_.restart(RestartFor::Repair)); });
  }
  for (const auto* name : {"settings_previous", "settings_rebuild"}) {
    actions.add(name, [this](const diagnosis::Order& order, const diagnosis::ActionDone& done) {
      done(diagnosis_->host().settings_settled(order.terminal));
    });
  }
  actions.add("register_here", [this](const diagnosis::Order& order, const diagnosis::ActionDone& done) {
    const auto& login = parts_.settings.terminal(order.terminal).login;
    if (login.empty()) return done(fail("login_name_not_set", order.terminal));
    auto added = registrations_->adopt({login, order.terminal});
    if (added) registrations_changed();
    done(std::move(added));
  });
  for (const auto* name :
       {"restart_camera", "restart_kiosk_page", "restart_terminal_program", "restart_terminal_device", "strength_from_policy"}) {
    actions.add(name,
                [this](const diagnosis::Order& order, diagnosis::ActionDone done) { order_terminal(order, std::move(done)); });
  }
}

void Host::order_terminal(const diagnosis::Order& order, diagnosis::ActionDone done) {
  link::v1::ToTerminal message;
  message.mutable_do_remedy()->set_number(++orders_given_);
  message.mutable_do_remedy()->set_action(order.action);
  if (!link_->send(order.terminal, message)) return done(fail("terminal_not_connected", order.terminal));
  orders_[orders_given_] = std::move(done);
  while (orders_.size() > kMostOrders) orders_.erase(orders_.begin());
}

void Host::ordered(const link::v1::RemedyDone& answer) {
  auto order = orders_.extract(answer.number());
  if (order.empty()) return;
  order.mapped()(answer.reason().empty() ? Result<void>() : fail("terminal_could_not", answer.reason()));
}

}  // namespace omote::host
