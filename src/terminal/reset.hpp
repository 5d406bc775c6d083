// The terminal's first state: what was set up on it (pairing, its key of the link, what people chose) is gone, its settings
// file and serial number stay. A power cut leaves it as it was, or the reset is finished at the next start.
#pragma once

#include <filesystem>

#include "base/result.hpp"

namespace omote::terminal {

// The mark stands on the disk when this returns: the next start is that of a new terminal. Reasons: those of write_durably.
[[nodiscard]] Result<void> want_reset(const std::filesystem::path& state_folder);

// Carries out what the mark asks for, and takes it away last; whether there was one. Call it before anything of the folder is
// read. Reason: reset_not_carried_out (the mark stays, so it is tried again).
[[nodiscard]] Result<bool> carry_out_reset(const std::filesystem::path& state_folder);

}  // namespace omote::terminal
