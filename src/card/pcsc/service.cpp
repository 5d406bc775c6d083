#include "card/pcsc/service.hpp"

#include <winscard.h>

#include <algorithm>
#include <array>
#include <thread>
#include <vector>

#include "card/pcsc/status.hpp"

namespace omote::card {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kServicePoll{200};
constexpr const char* kReaderListEvents = "\\\\?PnP?\\Notification";

ports::Presence presence_of(DWORD state) {
  if ((state & (SCARD_STATE_UNAVAILABLE | SCARD_STATE_UNKNOWN | SCARD_STATE_IGNORE)) != 0) return ports::Presence::NoReader;
  return (state & SCARD_STATE_PRESENT) != 0 ? ports::Presence::Card : ports::Presence::Empty;
}

milliseconds left_until(steady_clock::time_point end) {
  return std::max(milliseconds(0), std::chrono::duration_cast<milliseconds>(end - steady_clock::now()));
}

}  // namespace

Result<void> PcscService::establish() {
  if (context_) return {};
  SCARDCONTEXT context = 0;
  const LONG code = SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context);
  if (code != SCARD_S_SUCCESS) return card_failure(Trouble::ServiceMissing, status_context("SCardEstablishContext", code));
  context_ = context;
  return {};
}

void PcscService::drop() {
  if (context_) SCardReleaseContext(*context_);
  context_.reset();
  // Another service counts from the beginning.
  reported_insertion_.reset();
  empty_at_.reset();
}

Result<std::string> PcscService::find_reader() {
  if (auto there = establish(); !there) return pass(there);
  DWORD size = 0;
  LONG code = SCardListReaders(*context_, nullptr, nullptr, &size);
  std::vector<char> names(code == SCARD_S_SUCCESS ? size : 0);
  if (code == SCARD_S_SUCCESS) code = SCardListReaders(*context_, nullptr, names.data(), &size);
  if (code != SCARD_S_SUCCESS) {
    if (service_lost(code)) drop();
    return card_failure(trouble_of_status(code), status_context("SCardListReaders", code));
  }
  // A multi-string: names ended by zero bytes, an empty one at the end.
  std::optional<std::string> begins;
  for (auto at = names.begin(); at != names.end() && *at != '\0';) {
    const auto end = std::find(at, names.end(), '\0');
    std::string name(at, end);
    if (name == wanted_) return name;
    if (!begins && name.starts_with(wanted_)) begins = name;
    at = end == names.end() ? end : end + 1;
  }
  if (begins) return *begins;
  return card_failure(Trouble::ReaderMissing, wanted_);
}

PcscService::State PcscService::look() {
  State state;
  auto reader = find_reader();
  if (!reader) {
    const bool service = trouble_of(reader.error()) != Trouble::ServiceMissing;
    state.presence = service ? ports::Presence::NoReader : ports::Presence::NoService;
    return state;
  }
  SCARD_READERSTATE now{};
  now.szReader = reader->c_str();
  now.dwCurrentState = SCARD_STATE_UNAWARE;
  const LONG code = SCardGetStatusChange(*context_, 0, &now, 1);
  if (code != SCARD_S_SUCCESS) {
    if (service_lost(code)) drop();
    state.presence = context_ ? ports::Presence::NoReader : ports::Presence::NoService;
    return state;
  }
  state.raw = static_cast<std::uint32_t>(now.dwEventState);
  state.presence = presence_of(now.dwEventState);
  state.reader = *reader;
  state.insertion = state.raw >> 16;
  if (state.presence == ports::Presence::Card && now.cbAtr == 0 && left_unnoticed(state.insertion))
    state.presence = ports::Presence::Empty;
  if (state.presence == ports::Presence::Empty) empty_at_ = state.insertion;
  return state;
}

// pcscd counts each insertion and each removal. When it powers a card down that is being taken, it writes "present" over its own
// "empty" and leaves it so until the next card comes; the counter and the forgotten ATR tell (measured: 1 in 200 takings).
bool PcscService::left_unnoticed(std::uint32_t insertion) const {
  // Nothing is known yet, as this worker or its service is new: a card that is there would have an ATR, or is mute and has to be
  // laid down anew anyway.
  if (!empty_at_ && !reported_insertion_) return true;
  const bool nothing_came = empty_at_ == insertion;
  const bool one_left = reported_insertion_ && insertion == ((*reported_insertion_ + 1) & 0xffff);
  return nothing_came || one_left;
}

void PcscService::wait_for_event(const State& state, milliseconds time) {
  if (!context_) {
    std::this_thread::sleep_for(std::min(time, kServicePoll));
    return;
  }
  std::array<SCARD_READERSTATE, 2> watched{};
  watched[0].szReader = kReaderListEvents;
  watched[1].szReader = state.reader.c_str();
  watched[1].dwCurrentState = state.raw & ~std::uint32_t{SCARD_STATE_CHANGED};
  const DWORD count = state.reader.empty() ? 1 : 2;
  const auto begin = steady_clock::now();
  const LONG code = SCardGetStatusChange(*context_, static_cast<DWORD>(time.count()), watched.data(), count);
  if (code == SCARD_S_SUCCESS || code == static_cast<LONG>(SCARD_E_TIMEOUT)) return;
  if (service_lost(code)) drop();
  // Whatever else it complains about must not become a busy loop.
  if (steady_clock::now() - begin < milliseconds(5)) std::this_thread::sleep_for(std::min(time, kServicePoll));
}

ports::Presence PcscService::wait_for_change(ports::Presence known, milliseconds time) {
  const auto end = steady_clock::now() + time;
  for (;;) {
    const State state = look();
    const bool exchanged = state.presence == ports::Presence::Card && known == ports::Presence::Card && reported_insertion_ &&
                           *reported_insertion_ != state.insertion;
    if (exchanged) {
      reported_insertion_.reset();
      return ports::Presence::Empty;
    }
    if (state.presence == ports::Presence::Card) reported_insertion_ = state.insertion;
    const auto left = left_until(end);
    if (state.presence != known || left == milliseconds(0)) return state.presence;
    wait_for_event(state, left);
  }
}

bool PcscService::shared_with_others() {
  return (look().raw & SCARD_STATE_INUSE) != 0;
}

Result<std::unique_ptr<PcscCard>> PcscService::connect() {
  auto reader = find_reader();
  if (!reader) return pass(reader);
  SCARDHANDLE handle = 0;
  DWORD protocol = 0;
  const LONG code =
      SCardConnect(*context_, reader->c_str(), SCARD_SHARE_EXCLUSIVE, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &handle, &protocol);
  if (code != SCARD_S_SUCCESS) {
    if (service_lost(code)) drop();
    return card_failure(trouble_of_status(code), status_context("SCardConnect", code));
  }
  return std::make_unique<PcscCard>(handle, static_cast<std::uint32_t>(protocol));
}

}  // namespace omote::card
