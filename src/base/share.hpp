// Data that are installed with the running program's version.
#pragma once

#include <string>

namespace omote {

// "web/console": in share/omote beside the program's bin, else in /usr/share/omote.
[[nodiscard]] std::string share_beside(const std::string& name);

}  // namespace omote
