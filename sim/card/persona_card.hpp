// One call from a persona to a card that can be put on a reader.
#pragma once

#include <filesystem>
#include <memory>

#include "sim/card/authority.hpp"
#include "sim/card/virtual_card.hpp"

namespace omote::sim::card {

// `state_folder`: where the card keeps its try counters (SERIAL.tries); empty: in memory, a fresh card each time.
// Reasons: those of make_contents and TryCounters::open.
[[nodiscard]] Result<std::unique_ptr<VirtualCard>> make_persona_card(const personas::Persona& persona,
                                                                     const Authorities& authorities, ByteView photo_jp2,
                                                                     const std::filesystem::path& state_folder = {},
                                                                     CardOptions options = {});

}  // namespace omote::sim::card
