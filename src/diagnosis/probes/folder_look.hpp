// A folder that results go to, as it is now.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "base/result.hpp"

namespace omote::diagnosis {

struct FolderLook {
  bool exists = false;
  bool writable = false;   // a file can be made in it and written
  bool read_only = false;  // its file system takes nothing from anybody
  double free_mb = 0;
  double oldest_file_min = 0;  // of the files that wait in it for whoever takes them; 0: none waits
};

// Blocks, for ever when the folder lies on a network mount whose other end is gone. Leaves nothing behind, and makes nothing
// that a program that watches the folder would notice where the file system can do so.
[[nodiscard]] FolderLook look_at_folder(const std::filesystem::path& folder);
// Whether the folder, or where it should be, lies on a file system that another machine or program serves. Does not touch it.
[[nodiscard]] bool can_hang(const std::filesystem::path& folder);

// For the way from a child to its parent.
[[nodiscard]] std::string to_line(const FolderLook& look);
[[nodiscard]] std::optional<FolderLook> folder_look_of(const std::string& line);

}  // namespace omote::diagnosis
