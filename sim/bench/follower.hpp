// Turns the head of the person before the camera when the kiosk asks for it, so that somebody who plays with the demo in a
// browser gets through the face way. A second client of the kiosk page's WebSocket that only listens.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "net/http.hpp"
#include "net/loop.hpp"

namespace omote::sim::bench {

struct FollowerHands {
  std::function<bool()> willing;                           // asked before each movement
  std::function<void(const std::string& side)> turn_head;  // "left", "right", "back", as proto::TurnHead
};

class Follower {
 public:
  // Everything on the loop. Connects again by itself for as long as it lives.
  Follower(net::Loop& loop, std::uint16_t kiosk_port, FollowerHands hands);
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;
  ~Follower();

 private:
  void connect();
  void connect_later();
  void hear(const std::string& text);
  void follow(const std::string& hint);

  net::Loop& loop_;
  std::uint16_t port_;
  FollowerHands hands_;
  std::shared_ptr<net::WebSocket> page_;
  std::string hint_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace omote::sim::bench
