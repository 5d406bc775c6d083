// Short TCP connections that carry nothing: does a host answer, how fast, and how many first packets get lost on the way.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace omote::diagnosis {

enum class TcpOutcome {
  Connected,
  Refused,     // the host answered that nobody listens there
  Silent,      // no answer in the time
  NoWay,       // this PC or a router on the way says that the host cannot be reached
  NotPossible  // this PC cannot even try (no sockets left, not permitted)
};

struct TcpTry {
  TcpOutcome outcome = TcpOutcome::Silent;
  double took_ms = 0;
};

// All at the same time, to a numeric address. A second is how long a system waits before it sends a lost first packet again:
// with a shorter time, each Silent is one packet lost.
[[nodiscard]] std::vector<TcpTry> try_tcp(const std::string& address, std::uint16_t port, int count,
                                          std::chrono::milliseconds time);

// One connection to keep: its descriptor, to be closed by the caller, and what it took; -1 when none came about in the time.
[[nodiscard]] int connect_tcp(const std::string& address, std::uint16_t port, std::chrono::milliseconds time, double& took_ms);

}  // namespace omote::diagnosis
