// One connection of the host to one terminal: greeting, pairing, pings, messages. Inside link/ only.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "link/messages/codec.hpp"
#include "link/pairing/numeric_comparison.hpp"
#include "link/times.hpp"
#include "net/frames.hpp"
#include "net/loop.hpp"

namespace omote::link {

struct HostSessionOptions {
  std::string serial;  // that the terminal must have
  std::string name;
  std::string software;
  std::string fingerprint;  // our own
  bool pairing = false;     // ask for pairing; else the terminal must know us
  Times times;
  Versions versions;
};

struct HostSessionEvents {
  std::function<void()> on_up;
  std::function<void(bool was_up, std::string reason)> on_end;  // once, the last
  std::function<void(const v1::ToHost& message)> on_message;
  std::function<void(std::string number)> on_number;
  std::function<bool(const std::string& fingerprint)> on_agreed;  // both people said yes; false when it could not be kept
};

// Loop's thread only.
class HostSession : public std::enable_shared_from_this<HostSession> {
 public:
  static std::shared_ptr<HostSession> start(net::Loop& loop, std::shared_ptr<net::FrameConnection> connection,
                                            HostSessionOptions options, HostSessionEvents events);

  [[nodiscard]] bool up() const { return up_ && !ended_; }
  [[nodiscard]] std::optional<std::chrono::microseconds> latency() const { return latency_; }
  // That both sides speak; 0 before the greeting.
  [[nodiscard]] std::uint32_t version() const { return version_; }
  void tick(SteadyTime now);
  void send(const v1::ToTerminal& message);
  void answer_pairing(bool same);
  // With last words a message on its way still gets its chance to arrive.
  void end(const std::string& reason, bool with_last_words = false);
  // Ends without telling.
  void abandon();

 private:
  HostSession(net::Loop& loop, std::shared_ptr<net::FrameConnection> connection, HostSessionOptions options,
              HostSessionEvents events);
  void take_frame(const Bytes& frame);
  void greet(const v1::Hello& hello);
  void begin_pairing();
  void take_commitment(const v1::PairCommit& commit);
  void take_nonce(const v1::PairNonce& nonce);
  void settle();
  void ping(SteadyTime now);
  void take_pong(const v1::Pong& pong);

  net::Loop& loop_;
  std::shared_ptr<net::FrameConnection> connection_;
  HostSessionOptions options_;
  HostSessionEvents events_;
  SteadyTime begun_;
  SteadyTime heard_;
  SteadyTime ticked_;
  SteadyTime pinged_{};
  std::uint64_t ping_number_ = 0;
  std::optional<std::chrono::microseconds> latency_;
  std::optional<NumericComparison> pairing_;
  std::uint32_t version_ = 0;
  bool greeted_ = false;
  bool up_ = false;
  bool ended_ = false;
};

}  // namespace omote::link
