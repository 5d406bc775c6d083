#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <map>
#include <sstream>
#include <thread>

#include "base/process.hpp"
#include "diagnosis/remedies/system.hpp"
#include "net/http.hpp"
#include "update/services.hpp"

namespace omote::update {

namespace {

namespace fs = std::filesystem;
using diagnosis::run_command;
using std::chrono::seconds;

constexpr std::array kUnits{"omote-host.service", "omote-terminal.service"};
constexpr auto kHost = "omote-host.service";
constexpr seconds kOrder{90};  // for systemctl to carry an order out
constexpr seconds kVersion{10};
constexpr std::chrono::milliseconds kLookAgain{500};

bool systemd_runs() {
  std::error_code error;
  return fs::exists("/run/systemd/system", error);
}

// What systemd knows of a unit, by property.
std::map<std::string, std::string> properties_of(const std::string& unit) {
  std::map<std::string, std::string> known;
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return known;
  Command command{
      .argv = {"systemctl", "show", unit, "-p", "ActiveState,SubState,NRestarts,MainPID,UnitFileState,Result,ConditionResult"}};
  command.descriptors = {{ends[1], 1}};
  auto process = start_process(command);
  ::close(ends[1]);
  std::string said;
  std::array<char, 4096> piece{};
  for (pollfd one{ends[0], POLLIN, 0}; process && ::poll(&one, 1, 10'000) > 0;) {
    const auto n = ::read(ends[0], piece.data(), piece.size());
    if (n <= 0) break;
    said.append(piece.data(), static_cast<std::size_t>(n));
  }
  ::close(ends[0]);
  std::istringstream lines(said);
  for (std::string line; std::getline(lines, line);) {
    const auto equals = line.find('=');
    if (equals != std::string::npos) known[line.substr(0, equals)] = line.substr(equals + 1);
  }
  return known;
}

// Below the folder: /opt/omote/versions/0.2.0/bin/omote-host.
bool runs_from(const std::string& process, const fs::path& folder) {
  std::error_code error;
  const auto program = fs::read_symlink(fs::path("/proc") / process / "exe", error).string();
  return !error && program.starts_with(fs::weakly_canonical(folder, error).string() + "/");
}

}  // namespace

Services::Units SystemdServices::running() {
  Units units;
  if (!systemd_runs()) return units;
  for (const auto* unit : kUnits) {
    if (properties_of(unit)["ActiveState"] == "active") units.emplace_back(unit);
  }
  return units;
}

Result<void> SystemdServices::try_programs(const fs::path& folder) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder / "bin", error)) {
    const auto name = entry.path().filename().string();
    if (name != "omote" && name != "omote-host" && name != "omote-terminal") continue;
    const auto ran = run_command({entry.path().string(), "--version"}, kVersion);
    if (!ran) return fail("program_does_not_start", describe(ran.error()));
  }
  return {};
}

Result<void> SystemdServices::wait_until_idle() {
  if (idle_ && !idle_()) return fail("visit_runs");
  return {};
}

void SystemdServices::restart(const Units& units) {
  for (const auto& unit : units) {
    static_cast<void>(run_command({"systemctl", "reset-failed", unit}, kOrder));
    // Whether it came up is seen by look(); an order that fails is no news beside it.
    static_cast<void>(run_command({"systemctl", "restart", unit}, kOrder));
  }
}

bool SystemdServices::console_answers() const {
  net::ClientOptions options;
  options.port = port_;
  options.time = seconds(3);
  // A refusal is an answer as well: it comes from a program that works.
  return net::HttpClient(std::move(options))
      .exchange({"GET", "/api/state", {{"Host", fmt::format("127.0.0.1:{}", port_)}}, {}, {}, {}})
      .has_value();
}

// "" when nothing is wrong with it. `restarts`: how often it had been started again; empty: not known yet.
std::string SystemdServices::trouble_of(const std::string& unit, const fs::path& folder, const std::string& restarts) const {
  auto known = properties_of(unit);
  if (known["ActiveState"] != "active") return fmt::format("{} is {} ({})", unit, known["ActiveState"], known["Result"]);
  if (!restarts.empty() && known["NRestarts"] != restarts) return unit + " ended and was started again";
  if (!runs_from(known["MainPID"], folder)) return unit + " does not run from " + folder.string();
  if (unit == kHost && port_ != 0 && !console_answers()) return fmt::format("{} does not answer at port {}", unit, port_);
  return {};
}

Result<void> SystemdServices::look(const Units& units, const fs::path& folder) {
  using Steady = std::chrono::steady_clock;
  std::string trouble;
  const auto until = Steady::now() + times_.ready;
  do {
    trouble.clear();
    for (const auto& unit : units) {
      if (trouble.empty()) trouble = trouble_of(unit, folder, "");
    }
    if (!trouble.empty()) std::this_thread::sleep_for(kLookAgain);
  } while (!trouble.empty() && Steady::now() < until);
  std::map<std::string, std::string> restarts;
  for (const auto& unit : units) restarts[unit] = properties_of(unit)["NRestarts"];
  if (trouble.empty() && !units.empty()) std::this_thread::sleep_for(times_.stays);
  for (const auto& unit : units) {
    if (trouble.empty()) trouble = trouble_of(unit, folder, restarts[unit]);
  }
  if (!trouble.empty()) return fail("programs_not_healthy", trouble);
  return {};
}

void SystemdServices::start_enabled() {
  if (!systemd_runs()) return;
  for (const auto* unit : kUnits) {
    auto known = properties_of(unit);
    if (known["UnitFileState"] == "enabled" && known["ActiveState"] != "active")
      static_cast<void>(run_command({"systemctl", "start", unit}, kOrder));
  }
}

}  // namespace omote::update
