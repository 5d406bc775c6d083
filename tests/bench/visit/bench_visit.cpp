// Whole visits through the real programs: from the card on the reader to the result file without the person's own time, by
// each way, at full speed and at Type B speed; APDUs; start until the screen `ready`; memory. One JSON array on standard
// output, medians; the spread and the steps on standard error.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/log.hpp"
#include "tests/bench/visit/clinic.hpp"

namespace {

using namespace omote;
using namespace omote::bench::visit;
using Json = nlohmann::ordered_json;

constexpr double kFullSpeedTarget = 1500, kOverTransfer = 1.2, kApduTarget = 16, kStartTarget = 1000;
constexpr double kHostTarget = 40, kTerminalTarget = 150;
constexpr double kPublishedStart = 40'000;  // reference: the wait that set-up documents of the field prescribe
constexpr const char* kPersona = "adult";

struct Options {
  int full = 9, type_b = 5, starts = 5;
};

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  return values[values.size() / 2];
}

template <class Field>
double median_of(const std::vector<Measured>& visits, Field field) {
  std::vector<double> values;
  for (const auto& visit : visits) values.push_back(std::invoke(field, visit));
  return median(values);
}

double load() {
  double value = 0;
  std::ifstream("/proc/loadavg") >> value;
  return value;
}

class Bench {
 public:
  explicit Bench(const Options& options) : options_(options) {}

  bool run() {
    const auto data = std::filesystem::path(OMOTE_BUILD_DIR).parent_path() / "data";
    auto wardrobe = sim::bench::Wardrobe::open(std::filesystem::path(OMOTE_SOURCE_DIR) / "sim/personas", data);
    if (!wardrobe) return stop(describe(wardrobe.error()));
    // What cards hold and show is made before any clock runs.
    if (auto made = (*wardrobe)->material(kPersona); !made) return stop(describe(made.error()));
    fmt::print(stderr, "load average at the start: {:.1f}\n", load());
    std::unique_ptr<Clinic> clinic;
    std::vector<double> starts;
    for (int i = 0; i < options_.starts; ++i) {
      clinic.reset();
      auto opened = Clinic::open(**wardrobe);
      if (!opened) return stop(describe(opened.error()));
      clinic = std::move(*opened);
      if (const auto first = clinic->receive("staff", "full", kPersona); !first.delivered) return stop(first.reason);
      starts.push_back(clinic->start_ms());
    }
    for (const auto* way : {"face", "pin", "staff"}) {
      if (!full_speed(*clinic, way) || !type_b(*clinic, way)) return false;
    }
    row("visits_not_delivered", lost_, "visits", 0, nullptr, nullptr, fmt::format("of {}", received_));
    row("result_to_receipt_computer", median(receipts_), "ms", nullptr, nullptr, nullptr,
        "its own rule: two equal reads 300 ms apart");
    row("start_to_ready_screen", median(starts), "ms", kStartTarget, "fixed wait in published set-up documents", kPublishedStart,
        "TLS, SQLite, two networks, one beacon");
    memory(*clinic);
    fmt::print(stderr, "load average at the end: {:.1f}\n", load());
    fmt::print("{}\n", rows_.dump(1));
    return true;
  }

 private:
  static bool stop(const std::string& why) {
    fmt::print(stderr, "bench_visit: {}\n", why);
    return false;
  }

  bool receive(Clinic& clinic, const std::string& way, const std::string& timing, int times, std::vector<Measured>& visits) {
    for (int i = 0; i < times; ++i) {
      auto visit = clinic.receive(way, timing, kPersona);
      ++received_;
      if (!visit.delivered) {
        ++lost_;
        fmt::print(stderr, "{} at {}: not delivered: {}\n", way, timing, visit.reason);
        continue;
      }
      receipts_.push_back(visit.receipt_ms);
      visits.push_back(std::move(visit));
    }
    if (visits.empty()) return stop("no visit was delivered");
    std::vector<double> sorted;
    for (const auto& visit : visits) sorted.push_back(visit.machine_ms());
    std::ranges::sort(sorted);
    fmt::print(stderr, "{} at {}: {:.0f} to {:.0f} ms, median {:.0f}, the person's own {:.0f};", way, timing, sorted.front(),
               sorted.back(), median(sorted), median_of(visits, &Measured::human_ms));
    for (const auto& [step, unused] : visits.front().took_ms)
      fmt::print(stderr, " {} {:.0f}", step, median_of(visits, [&](const Measured& visit) {
                   const auto at = visit.took_ms.find(step);
                   return at == visit.took_ms.end() ? 0.0 : at->second;
                 }));
    fmt::print(stderr, "\n");
    return true;
  }

  bool full_speed(Clinic& clinic, const std::string& way) {
    std::vector<Measured> visits;
    if (!receive(clinic, way, "full", options_.full, visits)) return false;
    row("visit_" + way + "_full_speed", median_of(visits, &Measured::machine_ms), "ms", kFullSpeedTarget, nullptr, nullptr,
        way == "face" ? Json("pictures: two of the card, three and a turn of the face")
                      : Json("durable writes of journal and result"));
    row("visit_" + way + "_apdus", median_of(visits, &Measured::apdus), "APDU", kApduTarget, nullptr, nullptr, nullptr);
    return true;
  }

  bool type_b(Clinic& clinic, const std::string& way) {
    std::vector<Measured> visits;
    if (!receive(clinic, way, "typeb", options_.type_b, visits)) return false;
    const double transfer = std::round(median_of(visits, &Measured::transfer_ms));
    row("visit_" + way + "_type_b", median_of(visits, &Measured::machine_ms), "ms", std::round(kOverTransfer * transfer), nullptr,
        nullptr, transfer);
    return true;
  }

  void memory(const Clinic& clinic) {
    std::this_thread::sleep_for(std::chrono::seconds(2));
    const auto both = [this](const std::string& name, const Memory& memory, double target) {
      row(name + "_memory_rss", memory.resident_mb, "MB", target, nullptr, nullptr,
          "all its processes; shared pages count in each");
      if (memory.share_mb) row(name + "_memory_pss", *memory.share_mb, "MB", target, nullptr, nullptr, "all its processes");
    };
    both("host", clinic.host_memory(), kHostTarget);
    both("terminal", clinic.terminal_memory(), kTerminalTarget);
  }

  void row(const std::string& name, double value, const char* unit, Json target, Json peer, Json peer_value, Json limit) {
    rows_.push_back({{"name", name},
                     {"value", std::round(value * 10) / 10},
                     {"unit", unit},
                     {"better", "lower"},
                     {"target", std::move(target)},
                     {"peer", std::move(peer)},
                     {"peer_value", std::move(peer_value)},
                     {"limit", std::move(limit)}});
  }

  Options options_;
  int received_ = 0, lost_ = 0;
  std::vector<double> receipts_;
  Json rows_ = Json::array();
};

}  // namespace

int main(int argc, char** argv) {
  log::start("bench_visit", log::Level::Warning);
  CLI::App app{"Whole visits through the real programs"};
  Options options;
  app.add_option("--full", options.full, "visits of each way at full speed")->check(CLI::Range(1, 1000));
  app.add_option("--type-b", options.type_b, "visits of each way at Type B speed")->check(CLI::Range(1, 1000));
  app.add_option("--starts", options.starts, "starts of host and terminal")->check(CLI::Range(1, 1000));
  CLI11_PARSE(app, argc, argv);
  return Bench(options).run() ? 0 : 1;
}
