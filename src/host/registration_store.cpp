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

// One line each: device id, reader. Neither holds a blank.
std::string to_text(const account::Registrations& registrations) {
  std::string text;
  for (const auto& one : registrations.all()) text += one.device_id + " " + one.reader + "\n";
  return text;
}

account::Registrations from_text(const std::string& text) {
  std::istringstream lines(text);
  account::Registration one;
  std::vector<account::Registration> all;
  while (lines >> one.device_id >> one.reader) all.push_back(one);
  auto read = account::Registrations::from(all);
  if (read) return std::move(*read);
  log::error("registrations: {}", describe(read.error()));
  return {};
}

}  // namespace

RegistrationStore RegistrationStore::open(const std::filesystem::path& folder, const std::string& environment) {
  RegistrationStore store(environment, open_file(folder, environment));
  store.here_ = from_text(store.file_.contents());
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

Result<void> RegistrationStore::keep(account::Registrations changed) {
  if (auto saved = file_.save(to_text(changed)); !saved) return saved;
  here_ = std::move(changed);
  return {};
}

Result<void> RegistrationStore::add(const account::Registration& wish) {
  auto changed = here_;
  if (auto added = changed.add(wish); !added) return added;
  return keep(std::move(changed));
}

Result<void> RegistrationStore::update(const account::Registration& wish) {
  auto changed = here_;
  if (auto updated = changed.update(wish); !updated) return updated;
  return keep(std::move(changed));
}

Result<void> RegistrationStore::remove(std::string_view device_id) {
  auto changed = here_;
  if (auto removed = changed.remove(device_id); !removed) return removed;
  return keep(std::move(changed));
}

}  // namespace omote::host
