// The terminal's end of the link: listens, lets its one host in, pairs with a first one.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "link/messages/codec.hpp"
#include "link/times.hpp"
#include "net/loop.hpp"
#include "net/tls.hpp"
#include "schema/link.pb.h"

namespace omote::link {

struct BeaconTarget {
  std::string address;  // an IP address; a broadcast address is allowed
  std::uint16_t port = 0;
};

struct TerminalLinkOptions {
  std::string serial;  // 1 to 64 letters, digits, '-' and '_'
  std::string name;    // the model
  std::string software;
  std::string address = "0.0.0.0";
  std::uint16_t port = 0;  // 0: a free one, told by the beacons
  std::filesystem::path pairs;
  std::vector<BeaconTarget> beacons;
  Times times;
  Versions versions;
};

// All run on the loop's thread. Any may be empty.
struct TerminalLinkEvents {
  std::function<void(const v1::Hello& host)> on_up;
  // "closed", "peer_silent", "malformed", …; called once after each on_up.
  std::function<void(std::string reason)> on_down;
  std::function<void(const v1::ToTerminal& message)> on_message;  // what concerns visits; the link's own messages stay inside
  // Six digits for the screen; confirm() answers for the person before it.
  std::function<void(std::string number)> on_pairing_number;
  // "paired", "number_differs", "timed_out", "closed", "broken", "store": the number leaves the screen.
  std::function<void(std::string reason)> on_pairing_end;
};

// Loop's thread only, destroyed before the loop. While it is paired, only the host whose certificate is pinned gets through
// the handshake; an unpaired terminal lets any host ask for pairing, and only that. One session at a time: a second
// connection is told "serial_in_use" while the first one is alive.
class TerminalLink {
 public:
  // Listens and begins to send beacons. Reasons: serial_unusable and those of net::FrameServer::listen.
  [[nodiscard]] static Result<std::unique_ptr<TerminalLink>> open(net::Loop& loop, net::Identity identity,
                                                                  TerminalLinkOptions options, TerminalLinkEvents events);
  ~TerminalLink();

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] bool up() const;
  [[nodiscard]] bool paired() const;
  // The version of the link that is spoken with the host; 0 when it is not up.
  [[nodiscard]] std::uint32_t version() const;
  // False when the link is not up; the message is gone then.
  bool send(const v1::ToHost& message);
  // The person's answer to the number shown.
  void confirm(bool same);
  // Lets another host pair although there is one already (a person at the terminal asked for it). The new one replaces it.
  void allow_pairing(bool allowed);
  // Forgets its host and closes the link. Reason: pairs_not_written.
  [[nodiscard]] Result<void> forget();

 private:
  struct Inside;
  explicit TerminalLink(std::shared_ptr<Inside> inside);
  std::shared_ptr<Inside> inside_;
};

}  // namespace omote::link
