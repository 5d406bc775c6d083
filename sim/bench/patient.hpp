// A simulated patient at the counter: sees the kiosk's screens over the page's own WebSocket, puts the card down, touches,
// turns the head when asked, takes the card. Knows nothing of the programs' insides.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "net/http.hpp"
#include "net/loop.hpp"
#include "schema/kiosk.pb.h"

namespace omote::sim::bench {

// What the patient can do besides touching.
struct Hands {
  std::function<void()> place_card;
  std::function<void()> take_card;
  std::function<void(bool to_own_left)> turn_head;
  std::function<void()> look_back;
  std::function<void()> call_staff;  // staff confirm at the console
};

struct Plan {
  std::string way = "face";  // "face", "pin", "staff"
  std::string pin;
  std::string staff_code;  // typed when the screen asks for one; empty: staff confirm at the console
};

struct Experience {
  std::string last_screen;  // where the visit ended
  std::string reason;       // of face_failed or trouble, or why it was given up
  std::string code, detail;
  std::vector<std::string> screens;  // in the order seen
};

class Patient {
 public:
  // Everything on the loop. on_end comes once, when the visit is over and the card is back in the hand.
  Patient(net::Loop& loop, std::uint16_t kiosk_port, Plan plan, Hands hands, std::function<void(Experience)> on_end);
  Patient(const Patient&) = delete;
  Patient& operator=(const Patient&) = delete;
  ~Patient();

 private:
  void hear(const std::string& text);
  void see(const kiosk::v1::Screen& screen);
  void choose(const kiosk::v1::Screen& screen);
  void follow(const std::string& hint);
  void touch(const std::string& action, const std::string& value = "");
  void give_up(const std::string& reason);
  void leave();

  net::Loop& loop_;
  Plan plan_;
  Hands hands_;
  std::function<void(Experience)> on_end_;
  std::shared_ptr<net::WebSocket> page_;
  kiosk::v1::Screen screen_;
  Experience experience_;
  bool placed_ = false;
  bool leaving_ = false;
  bool ended_ = false;
  std::string hint_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace omote::sim::bench
