// Events sent to programs on this machine that cannot wait for them: each is POSTed to their addresses, signed, tried again for
// a while (docs/integration.md). Only loopback: nothing leaves the PC by this road.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/kept_file.hpp"
#include "base/queue_thread.hpp"
#include "base/secret_box.hpp"
#include "console/audit.hpp"
#include "console/routes.hpp"
#include "host/event_feed.hpp"

namespace omote::host {

struct HookAddress {
  std::string host;  // "127.0.0.1", "localhost" or "::1"
  std::uint16_t port = 80;
  std::string path = "/";
};
// Nothing for anything but http:// to this machine.
[[nodiscard]] std::optional<HookAddress> hook_address(std::string_view url);
// "sha256=" and the HMAC of the body under the hook's secret, hex.
[[nodiscard]] std::string hook_signature(const Secret& secret, std::string_view body);

// Loop's thread only; each hook sends on a thread of its own, one event after the other.
class Webhooks {
 public:
  // `pauses` between the tries of one event; one more try than pauses.
  Webhooks(std::filesystem::path file, Result<SecretBox> box, const console::Audit& audit,
           std::vector<std::chrono::milliseconds> pauses = {std::chrono::seconds(1), std::chrono::seconds(5)});
  ~Webhooks() { closing_ = true; }
  void add_to(console::Routes& routes);
  void send(const PublicEvent& event);

 private:
  struct Hook {
    std::string url;
    std::string sealed;
    std::vector<std::string> types;  // wanted; empty: all
    std::atomic<std::uint64_t> delivered{0}, failed{0}, dropped{0}, waiting{0};
    std::atomic<unsigned> last_status{0};  // of the last try; 0: no answer
    QueueThread queue;                     // last: its tasks use what stands above
  };
  void read();
  [[nodiscard]] Result<void> save() const;
  void list(const console::Answer& answer) const;
  void add(const console::Asked& asked, const console::Answer& answer);
  void remove(const console::Asked& asked, const console::Answer& answer);
  void deliver(Hook& hook, const PublicEvent& event) const;

  mutable KeptFile file_;
  Result<SecretBox> box_;
  const console::Audit& audit_;
  std::vector<std::chrono::milliseconds> pauses_;
  std::atomic<bool> closing_{false};                    // nobody waits for a program that does not answer
  std::map<std::string, std::unique_ptr<Hook>> hooks_;  // by url
};

}  // namespace omote::host
