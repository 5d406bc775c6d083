// The host's one settings file (docs/settings.md).
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/kept_settings.hpp"
#include "base/result.hpp"

namespace omote::host {

struct TerminalSettings {
  std::string reader;  // PC/SC name, or how it begins; empty: the first reader
  std::string login;   // device account at the national system (F0…)
  std::string password_file;
  std::string adapter;  // the network adapter of its link; empty: found by the route to it
};

// Whom the clinic asks when it does not get on; all may be empty.
struct SupportContact {
  std::string name, phone, hours;
};

constexpr std::string_view kProduction = "production";
constexpr std::array<std::string_view, 2> kEnvironments{"verification", kProduction};

// Where the national system of one environment is, and who we are there.
struct NationalPlace {
  std::string host;
  std::uint16_t port = 0;
  std::filesystem::path ca, certificate, key;
};

struct Settings {
  std::filesystem::path file;  // where they were read from
  std::string clinic_name;
  SupportContact support;
  std::string institution_code;        // 10 digits
  std::vector<std::string> languages;  // of the kiosk, in the order of the buttons
  std::filesystem::path state_folder;  // identity, pairs, journal, outbox
  std::int64_t start_wait_s = 0;       // for other software of the PC; nothing of ours needs it
  std::uint16_t console_port = 0;
  std::filesystem::path console_pages;
  std::string discovery_address;
  std::uint16_t discovery_port = 0;
  std::vector<std::string> restart_card_service;  // command, when the card service hangs
  std::filesystem::path card_trust;               // card/mynumber/trust_store.hpp

  std::string environment;          // "verification" or "production"
  bool environment_chosen = false;  // with our tools (host/environment_choice.hpp), not by the file
  std::string national_way;         // "https" or "folder"
  std::string national_host;
  std::uint16_t national_port = 0;
  std::filesystem::path national_ca, national_certificate, national_key;
  std::filesystem::path national_req, national_res;
  std::int64_t national_time_out_ms = 10'000;
  std::map<std::string, NationalPlace> national_places;  // of both environments, way "https"
  // From now on that one; what [national.ENVIRONMENT] leaves out is as in [national].
  void use_environment(const std::string& name);

  // What the way to the national system should be; empty: nobody said (docs/probes.md).
  std::string network_interface, network_tunnel, network_ip_version;
  std::string required_version;             // of our programs; empty: none
  std::filesystem::path downloads;          // where a package waits before it is installed
  std::filesystem::path terminal_releases;  // host/release_shelf.hpp

  // Where the receipt computer asks by insured data; both empty: it does not.
  std::filesystem::path look_up_requests, look_up_responses;

  std::filesystem::path output_folder;
  std::string output_encoding;  // "cp932" or "utf8"
  bool output_fhir = true;
  std::filesystem::path output_fhir_folder;

  std::string tell_terminals;             // "shutdown", "always", "never": host/pc_power.hpp
  std::vector<std::string> jobs_command;  // what tells that the PC is being switched off

  SettingsState state;       // whether the file was whole
  std::string self_test_at;  // "08:30", JST; "" for never by itself

  TerminalSettings any_terminal;                      // [terminal]: for serial numbers without a section of their own
  std::map<std::string, TerminalSettings> terminals;  // [terminals.SERIAL]
  [[nodiscard]] const TerminalSettings& terminal(const std::string& serial) const;
};

// Every mistake at once, with file, line and what is expected. Reasons: those of TomlSettings.
[[nodiscard]] Result<Settings> load_settings(const std::filesystem::path& file);

}  // namespace omote::host
