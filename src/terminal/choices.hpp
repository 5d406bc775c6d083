// What people chose in the settings on the terminal itself, in a kept file: it outlives restarts, and the settings file stays
// the person's own.
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>

#include "base/kept_file.hpp"

namespace omote::terminal {

// Loop's thread only.
class Choices {
 public:
  // A damaged file is as one that was never written.
  [[nodiscard]] static Choices open(std::filesystem::path file);

  // The functions that users may open; administrators may open all.
  [[nodiscard]] const std::set<std::string>& user_functions() const { return user_functions_; }
  // Whether the terminal's power follows the PC; nothing when nobody chose here.
  [[nodiscard]] std::optional<bool> follow_pc() const { return follow_pc_; }
  // On the disk when they return; a failure changes nothing. Reasons: those of KeptFile::save.
  [[nodiscard]] Result<void> set_user_functions(std::set<std::string> functions);
  [[nodiscard]] Result<void> set_follow_pc(bool follow);

 private:
  explicit Choices(KeptFile file);
  [[nodiscard]] Result<void> save(const std::set<std::string>& functions, std::optional<bool> follow);

  KeptFile file_;
  std::set<std::string> user_functions_;
  std::optional<bool> follow_pc_;
};

}  // namespace omote::terminal
