// The writer of a kept file is killed at every one of its system calls: what it said is saved is there, whole.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <fstream>

#include "base/file.hpp"
#include "base/kept_file.hpp"
#include "base/process.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote {
namespace {

namespace fs = std::filesystem;

class KilledKeeper : public testing::Test {
 protected:
  [[nodiscard]] fs::path file() const { return temp_ / "state/one"; }

  // Runs the writer and kills it when it enters that system call for the n-th time. Returns whether the fault fired.
  bool kill_at(const std::string& call, int n) {
    fs::remove_all(temp_ / "state");
    const auto log = temp_ / "strace.log";
    fs::remove(log);
    fs::remove(temp_ / "said");
    Command command;
    command.argv = {
        "/usr/bin/strace",
        "-f",
        "-o",
        log.string(),
        "-e",
        "trace=" + call,
        "-e",
        fmt::format("inject={}:signal=KILL:when={}", call, n),
        "/bin/sh",
        "-c",
        fmt::format("exec '{}' '{}' > '{}'", OMOTE_BUILD_DIR "/tests/kept_writer", file().string(), (temp_ / "said").string())};
    auto process = start_process(command);
    EXPECT_TRUE(process);
    EXPECT_TRUE(process->wait(std::chrono::seconds(60)));
    const auto text = as_text(read_file(log).value_or(Bytes{}));
    return text.find("(INJECTED)") != std::string::npos || text.find("killed by SIGKILL") != std::string::npos;
  }
  [[nodiscard]] std::uint64_t said() const {
    std::ifstream lines(temp_ / "said");
    std::uint64_t last = 0;
    for (std::uint64_t generation = 0; lines >> generation;) last = generation;
    return last;
  }

  test::TempFolder temp_;
};

TEST_F(KilledKeeper, what_was_acknowledged_is_there_whole) {
  int points = 0;
  int damaged = 0;
  for (const auto* call : {"openat", "fchmod", "write", "fsync", "close", "renameat2"}) {
    for (int n = 1; kill_at(call, n); ++n) {
      ++points;
      const auto kept = KeptFile::open(file(), "omote-test");
      damaged += kept.kept() == Kept::Rebuilt ? 1 : 0;
      EXPECT_GE(kept.generation(), said()) << call << " " << n;
      EXPECT_EQ(kept.contents(), kept.generation() > 0 ? fmt::format("generation {}\n", kept.generation()) : "");
    }
    EXPECT_EQ(said(), 3U) << "the last run met no fault";
  }
  EXPECT_GT(points, 60);
  EXPECT_EQ(damaged, 0);
}

}  // namespace
}  // namespace omote
