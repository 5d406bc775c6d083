#include "terminal/reset.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/file.hpp"

namespace omote::terminal {

namespace {

namespace fs = std::filesystem;

constexpr auto kMark = "reset-wanted";
// With their older generations and what a cut-off write left. Everything else in the folder is none of a reset's business.
constexpr std::array<std::string_view, 5> kSetUp{"link.pem", "link.key", "pairs", "choices", "tray"};

bool was_set_up(const std::string& name) {
  return std::ranges::any_of(kSetUp, [&](std::string_view one) {
    return name == one || (name.starts_with(one) && name[one.size()] == '.') || name.starts_with("." + std::string(one));
  });
}

}  // namespace

Result<void> want_reset(const fs::path& state_folder) {
  return write_durably(state_folder / kMark, as_bytes(std::string_view("1\n")));
}

Result<bool> carry_out_reset(const fs::path& state_folder) {
  std::error_code error;
  if (!fs::exists(state_folder / kMark, error)) return false;
  std::vector<fs::path> gone;
  for (const auto& entry : fs::directory_iterator(state_folder, error)) {
    if (was_set_up(entry.path().filename().string())) gone.push_back(entry.path());
  }
  for (const auto& path : gone) {
    if (!error) fs::remove_all(path, error);
  }
  if (error) return fail("reset_not_carried_out", state_folder.string() + ": " + error.message());
  // Writing the mark once more brings the folder as it is now onto the disk; that the mark goes is on it with the next file that
  // is written there, which is the new key.
  if (auto on_disk = want_reset(state_folder); !on_disk) return pass(on_disk);
  fs::remove(state_folder / kMark, error);
  return true;
}

}  // namespace omote::terminal
