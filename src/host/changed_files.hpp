// Tells when files were changed, so that what somebody puts right (a password, a certificate) counts without a restart.
#pragma once

#include <filesystem>
#include <utility>
#include <vector>

namespace omote::host {

class ChangedFiles {
 public:
  ChangedFiles() = default;
  explicit ChangedFiles(std::vector<std::filesystem::path> files);
  // Whether they are others than when they were last told, and stood still since the last look: a file that is being written
  // is not read halfway.
  [[nodiscard]] bool changed();

 private:
  using Stamps = std::vector<std::pair<std::filesystem::file_time_type, std::uintmax_t>>;
  [[nodiscard]] Stamps look() const;

  std::vector<std::filesystem::path> files_;
  Stamps told_, seen_;
};

}  // namespace omote::host
