// What only the operating system can allow a socket.
#pragma once

namespace omote::net {

// The socket may be bound to an address that this machine does not have yet: its adapter is plugged in later. Where the system
// has no such thing, binding says that the address is unusable.
void allow_absent_address(int socket);

}  // namespace omote::net
