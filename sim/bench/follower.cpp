#include "sim/bench/follower.hpp"

#include "link/messages/web_json.hpp"
#include "schema/kiosk.pb.h"

namespace omote::sim::bench {

namespace {

constexpr std::chrono::seconds kTryAgain{1};

}  // namespace

Follower::Follower(net::Loop& loop, std::uint16_t kiosk_port, FollowerHands hands)
    : loop_(loop), port_(kiosk_port), hands_(std::move(hands)) {
  connect();
}

Follower::~Follower() {
  alive_.reset();
  if (!page_) return;
  page_->on_text = nullptr;
  page_->on_close = nullptr;
  page_->close();
}

void Follower::connect() {
  net::open_socket(loop_, "127.0.0.1", port_, "/socket",
                   [this, alive = std::weak_ptr(alive_)](Result<std::shared_ptr<net::WebSocket>> page) {
                     if (alive.expired()) return;
                     if (!page) return connect_later();
                     page_ = *page;
                     page_->on_text = [this](const std::string& text) { hear(text); };
                     page_->on_close = [this, alive] {
                       if (!alive.expired()) connect_later();
                     };
                   });
}

void Follower::connect_later() {
  loop_.after(kTryAgain, [this, alive = std::weak_ptr(alive_)] {
    if (!alive.expired()) connect();
  });
}

void Follower::hear(const std::string& text) {
  kiosk::v1::ToPage message;
  if (!link::from_web_json(text, message)) return;
  if (message.has_screen() && message.screen().id() != "face") follow("look_back");
  if (message.has_live()) follow(message.live().face_hint());
}

void Follower::follow(const std::string& hint) {
  if (hint == hint_ || !hands_.willing()) return;
  hint_ = hint;
  if (hint == "turn_left") hands_.turn_head("left");
  if (hint == "turn_right") hands_.turn_head("right");
  if (hint == "look_back" || hint == "look_straight") hands_.turn_head("back");
}

}  // namespace omote::sim::bench
