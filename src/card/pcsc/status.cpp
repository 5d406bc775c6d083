#include "card/pcsc/status.hpp"

#include <fmt/format.h>
#include <winscard.h>

namespace omote::card {

namespace {

std::uint32_t as_code(std::int64_t code) {
  return static_cast<std::uint32_t>(code);
}

}  // namespace

bool service_lost(std::int64_t code) {
  switch (as_code(code)) {
    case 0x8010001D:  // SCARD_E_NO_SERVICE
    case 0x8010001E:  // SCARD_E_SERVICE_STOPPED
    case 0x80100013:  // SCARD_F_COMM_ERROR: pcscd died under the call
    case 0x80100003:  // SCARD_E_INVALID_HANDLE: the context of a pcscd that is gone
    case 0x80100001:  // SCARD_F_INTERNAL_ERROR
    case 0x80100012:  // SCARD_E_SYSTEM_CANCELLED
      return true;
    default: return false;
  }
}

Trouble trouble_of_status(std::int64_t code) {
  if (service_lost(code)) return Trouble::ServiceMissing;
  switch (as_code(code)) {
    case 0x80100069:  // SCARD_W_REMOVED_CARD
    case 0x8010000C:  // SCARD_E_NO_SMARTCARD
      return Trouble::Removed;
    case 0x80100009:  // SCARD_E_UNKNOWN_READER
    case 0x80100017:  // SCARD_E_READER_UNAVAILABLE
    case 0x8010002E:  // SCARD_E_NO_READERS_AVAILABLE
      return Trouble::ReaderMissing;
    case 0x8010000B:  // SCARD_E_SHARING_VIOLATION
      return Trouble::InUse;
    case 0x8010000A:  // SCARD_E_TIMEOUT
      return Trouble::TimedOut;
    default:
      // SCARD_E_NOT_TRANSACTED (noise on the air), SCARD_W_RESET_CARD, SCARD_W_UNRESPONSIVE_CARD, SCARD_W_UNPOWERED_CARD,
      // SCARD_W_UNSUPPORTED_CARD, SCARD_E_PROTO_MISMATCH, SCARD_E_INSUFFICIENT_BUFFER and what no one has seen yet.
      return Trouble::NotReadable;
  }
}

std::string status_context(const char* call, std::int64_t code) {
  return fmt::format("{} {:#010X}", call, as_code(code));
}

}  // namespace omote::card
