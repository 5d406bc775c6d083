#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "sim/faults/port_listener.hpp"
#include "sim/network/apart.hpp"

namespace omote::sim::faults {

Result<std::unique_ptr<PortListener>> PortListener::open(std::uint16_t port) {
  const int file = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in here{};
  here.sin_family = AF_INET;
  here.sin_port = htons(port);
  here.sin_addr.s_addr = INADDR_ANY;
  if (::bind(file, reinterpret_cast<const sockaddr*>(&here), sizeof here) != 0 || ::listen(file, 8) != 0) {
    const int error = errno;
    ::close(file);
    return fail("port_taken", std::strerror(error));
  }
  return std::unique_ptr<PortListener>(new PortListener(file));
}

Result<std::unique_ptr<Caller>> Caller::call(const std::string& network, const std::string& address, std::uint16_t port) {
  int file = -1;
  bool reached = false;
  network::in_network(network, [&] {
    file = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in there{};
    there.sin_family = AF_INET;
    there.sin_port = htons(port);
    ::inet_pton(AF_INET, address.c_str(), &there.sin_addr);
    reached = ::connect(file, reinterpret_cast<const sockaddr*>(&there), sizeof there) == 0;
  });
  if (reached) return std::unique_ptr<Caller>(new Caller(file));
  if (file >= 0) ::close(file);
  return fail("port_not_reached", address);
}

Caller::~Caller() {
  ::close(file_);
}

PortListener::~PortListener() {
  ::close(file_);
}

}  // namespace omote::sim::faults
