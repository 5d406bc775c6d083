// Sixteen terminals on one host, each a program and a machine of its own: stop and start all, stop one, every cable out and in
// again, two cables swapped; how long until the console tells it right; what the host costs when nothing happens. One JSON
// array on standard output.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "base/log.hpp"
#include "tests/bench/terminals/practice.hpp"

namespace {

using namespace omote;
using namespace omote::bench::terminals;
using Json = nlohmann::ordered_json;
using Steady = std::chrono::steady_clock;
using State = console::v1::State;

constexpr double kRightTarget = 2000;  // ms
constexpr double kIdleTarget = 25;     // per cent of one core
constexpr std::chrono::seconds kLongest{30};
constexpr std::chrono::milliseconds kLook{20};

struct Options {
  int terminals = 16, idle_s = 20;
};

const console::v1::Terminal* find(const State& state, const std::string& serial) {
  const auto at = std::ranges::find(state.terminals(), serial, [](const auto& one) { return one.serial(); });
  return at == state.terminals().end() ? nullptr : &*at;
}

bool ready(const State& state, const std::string& serial) {
  const auto* one = find(state, serial);
  return one != nullptr && one->link() == "connected" && one->visit_state() == "ready" && !one->stopped();
}

bool lost(const State& state, const std::string& serial) {
  const auto* one = find(state, serial);
  return one != nullptr && one->link() != "connected" && one->visit_state() != "ready";
}

bool stopped(const State& state, const std::string& serial) {
  const auto* one = find(state, serial);
  return one != nullptr && one->link() == "connected" && one->stopped();
}

// Of the process alone: user and system time so far, in seconds.
double cpu_seconds(pid_t process) {
  std::ifstream in(fmt::format("/proc/{}/stat", process));
  std::string text;
  std::getline(in, text);
  std::istringstream fields(text.substr(text.rfind(')') + 1));
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  double user = 0, system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

pid_t parent_of(pid_t process) {
  std::ifstream in(fmt::format("/proc/{}/status", process));
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("PPid:")) return static_cast<pid_t>(std::stol(line.substr(5)));
  return 0;
}

// The host's own program and the workers that it started: those that live at both ends are compared.
std::map<pid_t, double> family_cpu(pid_t program) {
  std::map<pid_t, double> all;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const auto name = entry.path().filename().string();
    if (!std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; })) continue;
    const auto process = static_cast<pid_t>(std::stol(name));
    if (process == program || parent_of(process) == program) all[process] = cpu_seconds(process);
  }
  return all;
}

class Bench {
 public:
  explicit Bench(const Options& options) : options_(options) {}

  bool run() {
    const auto data = std::filesystem::path(OMOTE_BUILD_DIR).parent_path() / "data";
    auto wardrobe = sim::bench::Wardrobe::open(std::filesystem::path(OMOTE_SOURCE_DIR) / "sim/personas", data);
    if (!wardrobe) return stop(describe(wardrobe.error()));
    auto practice = Practice::open(**wardrobe, options_.terminals);
    if (!practice) return stop(describe(practice.error()));
    practice_ = std::move(*practice);
    for (int i = 0; i < options_.terminals; ++i) serials_.push_back(Practice::serial(i));
    const auto opened = until([&](const State& state) { return all(state, ready); });
    if (!opened) return stop("not all terminals became ready\n" + states() + practice_->logs());
    return idle() && together() && alone() && cables() && swapped() && print();
  }

 private:
  static bool stop(const std::string& why) {
    fmt::print(stderr, "bench_terminals: {}\n", why);
    return false;
  }

  [[nodiscard]] bool all(const State& state, bool (*as)(const State&, const std::string&)) const {
    return std::ranges::all_of(serials_, [&](const auto& serial) { return as(state, serial); });
  }

  // Milliseconds until the console tells it so.
  [[nodiscard]] std::optional<double> until(const std::function<bool(const State&)>& right) const {
    const auto began = Steady::now();
    for (; Steady::now() < began + kLongest; std::this_thread::sleep_for(kLook)) {
      if (right(practice_->state())) return std::chrono::duration<double, std::milli>(Steady::now() - began).count();
    }
    return std::nullopt;
  }

  [[nodiscard]] std::string states() const {
    std::string text;
    for (const auto& one : practice_->state().terminals())
      text += fmt::format("{} {} {} {}\n", one.serial(), one.link(), one.visit_state(), one.stopped() ? "stopped" : "");
    return text;
  }

  bool idle() {
    std::this_thread::sleep_for(std::chrono::seconds(5));
    const auto before = family_cpu(practice_->host());
    const auto began = Steady::now();
    std::this_thread::sleep_for(std::chrono::seconds(options_.idle_s));
    const auto after = family_cpu(practice_->host());
    const auto seconds = std::chrono::duration<double>(Steady::now() - began).count();
    double own = 0, workers = 0;
    for (const auto& [process, used] : after) {
      const auto at = before.find(process);
      (process == practice_->host() ? own : workers) += used - (at == before.end() ? 0 : at->second);
    }
    row("host_idle_cpu", (own + workers) / seconds * 100, "% of a core", kIdleTarget,
        fmt::format("its workers' part {:.1f}", workers / seconds * 100));
    return true;
  }

  bool together() {
    return step(
               "all_stopped", [&] { return practice_->act("stop", {}) == 200; },
               [&](const State& state) { return all(state, stopped); }) &&
           step(
               "all_started", [&] { return practice_->act("start", {}) == 200; },
               [&](const State& state) { return all(state, ready); });
  }

  // One of them, and the others go on.
  bool alone() {
    const auto& one = serials_[serials_.size() / 2];
    const auto others_ready = [&](const State& state) {
      return std::ranges::all_of(serials_, [&](const auto& serial) { return serial == one || ready(state, serial); });
    };
    return step(
               "one_stopped", [&] { return practice_->act("stop", {one}) == 200; },
               [&](const State& state) { return stopped(state, one) && others_ready(state); }) &&
           step(
               "one_started", [&] { return practice_->act("start", {one}) == 200; },
               [&](const State& state) { return all(state, ready); });
  }

  bool cables() {
    std::vector<double> out, in;
    for (int i = 0; i < options_.terminals; ++i) {
      const auto& serial = serials_[static_cast<std::size_t>(i)];
      if (!practice_->pull(i)) return stop("the cable was not pulled");
      const auto gone = until([&](const State& state) { return lost(state, serial); });
      if (!gone) return stop(fmt::format("{} was not told as lost\n{}", serial, states()));
      if (!practice_->plug(i, i)) return stop("the cable was not plugged");
      const auto back = until([&](const State& state) { return ready(state, serial); });
      if (!back) return stop(fmt::format("{} did not come back\n{}", serial, states()));
      out.push_back(*gone);
      in.push_back(*back);
    }
    spread("cable_out", out);
    spread("cable_in", in);
    return true;
  }

  // Two terminals at each other's port: they are known by serial number and key.
  bool swapped() {
    if (options_.terminals < 2) return true;
    for (const int port : {0, 1})
      if (!practice_->pull(port)) return stop("the cable was not pulled");
    const auto gone = until([&](const State& state) { return lost(state, serials_[0]) && lost(state, serials_[1]); });
    if (!gone) return stop("swapped terminals were not told as lost\n" + states());
    return step(
        "ports_swapped", [&] { return practice_->plug(0, 1).has_value() && practice_->plug(1, 0).has_value(); },
        [&](const State& state) { return all(state, ready); });
  }

  bool step(const std::string& name, const std::function<bool()>& act, const std::function<bool(const State&)>& right) {
    const auto began = Steady::now();
    if (!act()) return stop(name + " was refused");
    if (!until(right)) return stop(fmt::format("{}: the console did not tell it\n{}", name, states()));
    row(name, std::chrono::duration<double, std::milli>(Steady::now() - began).count(), "ms", kRightTarget, nullptr);
    return true;
  }

  void spread(const std::string& name, std::vector<double> values) {
    std::ranges::sort(values);
    row(name + "_median", values[values.size() / 2], "ms", kRightTarget, nullptr);
    row(name + "_longest", values.back(), "ms", kRightTarget, fmt::format("of {}", values.size()));
  }

  void row(const std::string& name, double value, const char* unit, double target, Json limit) {
    rows_.push_back({{"name", fmt::format("terminals_{}_{}", options_.terminals, name)},
                     {"value", std::round(value * 10) / 10},
                     {"unit", unit},
                     {"better", "lower"},
                     {"target", target},
                     {"peer", nullptr},
                     {"peer_value", nullptr},
                     {"limit", std::move(limit)}});
  }

  bool print() const {
    fmt::print("{}\n", rows_.dump(1));
    return true;
  }

  Options options_;
  std::unique_ptr<Practice> practice_;
  std::vector<std::string> serials_;
  Json rows_ = Json::array();
};

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Many terminals on one host"};
  Options options;
  app.add_option("--terminals", options.terminals, "how many, 16 at most")->check(CLI::Range(1, 16));
  app.add_option("--idle", options.idle_s, "seconds in which nothing happens")->check(CLI::Range(1, 600));
  CLI11_PARSE(app, argc, argv);
  const auto status = sim::network::run_apart([&] {
    log::start("bench_terminals", log::Level::Warning);
    return Bench(options).run() ? 0 : 1;
  });
  if (status) return *status;
  fmt::print(stderr, "bench_terminals: {}\n", describe(status.error()));
  return 1;
}
