#include "host/terminal_book.hpp"

#include <sstream>
#include <utility>

#include "base/log.hpp"

namespace omote::host {

namespace {

constexpr std::chrono::seconds kShown{60};

// The words in the file, and where each value stands.
std::vector<std::pair<const char*, std::string*>> fields(TerminalRecord& record) {
  return {
      {"reader", &record.settings.reader}, {"login", &record.settings.login}, {"password_file", &record.settings.password_file},
      {"address", &record.address},        {"software", &record.software},    {"update", &record.update}};
}

std::string to_text(TerminalRecord record) {
  std::string text;
  for (const auto& [name, value] : fields(record)) text += fmt::format("{}={}\n", name, *value);
  return text;
}

TerminalRecord from_text(const std::string& text) {
  TerminalRecord record;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const auto equals = line.find('=');
    for (const auto& [name, value] : fields(record)) {
      if (equals != std::string::npos && line.substr(0, equals) == name) *value = line.substr(equals + 1);
    }
  }
  return record;
}

}  // namespace

TerminalBook::Entry& TerminalBook::entry(const std::string& serial) {
  const auto at = entries_.find(serial);
  if (at != entries_.end()) return at->second;
  auto file = KeptFile::open(folder_ / serial, "omote-terminal");
  auto record = from_text(file.contents());
  return entries_.emplace(serial, Entry{std::move(file), std::move(record), clock_.steady()}).first->second;
}

TerminalSettings TerminalBook::completed(const std::string& serial, TerminalSettings settings) {
  const auto& remembered = entry(serial).record.settings;
  if (settings.reader.empty()) settings.reader = remembered.reader;
  if (settings.password_file.empty()) settings.password_file = remembered.password_file;
  return settings;
}

void TerminalBook::note(const std::string& serial, const TerminalRecord& record) {
  auto& known = entry(serial);
  auto next = known.record;
  auto given = record;
  const auto from = fields(given);
  const auto to = fields(next);
  for (std::size_t i = 0; i < to.size(); ++i) {
    if (!from[i].second->empty() && from[i].second->find('\n') == std::string::npos) *to[i].second = *from[i].second;
  }
  auto text = to_text(next);
  if (text == known.file.contents()) return;
  known.record = std::move(next);
  if (const auto saved = known.file.save(std::move(text)); !saved) log::warning("{}", describe(saved.error()));
}

void TerminalBook::forget(const std::string& serial) {
  entries_.erase(serial);
  std::error_code ignored;
  for (const auto* ending : {"", ".previous", ".damaged"}) std::filesystem::remove(folder_ / (serial + ending), ignored);
}

void TerminalBook::amend(const std::string& serial, link::v1::TerminalState& state) {
  const auto& known = entry(serial);
  if (known.file.kept() == Kept::Whole || clock_.steady() - known.opened > kShown) return;
  for (auto& fact : *state.mutable_facts()) {
    if (fact.id() == "terminal.settings" && fact.text() != "rebuilt") fact.set_text(std::string(to_string(known.file.kept())));
  }
}

}  // namespace omote::host
