#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "card/worker/worker_process.hpp"

namespace omote::card {

namespace {

constexpr int kWorkerSocket = 3;

}  // namespace

Result<WorkerProcess> WorkerProcess::start(const std::filesystem::path& program, const std::string& reader,
                                           const std::filesystem::path& trust_folder) {
  int pair[2] = {-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
    return fail("card_worker_not_started", std::strerror(errno));
  Command command;
  command.argv = {program.string(), std::to_string(kWorkerSocket), reader, trust_folder.string()};
  command.descriptors = {{pair[1], kWorkerSocket}};
  auto process = start_process(command);
  ::close(pair[1]);
  if (!process) {
    ::close(pair[0]);
    return pass(process);
  }
  return WorkerProcess(std::move(*process), pair[0]);
}

WorkerProcess::WorkerProcess(WorkerProcess&& other) noexcept
    : process_(std::move(other.process_)), socket_(std::exchange(other.socket_, -1)) {}

WorkerProcess::~WorkerProcess() {
  if (socket_ < 0) return;
  process_.kill_now();
  ::close(socket_);
}

}  // namespace omote::card
