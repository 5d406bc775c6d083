// What durability costs: a journal append and a result file, each beside the bare system calls on the same disk.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <vector>

#include "base/file.hpp"
#include "journal/journal.hpp"
#include "output/output_folder.hpp"
#include "tests/unit/output/sample.hpp"

namespace {

using namespace omote;
using std::chrono::steady_clock;
namespace fs = std::filesystem;

constexpr int kRounds = 200;

// The two ways take turns, so that both meet the same disk.
struct Medians {
  double ours_ms;
  double peer_ms;
};
Medians compare(const std::function<void(int)>& ours, const std::function<void(int)>& peer) {
  std::vector<double> times[2];
  for (int i = 0; i < kRounds; ++i) {
    for (const int which : {0, 1}) {
      const auto begin = steady_clock::now();
      (which == 0 ? ours : peer)(i);
      times[which].push_back(std::chrono::duration<double, std::milli>(steady_clock::now() - begin).count());
    }
  }
  for (auto& list : times) std::ranges::nth_element(list, list.begin() + kRounds / 2);
  return {times[0][kRounds / 2], times[1][kRounds / 2]};
}

journal::v1::Event sample_event(int i) {
  journal::v1::Event event;
  event.set_visit("01KAVISITSAMPLE0000000000A");
  event.set_terminal("T-0001");
  auto* about = event.mutable_verify_about_to_be_sent();
  about->set_card_hash("0a1b2c3d4e5f60718293a4b5c6d7e8f9");
  about->set_key("number_b");
  about->set_tries_seen(i % 10);
  return event;
}

void check(bool good, const char* what) {
  if (good) return;
  fmt::print(stderr, "bench_records: {} failed\n", what);
  std::exit(1);
}

Medians bench_journal(const fs::path& folder) {
  const SystemClock clock;
  const auto journal = journal::Journal::open(folder / "journal.sqlite", clock);
  const int plain = ::open((folder / "plain").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  check(journal.has_value() && plain >= 0, "opening");
  const auto times = compare([&](int i) { check((*journal)->append(sample_event(i)).has_value(), "append"); },
                             [&](int i) {
                               const auto bytes = sample_event(i).SerializeAsString();
                               check(::write(plain, bytes.data(), bytes.size()) > 0 && ::fdatasync(plain) == 0, "write");
                             });
  ::close(plain);
  return times;
}

Medians bench_output(const fs::path& folder) {
  const SystemClock clock;
  fs::create_directories(folder / "face");
  fs::create_directories(folder / "peer");
  const auto output =
      output::OutputFolder::open({folder / "face", {}, folder / "state", eligibility::Encoding::ShiftJis, 0660}, clock);
  check(output.has_value(), "opening");
  const std::string contents(2500, 'x');
  return compare(
      [&](int i) { check((*output)->deliver(output::test::sample_delivery(fmt::format("v{}", i))).has_value(), "deliver"); },
      [&](int i) { check(write_durably(folder / "peer" / fmt::format("{}", i), as_bytes(contents)).has_value(), "write"); });
}

std::string entry(std::string_view name, const Medians& times, double target, std::string_view peer) {
  return fmt::format(
      R"({{"name":"{}","value":{:.3f},"unit":"ms","better":"lower","target":{},"peer":"{}","peer_value":{:.3f},"limit":"the disk's flush"}})",
      name, times.ours_ms, target, peer, times.peer_ms);
}

}  // namespace

int main() {
  // In the build tree, not in /tmp, which may be memory.
  const auto folder = fs::current_path() / fmt::format("bench_records.{}", ::getpid());
  fs::create_directories(folder);
  const auto journal = bench_journal(folder);
  const auto output = bench_output(folder);
  fs::remove_all(folder);
  fmt::print("[{},\n{}]\n", entry("journal append, durable", journal, 10, "append + fdatasync"),
             entry("result file, durable, once per visit", output, 50, "write + fsync + rename + fsync of the folder"));
  return 0;
}
