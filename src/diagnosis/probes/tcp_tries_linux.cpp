#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "diagnosis/probes/network_view.hpp"
#include "diagnosis/probes/tcp_tries.hpp"

namespace omote::diagnosis {

namespace {

using Steady = std::chrono::steady_clock;

TcpOutcome outcome_of(int error) {
  switch (error) {
    case 0: return TcpOutcome::Connected;
    case ECONNREFUSED:
    case ECONNRESET: return TcpOutcome::Refused;
    case ETIMEDOUT: return TcpOutcome::Silent;
    case ENETUNREACH:
    case EHOSTUNREACH:
    case ENETDOWN:
    case EHOSTDOWN:
    case EADDRNOTAVAIL: return TcpOutcome::NoWay;
    default: return TcpOutcome::NotPossible;
  }
}

// The number of an error that came at once; 0 or EINPROGRESS: under way.
int begin_connect(int fd, const std::string& address, std::uint16_t port) {
  const auto bytes = address_bytes(address);
  if (bytes.size() == 4) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    std::memcpy(&to.sin_addr, bytes.data(), 4);
    return ::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0 ? 0 : errno;
  }
  if (bytes.size() != 16) return EINVAL;
  sockaddr_in6 to{};
  to.sin6_family = AF_INET6;
  to.sin6_port = htons(port);
  std::memcpy(&to.sin6_addr, bytes.data(), 16);
  return ::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0 ? 0 : errno;
}

int socket_error(int fd) {
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
  return error;
}

}  // namespace

std::vector<TcpTry> try_tcp(const std::string& address, std::uint16_t port, int count, std::chrono::milliseconds time) {
  const auto begin = Steady::now();
  const auto since = [begin] { return std::chrono::duration<double, std::milli>(Steady::now() - begin).count(); };
  std::vector<TcpTry> tries(static_cast<std::size_t>(count));
  std::vector<pollfd> waiting(tries.size(), pollfd{-1, POLLOUT, 0});
  std::size_t open = 0;
  for (std::size_t i = 0; i < tries.size(); ++i) {
    const int fd = ::socket(is_version_6(address) ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int error = fd < 0 ? errno : begin_connect(fd, address, port);
    if (error == EINPROGRESS) {
      waiting[i].fd = fd;
      ++open;
      continue;
    }
    tries[i] = {fd < 0 ? TcpOutcome::NotPossible : outcome_of(error), since()};
    if (fd >= 0) ::close(fd);
  }
  while (open > 0 && since() < static_cast<double>(time.count())) {
    const auto left = static_cast<int>(static_cast<double>(time.count()) - since()) + 1;
    if (::poll(waiting.data(), waiting.size(), left) <= 0) continue;
    for (std::size_t i = 0; i < tries.size(); ++i) {
      if (waiting[i].fd < 0 || waiting[i].revents == 0) continue;
      tries[i] = {outcome_of(socket_error(waiting[i].fd)), since()};
      ::close(std::exchange(waiting[i].fd, -1));
      --open;
    }
  }
  for (std::size_t i = 0; i < tries.size(); ++i) {
    if (waiting[i].fd < 0) continue;
    tries[i] = {TcpOutcome::Silent, since()};
    ::close(waiting[i].fd);
  }
  return tries;
}

int connect_tcp(const std::string& address, std::uint16_t port, std::chrono::milliseconds time, double& took_ms) {
  const auto begin = Steady::now();
  const int fd = ::socket(is_version_6(address) ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  int error = begin_connect(fd, address, port);
  pollfd one{fd, POLLOUT, 0};
  const auto most = static_cast<int>(std::max<std::int64_t>(0, time.count()));
  if (error == EINPROGRESS && ::poll(&one, 1, most) > 0) error = socket_error(fd);
  took_ms = std::chrono::duration<double, std::milli>(Steady::now() - begin).count();
  if (error == 0) return fd;
  ::close(fd);
  return -1;
}

}  // namespace omote::diagnosis
