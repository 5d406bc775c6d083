#include "sim/network/network.hpp"

#include <fstream>

namespace omote::sim::network {

namespace {

Result<void> all(const std::vector<std::vector<std::string>>& commands) {
  for (const auto& command : commands) {
    if (auto done = run_tool(command); !done) return done;
  }
  return {};
}

}  // namespace

Network::Network(Machine terminal, Machine national, Machine clinic)
    : terminal_(std::move(terminal)), national_(std::move(national)), clinic_(std::move(clinic)) {}

Result<std::unique_ptr<Network>> Network::lay() {
  auto terminal = Machine::make("terminal");
  if (!terminal) return pass(terminal);
  auto national = Machine::make("national");
  if (!national) return pass(national);
  auto clinic = Machine::make("clinic");
  if (!clinic) return pass(clinic);
  auto network = std::unique_ptr<Network>(new Network(*terminal, *national, *clinic));
  if (auto done = network->plug_link(); !done) return pass(done);
  if (auto done = network->connect_lan(); !done) return pass(done);
  if (auto done = network->connect_clinic(); !done) return pass(done);
  auto names = NameService::start(network->national_.network(), kNationalAddress, kNationalName, kClinicServer);
  if (!names) return pass(names);
  network->names_ = std::move(*names);
  std::ofstream("/etc/resolv.conf") << "nameserver " << kNationalAddress << "\noptions timeout:1 attempts:1\n";
  return network;
}

Result<void> Network::plug_link(const std::string& adapter) {
  if (auto done = all({{"ip", "link", "add", adapter, "type", "veth", "peer", "name", "eth0", "netns", "terminal"},
                       {"ip", "-n", "terminal", "addr", "add", std::string(kTerminalLink) + "/24", "dev", "eth0"},
                       {"ip", "-n", "terminal", "link", "set", "eth0", "up"}});
      !done)
    return done;
  return give_link_address(adapter);
}

Result<void> Network::pull_link(const std::string& adapter) {
  return run_tool({"ip", "link", "del", adapter});
}

Result<void> Network::give_link_address(const std::string& adapter) {
  return all({{"ip", "addr", "replace", std::string(kPcLink) + "/24", "dev", adapter}, {"ip", "link", "set", adapter, "up"}});
}

Result<void> Network::give_lan_route() {
  return run_tool({"ip", "route", "replace", "default", "via", kGateway, "dev", kLanAdapter});
}

Result<void> Network::connect_lan() {
  if (auto done = all({{"ip", "link", "add", kLanAdapter, "type", "veth", "peer", "name", "wan0", "netns", "national"},
                       {"ip", "-n", "national", "addr", "add", std::string(kGateway) + "/24", "dev", "wan0"},
                       {"ip", "-n", "national", "addr", "add", std::string(kNationalAddress) + "/32", "dev", "lo"},
                       {"ip", "-n", "national", "link", "set", "wan0", "up"},
                       {"ip", "addr", "add", std::string(kPcLan) + "/24", "dev", kLanAdapter},
                       {"ip", "link", "set", kLanAdapter, "up"}});
      !done)
    return done;
  return give_lan_route();
}

Result<void> Network::connect_clinic() {
  return all({{"ip", "link", "add", "lan1", "type", "veth", "peer", "name", "eth0", "netns", "clinic"},
              {"ip", "-n", "clinic", "addr", "add", std::string(kClinicServer) + "/24", "dev", "eth0"},
              {"ip", "-n", "clinic", "link", "set", "eth0", "up"},
              {"ip", "addr", "add", std::string(kPcInClinic) + "/24", "dev", "lan1"},
              {"ip", "link", "set", "lan1", "up"}});
}

}  // namespace omote::sim::network
