// Warnings and errors of this program's own log go into the journal too (ProgramLog), so that they are found beside what
// happened. A storm of them is cut short and counted; whoever logs never waits for the disk.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "base/log.hpp"
#include "base/rate_limit.hpp"
#include "ports/journal_port.hpp"

namespace omote::journal {

class ProgramLog {
 public:
  // Listens until it goes.
  ProgramLog(ports::JournalPort& journal, std::string program);
  ~ProgramLog();

 private:
  struct Line {
    log::Level level;
    std::string text;
  };
  // What the listener holds on to: it stays with the program's log when this has gone.
  struct Queue {
    std::mutex mutex;
    std::condition_variable_any changed;
    std::deque<Line> lines;
    RateLimit limit;
    void hear(log::Level level, std::string_view line);
    void count_refused();
  };
  void run(const std::stop_token& stop);
  void write(const Line& line);

  ports::JournalPort& journal_;
  std::string program_;
  std::shared_ptr<Queue> queue_;
  std::uint64_t written_ = 0;
  std::jthread thread_;  // last: it uses what stands above
};

}  // namespace omote::journal
