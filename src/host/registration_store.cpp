#include "host/registration_store.hpp"

#include <algorithm>
#include <array>
#include <sstream>

#include "base/log.hpp"

namespace omote::host {

namespace {

constexpr std::array<std::string_view, 2> kEnvironments{"verification", "production"};
constexpr std::string_view kKind = "omote-registrations";

KeptFile open_file(const std::filesystem::path& folder, std::string_view environment) {
  return KeptFile::open(folder / environment, std::string(kKind));
}

using Names = std::set<std::string, std::less<>>;
constexpr std::string_view kFromSettings = "settings";

// One line each: device id, reader, and where it comes from when that is the settings. None holds a blank.
std::string to_text(const account::Registrations& registrations, const Names& adopted) {
  std::string text;
  for (const auto& one : registrations.all()) {
    text += one.device_id + " " + one.reader;
    if (adopted.contains(one.device_id)) text += " " + std::string(kFromSettings);
    text += "\n";
  }
  return text;
}

account::Registrations from_text(const std::string& text, Names* adopted = nullptr) {
  std::istringstream lines(text);
  std::vector<account::Registration> all;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    account::Registration one;
    if (!(words >> one.device_id >> one.reader)) continue;
    std::string from;
    if (adopted != nullptr && words >> from && from == kFromSettings) adopted->insert(one.device_id);
    all.push_back(std::move(one));
  }
  auto read = account::Registrations::from(all);
  if (read) return std::move(*read);
  log::error("registrations: {}", describe(read.error()));
  if (adopted != nullptr) adopted->clear();
  return {};
}

}  // namespace

RegistrationStore RegistrationStore::open(const std::filesystem::path& folder, const std::string& environment) {
  RegistrationStore store(environment, open_file(folder, environment));
  store.here_ = from_text(store.file_.contents(), &store.adopted_);
  for (const auto other : kEnvironments) {
    if (other == environment) continue;
    const auto there = from_text(open_file(folder, other).contents());
    store.elsewhere_.insert(store.elsewhere_.end(), there.all().begin(), there.all().end());
  }
  return store;
}

bool RegistrationStore::elsewhere(std::string_view reader) const {
  return std::ranges::find(elsewhere_, reader, &account::Registration::reader) != elsewhere_.end();
}

bool RegistrationStore::device_elsewhere(std::string_view device_id) const {
  return std::ranges::find(elsewhere_, device_id, &account::Registration::device_id) != elsewhere_.end();
}

Result<void> RegistrationStore::keep(account::Registrations changed, Names adopted) {
  if (auto saved = file_.save(to_text(changed, adopted)); !saved) return saved;
  here_ = std::move(changed);
  adopted_ = std::move(adopted);
  return {};
}

Result<void> RegistrationStore::add(const account::Registration& wish) {
  auto changed = here_;
  if (auto added = changed.add(wish); !added) return added;
  return keep(std::move(changed), adopted_);
}

Result<void> RegistrationStore::update(const account::Registration& wish) {
  auto changed = here_;
  if (auto updated = changed.update(wish); !updated) return updated;
  auto adopted = adopted_;
  adopted.erase(wish.device_id);
  return keep(std::move(changed), std::move(adopted));
}

Result<void> RegistrationStore::remove(std::string_view device_id) {
  auto changed = here_;
  if (auto removed = changed.remove(device_id); !removed) return removed;
  auto adopted = adopted_;
  adopted.erase(std::string(device_id));
  return keep(std::move(changed), std::move(adopted));
}

Result<void> RegistrationStore::adopt(const account::Registration& wish) {
  auto changed = here_;
  auto names = adopted_;
  if (const auto* former = here_.of_reader(wish.reader); former != nullptr && adopted(former->device_id)) {
    if (auto removed = changed.remove(former->device_id); !removed) return removed;
    names.erase(former->device_id);
  }
  if (auto added = changed.add(wish); !added) return added;
  names.insert(wish.device_id);
  return keep(std::move(changed), std::move(names));
}

}  // namespace omote::host
