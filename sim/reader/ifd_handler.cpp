// The IFD handler (PC/SC driver) of the simulated readers, loaded by pcscd. One shared library serves any number of readers;
// each reader is a socket of protocol.hpp. It uses nothing but the system: it lives in a process that is not ours.
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

extern "C" {
#include <ifdhandler.h>
#include <reader.h>
}

#include "sim/reader/protocol.hpp"

namespace omote::sim::reader {
namespace {

constexpr int kRetryMs = 100;  // between attempts to reach a reader whose process is away
constexpr int kFirstStateMs = 2000;
constexpr DWORD kPropertiesCode = SCARD_CTL_CODE(3500);

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool open() const { return fd_ >= 0; }

 private:
  int fd_;
};

Descriptor connect_for(const std::string& path, Purpose purpose) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return Descriptor();
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  Descriptor fd(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
  if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return Descriptor();
  if (::send(fd.get(), &purpose, 1, MSG_NOSIGNAL) != 1) return Descriptor();
  return fd;
}

struct Reply {
  Outcome outcome = Outcome::NoAnswer;
  std::vector<UCHAR> data;
};

class Slot {
 public:
  explicit Slot(std::string path) : path_(std::move(path)), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

  // The newest state that the reader told, without waiting.
  State state() {
    const std::lock_guard lock(events_mutex_);
    refresh();
    return state_;
  }

  // Until the reader tells something, the polling is stopped, or the time is over.
  void wait(int timeout_ms) {
    int events = -1;
    {
      const std::lock_guard lock(events_mutex_);
      const State before = state_;
      refresh();
      if (state_ != before) return;
      events = events_.get();
      if (!std::exchange(announced_, true)) static_cast<void>(::send(events, "W", 1, MSG_NOSIGNAL));
    }
    pollfd watched[2] = {{wake_.get(), POLLIN, 0}, {events, POLLIN, 0}};
    const bool connected = events >= 0;
    ::poll(watched, connected ? 2 : 1, connected ? timeout_ms : std::min(timeout_ms, kRetryMs));
    // A call to stop ends one wait, not all that follow: left standing, it would keep pcscd busy for ever.
    std::uint64_t called = 0;
    static_cast<void>(!::read(wake_.get(), &called, sizeof called));
  }

  void stop_waiting() {
    const std::uint64_t one = 1;
    static_cast<void>(!::write(wake_.get(), &one, sizeof one));
  }

  // Blocks as long as the card does.
  Reply run(Operation operation, const UCHAR* data = nullptr, std::size_t size = 0) {
    const std::lock_guard lock(commands_mutex_);
    if (!commands_.open()) commands_ = connect_for(path_, Purpose::Commands);
    std::vector<UCHAR> message(size + 1);
    message[0] = static_cast<UCHAR>(operation);
    if (size > 0) std::memcpy(message.data() + 1, data, size);
    if (::send(commands_.get(), message.data(), message.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(message.size()))
      return lost();
    message.resize(kLargestMessage);
    // The lock is there to keep others out until the card has answered.
    const ssize_t got =
        ::recv(commands_.get(), message.data(), message.size(), 0);  // NOLINT(clang-analyzer-unix.BlockInCriticalSection)
    if (got <= 0) return lost();
    return {static_cast<Outcome>(message[0]), {message.begin() + 1, message.begin() + got}};
  }

  std::vector<UCHAR> atr;  // used under pcscd's own lock of the reader

 private:
  Reply lost() {
    commands_ = Descriptor();
    return {};
  }

  void refresh() {
    if (!events_.open()) {
      events_ = connect_for(path_, Purpose::Events);
      announced_ = false;
      // The first state comes at once; pcscd gives a reader up whose first presence call fails.
      pollfd first{events_.get(), POLLIN, 0};
      if (events_.open()) ::poll(&first, 1, kFirstStateMs);
    }
    while (events_.open()) {
      UCHAR byte = 0;
      const ssize_t got =
          ::recv(events_.get(), &byte, 1, MSG_DONTWAIT);  // NOLINT(clang-analyzer-unix.BlockInCriticalSection): it does not
      if (got == 1) {
        state_ = static_cast<State>(byte);
        continue;
      }
      if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
      events_ = Descriptor();
      break;
    }
    state_ = State::Unplugged;
  }

  std::string path_;
  Descriptor wake_;
  std::mutex events_mutex_;
  Descriptor events_;
  bool announced_ = false;  // that pcscd waits for events
  State state_ = State::Unplugged;
  std::mutex commands_mutex_;
  Descriptor commands_;
};

class Slots {
 public:
  void add(DWORD lun, const std::string& path) {
    const std::lock_guard lock(mutex_);
    slots_[lun] = std::make_shared<Slot>(path);
  }
  void remove(DWORD lun) {
    const std::lock_guard lock(mutex_);
    slots_.erase(lun);
  }
  std::shared_ptr<Slot> find(DWORD lun) {
    const std::lock_guard lock(mutex_);
    const auto found = slots_.find(lun);
    return found == slots_.end() ? nullptr : found->second;
  }

 private:
  std::mutex mutex_;
  std::map<DWORD, std::shared_ptr<Slot>> slots_;
};

// The interface has no place for a context of its own: the library keeps one table for its process.
Slots& slots() {
  static Slots table;
  return table;
}

RESPONSECODE wait_for_event(DWORD lun, int timeout_ms) {
  const auto slot = slots().find(lun);
  if (!slot) return IFD_COMMUNICATION_ERROR;
  slot->wait(timeout_ms);
  return IFD_SUCCESS;
}

RESPONSECODE stop_waiting(DWORD lun) {
  if (const auto slot = slots().find(lun)) slot->stop_waiting();
  return IFD_SUCCESS;
}

RESPONSECODE give(const void* data, std::size_t size, PDWORD length, PUCHAR value) {
  if (*length < size) return IFD_ERROR_INSUFFICIENT_BUFFER;
  std::memcpy(value, data, size);
  *length = size;
  return IFD_SUCCESS;
}
RESPONSECODE give_byte(UCHAR byte, PDWORD length, PUCHAR value) {
  return give(&byte, 1, length, value);
}

template <class Function>
RESPONSECODE give_function(Function* function, PDWORD length, PUCHAR value) {
  // pcscd passes a length that is not the size of a pointer here.
  *length = sizeof(void*);
  std::memcpy(value, static_cast<const void*>(&function), sizeof(void*));
  return IFD_SUCCESS;
}

RESPONSECODE power_up(Slot& slot, Operation operation, PUCHAR atr, PDWORD atr_length) {
  auto reply = slot.run(operation);
  if (reply.outcome != Outcome::Done || reply.data.size() > MAX_ATR_SIZE) {
    *atr_length = 0;
    return IFD_ERROR_POWER_ACTION;
  }
  std::memcpy(atr, reply.data.data(), reply.data.size());
  *atr_length = reply.data.size();
  slot.atr = std::move(reply.data);
  return IFD_SUCCESS;
}

}  // namespace
}  // namespace omote::sim::reader

using namespace omote::sim::reader;

extern "C" {

RESPONSECODE IFDHCreateChannelByName(DWORD lun, LPSTR device) {
  const std::string name(device);
  const std::string prefix(kDevicePrefix);
  if (!name.starts_with(prefix)) return IFD_NO_SUCH_DEVICE;
  slots().add(lun, name.substr(prefix.size()));
  return IFD_SUCCESS;
}

RESPONSECODE IFDHCreateChannel(DWORD, DWORD) {
  return IFD_NO_SUCH_DEVICE;
}

RESPONSECODE IFDHCloseChannel(DWORD lun) {
  slots().remove(lun);
  return IFD_SUCCESS;
}

RESPONSECODE IFDHGetCapabilities(DWORD lun, DWORD tag, PDWORD length, PUCHAR value) {
  const auto slot = slots().find(lun);
  switch (tag) {
    case TAG_IFD_ATR:
    case SCARD_ATTR_ATR_STRING: return slot ? give(slot->atr.data(), slot->atr.size(), length, value) : IFD_COMMUNICATION_ERROR;
    case TAG_IFD_THREAD_SAFE: return give_byte(1, length, value);
    case TAG_IFD_SLOT_THREAD_SAFE: return give_byte(0, length, value);
    case TAG_IFD_SLOTS_NUMBER: return give_byte(1, length, value);
    case TAG_IFD_SIMULTANEOUS_ACCESS: return give_byte(16, length, value);
    case TAG_IFD_POLLING_THREAD_WITH_TIMEOUT: return give_function(&wait_for_event, length, value);
    case TAG_IFD_STOP_POLLING_THREAD: return give_function(&stop_waiting, length, value);
    case SCARD_ATTR_VENDOR_NAME: return give("Omote", 6, length, value);
    default: return IFD_ERROR_TAG;
  }
}

RESPONSECODE IFDHSetCapabilities(DWORD, DWORD, DWORD, PUCHAR) {
  return IFD_NOT_SUPPORTED;
}

// A contactless card speaks T=1 to PC/SC, whatever else its constructed ATR offers.
RESPONSECODE IFDHSetProtocolParameters(DWORD, DWORD protocol, UCHAR, UCHAR, UCHAR, UCHAR) {
  return protocol == SCARD_PROTOCOL_T1 ? IFD_SUCCESS : IFD_PROTOCOL_NOT_SUPPORTED;
}

RESPONSECODE IFDHPowerICC(DWORD lun, DWORD action, PUCHAR atr, PDWORD atr_length) {
  const auto slot = slots().find(lun);
  if (!slot) return IFD_COMMUNICATION_ERROR;
  switch (action) {
    case IFD_POWER_UP: return power_up(*slot, Operation::PowerOn, atr, atr_length);
    case IFD_RESET: return power_up(*slot, Operation::Reset, atr, atr_length);
    case IFD_POWER_DOWN:
      *atr_length = 0;
      slot->run(Operation::PowerOff);
      return IFD_SUCCESS;
    default: return IFD_NOT_SUPPORTED;
  }
}

RESPONSECODE IFDHTransmitToICC(DWORD lun, SCARD_IO_HEADER, PUCHAR command, DWORD command_length, PUCHAR answer,
                               PDWORD answer_length, PSCARD_IO_HEADER) {
  const auto slot = slots().find(lun);
  const DWORD room = std::exchange(*answer_length, 0);
  if (!slot) return IFD_COMMUNICATION_ERROR;
  const auto reply = slot->run(Operation::Transmit, command, command_length);
  if (reply.outcome == Outcome::NoCard) return IFD_ICC_NOT_PRESENT;
  if (reply.outcome != Outcome::Done) return IFD_COMMUNICATION_ERROR;
  if (reply.data.size() > room) return IFD_ERROR_INSUFFICIENT_BUFFER;
  std::memcpy(answer, reply.data.data(), reply.data.size());
  *answer_length = reply.data.size();
  return IFD_SUCCESS;
}

// PC/SC part 10: one property, the largest APDU (extended length).
RESPONSECODE IFDHControl(DWORD, DWORD code, PUCHAR, DWORD, PUCHAR out, DWORD out_length, PDWORD returned) {
  *returned = 0;
  std::vector<UCHAR> reply;
  if (code == CM_IOCTL_GET_FEATURE_REQUEST) {
    reply = {FEATURE_GET_TLV_PROPERTIES, 4};
    for (int shift = 24; shift >= 0; shift -= 8) reply.push_back(static_cast<UCHAR>(kPropertiesCode >> shift));
  } else if (code == kPropertiesCode) {
    reply = {PCSCv2_PART10_PROPERTY_dwMaxAPDUDataSize, 4, 0x00, 0x00, 0x01, 0x00};  // 65536, little-endian
  } else {
    return IFD_ERROR_NOT_SUPPORTED;
  }
  if (out_length < reply.size()) return IFD_ERROR_INSUFFICIENT_BUFFER;
  std::memcpy(out, reply.data(), reply.size());
  *returned = reply.size();
  return IFD_SUCCESS;
}

RESPONSECODE IFDHICCPresence(DWORD lun) {
  const auto slot = slots().find(lun);
  if (!slot) return IFD_COMMUNICATION_ERROR;
  switch (slot->state()) {
    case State::Card: return IFD_ICC_PRESENT;
    case State::Empty: return IFD_ICC_NOT_PRESENT;
    case State::Unplugged: break;
  }
  // Not IFD_NO_SUCH_DEVICE: with that, pcscd 1.9.9 sleeps two seconds before it tells anybody; the state shown is the same.
  return IFD_COMMUNICATION_ERROR;
}

}  // extern "C"
