#include "host/registration_store.hpp"

#include <algorithm>
#include <sstream>

#include "base/log.hpp"
#include "host/settings.hpp"

namespace omote::host {

namespace {

constexpr std::string_view kKind = "omote-registrations";

KeptFile open_file(const std::filesystem::path& folder, std::string_view environment) {
  return KeptFile::open(folder / environment, std::string(kKind));
}

constexpr std::string_view kFromSettings = "settings";
constexpr std::string_view kFromPeople = "people";

// One line each: device id, reader, where it comes from, since when. None holds a blank; the last two may be missing.
std::string to_text(const RegistrationBook& book) {
  std::string text;
  for (const auto& one : book.all.all()) {
    text += one.device_id + " " + one.reader + " ";
    text += book.adopted.contains(one.device_id) ? kFromSettings : kFromPeople;
    if (const auto at = book.since.find(one.device_id); at != book.since.end()) text += " " + at->second;
    text += "\n";
  }
  return text;
}

RegistrationBook from_text(const std::string& text) {
  std::istringstream lines(text);
  std::vector<account::Registration> all;
  RegistrationBook book;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    account::Registration one;
    if (!(words >> one.device_id >> one.reader)) continue;
    std::string from, since;
    if (words >> from && from == kFromSettings) book.adopted.insert(one.device_id);
    if (words >> since) book.since[one.device_id] = since;
    all.push_back(std::move(one));
  }
  auto read = account::Registrations::from(all);
  if (!read) {
    log::error("registrations: {}", describe(read.error()));
    return {};
  }
  book.all = std::move(*read);
  return book;
}

}  // namespace

RegistrationStore RegistrationStore::open(const std::filesystem::path& folder, const std::string& environment,
                                          const Clock& clock) {
  RegistrationStore store(environment, open_file(folder, environment), clock);
  store.here_ = from_text(store.file_.contents());
  for (const auto other : kEnvironments)
    if (other != environment) store.others_[std::string(other)] = from_text(open_file(folder, other).contents());
  return store;
}

bool RegistrationStore::elsewhere(std::string_view reader) const {
  return std::ranges::any_of(others_, [&](const auto& other) { return other.second.all.of_reader(reader) != nullptr; });
}

bool RegistrationStore::device_elsewhere(std::string_view device_id) const {
  return std::ranges::any_of(others_, [&](const auto& other) { return other.second.all.of_device(device_id) != nullptr; });
}

std::string RegistrationStore::since(std::string_view device_id) const {
  const auto at = here_.since.find(device_id);
  return at == here_.since.end() ? "" : at->second;
}

void RegistrationStore::note_time(RegistrationBook& book, const std::string& device_id) const {
  book.since[device_id] = to_iso(clock_->now());
}

Result<void> RegistrationStore::keep(RegistrationBook changed) {
  if (auto saved = file_.save(to_text(changed)); !saved) return saved;
  here_ = std::move(changed);
  return {};
}

Result<void> RegistrationStore::add(const account::Registration& wish) {
  auto changed = here_;
  if (auto added = changed.all.add(wish); !added) return added;
  note_time(changed, wish.device_id);
  return keep(std::move(changed));
}

Result<void> RegistrationStore::update(const account::Registration& wish) {
  auto changed = here_;
  if (auto updated = changed.all.update(wish); !updated) return updated;
  changed.adopted.erase(wish.device_id);
  note_time(changed, wish.device_id);
  return keep(std::move(changed));
}

Result<void> RegistrationStore::remove(std::string_view device_id) {
  auto changed = here_;
  if (auto removed = changed.all.remove(device_id); !removed) return removed;
  changed.adopted.erase(std::string(device_id));
  changed.since.erase(std::string(device_id));
  return keep(std::move(changed));
}

Result<void> RegistrationStore::adopt(const account::Registration& wish) {
  auto changed = here_;
  if (const auto* former = here_.all.of_reader(wish.reader); former != nullptr && adopted(former->device_id)) {
    const auto device_id = former->device_id;
    if (auto removed = changed.all.remove(device_id); !removed) return removed;
    changed.adopted.erase(device_id);
    changed.since.erase(device_id);
  }
  if (auto added = changed.all.add(wish); !added) return added;
  changed.adopted.insert(wish.device_id);
  note_time(changed, wish.device_id);
  return keep(std::move(changed));
}

}  // namespace omote::host
