// A terminal in a process of its own, which can be stopped and killed.
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/integration/link/fixture.hpp"

namespace omote::link {
namespace {

class TerminalProcess : public test::LinkFixture {
 protected:
  void SetUp() override {
    pair_on_file();
    auto options = host_options();
    options.times = {};  // the real ones: pings each 500 ms, lost after 3 s
    host_ = open_host(host_device_, options, host_log_);
    child_ = spawn();
    ASSERT_TRUE(until([&] { return host_log_.ups == 1; }));
  }
  void TearDown() override { end(); }

  [[nodiscard]] pid_t spawn() {
    const auto port = host_->beacon_port();
    const pid_t pid = ::fork();
    if (pid != 0) return pid;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    net::Loop loop;
    auto options = terminal_options(port);
    options.times = {};
    const auto terminal = TerminalLink::open(loop, terminal_device_.copy(), options, {});
    if (terminal) loop.run();
    ::_exit(0);
  }
  void end() {
    if (child_ <= 0) return;
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
    child_ = 0;
  }

  std::unique_ptr<HostLink> host_;
  pid_t child_ = 0;
};

TEST_F(TerminalProcess, stopped_one_is_found_within_the_promised_time_and_comes_back) {
  const auto begin = std::chrono::steady_clock::now();
  ::kill(child_, SIGSTOP);

  ASSERT_TRUE(until([&] { return !host_log_.downs.empty(); }));

  const auto took = std::chrono::steady_clock::now() - begin;
  EXPECT_EQ(host_log_.downs.front(), "peer_silent");
  EXPECT_LE(took, test::milliseconds(3500));  // the promise of 3 s, and room for a busy machine
  ::kill(child_, SIGCONT);
  EXPECT_TRUE(until([&] { return host_log_.ups == 2; }, test::seconds(15)));
}

TEST_F(TerminalProcess, killed_one_is_found_at_once_and_the_next_one_is_linked_again) {
  const auto begin = std::chrono::steady_clock::now();
  end();
  ASSERT_TRUE(until([&] { return !host_log_.downs.empty(); }));
  EXPECT_LE(std::chrono::steady_clock::now() - begin, test::milliseconds(500));

  child_ = spawn();

  EXPECT_TRUE(until([&] { return host_log_.ups == 2; }));
}

}  // namespace
}  // namespace omote::link
