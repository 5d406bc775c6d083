#include "sim/bench/patient.hpp"

#include "link/messages/web_json.hpp"
#include "sim/bench/kiosk_page.hpp"

namespace omote::sim::bench {

Patient::Patient(net::Loop& loop, std::uint16_t kiosk_port, Plan plan, Hands hands, std::function<void(Experience)> on_end)
    : loop_(loop), plan_(std::move(plan)), hands_(std::move(hands)), on_end_(std::move(on_end)) {
  net::open_socket(loop_, "127.0.0.1", kiosk_port, "/socket",
                   [this, alive = std::weak_ptr(alive_)](Result<std::shared_ptr<net::WebSocket>> page) {
                     if (alive.expired()) return;
                     if (!page) return give_up("kiosk_unreachable");
                     page_ = *page;
                     page_->on_text = [this](const std::string& text) { hear(text); };
                     page_->on_close = [this, alive] {
                       if (!alive.expired() && !ended_) give_up("kiosk_closed");
                     };
                   });
}

Patient::~Patient() {
  alive_.reset();
  if (page_) {
    page_->on_text = nullptr;
    page_->close();
  }
}

void Patient::hear(const std::string& text) {
  kiosk::v1::ToPage message;
  if (ended_ || !link::from_web_json(text, message)) return;
  if (message.has_draw_ping()) {
    kiosk::v1::FromPage drawn;
    drawn.mutable_drawn()->set_number(message.draw_ping().number());
    page_->send_text(link::to_web_json(drawn));
  } else if (message.has_screen()) {
    screen_ = message.screen();
    kiosk::v1::FromPage shown;
    shown.mutable_shown()->set_revision(screen_.revision());
    page_->send_text(link::to_web_json(shown));
    see(screen_);
  } else if (message.has_live() && message.live().revision() == screen_.revision()) {
    follow(message.live().face_hint());
  }
}

void Patient::touch(const std::string& action, const std::string& value) {
  kiosk::v1::FromPage message;
  auto& touch = *message.mutable_touch();
  touch.set_revision(screen_.revision());
  touch.set_action(action);
  touch.set_value(value);
  page_->send_text(link::to_web_json(message));
}

void Patient::see(const kiosk::v1::Screen& screen) {
  const auto& id = screen.id();
  if (experience_.screens.empty() || experience_.screens.back() != id) experience_.screens.push_back(id);
  if (leaving_) {
    if (id != "ready" || ended_) return;
    ended_ = true;
    return on_end_(experience_);
  }
  if (!placed_) {
    if (id != "ready") return;
    placed_ = true;
    return hands_.place_card();
  }
  choose(screen);
}

void Patient::choose(const kiosk::v1::Screen& screen) {
  const auto& id = screen.id();
  if (id == "choose") return offers(screen, plan_.way) ? touch(plan_.way) : give_up(plan_.way + "_not_offered");
  if (id == "pin") return param_of(screen, "wrong") == "yes" ? give_up("pin_wrong") : touch("enter", plan_.pin);
  if (id == "pin_last") return touch("continue");
  if (id == "staff_call") {
    if (param_of(screen, "wrong") == "yes") return give_up("staff_code_wrong");
    return offers(screen, "enter") && !plan_.staff_code.empty() ? touch("enter", plan_.staff_code) : hands_.call_staff();
  }
  if (id == "register") return touch("agree");
  if (id == "consent") return touch("all");
  if (id == "face_failed" || id == "trouble" || id == "pin_blocked" || id == "pin_unknown") {
    experience_.code = param_of(screen, "code");
    experience_.detail = param_of(screen, "detail");
    return give_up(param_of(screen, "reason").empty() ? id : param_of(screen, "reason"));
  }
  if (id == "take_card" || id == "cancelled" || id == "not_my_number" || id == "taken_early") return leave();
}

void Patient::follow(const std::string& hint) {
  if (hint == hint_) return;
  hint_ = hint;
  if (hint == "turn_left" || hint == "turn_right") hands_.turn_head(hint == "turn_left");
  if (hint == "look_back" || hint == "look_straight") hands_.look_back();
}

void Patient::give_up(const std::string& reason) {
  if (experience_.reason.empty()) experience_.reason = reason;
  if (page_ && offers(screen_, "cancel")) return touch("cancel");
  leave();
}

void Patient::leave() {
  if (leaving_) return;
  leaving_ = true;
  experience_.last_screen = screen_.id();
  if (!page_) {
    ended_ = true;
    return on_end_(experience_);
  }
  hands_.take_card();
}

}  // namespace omote::sim::bench
