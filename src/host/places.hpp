// Where the probes of this PC have to look, by the host's settings: for the host itself and for `omote doctor`.
#pragma once

#include <filesystem>

#include "diagnosis/probes/pc_probes.hpp"
#include "host/settings.hpp"

namespace omote::host {

[[nodiscard]] diagnosis::PcPlaces places_of(const Settings& settings, const std::filesystem::path& settings_file);

}  // namespace omote::host
