#include "base/share.hpp"

#include <filesystem>

#include "base/process.hpp"

namespace omote {

std::string share_beside(const std::string& name) {
  const auto own = std::filesystem::path(own_executable()).parent_path().parent_path() / "share/omote" / name;
  std::error_code error;
  return std::filesystem::exists(own, error) ? own.string() : "/usr/share/omote/" + name;
}

}  // namespace omote
