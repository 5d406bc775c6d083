#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <stop_token>

#include "card/worker/hardening.hpp"

namespace omote::card {

void harden_worker() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0);
  // That signal follows the thread that started us; the socket follows the process, which is what counts.
  ::prctl(PR_SET_PDEATHSIG, 0);
}

std::jthread end_with(int socket) {
  return std::jthread([socket](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      pollfd waiting{socket, POLLRDHUP, 0};
      if (::poll(&waiting, 1, 500) > 0) ::_exit(0);
    }
  });
}

}  // namespace omote::card
