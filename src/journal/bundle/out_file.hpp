// A file that appears under its name only when it is whole: written beside it under a temporary name, flushed, renamed.
#pragma once

#include <filesystem>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace omote::journal::bundle {

class OutFile {
 public:
  // Reason: bundle_file_not_made (the folder is missing, read-only, …).
  [[nodiscard]] static Result<OutFile> create(const std::filesystem::path& path);
  OutFile(OutFile&& other) noexcept;
  OutFile& operator=(OutFile&&) = delete;
  // Takes back what was not finished.
  ~OutFile();
  // False when the disk refuses; error() says why.
  [[nodiscard]] bool write(ByteView bytes);
  // Flushes and names it. Reason: bundle_file_not_written (disk full, …).
  [[nodiscard]] Result<void> finish();
  // The first refusal of the disk in words, "" when there was none.
  [[nodiscard]] std::string error() const;
  [[nodiscard]] std::uint64_t size() const { return size_; }

 private:
  OutFile(int fd, std::filesystem::path path, std::filesystem::path temporary)
      : fd_(fd), path_(std::move(path)), temporary_(std::move(temporary)) {}
  int fd_ = -1;
  int errno_ = 0;
  std::uint64_t size_ = 0;
  std::filesystem::path path_, temporary_;
};

}  // namespace omote::journal::bundle
