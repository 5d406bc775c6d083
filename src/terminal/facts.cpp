#include "terminal/facts.hpp"

#include <cmath>

namespace omote::terminal {

namespace {

constexpr std::chrono::seconds kHealingIsNews{60};

link::v1::Fact& add(std::vector<link::v1::Fact>& facts, const char* id) {
  facts.emplace_back().set_id(id);
  return facts.back();
}

void add_flag(std::vector<link::v1::Fact>& facts, const char* id, std::optional<bool> value, const char* why) {
  auto& fact = add(facts, id);
  if (value) {
    fact.set_flag(*value);
  } else {
    fact.set_unknown(why);
  }
}

void add_text(std::vector<link::v1::Fact>& facts, const char* id, const std::string& value) {
  auto& fact = add(facts, id);
  if (value.empty()) {
    fact.set_unknown("not_here");
  } else {
    fact.set_text(value);
  }
}

void add_camera(std::vector<link::v1::Fact>& facts, const char* id, CameraState state) {
  auto& fact = add(facts, id);
  if (state == CameraState::Unknown) {
    fact.set_unknown("not_yet");
  } else {
    fact.set_text(std::string(to_string(state)));
  }
}

}  // namespace

TerminalFacts::TerminalFacts(const Clock& clock, std::string version, SelfKnowledge self)
    : clock_(clock),
      version_(std::move(version)),
      self_(std::move(self)),
      touch_(self_.touch_device),
      about_(about_device(self_.about_folder)),
      host_gone_(clock.steady()) {}

void TerminalFacts::host(bool connected) {
  if (connected) {
    host_gone_.reset();
    if (!first_told_) first_told_ = clock_.steady();
  } else if (!host_gone_) {
    host_gone_ = clock_.steady();
  }
}

// Power that outlasted the PC is remembered until somebody can be told, and until it goes: then another port or another hub
// feeds the device.
void TerminalFacts::look_at_power() {
  power_here_ = power_from_outside(self_.power_file);
  const bool power = power_here_.value_or(false);
  const bool pc_off = host_gone_ && clock_.steady() - *host_gone_ > self_.power_patience;
  power_while_pc_off_ = power && (power_while_pc_off_ || pc_off);
}

Result<void> TerminalFacts::take_strength() {
  if (strength_demanded_ == 0) return fail("strength_not_known");
  self_.strength = 0;
  return {};
}

// One that was set here is used for nothing; that it differs is told until it is taken back.
std::optional<bool> TerminalFacts::strength_fits() const {
  if (self_.strength == 0) return true;
  return strength_demanded_ == 0 ? std::nullopt : std::optional(self_.strength == strength_demanded_);
}

// The healing is news; once it was heard, the file is whole.
Kept TerminalFacts::settings() const {
  return first_told_ && clock_.steady() - *first_told_ > kHealingIsNews ? Kept::Whole : self_.settings;
}

std::vector<link::v1::Fact> TerminalFacts::collect(bool page_alive, CameraState face, CameraState card_face) {
  const auto now = clock_.steady();
  touch_.look(now);
  std::vector<link::v1::Fact> facts;
  auto& uptime = add(facts, "terminal.uptime_h");
  if (const auto hours = uptime_hours(self_.uptime_file)) {
    uptime.set_number(std::round(*hours * 10) / 10);
  } else {
    uptime.set_unknown("not_here");
  }
  add(facts, "terminal.version").set_text(version_);
  add_text(facts, "terminal.model", about_.model);
  add_text(facts, "terminal.firmware", about_.firmware);
  add(facts, "terminal.page_alive").set_flag(page_alive);
  add(facts, "terminal.touch").set_text(std::string(touch_.state(now)));
  add_camera(facts, "terminal.face_camera", face);
  add_camera(facts, "terminal.card_camera", card_face);
  add(facts, "terminal.settings").set_text(std::string(omote::to_string(settings())));
  add(facts, "terminal.program").set_text("running");
  add_flag(facts, "terminal.strength_fits", strength_fits(), "not_told");
  const auto part = self_.damaged_part.empty() && self_.files != nullptr ? self_.files->damaged_part() : self_.damaged_part;
  add(facts, "terminal.damaged_part").set_text(part);
  look_at_power();
  add_flag(facts, "terminal.power_while_pc_off", power_here_ ? std::optional(power_while_pc_off_) : std::nullopt, "not_here");
  auto& restarts = add(facts, "terminal.restarts_today");
  const auto count = self_.supervisor == nullptr ? std::nullopt : self_.supervisor->restarts_on(to_jst(clock_.now()).date);
  if (count) {
    restarts.set_number(*count);
  } else {
    restarts.set_unknown("not_here");
  }
  return facts;
}

}  // namespace omote::terminal
