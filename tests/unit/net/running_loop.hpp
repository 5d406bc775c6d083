// A loop on a thread of its own, for tests that speak to it from outside.
#pragma once

#include <future>
#include <thread>

#include "net/loop.hpp"

namespace omote::net::test {

class RunningLoop {
 public:
  RunningLoop() : thread_([this] { loop_.run(); }) {}
  RunningLoop(const RunningLoop&) = delete;
  RunningLoop& operator=(const RunningLoop&) = delete;
  ~RunningLoop() {
    loop_.stop();
    thread_.join();
  }
  Loop& loop() { return loop_; }
  // Runs the function on the loop's thread and hands its value back.
  template <class F>
  auto on_loop(F function) {
    using Value = decltype(function());
    std::promise<Value> promise;
    auto future = promise.get_future();
    loop_.post([&] {
      if constexpr (std::is_void_v<Value>) {
        function();
        promise.set_value();
      } else {
        promise.set_value(function());
      }
    });
    return future.get();
  }

 private:
  Loop loop_;
  std::thread thread_;
};

constexpr std::chrono::seconds kPatience{10};

// A value that another thread delivers, or nothing after the patience of a test.
template <class T>
class Awaited {
 public:
  void deliver(T value) {
    if (!std::exchange(delivered_, true)) promise_.set_value(std::move(value));
  }
  std::optional<T> wait(std::chrono::milliseconds time = kPatience) {
    if (future_.wait_for(time) != std::future_status::ready) return std::nullopt;
    return future_.get();
  }

 private:
  std::promise<T> promise_;
  std::shared_future<T> future_ = promise_.get_future().share();
  bool delivered_ = false;
};

}  // namespace omote::net::test
