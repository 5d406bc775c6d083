#include "host/places.hpp"

namespace omote::host {

diagnosis::PcPlaces places_of(const Settings& settings, const std::filesystem::path& settings_file) {
  diagnosis::PcPlaces places;
  if (settings.national_way == "https") {
    places.national = {settings.national_host,        settings.national_port, settings.national_ca,
                       settings.national_certificate, settings.national_key,  settings.institution_code};
  }
  places.programs.settings = settings_file;
  places.programs.console_port = settings.console_port;
  places.state_folder = settings.state_folder;
  places.output_folder = settings.output_folder;
  return places;
}

}  // namespace omote::host
