// The registrations of every environment on stable storage: one kept file each, so that the environments never mix (S18).
#pragma once

#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "base/kept_file.hpp"
#include "domain/account/registrations.hpp"

namespace omote::host {

// Not thread-safe; the loop's.
class RegistrationStore {
 public:
  // `folder` holds one file for each environment. A missing file is an environment in which nothing is registered yet; a
  // damaged one comes back from its previous generation, else empty.
  [[nodiscard]] static RegistrationStore open(const std::filesystem::path& folder, const std::string& environment);

  [[nodiscard]] const std::string& environment() const { return environment_; }
  // Of the environment in use.
  [[nodiscard]] const account::Registrations& here() const { return here_; }
  // The reader is registered in another environment.
  [[nodiscard]] bool elsewhere(std::string_view reader) const;
  // The same of a device.
  [[nodiscard]] bool device_elsewhere(std::string_view device_id) const;
  [[nodiscard]] Kept kept() const { return file_.kept(); }

  // On stable storage when they return; a failure changes nothing. Reasons: those of Registrations and KeptFile::save.
  [[nodiscard]] Result<void> add(const account::Registration& wish);
  [[nodiscard]] Result<void> update(const account::Registration& wish);
  [[nodiscard]] Result<void> remove(std::string_view device_id);
  // What the settings name for a reader: in the place of what was taken from there before.
  [[nodiscard]] Result<void> adopt(const account::Registration& wish);
  // It was taken from the settings, and nobody registered it otherwise since.
  [[nodiscard]] bool adopted(std::string_view device_id) const { return adopted_.contains(device_id); }

 private:
  RegistrationStore(std::string environment, KeptFile file) : environment_(std::move(environment)), file_(std::move(file)) {}
  using Names = std::set<std::string, std::less<>>;
  [[nodiscard]] Result<void> keep(account::Registrations changed, Names adopted);

  std::string environment_;
  KeptFile file_;
  account::Registrations here_;
  Names adopted_;  // device ids
  std::vector<account::Registration> elsewhere_;
};

}  // namespace omote::host
