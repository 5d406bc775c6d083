// The one file that transmits.
#include <winscard.h>
// After winscard.h, which it builds on.
#include <reader.h>

#include "card/pcsc/service.hpp"
#include "card/pcsc/status.hpp"

namespace omote::card {

PcscCard::PcscCard(std::int64_t handle, std::uint32_t protocol)
    : handle_(handle), protocol_(protocol), buffer_(MAX_BUFFER_SIZE_EXTENDED) {}

PcscCard::~PcscCard() {
  wipe_memory(buffer_.data(), buffer_.size());
  SCardDisconnect(static_cast<SCARDHANDLE>(handle_), SCARD_UNPOWER_CARD);
}

// "Not transacted" stands for noise on the air and for a card that has just left; the service knows which.
Trouble PcscCard::explain(std::int64_t code) const {
  if (static_cast<LONG>(code) != static_cast<LONG>(SCARD_E_NOT_TRANSACTED)) return trouble_of_status(code);
  DWORD state = 0;
  const LONG asked = SCardStatus(static_cast<SCARDHANDLE>(handle_), nullptr, nullptr, &state, nullptr, nullptr, nullptr);
  if (asked != SCARD_S_SUCCESS) return trouble_of_status(asked);
  return (state & SCARD_PRESENT) != 0 ? Trouble::NotReadable : Trouble::Removed;
}

Result<Answer> PcscCard::transmit(Permit, ByteView command) {
  const SCARD_IO_REQUEST* header = protocol_ == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1;
  DWORD size = buffer_.size();
  const LONG code =
      SCardTransmit(static_cast<SCARDHANDLE>(handle_), header, command.data(), command.size(), nullptr, buffer_.data(), &size);
  // After an error the size is not to be used: it may be larger than the buffer (reference/trust.md §2).
  if (code != SCARD_S_SUCCESS) return card_failure(explain(code), status_context("SCardTransmit", code));
  if (size > buffer_.size()) return card_failure(Trouble::NotReadable, "answer longer than the buffer");
  auto answer = parse_answer(ByteView(buffer_).first(size));
  wipe_memory(buffer_.data(), size);
  // Success without a status word is how a card that was pulled looks (reference/trust.md §2).
  if (!answer) return card_failure(Trouble::Removed, "answer without status word");
  return std::move(*answer);
}

}  // namespace omote::card
