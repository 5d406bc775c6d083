// A folder of its own for sockets and service files, removed in the end.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>

namespace omote::sim::reader {

class TemporaryFolder {
 public:
  // Directly under /tmp, not under TMPDIR: socket paths have 107 characters at most.
  TemporaryFolder() {
    std::string name = "/tmp/omote-card-XXXXXX";
    path_ = ::mkdtemp(name.data()) != nullptr ? name : std::string();
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code error;
    if (!path_.empty()) std::filesystem::remove_all(path_, error);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }  // empty when it could not be made

 private:
  std::filesystem::path path_;
};

}  // namespace omote::sim::reader
