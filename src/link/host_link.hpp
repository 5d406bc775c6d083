// The host's end of the link: finds terminals, keeps one connection to each that is paired, pairs new ones.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "link/messages/codec.hpp"
#include "link/times.hpp"
#include "net/loop.hpp"
#include "net/tls.hpp"
#include "schema/link.pb.h"

namespace omote::link {

struct HostLinkOptions {
  std::string name;  // the clinic's
  std::string software;
  std::string beacon_address = "0.0.0.0";
  std::uint16_t beacon_port = 0;  // 0: a free one
  std::filesystem::path pairs;
  Times times;
  Versions versions;
};

// A terminal that is paired or was heard of in the last ten seconds.
struct KnownTerminal {
  std::string serial;
  std::string name;
  std::string software;
  std::string address;  // "127.0.0.1:4711"; empty when none is known yet
  bool paired = false;
  bool up = false;
  bool heard = false;  // its beacon, in the last ten seconds and since the link broke
  bool twin = false;   // while it is up, another device calls under its serial number
  std::string reason;  // why it is not up: "not_found", "connecting", or the last on_down reason
};

// All run on the loop's thread. Any may be empty.
struct HostLinkEvents {
  std::function<void(const KnownTerminal& terminal)> on_found;  // new, or at another address
  std::function<void(std::string serial)> on_up;
  // After each on_up: "closed", "peer_silent", "malformed". Also when an attempt to connect is refused, once for each new
  // reason: "version", "not_paired", "serial_in_use", "other_certificate", "unreachable".
  std::function<void(std::string serial, std::string reason)> on_down;
  std::function<void(std::string serial, const v1::ToHost& message)> on_message;  // what concerns visits
  std::function<void(std::string serial, std::string number)> on_pairing_number;
  // "paired", "number_differs", "timed_out", "closed", "broken", "store", "version", "not_paired", "serial_in_use",
  // "unreachable".
  std::function<void(std::string serial, std::string reason)> on_pairing_end;
};

// Loop's thread only, destroyed before the loop. A lost link comes back by itself: attempts at 100 ms, doubled up to a
// second, at once when a beacon comes.
class HostLink {
 public:
  // Reasons: those of net::UdpSocket::open.
  [[nodiscard]] static Result<std::unique_ptr<HostLink>> open(net::Loop& loop, net::Identity identity, HostLinkOptions options,
                                                              HostLinkEvents events);
  ~HostLink();

  [[nodiscard]] std::uint16_t beacon_port() const;
  [[nodiscard]] std::vector<KnownTerminal> terminals() const;
  [[nodiscard]] bool up(const std::string& serial) const;
  // False when the link is not up; the message is gone then.
  bool send(const std::string& serial, const v1::ToTerminal& message);
  // The round trip of the last ping.
  [[nodiscard]] std::optional<std::chrono::microseconds> latency(const std::string& serial) const;
  // The version of the link that is spoken with it; 0 when it is not up.
  [[nodiscard]] std::uint32_t version(const std::string& serial) const;

  // Asks a found terminal for pairing. A serial that is paired already must be forgotten first.
  // Reasons: terminal_not_found, terminal_paired_already.
  [[nodiscard]] Result<void> start_pairing(const std::string& serial);
  // The answer of the person at the host to the number shown.
  void answer_pairing(const std::string& serial, bool same);
  // Tries at once, whatever pause was due; a connection that is not up yet begins anew. Reason: terminal_not_heard.
  [[nodiscard]] Result<void> reconnect(const std::string& serial);
  // Forgets the terminal and closes its link. Reason: pairs_not_written.
  [[nodiscard]] Result<void> forget(const std::string& serial);

 private:
  struct Inside;
  explicit HostLink(std::shared_ptr<Inside> inside);
  std::shared_ptr<Inside> inside_;
};

}  // namespace omote::link
