// Whether fingers still reach the page: from the page's own pointer events, and from the touch device where there is one.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "base/clock.hpp"

namespace omote::terminal {

// One thread.
class TouchWatch {
 public:
  // `device`: an input device of Linux (/dev/input/event…), or what gives the same records; empty: the page's word alone.
  explicit TouchWatch(std::filesystem::path device);
  TouchWatch(const TouchWatch&) = delete;
  TouchWatch& operator=(const TouchWatch&) = delete;
  ~TouchWatch();

  void page_pointer(bool down, SteadyTime now);
  // A page that was loaded anew has not missed anything yet.
  void page_opened();
  // Reads what the device told since; call it a few times a second.
  void look(SteadyTime now);
  // "ok", "missing" (no device), "silent" (the device is touched, the page hears nothing), "stuck" (a finger that never leaves).
  [[nodiscard]] std::string_view state(SteadyTime now) const;

 private:
  void open();
  void touched(bool down, SteadyTime now);
  std::filesystem::path device_;
  int descriptor_ = -1;
  bool found_ = false;
  std::optional<SteadyTime> page_down_, device_down_;  // since when a finger rests
  int unheard_ = 0;                                    // touches of the device since the page's last event
  SteadyTime last_unheard_{};
};

}  // namespace omote::terminal
