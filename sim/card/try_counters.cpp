#include "sim/card/try_counters.hpp"

#include <fmt/format.h>

#include <regex>
#include <sstream>

#include "base/file.hpp"

namespace omote::sim::card {

Result<TryCounters> TryCounters::open(const std::filesystem::path& file) {
  static const std::regex form("([a-z]+\\.[0-9A-F]{4}) tries=(\\d{1,2})(?: value=([0-9A-Z]+))?");
  TryCounters counters;
  counters.file_ = file;
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);
  const auto stored = read_file(file);
  if (!stored) return counters;
  std::istringstream lines(as_text(*stored));
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    std::smatch match;
    if (!std::regex_match(line, match, form)) {
      return fail("counters_unreadable", fmt::format("{}:{}: 'jpki.0018 tries=3' is expected", file.string(), number));
    }
    counters.entries_[match[1]] = {std::stoi(match[2]), match[3]};
  }
  return counters;
}

int TryCounters::tries(const std::string& key, int fresh) const {
  const auto found = entries_.find(key);
  return found == entries_.end() ? fresh : found->second.tries;
}

std::string TryCounters::value(const std::string& key, const std::string& first) const {
  const auto found = entries_.find(key);
  return found == entries_.end() || found->second.value.empty() ? first : found->second.value;
}

bool TryCounters::set_tries(const std::string& key, int tries) {
  entries_[key].tries = tries;
  return save();
}

bool TryCounters::set_value(const std::string& key, const std::string& value, int tries) {
  entries_[key] = {tries, value};
  return save();
}

bool TryCounters::save() const {
  if (file_.empty()) return true;
  std::string text;
  for (const auto& [key, entry] : entries_) {
    text += fmt::format("{} tries={}{}{}\n", key, entry.tries, entry.value.empty() ? "" : " value=", entry.value);
  }
  return write_durably(file_, as_bytes(text)).has_value();
}

}  // namespace omote::sim::card
