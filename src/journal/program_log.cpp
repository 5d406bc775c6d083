#include "journal/program_log.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace omote::journal {

namespace {

// Forty lines at once and twenty a minute: a storm of a whole day stays under 30 000 records.
constexpr double kAtOnce = 40;
constexpr std::chrono::milliseconds kOneIn{3000};
constexpr std::size_t kLongest = 500;
constexpr std::chrono::seconds kCountEvery{10};

}  // namespace

ProgramLog::ProgramLog(ports::JournalPort& journal, std::string program)
    : journal_(journal),
      program_(std::move(program)),
      queue_(std::shared_ptr<Queue>(new Queue{{}, {}, {}, RateLimit(kAtOnce, kOneIn)})),
      thread_([this](const std::stop_token& stop) { run(stop); }) {
  log::also_to([queue = std::weak_ptr(queue_)](log::Level level, std::string_view line) {
    if (const auto here = queue.lock()) here->hear(level, line);
  });
}

ProgramLog::~ProgramLog() = default;

void ProgramLog::Queue::hear(log::Level level, std::string_view line) {
  const std::scoped_lock lock(mutex);
  if (level < log::Level::Warning || !limit.allows(std::chrono::steady_clock::now())) return;
  lines.push_back({level, to_one_line(line, kLongest)});
  changed.notify_one();
}

void ProgramLog::Queue::count_refused() {
  const auto refused = limit.take_refused();
  if (refused > 0) lines.push_back({log::Level::Warning, fmt::format("{} more lines were left out", refused)});
}

void ProgramLog::write(const Line& line) {
  v1::Event event;
  auto& written = *event.mutable_program_log();
  written.set_program(program_);
  written.set_level(line.level == log::Level::Error ? "error" : "warning");
  written.set_text(line.text);
  written.set_number(++written_);
  // A journal that cannot be written says so by itself; a line about it would only come back here.
  static_cast<void>(journal_.append(event));
}

void ProgramLog::run(const std::stop_token& stop) {
  auto& queue = *queue_;
  std::unique_lock lock(queue.mutex);
  while (!stop.stop_requested() || !queue.lines.empty()) {
    if (stop.stop_requested()) queue.count_refused();
    if (queue.lines.empty()) {
      queue.changed.wait_for(lock, stop, kCountEvery, [&] { return !queue.lines.empty(); });
      queue.count_refused();
      continue;
    }
    const auto line = std::move(queue.lines.front());
    queue.lines.pop_front();
    lock.unlock();
    write(line);
    lock.lock();
  }
}

}  // namespace omote::journal
