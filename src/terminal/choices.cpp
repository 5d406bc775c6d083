#include "terminal/choices.hpp"

#include <sstream>

#include "terminal/device_page.hpp"

namespace omote::terminal {

Choices Choices::open(std::filesystem::path file) {
  return Choices(KeptFile::open(std::move(file), "omote-choices"));
}

Choices::Choices(KeptFile file) : file_(std::move(file)) {
  if (file_.contents().empty()) {
    for (const auto function : kFirstUserFunctions) user_functions_.emplace(function);
  }
  std::istringstream lines(file_.contents());
  for (std::string key, value; std::getline(lines, key, '=') && std::getline(lines, value);) {
    if (key == "user" && may_be_given(value)) user_functions_.insert(value);
    if (key == "follow_pc") follow_pc_ = value == "1";
  }
}

Result<void> Choices::save(const std::set<std::string>& functions, std::optional<bool> follow) {
  // Never empty: an empty file would be one that was never written.
  std::string text = "choices=1\n";
  for (const auto& function : functions) text += "user=" + function + "\n";
  if (follow) text += std::string("follow_pc=") + (*follow ? "1" : "0") + "\n";
  return file_.save(std::move(text));
}

Result<void> Choices::set_user_functions(std::set<std::string> functions) {
  if (auto saved = save(functions, follow_pc_); !saved) return pass(saved);
  user_functions_ = std::move(functions);
  return {};
}

Result<void> Choices::set_follow_pc(bool follow) {
  if (auto saved = save(user_functions_, follow); !saved) return pass(saved);
  follow_pc_ = follow;
  return {};
}

}  // namespace omote::terminal
