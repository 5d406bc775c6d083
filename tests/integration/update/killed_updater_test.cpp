// An update killed at every one of its system calls: the old version stands there whole or the new one, and the next try ends
// well.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "base/file.hpp"
#include "base/process.hpp"
#include "tests/support/release_maker.hpp"
#include "tests/unit/temp_folder.hpp"
#include "update/store.hpp"

namespace omote::update {
namespace {

namespace fs = std::filesystem;

class KilledUpdate : public testing::Test {
 protected:
  KilledUpdate() {
    maker_.give_key_to(temp_ / "root/etc/omote/update-keys");
    for (const auto* version : {"1.0.0", "1.1.0"}) {
      maker_.make(temp_ / version,
                  {.version = version,
                   .files = {{"bin/omote-host", std::string("host ") + version}, {"share/omote/web/a.html", version}}});
    }
    EXPECT_EQ(run({}, "1.0.0"), 0);
    fs::copy(temp_ / "root", temp_ / "before", fs::copy_options::recursive | fs::copy_options::copy_symlinks);
  }
  int run(std::vector<std::string> argv, const std::string& version) {
    argv.insert(argv.end(), {OMOTE_BUILD_DIR "/tests/one_update", (temp_ / "root").string(), (temp_ / version).string()});
    Command command;
    command.argv = std::move(argv);
    auto process = start_process(command);
    return process ? process->wait(std::chrono::seconds(60)).value_or(-1) : -1;
  }
  // Whether the fault fired.
  bool kill_at(const std::string& call, int n) {
    fs::remove_all(temp_ / "root");
    fs::copy(temp_ / "before", temp_ / "root", fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    const auto log = temp_ / "strace.log";
    fs::remove(log);
    run({"/usr/bin/strace", "-f", "-o", log.string(), "-e", "trace=" + call, "-e",
         fmt::format("inject={}:signal=KILL:when={}", call, n)},
        "1.1.0");
    const auto text = test::contents_of(log);
    return text.find("(INJECTED)") != std::string::npos || text.find("killed by SIGKILL") != std::string::npos;
  }
  test::TempFolder temp_;
  test::ReleaseMaker maker_;
};

TEST_F(KilledUpdate, leaves_the_old_version_or_the_new_one_whole) {
  int points = 0;
  int fresh = 0;
  const Store store(temp_ / "root/opt/omote");
  for (const auto* call : {"openat", "write", "fsync", "fchmod", "close", "mkdir", "rename", "renameat2", "symlink", "unlink",
                           "unlinkat", "flock"}) {
    for (int n = 1; kill_at(call, n); ++n) {
      ++points;
      const auto current = store.current();
      ASSERT_TRUE(current == "1.0.0" || current == "1.1.0") << call << " " << n << ": \"" << current << "\"";
      EXPECT_TRUE(store.check(current)) << call << " " << n;
      fresh += current == "1.1.0" ? 1 : 0;
      ASSERT_EQ(run({}, "1.1.0"), 0) << call << " " << n << ": the next try";
      EXPECT_EQ(store.current(), "1.1.0");
      EXPECT_TRUE(store.check("1.1.0"));
    }
    EXPECT_EQ(store.current(), "1.1.0") << "the last run met no fault";
  }
  EXPECT_GT(points, 150);
  EXPECT_GT(fresh, 5) << "some cuts came after the change";
}

}  // namespace
}  // namespace omote::update
