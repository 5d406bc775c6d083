#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/bytes.hpp"
#include "base/file.hpp"
#include "sim/bench/site.hpp"

namespace omote::sim::bench {

namespace {

std::string tail_of(const std::string& file) {
  const auto contents = read_file(file);
  if (!contents) return "";
  const auto text = as_text(*contents);
  return text.size() > 2000 ? text.substr(text.size() - 2000) : text;
}

// One line, or nothing when the other side closes or the time is up.
std::optional<std::string> read_line(int fd, std::chrono::steady_clock::time_point until) {
  std::string line;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
    pollfd waiting{fd, POLLIN, 0};
    if (left <= 0 || ::poll(&waiting, 1, static_cast<int>(left)) <= 0) return std::nullopt;
    char c = 0;
    if (::read(fd, &c, 1) != 1) return std::nullopt;
    if (c == '\n') return line;
    line.push_back(c);
  }
}

}  // namespace

Starting::Starting(Process program, int first_line, Command command)
    : process_(std::move(program)), first_line_(first_line), command_(std::move(command)) {}

Starting::Starting(Starting&& other) noexcept
    : process_(std::move(other.process_)),
      first_line_(std::exchange(other.first_line_, -1)),
      command_(std::move(other.command_)),
      began_(other.began_) {}

Starting::~Starting() {
  if (first_line_ >= 0) ::close(first_line_);
}

Result<Starting> Starting::start(Command command) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return fail("pipe_not_made");
  auto with_pipe = command;
  with_pipe.descriptors.emplace_back(ends[1], 1);
  auto process = start_process(with_pipe);
  ::close(ends[1]);
  if (process) return Starting(std::move(*process), ends[0], std::move(command));
  ::close(ends[0]);
  return pass(process);
}

Result<Started> Starting::listen(std::chrono::milliseconds time) && {
  const auto line = read_line(first_line_, began_ + time);
  const auto json = line ? nlohmann::json::parse(*line, nullptr, false) : nlohmann::json();
  if (!json.is_object()) return fail("program_silent", command_.argv.front() + "\n" + tail_of(command_.standard_error));
  Started started{std::move(process_), {}, {}};
  for (const auto& [name, value] : json.items()) started.said[name] = value.is_string() ? value.get<std::string>() : value.dump();
  started.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began_);
  return started;
}

std::uint16_t port_of(const std::string& url) {
  const auto colon = url.rfind(':');
  return colon == std::string::npos ? 0 : static_cast<std::uint16_t>(std::strtoul(url.c_str() + colon + 1, nullptr, 10));
}

}  // namespace omote::sim::bench
