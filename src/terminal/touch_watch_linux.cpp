#include <fcntl.h>
#include <linux/input.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>

#include "terminal/touch_watch.hpp"

namespace omote::terminal {

namespace {

constexpr std::chrono::seconds kStuckAfter{60};
constexpr int kUnheard = 3;                         // touches that the page did not hear
constexpr std::chrono::milliseconds kArrives{500};  // the page's event may come so much later

}  // namespace

TouchWatch::TouchWatch(std::filesystem::path device) : device_(std::move(device)) {
  open();
}

TouchWatch::~TouchWatch() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void TouchWatch::open() {
  if (device_.empty() || descriptor_ >= 0) return;
  descriptor_ = ::open(device_.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  // One that we may not read is there nevertheless.
  found_ = descriptor_ >= 0 || errno == EACCES;
}

void TouchWatch::touched(bool down, SteadyTime now) {
  device_down_ = down ? std::optional(now) : std::nullopt;
  if (!down) return;
  ++unheard_;
  last_unheard_ = now;
}

void TouchWatch::page_pointer(bool down, SteadyTime now) {
  page_down_ = down ? std::optional(now) : std::nullopt;
  unheard_ = 0;
}

void TouchWatch::page_opened() {
  page_down_.reset();
  unheard_ = 0;
}

void TouchWatch::look(SteadyTime now) {
  open();
  if (descriptor_ < 0) return;
  input_event event{};
  for (;;) {
    const ssize_t n = ::read(descriptor_, &event, sizeof event);
    if (n == sizeof event) {
      if (event.type == EV_KEY && event.code == BTN_TOUCH) touched(event.value != 0, now);
      continue;
    }
    std::error_code ignored;
    const bool gone = n < 0 ? errno != EAGAIN && errno != EINTR : !std::filesystem::exists(device_, ignored);
    if (!gone) return;
    ::close(descriptor_);
    descriptor_ = -1;
    found_ = false;
    device_down_.reset();
    return;
  }
}

std::string_view TouchWatch::state(SteadyTime now) const {
  if (!device_.empty() && !found_) return "missing";
  for (const auto& down : {page_down_, device_down_}) {
    if (down && now - *down > kStuckAfter) return "stuck";
  }
  return unheard_ >= kUnheard && now - last_unheard_ > kArrives ? "silent" : "ok";
}

}  // namespace omote::terminal
