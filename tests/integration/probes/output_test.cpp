// Folders that are really missing, forbidden, full, read-only, and one whose file system never answers.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <utime.h>

#include <fstream>
#include <thread>

#include "diagnosis/probes/output_probe.hpp"
#include "diagnosis/probes/probe_runner.hpp"
#include "tests/support/facts.hpp"
#include "tests/support/own_space.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::diagnosis {
namespace {

using test::number;
using test::said;

const auto kClock = std::make_shared<SystemClock>();

std::vector<fact::Fact> look(const std::filesystem::path& folder) {
  return OutputProbe(folder, kClock).look();
}

class Output : public test::OwnSpaceTest {
 protected:
  // A file system of its own over the folder.
  void mount(const char* options, unsigned long flags = 0) {
    ASSERT_EQ(::mount("none", folder_.path().c_str(), "tmpfs", flags, options), 0);
    mounted_ = true;
  }
  ~Output() override {
    if (mounted_) ::umount2(folder_.path().c_str(), MNT_DETACH);
  }
  test::TempFolder folder_;
  bool mounted_ = false;
};

TEST_F(Output, folder_that_is_fine_is_left_as_it_was) {
  std::ofstream(folder_ / "result.xml") << "x";
  const utimbuf hour_ago{std::time(nullptr) - 3600, std::time(nullptr) - 3600};
  ::utime((folder_ / "result.xml").c_str(), &hour_ago);

  const auto facts = look(folder_.path());

  EXPECT_EQ(said(facts, "output.exists"), "true");
  EXPECT_EQ(said(facts, "output.writable"), "true");
  EXPECT_EQ(said(facts, "output.read_only_file_system"), "false");
  EXPECT_GT(number(facts, "output.free_mb"), 0);
  EXPECT_NEAR(number(facts, "output.oldest_file_min"), 60, 1);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_.path()), {}), 1);
}

TEST_F(Output, empty_folder_has_nobody_waiting) {
  EXPECT_EQ(said(look(folder_.path()), "output.oldest_file_min"), "0");
}

TEST_F(Output, missing_folder) {
  const auto facts = look(folder_ / "nowhere");
  EXPECT_EQ(said(facts, "output.exists"), "false");
  EXPECT_EQ(said(facts, "output.writable"), "false");
  EXPECT_EQ(said(facts, "output.free_mb"), "?folder_missing");
}

TEST_F(Output, file_system_without_room_is_not_writable) {
  mount("size=64k");
  std::ofstream fill(folder_ / "fill");
  fill << std::string(70'000, 'x');
  fill.close();
  const auto facts = look(folder_.path());
  EXPECT_EQ(said(facts, "output.writable"), "false");
  EXPECT_EQ(said(facts, "output.free_mb"), "0");
  EXPECT_EQ(said(facts, "output.read_only_file_system"), "false");
}

TEST_F(Output, read_only_file_system_is_told_apart_from_rights) {
  mount("size=1m", MS_RDONLY);
  const auto facts = look(folder_.path());
  EXPECT_EQ(said(facts, "output.exists"), "true");
  EXPECT_EQ(said(facts, "output.writable"), "false");
  EXPECT_EQ(said(facts, "output.read_only_file_system"), "true");
}

TEST_F(Output, folder_without_the_right_to_write) {
  // Root may write everywhere: another user looks, by the child that the probe would use.
  ::chmod(folder_.path().c_str(), 0555);
  const auto line = "setpriv --reuid 65534 --clear-groups '" + program_beside("omote-probe") + "' folder '" +
                    folder_.path().string() +
                    "' > /tmp/$$.said; cat /tmp/$$.said; grep -q '^1 0 0' /tmp/$$.said; "
                    "status=$?; rm /tmp/$$.said; exit $status";
  if (::getuid() == 0) {
    EXPECT_EQ(test::shell(line), 0);
  } else {
    EXPECT_EQ(said(look(folder_.path()), "output.writable"), "false");
  }
}

// A file system whose server took the mount and never answers a question.
class Hung {
 public:
  explicit Hung(const std::filesystem::path& folder) : folder_(folder) {
    device_ = ::open("/dev/fuse", O_RDWR | O_CLOEXEC);
    const auto options = "fd=" + std::to_string(device_) + ",rootmode=40000,user_id=0,group_id=0";
    up_ = device_ >= 0 && ::mount("omote-test", folder.c_str(), "fuse", MS_NOSUID | MS_NODEV, options.c_str()) == 0;
  }
  ~Hung() {
    if (up_) ::umount2(folder_.c_str(), MNT_FORCE | MNT_DETACH);
    if (device_ >= 0) ::close(device_);
  }
  [[nodiscard]] bool up() const { return up_; }

 private:
  std::filesystem::path folder_;
  int device_ = -1;
  bool up_ = false;
};

TEST_F(Output, mount_that_never_answers_is_unknown_in_time_and_leaves_no_process_behind) {
  const Hung hung(folder_.path());
  if (!hung.up()) GTEST_SKIP() << "no FUSE here";
  const auto probe = std::make_shared<OutputProbe>(folder_.path(), kClock);
  EXPECT_EQ(probe->cost(), ports::ProbeCost::Dear);
  const auto begin = std::chrono::steady_clock::now();

  const auto facts = probe->look();

  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(4));
  EXPECT_EQ(said(facts, "output.exists"), "?time_out");
  EXPECT_EQ(said(facts, "output.writable"), "?time_out");
  const auto children = "/proc/thread-self/children";
  std::string left;
  std::getline(std::ifstream(children), left);
  EXPECT_EQ(left, "");
}

TEST_F(Output, runner_goes_on_beside_a_mount_that_never_answers) {
  const Hung hung(folder_.path());
  if (!hung.up()) GTEST_SKIP() << "no FUSE here";
  const auto begin = std::chrono::steady_clock::now();
  const auto facts = run_all({std::make_shared<OutputProbe>(folder_.path(), kClock)}, *kClock);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(4));
  EXPECT_EQ(said(facts, "output.writable"), "?time_out");
}

}  // namespace
}  // namespace omote::diagnosis
