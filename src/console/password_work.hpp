// Passwords are hashed and checked beside the loop, one after the other: each takes a tenth of a second and much memory.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/queue_thread.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "net/loop.hpp"

namespace omote::console {

// Loop's thread only; the answers come there too, and not after this object has gone.
class PasswordWork {
 public:
  explicit PasswordWork(net::Loop& loop) : loop_(loop) {}
  ~PasswordWork();

  // More than a few at once are refused, so that nobody can fill the PC's memory or make the staff wait.
  [[nodiscard]] bool busy() const { return waiting_ >= kMostWaiting; }
  void hash(Secret password, std::function<void(Result<std::string>)> done);
  void check(Secret password, std::string hash, std::function<void(bool)> done);

 private:
  static constexpr int kMostWaiting = 8;
  // Brings an answer from the queue's thread to the loop's.
  template <class Value>
  [[nodiscard]] std::move_only_function<void(Value)> on_loop(std::function<void(Value)> done);

  net::Loop& loop_;
  int waiting_ = 0;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  QueueThread queue_;
};

}  // namespace omote::console
