#include <winscard.h>

#include <cstdlib>
#include <cstring>
#include <vector>

#include "diagnosis/probes/card_service.hpp"

namespace omote::diagnosis {

std::filesystem::path card_service_socket() {
  const char* given = std::getenv("PCSCLITE_CSOCK_NAME");
  return given != nullptr ? given : "/run/pcscd/pcscd.comm";
}

ServiceLook look_at_card_service() {
  SCARDCONTEXT context = 0;
  if (SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context) != SCARD_S_SUCCESS) return {"missing", 0};
  ServiceLook look{"running", 0};
  DWORD size = 0;
  if (SCardListReaders(context, nullptr, nullptr, &size) == SCARD_S_SUCCESS && size > 0) {
    std::vector<char> names(size);
    if (SCardListReaders(context, nullptr, names.data(), &size) == SCARD_S_SUCCESS) {
      for (const char* at = names.data(); *at != '\0'; at += std::strlen(at) + 1) ++look.readers;
    }
  }
  SCardReleaseContext(context);
  return look;
}

}  // namespace omote::diagnosis
