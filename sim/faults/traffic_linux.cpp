#include <fmt/format.h>

#include <atomic>
#include <fstream>
#include <regex>

#include "sim/faults/traffic.hpp"

namespace omote::sim::faults {

namespace {

using network::ask_tool;
using network::run_tool;

std::string of_interface(const std::string& name, const std::string& what) {
  std::ifstream file("/sys/class/net/" + name + "/" + what);
  std::string text;
  std::getline(file, text);
  return text;
}

std::vector<std::string> on(const std::string& machine, std::vector<std::string> argv) {
  if (machine.empty()) return argv;
  std::vector<std::string> all{"ip", "netns", "exec", machine};
  all.insert(all.end(), argv.begin(), argv.end());
  return all;
}

int packets_counted(const std::string& machine, const std::string& table) {
  const auto listed = ask_tool(on(machine, {"nft", "list", "table", "inet", table}));
  static const std::regex kCounter("counter packets ([0-9]+)");
  std::smatch match;
  return listed && std::regex_search(*listed, match, kCounter) ? std::atoi(match[1].str().c_str()) : 0;
}

}  // namespace

bool interface_there(const std::string& name) {
  return !of_interface(name, "ifindex").empty();
}

bool interface_up(const std::string& name) {
  const auto flags = of_interface(name, "flags");
  return !flags.empty() && (std::strtoul(flags.c_str(), nullptr, 16) & 1U) != 0;
}

bool carrier(const std::string& name) {
  return of_interface(name, "carrier") == "1";
}

bool has_address(const std::string& name) {
  const auto shown = ask_tool({"ip", "-4", "-o", "addr", "show", "dev", name});
  return shown && !shown->empty();
}

std::string lose(int percent) {
  return percent >= 100 ? "counter drop" : fmt::format("numgen random mod 100 < {} counter drop", percent);
}

Result<Injected> filter(const std::string& machine, const std::string& hook, const std::string& rule) {
  static std::atomic<int> count{0};
  const auto table = fmt::format("fault{}", ++count);
  const auto rules =
      fmt::format("add table inet {0}; add chain inet {0} c {{ type filter hook {1} priority 0; }}; add rule inet {0} c {2}",
                  table, hook, rule);
  if (auto added = run_tool(on(machine, {"nft", rules})); !added) return pass(added);
  return Injected{[machine, table] { return run_tool(on(machine, {"nft", "delete", "table", "inet", table})); },
                  [machine, table] { return packets_counted(machine, table) > 0; }};
}

Result<Injected> slow_down(const std::string& machine, const std::string& adapter, int kbit) {
  const auto queue = [machine, adapter](const std::string& what, const std::vector<std::string>& how) {
    std::vector<std::string> argv{"tc", "-s", "qdisc", what, "dev", adapter, "root"};
    argv.insert(argv.end(), how.begin(), how.end());
    return ask_tool(on(machine, std::move(argv)));
  };
  const auto rate = fmt::format("{}kbit", kbit);
  if (auto slow = queue("add", {"tbf", "rate", rate, "burst", "4kb", "latency", "2s"}); !slow) return pass(slow);
  const auto fired = [queue] {
    const auto shown = queue("show", {});
    return shown && shown->find("Sent ") != std::string::npos && shown->find("Sent 0 bytes") == std::string::npos;
  };
  return Injected{[queue]() -> Result<void> {
                    if (auto fast = queue("del", {}); !fast) return pass(fast);
                    return {};
                  },
                  fired};
}

}  // namespace omote::sim::faults
