#include "terminal/facts.hpp"

#include <cmath>

#include "terminal/device.hpp"

namespace omote::terminal {

namespace {

constexpr std::chrono::seconds kHealingIsNews{60};

link::v1::Fact& add(std::vector<link::v1::Fact>& facts, const char* id) {
  facts.emplace_back().set_id(id);
  return facts.back();
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
      host_gone_(clock.steady()) {}

void TerminalFacts::host(bool connected) {
  if (connected) {
    host_gone_.reset();
    if (!first_told_) first_told_ = clock_.steady();
  } else if (!host_gone_) {
    host_gone_ = clock_.steady();
  }
}

std::optional<bool> TerminalFacts::power_while_pc_off() const {
  const auto power = power_from_outside(self_.power_file);
  if (!power) return std::nullopt;
  return *power && host_gone_ && clock_.steady() - *host_gone_ > self_.power_patience;
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
  add(facts, "terminal.page_alive").set_flag(page_alive);
  add(facts, "terminal.touch").set_text(std::string(touch_.state(now)));
  add_camera(facts, "terminal.face_camera", face);
  add_camera(facts, "terminal.card_camera", card_face);
  add(facts, "terminal.settings").set_text(std::string(omote::to_string(settings())));
  add(facts, "terminal.program").set_text("running");
  add(facts, "terminal.strength_fits").set_flag(true);  // none is kept here that could differ
  add(facts, "terminal.damaged_part").set_text(self_.damaged_part);
  auto& power = add(facts, "terminal.power_while_pc_off");
  if (const auto on = power_while_pc_off()) {
    power.set_flag(*on);
  } else {
    power.set_unknown("not_here");
  }
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
