// The only exit to the card. A CardLink cannot be made to send anything without a Permit, and only AllowedChannel can make one.
#pragma once

#include <cstdint>

#include "base/result.hpp"
#include "card/allow_list/allow_list.hpp"
#include "card/apdu/answer.hpp"
#include "card/apdu/command.hpp"

namespace omote::card {

class Permit {
  friend class AllowedChannel;
  Permit() = default;
};

// Bytes to a card and back: PC/SC, or a script in a test.
class CardLink {
 public:
  virtual ~CardLink() = default;
  // One command, one answer of at least two bytes. Reasons: those of pcsc/status.hpp.
  [[nodiscard]] virtual Result<Answer> transmit(Permit, ByteView command) = 0;
};

class AllowedChannel {
 public:
  // `link` outlives the channel and is freshly powered: nothing is selected.
  explicit AllowedChannel(CardLink& link) : link_(link) {}

  // Reason: card_command_not_allowed (nothing was sent); else those of the link. One thread.
  [[nodiscard]] Result<Answer> transmit(const Command& command) { return transmit(command.bytes()); }
  // The same for bytes that no factory made; public for the tests of the allow-list.
  [[nodiscard]] Result<Answer> transmit(ByteView command);

  [[nodiscard]] const Selection& selection() const { return selection_; }
  [[nodiscard]] std::uint64_t apdus() const { return apdus_; }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }  // both ways

 private:
  CardLink& link_;
  Selection selection_;
  std::uint64_t apdus_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace omote::card
