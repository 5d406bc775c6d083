// Where the files of a release come from: a folder, as the packages deliver them, or one tar file (ustar, not compressed, so that
// no small file can become an endless one). Read by plain offsets; nothing is unpacked before it was asked for.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace omote::update {

class Source {
 public:
  // Reasons: source_missing, source_unreadable (no such archive, damaged, or something else than plain files in it).
  [[nodiscard]] static Result<Source> open(const std::filesystem::path& path);

  // The names of the files in a folder of it ("share/omote/release"), without deeper ones.
  [[nodiscard]] std::vector<std::string> names_in(const std::string& folder) const;
  // Its length; nothing when it is not there.
  [[nodiscard]] std::optional<std::uint64_t> size_of(const std::string& path) const;
  // A small file. Reason: source_file_unreadable.
  [[nodiscard]] Result<Bytes> read(const std::string& path, std::size_t most) const;
  // Copies one file, its permissions set, on stable storage when it returns. Reason: source_not_copied.
  [[nodiscard]] Result<void> copy(const std::string& path, const std::filesystem::path& to, unsigned mode) const;

 private:
  struct Place {
    std::filesystem::path file;
    std::uint64_t at = 0;
    std::uint64_t size = 0;
  };
  [[nodiscard]] static Result<Source> open_folder(const std::filesystem::path& path);
  [[nodiscard]] static Result<Source> open_archive(const std::filesystem::path& path);
  std::map<std::string, Place> places_;
};

}  // namespace omote::update
