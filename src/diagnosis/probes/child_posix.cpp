#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>

#include "base/process.hpp"
#include "diagnosis/probes/child.hpp"

namespace omote::diagnosis {

Result<std::string> ask_child(const std::vector<std::string>& question, std::chrono::milliseconds time) {
  using Steady = std::chrono::steady_clock;
  const auto until = Steady::now() + time;
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return fail("probe_without_pipe");
  Command command{.argv = {program_beside("omote-probe")}};
  command.argv.insert(command.argv.end(), question.begin(), question.end());
  command.descriptors = {{ends[1], 1}};
  auto child = start_process(command);
  ::close(ends[1]);
  std::string said;
  bool ended = !child;
  while (!ended) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Steady::now()).count();
    pollfd one{ends[0], POLLIN, 0};
    if (left <= 0 || ::poll(&one, 1, static_cast<int>(left)) <= 0) break;
    std::array<char, 4096> piece{};
    const auto size = ::read(ends[0], piece.data(), piece.size());
    if (size > 0) said.append(piece.data(), static_cast<std::size_t>(size));
    ended = size <= 0;
  }
  ::close(ends[0]);
  if (!child) return fail("probe_not_started", child.error().context);
  if (!ended) {
    child->kill_now();
    return fail("probe_time_out", question.front());
  }
  if (child->wait(std::chrono::seconds(1)) != 0) return fail("probe_child_failed", question.front());
  return said;
}

}  // namespace omote::diagnosis
