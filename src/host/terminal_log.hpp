// The newest lines of each terminal's own log, kept on the PC: a bundle has them when the terminal cannot be reached. Warnings
// and errors among them go into the journal too.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "base/clock.hpp"
#include "base/queue_thread.hpp"
#include "base/rate_limit.hpp"
#include "ports/journal_port.hpp"
#include "schema/link.pb.h"

namespace omote::host {

class TerminalLog {
 public:
  TerminalLog(std::filesystem::path folder, const Clock& clock, ports::JournalPort& journal)
      : folder_(std::move(folder)), clock_(clock), journal_(journal) {}
  ~TerminalLog() { queue_.finish(); }
  // The link came up: the terminal's clock may be another one than before.
  void link_up(const std::string& serial);
  // Lines with numbers that were there already are left out: a terminal's numbers grow over its restarts.
  void hear(const std::string& serial, const link::v1::LogLines& lines);
  // What brings the terminal's clock to ours, as far as its lines tell.
  [[nodiscard]] std::optional<std::chrono::milliseconds> clock_offset(const std::string& serial) const;

 private:
  struct Known {
    std::uint64_t last = 0;
    // A line is as old as it is when it comes: the least difference seen is the nearest to the truth.
    std::optional<std::chrono::milliseconds> offset;
    RateLimit limit{30, std::chrono::milliseconds(4000)};
  };
  Known& known(const std::string& serial);
  void journal(const std::string& serial, Known& known, const link::v1::LogLine& line);
  static void write(const std::filesystem::path& file, const std::string& text);

  std::filesystem::path folder_;
  const Clock& clock_;
  ports::JournalPort& journal_;
  std::map<std::string, Known> known_;
  QueueThread queue_;  // last: its tasks use the others
};

}  // namespace omote::host
