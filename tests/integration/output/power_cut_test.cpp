// A writer killed at any moment: what it acknowledged is there, and nobody ever sees half a file or a visit twice.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>

#include "base/file.hpp"
#include "domain/eligibility/xml.hpp"
#include "output/output_folder.hpp"
#include "tests/unit/output/sample.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::output {
namespace {

namespace fs = std::filesystem;

class KilledWriter : public testing::Test {
 protected:
  KilledWriter() { fs::create_directories(folder()); }
  [[nodiscard]] fs::path folder() const { return temp_ / "face"; }
  [[nodiscard]] std::unique_ptr<OutputFolder> open() const {
    return std::move(OutputFolder::open({folder(), {}, temp_ / "state", eligibility::Encoding::ShiftJis, 0660}, clock_).value());
  }
  // Delivers visits from `first` on until it is killed; returns the number of the last one that it acknowledged.
  int run_until_killed(int first, useconds_t after) {
    int ends[2];
    if (::pipe(ends) != 0) return -1;
    const pid_t child = ::fork();
    if (child == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      const auto output = open();
      for (int i = first;; ++i) {
        if (!output->deliver(test::sample_delivery("visit" + std::to_string(i)))) ::_exit(1);
        if (::write(ends[1], &i, sizeof i) <= 0) ::_exit(1);
      }
    }
    ::close(ends[1]);
    ::usleep(after);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    int last = first - 1;
    int next = 0;
    while (::read(ends[0], &next, sizeof next) > 0) last = next;
    ::close(ends[0]);
    return last;
  }

  omote::test::TempFolder temp_;
  SystemClock clock_;
};

TEST_F(KilledWriter, acknowledged_results_are_whole_and_each_visit_is_there_once) {
  int acknowledged = 0;
  for (int round = 0; round < 8; ++round) acknowledged = run_until_killed(acknowledged + 1, 60'000 + 7'321 * round);
  ASSERT_GT(acknowledged, 8);

  // The visit that was under way is delivered again, as after a restart.
  const auto output = open();
  ASSERT_TRUE(output->deliver(test::sample_delivery("visit" + std::to_string(acknowledged + 1))));

  int files = 0;
  for (const auto& entry : fs::directory_iterator(folder())) {
    EXPECT_TRUE(eligibility::parse_xml_file(as_text(*read_file(entry.path())))) << entry.path();
    ++files;
  }
  EXPECT_EQ(files, acknowledged + 1);
}

}  // namespace
}  // namespace omote::output
