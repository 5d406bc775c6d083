// The terminal's part of the self-test that needs nobody: the card-face reader and the face networks, loaded anew from the
// disk, must give the known answers for specimen pictures.
#pragma once

#include <filesystem>
#include <vector>

#include "schema/link.pb.h"
#include "terminal/settings.hpp"

namespace omote::terminal {

// Blocks for about a second. Checks: "card_reading", "face_networks"; skipped without specimens.
[[nodiscard]] std::vector<link::v1::SelfTestAnswer::Check> try_specimens(const Settings& settings);

}  // namespace omote::terminal
