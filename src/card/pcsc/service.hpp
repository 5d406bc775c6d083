// The smart card service of the system (pcscd) and one reader in it, chosen by name. One thread. Honours PCSCLITE_CSOCK_NAME.
// Calls can block without limit (reference/card.md §2), so this runs only in the card worker.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "card/allow_list/channel.hpp"
#include "card/apdu/failures.hpp"
#include "ports/card_port.hpp"

namespace omote::card {

// A powered card that no other program can reach meanwhile. Unpowered when it goes: its security state is lost.
class PcscCard final : public CardLink {
 public:
  PcscCard(std::int64_t handle, std::uint32_t protocol);
  PcscCard(const PcscCard&) = delete;
  PcscCard& operator=(const PcscCard&) = delete;
  ~PcscCard() override;
  [[nodiscard]] Result<Answer> transmit(Permit, ByteView command) override;

 private:
  [[nodiscard]] Trouble explain(std::int64_t code) const;

  std::int64_t handle_;
  std::uint32_t protocol_;
  Bytes buffer_;  // for the longest answer there can be; wiped after each use
};

class PcscService {
 public:
  // `reader`: a whole name, or how it begins; empty: the first one there is.
  explicit PcscService(std::string reader) : wanted_(std::move(reader)) {}
  PcscService(const PcscService&) = delete;
  PcscService& operator=(const PcscService&) = delete;
  ~PcscService() { drop(); }

  // Waits until the presence differs from `known`, at most `time`. A card exchanged for another between two calls is
  // reported as Empty first. Establishes the connection to the service anew when it was lost.
  [[nodiscard]] ports::Presence wait_for_change(ports::Presence known, std::chrono::milliseconds time);

  // Exclusive. Reasons: reader_missing, card_service_missing, card_in_use, card_removed, card_not_readable.
  [[nodiscard]] Result<std::unique_ptr<PcscCard>> connect();

  // Another program has a handle to the card, so connect() may block as long as its transaction lasts.
  [[nodiscard]] bool shared_with_others();

 private:
  struct State {
    ports::Presence presence = ports::Presence::NoService;
    std::uint32_t raw = 0;
    std::uint32_t insertion = 0;  // the service's counter of events
    std::string reader;
  };
  [[nodiscard]] Result<void> establish();
  void drop();
  [[nodiscard]] Result<std::string> find_reader();
  [[nodiscard]] State look();
  [[nodiscard]] bool left_unnoticed(std::uint32_t insertion) const;
  void wait_for_event(const State& state, std::chrono::milliseconds time);

  std::string wanted_;
  std::optional<std::int64_t> context_;
  // The service's counter of events when Card was last reported, and when the reader was last seen empty.
  std::optional<std::uint32_t> reported_insertion_;
  std::optional<std::uint32_t> empty_at_;
};

}  // namespace omote::card
