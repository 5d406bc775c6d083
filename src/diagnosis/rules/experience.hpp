// What cured before at this clinic, kept over restarts: it makes the same cause more probable the next time. No personal
// data: rows, causes and how often.
#pragma once

#include <filesystem>
#include <string>

#include "base/kept_file.hpp"
#include "diagnosis/rules/rank.hpp"

namespace omote::diagnosis {

// Not thread-safe.
class ExperienceFile {
 public:
  // Never fails: a damaged file gives the generation before it, or nothing learned yet.
  [[nodiscard]] static ExperienceFile open(const std::filesystem::path& file);

  [[nodiscard]] const Experience& learned() const { return learned_; }
  [[nodiscard]] Kept kept() const { return file_.kept(); }
  // On stable storage when it returns. It counts in learned() even when the disk refuses. Reasons: those of KeptFile::save.
  [[nodiscard]] Result<void> cured(const std::string& row, const std::string& cause);

 private:
  explicit ExperienceFile(KeptFile file) : file_(std::move(file)) {}
  KeptFile file_;
  Experience learned_;
};

}  // namespace omote::diagnosis
