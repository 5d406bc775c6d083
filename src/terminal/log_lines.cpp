#include "terminal/log_lines.hpp"

namespace omote::terminal {

namespace {

constexpr std::size_t kKept = 1000;
constexpr int kAtOnce = 200;
constexpr std::size_t kLongest = 1000;  // bytes of a line

std::string_view word_for(log::Level level) {
  switch (level) {
    case log::Level::Debug: return "debug";
    case log::Level::Info: return "info";
    case log::Level::Warning: return "warning";
    case log::Level::Error: return "error";
  }
  return "info";
}

// Not in the middle of a character: the link takes UTF-8 only.
std::string_view shortened(std::string_view line) {
  if (line.size() <= kLongest) return line;
  auto size = kLongest;
  while (size > 0 && (static_cast<unsigned char>(line[size]) & 0xC0) == 0x80) --size;
  return line.substr(0, size);
}

}  // namespace

LogKeeper::LogKeeper(const Clock& clock)
    : clock_(clock), next_(static_cast<std::uint64_t>(clock.now().time_since_epoch().count()) * 1000) {}

void LogKeeper::add(log::Level level, std::string_view line) {
  const std::scoped_lock lock(mutex_);
  auto& kept = lines_.emplace_back();
  kept.set_number(next_++);
  kept.set_time_ms(clock_.now().time_since_epoch().count());
  kept.set_level(std::string(word_for(level)));
  kept.set_text(std::string(shortened(line)));
  if (lines_.size() > kKept) lines_.pop_front();
}

std::optional<link::v1::LogLines> LogKeeper::news() {
  const std::scoped_lock lock(mutex_);
  link::v1::LogLines news;
  for (const auto& line : lines_) {
    if (line.number() <= told_) continue;
    if (news.lines_size() == kAtOnce) break;
    *news.add_lines() = line;
  }
  if (news.lines_size() == 0) return std::nullopt;
  told_ = news.lines(news.lines_size() - 1).number();
  return news;
}

void LogKeeper::begin_again() {
  const std::scoped_lock lock(mutex_);
  told_ = 0;
}

}  // namespace omote::terminal
