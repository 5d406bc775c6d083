#include "host/settings.hpp"

#include <algorithm>

#include "base/settings_look.hpp"
#include "base/share.hpp"
#include "host/settings_check.hpp"

namespace omote::host {

namespace {

constexpr auto kTimeOfDay = "a time of day as \"08:30\", or \"\" for never";

bool is_time_of_day(const std::string& text) {
  const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  return text.size() == 5 && digit(0) && digit(1) && text[2] == ':' && digit(3) && digit(4) && text < "24:00" && text[3] < '6';
}

TerminalSettings read_terminal(TomlSettings& toml, const std::string& section) {
  return {toml.text(section + ".reader", "", "the name of a PC/SC reader, or how it begins"),
          toml.text(section + ".login", "", "a device account, F0 and digits"),
          toml.path(section + ".password_file", "").string(),
          toml.text(section + ".adapter", "", "the name of the network adapter that the terminal is at")};
}

// Each environment may have a destination and a certificate of its own.
void read_places(TomlSettings& toml, Settings& settings) {
  for (const auto name : kEnvironments) {
    const auto at = "national." + std::string(name);
    auto& place = settings.national_places[std::string(name)];
    place.host = toml.text(at + ".host", settings.national_host, "that environment's host name");
    place.port = static_cast<std::uint16_t>(toml.number(at + ".port", settings.national_port, 1, 65535));
    place.ca = toml.path(at + ".ca", settings.national_ca.string());
    place.certificate = toml.path(at + ".certificate", settings.national_certificate.string());
    place.key = toml.path(at + ".key", settings.national_key.string());
  }
}

void read_national(TomlSettings& toml, Settings& settings) {
  settings.environment = toml.word("national.environment", "verification", {"verification", "production"});
  settings.national_way = toml.word("national.way", "https", {"https", "folder"});
  if (settings.national_way == "https") {
    settings.national_host = toml.need_text("national.host", "the national system's host name");
    settings.national_port = static_cast<std::uint16_t>(toml.number("national.port", 443, 1, 65535));
    settings.national_ca = toml.path("national.ca", "");
    settings.national_certificate = toml.path("national.certificate", "");
    settings.national_key = toml.path("national.key", "");
    read_places(toml, settings);
  } else {
    settings.national_req = toml.path("national.req_folder", "req");
    settings.national_res = toml.path("national.res_folder", "res");
  }
  settings.national_time_out_ms = toml.number("national.time_out_ms", 10'000, 100, 300'000);
}

void read_network(TomlSettings& toml, Settings& settings) {
  settings.network_interface = toml.text("network.interface", "", "the adapter of the line to the national system");
  settings.network_tunnel = toml.text("network.tunnel", "", "the VPN's interface");
  settings.network_ip_version = toml.word("network.ip_version", "", {"", "4", "6"});
}

void read_programs(TomlSettings& toml, Settings& settings) {
  settings.required_version = toml.text("programs.required_version", "", "a version like 1.2.3");
  settings.downloads = toml.path("programs.downloads", "updates");
  settings.terminal_releases = toml.path("programs.terminal_releases", "/var/lib/omote/update/terminal");
}

void read_support(TomlSettings& toml, Settings& settings) {
  settings.support.name = toml.text("support.name", "", "whom the clinic asks for help");
  settings.support.phone = toml.text("support.phone", "", "a telephone number in quotes");
  settings.support.hours = toml.text("support.hours", "", "when somebody answers there");
}

void read_output(TomlSettings& toml, Settings& settings) {
  settings.output_folder = toml.path("output.folder", "face");
  settings.output_encoding = toml.word("output.encoding", "cp932", {"cp932", "utf8"});
  settings.output_fhir = toml.flag("output.fhir", true);
  settings.output_fhir_folder = toml.path("output.fhir_folder", "fhir");
}

void read_look_ups(TomlSettings& toml, Settings& settings) {
  settings.look_up_requests = toml.path("look_ups.req_folder", "");
  settings.look_up_responses = toml.path("look_ups.res_folder", "");
  const bool asked = !settings.look_up_requests.empty();
  if (asked == settings.look_up_responses.empty()) {
    toml.wrong(asked ? "look_ups.res_folder" : "look_ups.req_folder", "a folder, as the other one of the two is named");
  }
  if (asked && settings.national_way != "https") {
    toml.wrong("look_ups.req_folder", "nothing while national.way is folder: there the connection program answers");
  }
}

}  // namespace

void Settings::use_environment(const std::string& name) {
  environment = name;
  const auto at = national_places.find(name);
  if (at == national_places.end()) return;
  national_host = at->second.host;
  national_port = at->second.port;
  national_ca = at->second.ca;
  national_certificate = at->second.certificate;
  national_key = at->second.key;
}

const TerminalSettings& Settings::terminal(const std::string& serial) const {
  const auto at = terminals.find(serial);
  return at == terminals.end() ? any_terminal : at->second;
}

namespace {

Result<void> read_settings(TomlSettings& toml, Settings& settings) {
  settings.clinic_name = toml.need_text("clinic.name", "the clinic's name");
  settings.institution_code = toml.need_text("clinic.institution_code", "the institution code, 10 digits");
  const auto& code = settings.institution_code;
  if (!code.empty() && (code.size() != 10 || !std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; }))) {
    toml.wrong("clinic.institution_code", "10 digits: prefecture 2, table 1, institution 7");
  }
  settings.languages = toml.texts("clinic.languages");
  if (settings.languages.empty()) settings.languages = {"ja", "en"};
  settings.state_folder = toml.path("state.folder", "state");
  settings.start_wait_s = toml.number("start.wait_s", 0, 0, 600);
  settings.console_port = static_cast<std::uint16_t>(toml.number("console.port", 8601, 0, 65535));
  settings.console_pages = toml.path("console.pages", share_beside("web/console"));
  settings.discovery_address = toml.text("link.discovery_address", "0.0.0.0", "an address of this PC on the link's network");
  settings.discovery_port = static_cast<std::uint16_t>(toml.number("link.discovery_port", 8602, 1, 65535));
  settings.restart_card_service = toml.texts("cards.restart_service");
  settings.card_trust = toml.path("cards.trust", "/etc/omote/card-trust");
  settings.self_test_at = toml.text("self_test.at", "08:30", kTimeOfDay);
  if (!settings.self_test_at.empty() && !is_time_of_day(settings.self_test_at)) toml.wrong("self_test.at", kTimeOfDay);
  settings.tell_terminals = toml.word("power.tell_terminals", "shutdown", {"shutdown", "always", "never"});
  settings.jobs_command = toml.texts("power.jobs_command");
  if (settings.jobs_command.empty()) settings.jobs_command = {"systemctl", "list-jobs", "--plain", "--no-legend"};
  read_national(toml, settings);
  read_network(toml, settings);
  read_programs(toml, settings);
  read_look_ups(toml, settings);
  read_support(toml, settings);
  read_output(toml, settings);
  settings.any_terminal = read_terminal(toml, "terminal");
  for (const auto& serial : toml.names("terminals")) settings.terminals[serial] = read_terminal(toml, "terminals." + serial);
  return toml.finish();
}

}  // namespace

Result<Settings> load_settings(const std::filesystem::path& file) {
  auto settings = load_with_copy<Settings>(file, read_settings);
  if (settings) settings->file = std::filesystem::absolute(file);
  return settings;
}

Result<std::vector<AskedSetting>> check_settings(const std::filesystem::path& file, const std::optional<std::string>& text) {
  return look_at_settings<Settings>(file, text, read_settings);
}

}  // namespace omote::host
