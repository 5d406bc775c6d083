// One simulated IC card reader: owns the socket that the IFD handler in pcscd talks to, and the card that lies on it.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "base/result.hpp"
#include "sim/card/card_timing.hpp"
#include "sim/card/smart_card.hpp"
#include "sim/reader/fault.hpp"
#include "sim/reader/protocol.hpp"

namespace omote::sim::reader {

// One command and its answer, as the bench shows them. The command of a VERIFY holds the PIN of a specimen.
struct ApduTrace {
  std::uint32_t number = 0;  // from 1 since the card was laid on the reader
  Bytes command;
  Bytes answer;  // empty: none left the reader
  std::chrono::microseconds took{0};
};

// Every function may be called from any thread.
class VirtualReader {
 public:
  using Observer = std::function<void(const ApduTrace&)>;

  // Makes the socket (mode 0600) and serves it on threads of its own. Reasons: reader_socket_unusable.
  static Result<std::unique_ptr<VirtualReader>> open(const std::filesystem::path& socket);
  VirtualReader(const VirtualReader&) = delete;
  VirtualReader& operator=(const VirtualReader&) = delete;
  ~VirtualReader();

  // Lays a card on the reader, in the place of another one. It comes without power.
  void insert(std::shared_ptr<card::SmartCard> card);
  // Takes it away: a running command ends without answer.
  void remove();
  [[nodiscard]] bool occupied() const;
  // Unplugged, the reader is no device any more, whatever lies on it.
  void plug(bool plugged);
  [[nodiscard]] bool plugged() const;

  void set_timing(const card::CardTiming& timing);
  void arm(Fault fault);
  void clear_faults();
  [[nodiscard]] int faults_fired() const;
  // Called after every command, from the reader's thread; it must not call the reader's own functions but remove().
  void observe(Observer observer);
  // Whether a card service shows this reader to programs; waits for it at most `time`.
  [[nodiscard]] bool wait_until_served(std::chrono::milliseconds time) const;
  // Commands since the card was laid on the reader.
  [[nodiscard]] std::uint32_t apdus() const;

  [[nodiscard]] const std::filesystem::path& socket() const { return socket_; }

 private:
  struct Connection {
    int fd = -1;
    std::jthread thread;
    bool done = false;
  };
  struct Reply {
    Outcome outcome = Outcome::NoAnswer;
    Bytes data;
  };

  VirtualReader(std::filesystem::path socket, int listener);
  void accept_all();
  void serve(Connection& connection);
  void serve_commands(int fd);
  void serve_events(int fd);
  Reply run(Operation operation, ByteView data);
  Reply transmit(ByteView command);
  // Waits for the card's or a fault's time; false when the card was taken away meanwhile.
  bool pass_time(std::unique_lock<std::mutex>& lock, std::uint64_t insertion, std::chrono::steady_clock::time_point until);
  [[nodiscard]] State state() const;  // the lock is held
  void tell_state();                  // the lock is held

  const std::filesystem::path socket_;
  const int listener_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::list<Connection> connections_;
  std::vector<int> event_fds_;
  int services_ = 0;  // that wait for events
  std::shared_ptr<card::SmartCard> card_;
  std::uint64_t insertion_ = 0;  // counts insertions and removals
  bool plugged_ = true;
  bool stopping_ = false;
  std::uint32_t apdus_ = 0;
  card::CardTiming timing_;
  FaultPlan faults_;
  Observer observer_;
  std::mutex card_mutex_;  // one command at a time on the card itself
  std::jthread acceptor_;
};

}  // namespace omote::sim::reader
