#include "sim/scenario/run_all.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/file.hpp"
#include "base/process.hpp"
#include "sim/faults/fault.hpp"
#include "sim/network/apart.hpp"
#include "sim/scenario/run.hpp"

namespace omote::sim::scenario {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kLongest{180};

struct Running {
  const Scenario* scenario;
  Process process;
  fs::path folder;
  Clock::time_point began;
};

bool wanted(const Scenario& scenario, const std::vector<std::string>& ids) {
  return ids.empty() || std::ranges::any_of(ids, [&](const auto& id) { return scenario.id == id || scenario.row == id; });
}

Json not_run(const Scenario& scenario, const std::string& why) {
  Report report;
  report.invariants = "not checked";
  report.problems = {why};
  return to_json(scenario, report);
}

std::string tail_of(const fs::path& file, std::size_t most) {
  const auto contents = read_file(file);
  if (!contents) return "";
  const auto text = as_text(*contents);
  return text.size() > most ? text.substr(text.size() - most) : text;
}

class All {
 public:
  All(RunOptions options, std::vector<Scenario> scenarios) : options_(std::move(options)), scenarios_(std::move(scenarios)) {}

  Json run() {
    auto next = scenarios_.begin();
    while (next != scenarios_.end() || !running_.empty()) {
      while (next != scenarios_.end() && static_cast<int>(running_.size()) < options_.at_once) start(*next++);
      std::erase_if(running_, [this](Running& one) { return ended(one); });
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    auto lines = Json::array();
    for (const auto& scenario : scenarios_) lines.push_back(results_.at(scenario.id));
    const auto passed = std::ranges::count_if(lines, [](const Json& line) { return line.at("passed").get<bool>(); });
    return {{"scenarios", lines}, {"passed", passed}, {"failed", static_cast<std::int64_t>(lines.size()) - passed}};
  }

 private:
  void start(const Scenario& scenario) {
    const auto folder = options_.places.folder / std::to_string(++count_);
    std::error_code error;
    fs::create_directories(folder, error);
    Command command;
    command.argv = {own_executable(),
                    "scenario",
                    scenario.id,
                    "--inside",
                    (folder / "result.json").string(),
                    "--dir",
                    folder.string(),
                    "--data",
                    options_.places.data.string(),
                    "--web",
                    options_.places.pages.string(),
                    "--personas",
                    options_.places.personas.string(),
                    "--scenarios",
                    options_.scenarios.string()};
    command.standard_error = (folder / "scenario.log").string();
    command.quiet = true;
    auto process = start_process(command);
    if (!process) {
      keep(scenario, not_run(scenario, describe(process.error())), Clock::now());
      return;
    }
    running_.push_back({&scenario, std::move(*process), folder, Clock::now()});
  }

  bool ended(Running& one) {
    const bool too_long = Clock::now() > one.began + kLongest;
    if (one.process.running() && !too_long) return false;
    if (too_long) one.process.kill_now();
    const auto contents = read_file(one.folder / "result.json");
    auto line = contents ? Json::parse(as_text(*contents), nullptr, false) : Json();
    if (!line.is_object()) {
      const auto said = tail_of(one.folder / "scenario.log", 2000);
      line = not_run(*one.scenario, too_long ? "did not end" : said.empty() ? "ended without a word" : said);
    }
    const bool passed = line.at("passed").get<bool>();
    keep(*one.scenario, std::move(line), one.began);
    if (!passed && options_.verbose) {
      for (const auto* log : {"scenario", "national", "host", "terminal"}) {
        fmt::print(stderr, "--- {}.log\n{}", log, tail_of(one.folder / (std::string(log) + ".log"), 4000));
      }
    }
    return true;
  }

  void keep(const Scenario& scenario, Json line, Clock::time_point began) {
    const auto seconds = std::chrono::duration<double>(Clock::now() - began).count();
    fmt::print(stderr, "{} {:<32} {:5.1f} s  recognised {} ms, back {} ms\n", line.at("passed").get<bool>() ? "ok  " : "FAIL",
               scenario.id, seconds, line.at("recognised_ms").get<int>(), line.at("recovered_ms").get<int>());
    for (const auto& problem : line.at("problems")) fmt::print(stderr, "       {}\n", problem.get<std::string>());
    results_[scenario.id] = std::move(line);
  }

  RunOptions options_;
  std::vector<Scenario> scenarios_;
  std::vector<Running> running_;
  std::map<std::string, Json> results_;
  int count_ = 0;
};

// A folder for sockets with short names, gone in the end.
struct Folder {
  explicit Folder(const fs::path& wished) : temporary(wished.empty()) {
    std::string name = "/tmp/omote-sc-XXXXXX";
    path = temporary ? fs::path(::mkdtemp(name.data())) : fs::absolute(wished);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    if (temporary) fs::remove_all(path, ignored);
  }
  fs::path path;
  bool temporary;
};

Result<void> check_faults(const Scenario& scenario) {
  for (const auto& injection : scenario.inject) {
    if (auto known = faults::check(injection.fault, injection.with); !known) return known;
  }
  return {};
}

int wrong(const std::string& text) {
  fmt::print(stderr, "{}\n", text);
  return 2;
}

void print_in_words(const Json& result) {
  for (const auto& line : result.at("scenarios")) {
    fmt::print("{} {:<32} {} {}\n", line.at("passed").get<bool>() ? "ok  " : "FAIL", line.at("id").get<std::string>(),
               line.at("got").at("code").get<std::string>(), line.at("got").at("detail").get<std::string>());
  }
  fmt::print("{} passed, {} failed\n", result.at("passed").get<int>(), result.at("failed").get<int>());
}

}  // namespace

int run_all(RunOptions options) {
  auto scenarios = load_scenarios(options.scenarios);
  if (!scenarios) return wrong(describe(scenarios.error()));
  for (const auto& scenario : *scenarios) {
    if (const auto known = check_faults(scenario); !known) return wrong(scenario.id + ": " + describe(known.error()));
  }
  std::erase_if(*scenarios, [&](const Scenario& scenario) { return !wanted(scenario, options.ids); });
  if (scenarios->empty()) return wrong("no scenario has such an id or row; --list names them");
  if (options.list) {
    for (const auto& one : *scenarios) fmt::print("{:<32} {:<6} {}\n", one.id, one.row, one.title_en);
    return 0;
  }
  const Folder folder(options.places.folder);
  options.places.folder = folder.path;
  const bool json = options.json;
  const auto result = All(std::move(options), std::move(*scenarios)).run();
  if (json) {
    fmt::print("{}\n", result.dump());
  } else {
    print_in_words(result);
  }
  return result.at("failed").get<int>() == 0 ? 0 : 1;
}

int run_one(const RunOptions& options, const std::string& id, const fs::path& result) {
  const auto scenario = load_scenario(options.scenarios / (id + ".yaml"));
  if (!scenario) return wrong(describe(scenario.error()));
  const auto status = network::run_apart([&] {
    const auto report = run(*scenario, options.places);
    return write_durably(result, as_bytes(to_json(*scenario, report).dump())) ? 0 : 1;
  });
  if (!status) return wrong(describe(status.error()));
  return *status;
}

}  // namespace omote::sim::scenario
