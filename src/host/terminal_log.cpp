#include "host/terminal_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "base/bytes.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "link/messages/web_json.hpp"

namespace omote::host {

namespace {

// Two files of that size for each terminal: weeks of an ordinary log, and a bound for a storm.
constexpr std::uintmax_t kMostBytes = 2 << 20;
constexpr std::size_t kLongest = 1000;

// A serial number comes from outside; a file's name does not.
std::string file_name(const std::string& serial) {
  const bool plain = !serial.empty() && serial.size() <= 40 && serial.front() != '.' && std::ranges::all_of(serial, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  });
  return plain ? serial : "x" + to_hex(sha256(as_bytes(serial))).substr(0, 16);
}

// The number of the newest line in a file of lines, 0 when there is none: a terminal tells again what it kept.
std::uint64_t last_number(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  if (!in) return 0;
  const auto size = static_cast<std::streamoff>(in.tellg());
  const auto from = std::max<std::streamoff>(0, size - static_cast<std::streamoff>(4 * kLongest + 500));
  std::string tail(static_cast<std::size_t>(size - from), '\0');
  in.seekg(from);
  in.read(tail.data(), static_cast<std::streamsize>(tail.size()));
  static constexpr std::string_view kField = "\"number\":\"";
  const auto at = tail.rfind(kField);
  return at == std::string::npos ? 0 : std::strtoull(tail.c_str() + at + kField.size(), nullptr, 10);
}

}  // namespace

TerminalLog::Known& TerminalLog::known(const std::string& serial) {
  const auto [at, is_new] = known_.try_emplace(serial);
  if (is_new) at->second.last = last_number(folder_ / (file_name(serial) + ".jsonl"));
  return at->second;
}

void TerminalLog::link_up(const std::string& serial) {
  known(serial).offset.reset();
}

std::optional<std::chrono::milliseconds> TerminalLog::clock_offset(const std::string& serial) const {
  const auto at = known_.find(serial);
  return at == known_.end() ? std::nullopt : at->second.offset;
}

void TerminalLog::hear(const std::string& serial, const link::v1::LogLines& lines) {
  auto& mine = known(serial);
  const auto now = clock_.now().time_since_epoch();
  for (const auto& line : lines.lines()) {
    const auto difference = now - std::chrono::milliseconds(line.time_ms());
    mine.offset = std::min(mine.offset.value_or(difference), difference);
  }
  std::string text;
  for (const auto& line : lines.lines()) {
    if (line.number() <= mine.last) continue;
    mine.last = line.number();
    auto clean = line;
    clean.set_level(to_one_line(line.level(), 16));
    clean.set_text(to_one_line(line.text(), kLongest));
    text += fmt::format("{{\"at\":\"{}\",", to_iso(WallTime{std::chrono::milliseconds(line.time_ms()) + *mine.offset}));
    text += link::to_web_json(clean).substr(1) + "\n";
    if (clean.level() == "warning" || clean.level() == "error") journal(serial, mine, clean);
  }
  if (text.empty()) return;
  queue_.post([file = folder_ / (file_name(serial) + ".jsonl"), text = std::move(text)] { write(file, text); });
}

void TerminalLog::journal(const std::string& serial, Known& known, const link::v1::LogLine& line) {
  if (!known.limit.allows(clock_.steady())) return;
  journal::v1::Event event;
  event.set_terminal(serial);
  auto& log = *event.mutable_program_log();
  log.set_program("omote-terminal");
  log.set_level(line.level());
  log.set_text(line.text());
  if (const auto refused = known.limit.take_refused(); refused > 0) {
    log.set_text(fmt::format("{} ({} lines before it were left out)", line.text(), refused));
  }
  log.set_number(line.number());
  log.set_time_ms(line.time_ms());
  log.set_offset_ms(known.offset->count());
  queue_.post([this, event = std::move(event)] { static_cast<void>(journal_.append(event)); });
}

void TerminalLog::write(const std::filesystem::path& file, const std::string& text) {
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);
  if (std::filesystem::file_size(file, error) > kMostBytes && !error) {
    auto before = file;
    std::filesystem::rename(file, before.replace_extension(".before.jsonl"), error);
  }
  std::ofstream out(file, std::ios::app | std::ios::binary);
  out << text;
  if (!out.flush()) log::warning("the terminal's lines were not kept: {} cannot be written", file.string());
  std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, error);
}

}  // namespace omote::host
