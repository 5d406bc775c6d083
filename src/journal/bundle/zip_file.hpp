// A zip that is written from front to back (libarchive), with sizes and digests of what went in.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "journal/bundle/out_file.hpp"

namespace omote::journal::bundle {

struct Entry {
  std::string name;
  std::uint64_t bytes = 0;
  std::string sha256;
};

class ZipFile {
 public:
  // Reasons: those of OutFile::create.
  [[nodiscard]] static Result<ZipFile> create(const std::filesystem::path& path, WallTime time);
  ZipFile(ZipFile&&) noexcept;
  ~ZipFile();
  // Reason: bundle_not_written (context: what the disk said).
  [[nodiscard]] Result<void> add(const std::string& name, std::string_view contents);
  // Reasons: bundle_not_closed, those of OutFile::finish.
  [[nodiscard]] Result<void> finish();
  [[nodiscard]] const std::vector<Entry>& entries() const;
  [[nodiscard]] std::uint64_t size() const;

 private:
  struct Inside;
  explicit ZipFile(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace omote::journal::bundle
