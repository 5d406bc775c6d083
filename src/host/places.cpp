#include "host/places.hpp"

#include "host/prerequisites.hpp"

namespace omote::host {

diagnosis::PcPlaces places_of(const Settings& settings, const std::filesystem::path& settings_file) {
  diagnosis::PcPlaces places;
  if (settings.national_way == "https") {
    places.national = {settings.national_host,        settings.national_port, settings.national_ca,
                       settings.national_certificate, settings.national_key,  settings.institution_code};
  }
  places.network = {settings.network_interface, settings.network_tunnel, settings.network_ip_version};
  places.new_terminal = settings.any_terminal.adapter;
  places.programs.settings = settings_file;
  places.programs.required_version = settings.required_version;
  places.programs.downloads = settings.downloads;
  for (const auto& one : prerequisites()) {
    if (one.program) places.programs.needed.emplace_back(one.name, one.places.front());
  }
  places.programs.console_port = settings.console_port;
  places.state_folder = settings.state_folder;
  places.output_folder = settings.output_folder;
  return places;
}

}  // namespace omote::host
