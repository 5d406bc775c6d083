// The host's state, as the console shows it.
#include "host/host.hpp"

namespace omote::host {

namespace {

std::string_view word_for(ports::Presence presence) {
  switch (presence) {
    case ports::Presence::NoService:
    case ports::Presence::ServiceSilent: return "service_missing";
    case ports::Presence::NoReader: return "missing";
    case ports::Presence::Empty: return "ready";
    case ports::Presence::Card: return "card";
  }
  return "missing";
}

}  // namespace

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
  national.set_way(parts_.settings.national_way);
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
  if (self_test_) *state.mutable_self_test() = self_test_->result();
  diagnosis_->fill(state);
  records_->add_to(state);
  return state;
}

}  // namespace omote::host
