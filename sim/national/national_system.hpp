// The simulated national system as a server of its own: HTTPS with client certificates for the clinics, and a control
// interface on loopback for benches and tests (docs/api/national.yaml describes both).
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "net/http.hpp"
#include "net/loop.hpp"
#include "sim/national/service.hpp"
#include "sim/national/switches.hpp"

namespace omote::sim::national {

struct NationalOptions {
  std::filesystem::path pki;             // folder of make_national_pki; made when it is new
  std::filesystem::path card_authority;  // PEM of the authority of the cards' authentication certificates
  std::filesystem::path personas;        // folder with *.yaml
  std::filesystem::path exchange;        // folder that holds req/ and res/ of the file exchange; empty: none
  std::string address = "127.0.0.1";     // where clinics reach it
  std::uint16_t port = 0;                // 0: a free one
  std::uint16_t control_port = 0;
  std::string environment = "verification";
  std::string server_certificate = "server";  // file name in the pki folder: also server_expired, server_elsewhere
};

// One line for whoever watches.
struct SeenRequest {
  std::uint32_t number = 0;
  std::string time;  // 2026-11-22T08:00:00.000+09:00
  std::string method;
  std::string path;
  unsigned status = 0;  // 0: no answer was given
  std::string summary;
  int took_ms = 0;
};

// Everything on the loop's thread.
class NationalSystem {
 public:
  // Listens at once. Reasons: those of make_national_pki, load_insured, HttpServer::listen, holder_authority_unusable.
  [[nodiscard]] static Result<std::unique_ptr<NationalSystem>> start(net::Loop& loop, NationalOptions options,
                                                                     const Clock& clock);
  ~NationalSystem();

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::uint16_t control_port() const;
  // Reasons: switch_unknown, switch_value_wrong, port_taken (network up again while another took the port).
  Result<void> set(const std::string& name, const std::string& value);
  [[nodiscard]] const Switches& switches() const;
  [[nodiscard]] const std::deque<SeenRequest>& requests() const;  // the last 100, newest last
  void on_request(std::function<void(const SeenRequest&)> observer);
  [[nodiscard]] std::size_t visits() const;  // distinct visits that got an eligibility
  [[nodiscard]] Service& service();

 private:
  struct Inside;
  explicit NationalSystem(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

// The whole server until a signal stops it; prints one JSON line {"port":…, "control_port":…} to standard output when it
// listens. Returns the exit status.
[[nodiscard]] int run_national(NationalOptions options);

}  // namespace omote::sim::national
