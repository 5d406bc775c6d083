// omote-card-holder: another program that uses the card, as card software of a different kind does. Takes it alone
// ("exclusive") or keeps it busy ("transactions"), says so in one line, and holds it until it is ended.
#include <winscard.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>
#include <thread>

namespace {

// Connected to the first reader's card; tries until a card lies there.
bool take(SCARDCONTEXT context, DWORD share, SCARDHANDLE& card) {
  for (int i = 0; i < 300; ++i) {
    char names[2048] = {};
    DWORD size = sizeof names;
    DWORD protocol = 0;
    if (SCardListReaders(context, nullptr, names, &size) == SCARD_S_SUCCESS &&
        SCardConnect(context, names, share, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &card, &protocol) == SCARD_S_SUCCESS) {
      return true;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

void say(const char* what) {
  std::printf("%s\n", what);
  std::fflush(stdout);
}

}  // namespace

int main(int count, char** arguments) {
  const bool transactions = count > 1 && std::strcmp(arguments[1], "transactions") == 0;
  SCARDCONTEXT context = 0;
  SCARDHANDLE card = 0;
  if (SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context) != SCARD_S_SUCCESS) return 1;
  if (!take(context, transactions ? SCARD_SHARE_SHARED : SCARD_SHARE_EXCLUSIVE, card)) return 1;
  if (!transactions) {
    say("holds the card");
    for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
  }
  for (bool said = false; SCardBeginTransaction(card) == SCARD_S_SUCCESS;) {
    if (!said) say("keeps the card busy");
    said = true;
    std::this_thread::sleep_for(std::chrono::milliseconds(900));
    SCardEndTransaction(card, SCARD_LEAVE_CARD);
  }
  return 0;
}
