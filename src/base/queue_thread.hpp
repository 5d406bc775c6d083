// One thread with a queue, for a device or an adapter whose calls block. Tasks run one by one in the order of posting.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace omote {

class QueueThread {
 public:
  using Task = std::move_only_function<void()>;

  QueueThread() : thread_([this](const std::stop_token& stop) { run(stop); }) {}

  // Any thread. Tasks that have not begun when the queue goes away are dropped.
  void post(Task task) {
    const std::scoped_lock lock(mutex_);
    tasks_.push_back(std::move(task));
    changed_.notify_one();
  }
  // Lets the running task end and drops the others; no task runs after it returned.
  void finish() {
    thread_.request_stop();
    changed_.notify_one();
    if (thread_.joinable()) thread_.join();
  }

 private:
  void run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
      if (tasks_.empty()) {
        changed_.wait(lock, stop, [this] { return !tasks_.empty(); });
        continue;
      }
      auto task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task();
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Task> tasks_;
  std::jthread thread_;  // last: it uses what stands above
};

}  // namespace omote
