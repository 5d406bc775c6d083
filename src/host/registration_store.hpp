// The registrations of every environment on stable storage: one kept file each, so that the environments never mix (S18).
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "base/clock.hpp"
#include "base/kept_file.hpp"
#include "domain/account/registrations.hpp"

namespace omote::host {

// What is registered in one environment.
struct RegistrationBook {
  account::Registrations all;
  std::set<std::string, std::less<>> adopted;             // device ids that were taken from the settings
  std::map<std::string, std::string, std::less<>> since;  // device id -> when it was registered (ISO), where that is known
};

// Not thread-safe; the loop's.
class RegistrationStore {
 public:
  // `folder` holds one file for each environment. A missing file is an environment in which nothing is registered yet; a
  // damaged one comes back from its previous generation, else empty.
  [[nodiscard]] static RegistrationStore open(const std::filesystem::path& folder, const std::string& environment,
                                              const Clock& clock);

  [[nodiscard]] const std::string& environment() const { return environment_; }
  // Of the environment in use.
  [[nodiscard]] const account::Registrations& here() const { return here_.all; }
  // The others, by their names.
  [[nodiscard]] const std::map<std::string, RegistrationBook>& others() const { return others_; }
  // When a device of the environment in use was registered, or got another reader; "" when nobody wrote it down.
  [[nodiscard]] std::string since(std::string_view device_id) const;
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
  [[nodiscard]] bool adopted(std::string_view device_id) const { return here_.adopted.contains(device_id); }

 private:
  RegistrationStore(std::string environment, KeptFile file, const Clock& clock)
      : environment_(std::move(environment)), file_(std::move(file)), clock_(&clock) {}
  [[nodiscard]] Result<void> keep(RegistrationBook changed);
  void note_time(RegistrationBook& book, const std::string& device_id) const;

  std::string environment_;
  KeptFile file_;
  const Clock* clock_;
  RegistrationBook here_;
  std::map<std::string, RegistrationBook> others_;
};

}  // namespace omote::host
