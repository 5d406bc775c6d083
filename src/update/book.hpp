// What is remembered of updates: the version on trial, the one before, the highest that was ever good, what failed and why. Kept
// in one file that outlives power cuts (base/kept_file.hpp).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/kept_file.hpp"
#include "base/result.hpp"
#include "update/release.hpp"

namespace omote::update {

// How an update ended. Trial: the new version was chosen and has not been judged yet.
enum class Verdict { None, Trial, Good, TakenBack, Failed };
[[nodiscard]] std::string_view to_string(Verdict verdict);  // "none", "trial", "good", "taken_back", "failed"

struct FailedVersion {
  std::string name;      // in the store
  std::string manifest;  // SHA-256 of its lists: the same release is not tried again by itself
  std::string why, when;
};

struct Notes {
  std::string trial;               // name in the store of the version on trial; "": none
  std::string before;              // that ran before it, and runs again when it is taken back
  std::vector<std::string> units;  // that ran at that time: they must run again
  std::string previous;            // the good one before the current; `back` returns to it
  Version highest;                 // ever good here: an older one is a downgrade
  std::vector<FailedVersion> failed;
  Verdict verdict = Verdict::None;  // of the last update
  std::string version, why, when;
};

class Book {
 public:
  // Never fails: of a damaged file the generation before stands, or it begins anew.
  [[nodiscard]] static Book open(const std::filesystem::path& file);
  [[nodiscard]] const Notes& notes() const { return notes_; }
  // On stable storage, and read back from it, when it returns. Reason: update_not_noted.
  [[nodiscard]] Result<void> save(Notes notes);

 private:
  explicit Book(KeptFile file) : file_(std::move(file)) {}
  KeptFile file_;
  Notes notes_;
};

}  // namespace omote::update
