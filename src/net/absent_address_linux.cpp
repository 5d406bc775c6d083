#include <netinet/in.h>
#include <sys/socket.h>

#include "net/absent_address.hpp"

namespace omote::net {

void allow_absent_address(int socket) {
  const int on = 1;
  static_cast<void>(::setsockopt(socket, IPPROTO_IP, IP_FREEBIND, &on, sizeof on));
}

}  // namespace omote::net
