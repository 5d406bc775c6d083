// The one executor of a process. Everything that is not a blocking device runs here, on the thread that calls run().
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

namespace omote::net {

class Loop {
 public:
  using Task = std::move_only_function<void()>;
  using TimerId = std::uint64_t;

  Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  ~Loop();

  // Until stop(). SIGTERM and SIGINT stop it too when stop_on_signals() was called before.
  void run();
  void stop();  // any thread
  void stop_on_signals();
  // Runs the task on the loop's thread, in the order of posting. Any thread.
  void post(Task task);
  // Runs the task once, not before `time` has passed (steady clock). Loop's thread only.
  TimerId after(std::chrono::milliseconds time, Task task);
  // Does nothing when it has run already.
  void cancel(TimerId timer);

  struct Inside;
  [[nodiscard]] Inside& inside() { return *inside_; }  // for net/ itself

 private:
  std::unique_ptr<Inside> inside_;
};

}  // namespace omote::net
