// The journal for the console's page: GET /api/log?… (docs/log.md) and POST /api/log/clock ("the clock is right", say staff).
#pragma once

#include <memory>

#include "base/clock.hpp"
#include "base/queue_thread.hpp"
#include "net/http.hpp"
#include "net/loop.hpp"
#include "ports/log_port.hpp"

namespace omote::host {

class LogApi {
 public:
  // Reads on a thread of its own, so that no visit waits for a search.
  LogApi(net::Loop& loop, const Clock& clock, ports::LogPort& log) : loop_(loop), clock_(clock), log_(log) {}
  ~LogApi() { queue_.finish(); }
  // False when the address is another one.
  bool answer(const net::Request& request, const net::HttpServer::Answer& answer);
  // The thread on which the log is read: whoever else reads it does so there.
  [[nodiscard]] QueueThread& readers() { return queue_; }

 private:
  net::Loop& loop_;
  const Clock& clock_;
  ports::LogPort& log_;
  QueueThread queue_;  // last: its tasks use the others
};

}  // namespace omote::host
