#include "host/changed_files.hpp"

#include <system_error>

namespace omote::host {

ChangedFiles::ChangedFiles(std::vector<std::filesystem::path> files) : files_(std::move(files)), told_(look()), seen_(told_) {}

// A file that is missing differs from every one that is there.
ChangedFiles::Stamps ChangedFiles::look() const {
  Stamps stamps;
  for (const auto& file : files_) {
    std::error_code error;
    const auto time = std::filesystem::last_write_time(file, error);
    stamps.emplace_back(error ? std::filesystem::file_time_type::min() : time, std::filesystem::file_size(file, error));
  }
  return stamps;
}

bool ChangedFiles::changed() {
  auto now = look();
  const bool still = std::exchange(seen_, now) == now;
  if (!still || now == told_) return false;
  told_ = std::move(now);
  return true;
}

}  // namespace omote::host
