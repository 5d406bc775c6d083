// The kiosk page as a person sees it and touches it, from a thread of its own. Connects again by itself when the terminal
// went and came back.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "net/http.hpp"
#include "net/loop.hpp"
#include "schema/kiosk.pb.h"

namespace omote::sim::bench {

struct KioskPageOptions {
  std::uint16_t port = 0;
  std::function<bool()> on_thread;           // run first on the page's thread (another network); false: no page
  std::function<void(std::string)> on_hint;  // a new hint of the face camera; the page's thread
};

// A screen and when it came.
struct SeenScreen {
  std::chrono::steady_clock::time_point time;
  kiosk::v1::Screen screen;
};

class KioskPage {
 public:
  using Wanted = std::function<bool(const kiosk::v1::Screen&)>;

  explicit KioskPage(KioskPageOptions options);
  KioskPage(const KioskPage&) = delete;
  KioskPage& operator=(const KioskPage&) = delete;
  ~KioskPage();

  // Until such a screen stands; false when the time is up.
  [[nodiscard]] bool wait_for(const Wanted& wanted, std::chrono::milliseconds time);
  void touch(const std::string& action, const std::string& value = "");
  void touch_at(std::uint32_t revision, const std::string& action, const std::string& value = "");
  [[nodiscard]] kiosk::v1::Screen screen() const;
  [[nodiscard]] std::string param(const std::string& name) const;
  [[nodiscard]] bool offers(const std::string& action) const;
  // All screens since the page was opened, oldest first.
  [[nodiscard]] std::vector<SeenScreen> seen() const;

 private:
  void connect();
  void hear(const std::string& text);

  KioskPageOptions options_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<SeenScreen> seen_;
  std::string hint_;
  net::Loop loop_;
  std::shared_ptr<net::WebSocket> page_;
  bool closing_ = false;
  std::jthread thread_;
};

[[nodiscard]] std::string param_of(const kiosk::v1::Screen& screen, const std::string& name);
[[nodiscard]] bool offers(const kiosk::v1::Screen& screen, std::string_view action);

}  // namespace omote::sim::bench
