// The national system over HTTPS with the institution's client certificate (docs/api/national.yaml describes the interface).
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "ports/look_up_port.hpp"
#include "ports/national_port.hpp"

namespace omote::national::https {

struct Settings {
  std::string host = "127.0.0.1";
  std::uint16_t port = 443;
  std::string base = "/oqs-api-sim";  // in front of every path
  std::filesystem::path authority;    // PEM: who may have signed the server's certificate
  std::filesystem::path certificate;  // PEM: the institution's client certificate, and its key
  std::filesystem::path key;
  std::string institution_code;              // ten digits
  std::string environment = "verification";  // "production" or "verification" (接続検証)
  std::string device_id;                     // the face account, F0…
  Secret password;
  std::chrono::milliseconds time{10'000};  // for one question
};

// Reads certificate, key and authority; asks nothing yet. The clock says the day of the confirmation and must outlive the port.
// Reasons: those of net::load_identity and read_file.
[[nodiscard]] Result<std::unique_ptr<ports::NationalPort>> open_https(Settings settings, const Clock& clock);
// The same way for questions by insured data.
[[nodiscard]] Result<std::unique_ptr<ports::LookUpPort>> open_https_look_up(Settings settings, const Clock& clock);

}  // namespace omote::national::https
