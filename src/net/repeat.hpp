// Something that is done again and again on a loop, until this object goes away.
#pragma once

#include <functional>

#include "net/loop.hpp"

namespace omote::net {

// Loop's thread only. The first time is after `every`.
class Repeat {
 public:
  Repeat(Loop& loop, std::chrono::milliseconds every, std::function<void()> task)
      : loop_(loop), every_(every), task_(std::move(task)) {
    plan();
  }
  Repeat(const Repeat&) = delete;
  Repeat& operator=(const Repeat&) = delete;
  ~Repeat() { loop_.cancel(timer_); }

 private:
  void plan() {
    timer_ = loop_.after(every_, [this] {
      plan();
      task_();
    });
  }

  Loop& loop_;
  std::chrono::milliseconds every_;
  std::function<void()> task_;
  Loop::TimerId timer_ = 0;
};

}  // namespace omote::net
