// The clinic's network as three machines: the terminal behind its private link, the clinic's PC (where we are), the national
// system behind the provider's router. A second router serves the rest of the clinic, without a way out.
//
//   terminal  eth0 192.168.77.2 ── omote0 192.168.77.1  PC  lan0 192.0.2.2 ── wan0 192.0.2.1  national (198.51.100.10)
//                                                           lan1 192.168.10.2 ── eth0 192.168.10.1  clinic
#pragma once

#include <memory>
#include <string>

#include "sim/network/apart.hpp"
#include "sim/network/name_service.hpp"

namespace omote::sim::network {

inline constexpr auto kPcLink = "192.168.77.1";
inline constexpr auto kTerminalLink = "192.168.77.2";
inline constexpr auto kPcLan = "192.0.2.2";
inline constexpr auto kGateway = "192.0.2.1";
inline constexpr auto kNationalAddress = "198.51.100.10";
inline constexpr auto kPcInClinic = "192.168.10.2";
inline constexpr auto kClinicServer = "192.168.10.1";
inline constexpr auto kNationalName = "qualification.national.example";
inline constexpr auto kLinkAdapter = "omote0";
inline constexpr auto kLanAdapter = "lan0";

class Network {
 public:
  // Everything up and connected; names are resolved by a server of ours beside the national system. Reasons: tool_failed,
  // name_service_not_started.
  [[nodiscard]] static Result<std::unique_ptr<Network>> lay();

  [[nodiscard]] const Machine& terminal() const { return terminal_; }
  [[nodiscard]] const Machine& national() const { return national_; }
  [[nodiscard]] const Machine& clinic() const { return clinic_; }

  // The link's cable between PC and terminal; plugged again it is a new adapter without addresses on the terminal's side
  // that gets the same ones; in another port of the PC its adapter has another name. Reason: tool_failed.
  [[nodiscard]] Result<void> plug_link(const std::string& adapter = kLinkAdapter);
  [[nodiscard]] Result<void> pull_link(const std::string& adapter = kLinkAdapter);
  [[nodiscard]] Result<void> give_link_address(const std::string& adapter = kLinkAdapter);
  [[nodiscard]] Result<void> give_lan_route();
  [[nodiscard]] NameService& names() { return *names_; }

 private:
  Network(Machine terminal, Machine national, Machine clinic);
  Result<void> connect_lan();
  Result<void> connect_clinic();

  Machine terminal_, national_, clinic_;
  std::unique_ptr<NameService> names_;
};

}  // namespace omote::sim::network
