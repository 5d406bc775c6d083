// A small file of state that outlives power cuts and damage: a generation and a checksum stand in it, and the generation
// before is kept beside it (reference/trust.md §3.4).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace omote {

// What open() met: the file as it was written (or none yet); the file damaged or gone and the generation before it in its
// place; or neither usable, and the contents begin anew, empty.
enum class Kept { Whole, Healed, Rebuilt };
[[nodiscard]] std::string_view to_string(Kept kept);  // "whole", "healed", "rebuilt"

// "FILE" holds the newest generation, "FILE.previous" the one before (of the first: a copy); a damaged one is put aside as
// "FILE.damaged" for those who want to know what happened. Readable by the owner only. Not thread-safe; one process at a time.
class KeptFile {
 public:
  // `kind` is one word that tells what the file is ("omote-pairs"): a file of another kind counts as damaged. Never fails:
  // what the disk refuses now is tried again by the next save().
  [[nodiscard]] static KeptFile open(std::filesystem::path file, std::string kind);

  [[nodiscard]] const std::string& contents() const { return contents_; }
  // How often the contents were saved; 0: there is no file yet, or nothing was left of it.
  [[nodiscard]] std::uint64_t generation() const { return generation_; }
  [[nodiscard]] Kept kept() const { return kept_; }
  [[nodiscard]] const std::filesystem::path& file() const { return file_; }

  // On stable storage when it returns; makes the folder. A failure changes nothing. Reasons: kept_file_not_written,
  // kept_file_too_large (over 1 MiB).
  [[nodiscard]] Result<void> save(std::string contents);

 private:
  KeptFile(std::filesystem::path file, std::string kind) : file_(std::move(file)), kind_(std::move(kind)) {}
  [[nodiscard]] bool load(const std::filesystem::path& file);
  void heal();

  std::filesystem::path file_;
  std::string kind_;
  std::string contents_;
  std::uint64_t generation_ = 0;
  Kept kept_ = Kept::Whole;
};

}  // namespace omote
