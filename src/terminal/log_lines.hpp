// The terminal's last log lines, for the host: a bundle must have them also when the terminal cannot be reached any more.
#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string_view>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "schema/link.pb.h"

namespace omote::terminal {

// Any thread.
class LogKeeper {
 public:
  // Numbers grow over restarts of the program: they begin with the time.
  explicit LogKeeper(const Clock& clock);
  void add(log::Level level, std::string_view line);
  // What was added since the last call, at most some hundred lines; nothing when there is nothing new.
  [[nodiscard]] std::optional<link::v1::LogLines> news();
  // The host may have missed some: the next call tells all that is kept. The host knows lines by their number.
  void begin_again();

 private:
  const Clock& clock_;
  std::mutex mutex_;
  std::deque<link::v1::LogLine> lines_;
  std::uint64_t next_;
  std::uint64_t told_ = 0;  // up to this number
};

}  // namespace omote::terminal
