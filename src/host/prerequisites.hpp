// What must be on a machine before Omote can work there, and what installs it: for `omote check --prerequisites`, the probe of
// the programs (fact program.missing) and the packages' own dependencies, which name the same.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace omote::host {

struct Prerequisite {
  enum class Side { Both, Host, Terminal };
  std::string name;                           // for people
  std::vector<std::filesystem::path> places;  // one of them is enough
  std::string installs;                       // what to type
  Side side = Side::Both;
  bool must = true;      // false: works without it, but worse
  bool program = false;  // that the running host needs at every moment: the probe looks at it, too
};

[[nodiscard]] const std::vector<Prerequisite>& prerequisites();
// One of its places is there; a folder counts when something is in it.
[[nodiscard]] bool is_there(const Prerequisite& one);

}  // namespace omote::host
