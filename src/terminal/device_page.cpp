#include "terminal/device_page.hpp"

#include <map>
#include <sstream>

#include "base/log.hpp"
#include "link/messages/codec.hpp"

namespace omote::terminal {

void DevicePage::wish(const kiosk::v1::DeviceWish& wish) {
  touched_ = parts_.clock.steady();
  if (wish.has_open()) return open();
  if (closed()) return;
  if (wish.has_leave()) return close();
  if (wish.has_sign_in()) return sign_in(wish.sign_in());
  if (wish.has_act()) return act(wish.act());
}

void DevicePage::open() {
  if (!closed() || !parts_.free()) return;
  state_.Clear();
  link::v1::ToHost message;
  message.mutable_ask_staff()->set_number(++number_);
  asked_ = touched_;
  if (parts_.tell_host(message)) {
    state_.set_stage("sign_in");
    state_.set_busy(true);
  } else {
    open_for("", "");
  }
  log::info("the settings on the terminal were opened");
  show();
}

void DevicePage::sign_in(const kiosk::v1::DeviceSignIn& wish) {
  if (state_.stage() != "sign_in" || state_.busy() || wish.name().empty()) return;
  link::v1::ToHost message;
  auto& question = *message.mutable_ask_staff();
  question.set_number(++number_);
  question.set_name(wish.name());
  question.set_password(wish.password());
  question.set_code(wish.code());
  asked_ = touched_;
  const bool told = parts_.tell_host(message);
  link::wipe(message);
  state_.set_wait_s(0);
  state_.set_busy(told);
  refuse(told ? "" : "link_down");
}

void DevicePage::answered(const link::v1::StaffAnswer& answer) {
  if (state_.stage() != "sign_in" || answer.number() != number_) return;
  state_.set_busy(false);
  if (!answer.name().empty() && answer.reason().empty()) {
    open_for(answer.name(), answer.role());
  } else {
    if (answer.reason().empty()) *state_.mutable_names() = answer.names();
    state_.set_wait_s(answer.wait_s());
    state_.set_refused(answer.reason());
  }
  show();
}

void DevicePage::open_for(const std::string& name, const std::string& role) {
  state_.Clear();
  state_.set_stage("open");
  state_.set_name(name);
  state_.set_role(role);
  touched_ = parts_.clock.steady();
  const auto& given = parts_.choices.user_functions();
  for (const auto function : kFunctions) {
    const bool open = name.empty() ? std::ranges::find(kOpenFunctions, function) != kOpenFunctions.end()
                                   : role == "administrator" || given.contains(std::string(function));
    if (open) state_.add_functions(std::string(function));
  }
  if (role == "administrator") {
    for (const auto& function : given) state_.add_user_functions(function);
  }
}

bool DevicePage::open_to(const std::string& function) const {
  return state_.stage() == "open" && std::ranges::find(state_.functions(), function) != state_.functions().end();
}

void DevicePage::act(const kiosk::v1::DeviceAct& wish) {
  if (!open_to(wish.function())) return refuse("not_allowed");
  if (wish.function() == "cameras") {
    state_.set_camera(wish.value());
    state_.clear_sight();
    parts_.look(wish.value());
    return refuse("");
  }
  const auto done = carry_out(wish.function(), wish.value());
  if (!done) {
    log::warning("settings on the terminal, {}: {}", wish.function(), describe(done.error()));
    return refuse(done.error().reason.text());
  }
  link::v1::ToHost message;
  message.mutable_device_acted()->set_by(state_.name());
  message.mutable_device_acted()->set_what(wish.function());
  static_cast<void>(parts_.tell_host(message));  // the link may have gone meanwhile; our own log has it
  log::info("settings on the terminal: {} {} by {}", wish.function(), wish.value(), state_.name());
  refuse("");
}

Result<void> DevicePage::carry_out(const std::string& function, const std::string& value) {
  return function == "rights" ? give_rights(value) : parts_.act(function, value);
}

Result<void> DevicePage::give_rights(const std::string& list) {
  std::set<std::string> functions;
  std::istringstream words(list);
  for (std::string word; std::getline(words, word, ',');) {
    if (may_be_given(word)) functions.insert(word);
  }
  if (auto saved = parts_.choices.set_user_functions(functions); !saved) return pass(saved);
  state_.clear_user_functions();
  for (const auto& function : functions) state_.add_user_functions(function);
  return {};
}

void DevicePage::tick() {
  if (closed()) return;
  const auto now = parts_.clock.steady();
  if (!parts_.free() || now - touched_ >= kLeaves) return close();
  if (state_.busy() && now - asked_ >= kPatience) {
    state_.set_busy(false);
    ++number_;  // a late answer counts no more
    state_.set_refused("no_answer");
  }
  show();
}

void DevicePage::close() {
  if (closed()) return;
  if (!state_.camera().empty()) parts_.look("");
  state_.Clear();
  state_.set_stage("closed");
  ++number_;
  show();
}

void DevicePage::refuse(std::string_view reason) {
  state_.set_refused(std::string(reason));
  show();
}

void DevicePage::show() {
  if (state_.stage() == "open") {
    auto values = parts_.values();
    state_.set_sight(values["sight"]);
    values.erase("sight");
    *state_.mutable_values() = std::move(values);
  }
  // Maps have no order of their own: the same state must be the same text.
  auto plain = state_;
  plain.clear_values();
  auto said = plain.SerializeAsString();
  for (const auto& [key, value] : std::map<std::string, std::string>(state_.values().begin(), state_.values().end()))
    said += key + "=" + value + "\n";
  if (said == shown_) return;
  shown_ = std::move(said);
  parts_.show(state_);
}

}  // namespace omote::terminal
