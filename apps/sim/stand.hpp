// `omote-sim stand`: everything that stands around installed programs — the card reader with its card, the cameras' pictures, the
// patient — while host and terminal run as they do at a clinic, under systemd.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace omote::sim {

struct StandOptions {
  std::filesystem::path personas, data;
  std::filesystem::path folder = "/run/omote-sim";  // of the sockets: reader, face.sock, tray.sock
  std::string persona = "adult";
  std::string by = "face";
  std::string pin;
  std::uint16_t kiosk_port = 8600;
  std::uint16_t console_port = 8601;
  int wait = 120;     // seconds for the programs to be ready
  bool pair = false;  // two people compare the number first
  bool once = false;  // one patient comes; else it stands there until a signal
};

// Prints one line of JSON with the sockets' paths; with `once` another one with what the patient met. 0: delivered.
int run_stand(const StandOptions& options);

}  // namespace omote::sim
