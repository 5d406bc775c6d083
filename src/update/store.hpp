// The versions on this machine: /opt/omote/versions/NAME, each whole, and the link /opt/omote/current that says which one runs.
// Every step leaves the old state or the new one, also when the power is cut.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "update/release.hpp"

namespace omote::update {

class Store {
 public:
  explicit Store(std::filesystem::path root) : root_(std::move(root)) {}

  // Names of versions: the number, with "-2" behind it when the same one is there with other files. "" for none.
  [[nodiscard]] std::string current() const;
  [[nodiscard]] std::vector<std::string> versions() const;
  // The pieces that a version holds.
  [[nodiscard]] std::vector<std::string> pieces_of(const std::string& name) const;
  [[nodiscard]] std::filesystem::path folder_of(const std::string& name) const { return root_ / "versions" / name; }
  [[nodiscard]] const std::filesystem::path& root() const { return root_; }

  // Copies a release beside the others, every checksum checked, and returns its name; nothing that runs is touched. One that is
  // already here whole is not copied again. Reasons: version_not_stored, version_damaged (a file's checksum), those of
  // Source::copy.
  [[nodiscard]] Result<std::string> add(const Release& release, const Source& source) const;
  // Every file of a version is as its release says. Reason: version_not_whole.
  [[nodiscard]] Result<void> check(const std::string& name) const;
  // From now on this one runs. On stable storage when it returns. Reason: version_not_chosen.
  [[nodiscard]] Result<void> choose(const std::string& name) const;
  // Takes all others away, and what cut-off runs left.
  void keep_only(const std::vector<std::string>& names) const;

 private:
  [[nodiscard]] Result<void> copy_files(const Release& release, const Source& source, const std::filesystem::path& to) const;
  std::filesystem::path root_;
};

}  // namespace omote::update
