#include "net/loop.hpp"

#include <boost/asio/post.hpp>
#include <csignal>
#include <utility>

#include "net/loop_inside.hpp"

namespace omote::net {

Loop::Loop() : inside_(std::make_unique<Inside>()) {}
Loop::~Loop() = default;

void Loop::run() {
  inside_->io.run();
  // A stop that came before run() ends this run only; the next one starts afresh.
  inside_->io.restart();
}

void Loop::stop() {
  inside_->io.stop();
}

void Loop::stop_on_signals() {
  auto& signals = inside_->signals;
  signals.add(SIGTERM);
  signals.add(SIGINT);
  signals.async_wait([this](const boost::system::error_code& error, int) {
    if (!error) stop();
  });
}

void Loop::post(Task task) {
  asio::post(inside_->io, std::move(task));
}

Loop::TimerId Loop::after(std::chrono::milliseconds time, Task task) {
  const auto id = ++inside_->last_timer;
  auto& timer = *(inside_->timers[id] = std::make_unique<asio::steady_timer>(inside_->io, time));
  timer.async_wait([this, id, task = std::move(task)](const boost::system::error_code&) mutable {
    // A cancelled timer may already wait in the queue with success: only one that is still known runs.
    if (inside_->timers.erase(id) == 1) task();
  });
  return id;
}

void Loop::cancel(TimerId timer) {
  inside_->timers.erase(timer);
}

}  // namespace omote::net
