#include "diagnosis/probes/netlink_linux.hpp"

#include <sys/time.h>
#include <unistd.h>

#include <cerrno>

namespace omote::diagnosis {

void NetlinkQuestion::attribute(std::uint16_t type, ByteView value) {
  nlattr header{};
  header.nla_len = static_cast<std::uint16_t>(NLA_HDRLEN + value.size());
  header.nla_type = type;
  append(body_, {reinterpret_cast<const std::uint8_t*>(&header), sizeof header});
  append(body_, value);
  pad();
}

Bytes NetlinkQuestion::bytes() const {
  nlmsghdr header{};
  header.nlmsg_len = static_cast<std::uint32_t>(NLMSG_HDRLEN + body_.size());
  header.nlmsg_type = type_;
  header.nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | flags_);
  header.nlmsg_seq = 1;
  const auto* begin = reinterpret_cast<const std::uint8_t*>(&header);
  Bytes all(begin, begin + sizeof header);
  append(all, body_);
  return all;
}

Attributes attributes_of(ByteView bytes) {
  Attributes all;
  while (bytes.size() >= NLA_HDRLEN) {
    const auto header = value_of<nlattr>(bytes);
    if (header.nla_len < NLA_HDRLEN || header.nla_len > bytes.size()) break;
    all[header.nla_type & NLA_TYPE_MASK] = bytes.subspan(NLA_HDRLEN, header.nla_len - NLA_HDRLEN);
    bytes = bytes.subspan(std::min<std::size_t>(NLA_ALIGN(header.nla_len), bytes.size()));
  }
  return all;
}

std::string text_of(ByteView bytes) {
  auto text = as_text(bytes);
  while (!text.empty() && text.back() == '\0') text.pop_back();
  return text;
}

namespace {

// One datagram of the answer; true when it was the last one. `error` gets the kernel's.
bool hear_datagram(ByteView datagram, const std::function<void(std::uint16_t, ByteView)>& hear, int& error) {
  while (datagram.size() >= NLMSG_HDRLEN) {
    const auto header = value_of<nlmsghdr>(datagram);
    if (header.nlmsg_len < NLMSG_HDRLEN || header.nlmsg_len > datagram.size()) return true;
    const auto body = datagram.subspan(NLMSG_HDRLEN, header.nlmsg_len - NLMSG_HDRLEN);
    if (header.nlmsg_type == NLMSG_DONE) return true;
    if (header.nlmsg_type == NLMSG_ERROR) {
      error = -value_of<std::int32_t>(body);
      return true;
    }
    hear(header.nlmsg_type, body);
    if ((header.nlmsg_flags & NLM_F_MULTI) == 0) return true;
    datagram = datagram.subspan(std::min<std::size_t>(NLMSG_ALIGN(header.nlmsg_len), datagram.size()));
  }
  return false;
}

}  // namespace

int ask_kernel(int protocol, const NetlinkQuestion& question,
               const std::function<void(std::uint16_t type, ByteView body)>& hear) {
  const int fd = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
  if (fd < 0) return errno;
  const timeval second{1, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &second, sizeof second);
  const auto bytes = question.bytes();
  int error = 0;
  if (::send(fd, bytes.data(), bytes.size(), 0) < 0) error = errno;
  Bytes datagram(64 << 10);
  while (error == 0) {
    const auto size = ::recv(fd, datagram.data(), datagram.size(), 0);
    if (size < 0) {
      if (errno == EINTR) continue;
      error = errno == EAGAIN ? ETIMEDOUT : errno;
      break;
    }
    if (hear_datagram(ByteView(datagram).first(static_cast<std::size_t>(size)), hear, error)) break;
  }
  ::close(fd);
  return error;
}

}  // namespace omote::diagnosis
