// Private to the probes on Linux: questions to the kernel over netlink. What is asked here needs no privilege.
#pragma once

#include <linux/netlink.h>
#include <sys/socket.h>

#include <cstring>
#include <functional>
#include <map>
#include <string>

#include "base/bytes.hpp"

namespace omote::diagnosis {

// A question as the kernel wants it: header, a fixed part, attributes.
class NetlinkQuestion {
 public:
  template <class Fixed>
  NetlinkQuestion(std::uint16_t type, std::uint16_t flags, const Fixed& fixed) : type_(type), flags_(flags) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(&fixed);
    body_.assign(bytes, bytes + sizeof fixed);
    pad();
  }
  void attribute(std::uint16_t type, ByteView value);
  [[nodiscard]] Bytes bytes() const;

 private:
  void pad() { body_.resize(NLMSG_ALIGN(body_.size())); }
  std::uint16_t type_;
  std::uint16_t flags_;
  Bytes body_;
};

// Attributes by their type; later ones of the same type win.
using Attributes = std::map<int, ByteView>;
[[nodiscard]] Attributes attributes_of(ByteView bytes);
template <class T>
[[nodiscard]] T value_of(ByteView bytes) {
  T value{};
  std::memcpy(&value, bytes.data(), std::min(sizeof value, bytes.size()));
  return value;
}
[[nodiscard]] std::string text_of(ByteView bytes);  // without its closing zero

// Asks and hands over each message of the answer (its type and all after the header). 0, or the error number that the kernel
// answered with; ETIMEDOUT when it does not answer within a second.
[[nodiscard]] int ask_kernel(int protocol, const NetlinkQuestion& question,
                             const std::function<void(std::uint16_t type, ByteView body)>& hear);

}  // namespace omote::diagnosis
