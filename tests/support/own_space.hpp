// A network and a mount table of its own for a whole test program: adapters, routes and mounts are real, and nobody else sees
// them. Works for root and, where the system lets users have namespaces, for everybody.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <utility>

#include "base/process.hpp"
#include "sim/network/apart.hpp"

namespace omote::test {

// Runs a line of shell; its status.
inline int shell(const std::string& line) {
  auto process = start_process({.argv = {"/bin/sh", "-ec", line}});
  return process ? process->wait(std::chrono::seconds(20)).value_or(-1) : -1;
}

class OwnSpace {
 public:
  // Before the program has a second thread. "" or why it cannot be had here.
  static std::string enter() {
    static_cast<void>(own_executable());  // in a chroot its path can be told only among the mounts where it was started
    const auto user = ::getuid();
    if (user != 0) {
      if (::unshare(CLONE_NEWUSER) != 0) return "users may not make namespaces here";
      write("/proc/self/setgroups", "deny");
      write("/proc/self/uid_map", "0 " + std::to_string(user) + " 1");
      write("/proc/self/gid_map", "0 " + std::to_string(::getgid()) + " 1");
    }
    if (::unshare(CLONE_NEWNET | CLONE_NEWNS) != 0) return "namespaces cannot be made here";
    if (const auto ours = sim::network::keep_mounts_to_ourselves(); !ours) return describe(ours.error());
    if (shell("ip link set lo up") != 0) return "the program ip is missing or may not be used";
    return {};
  }

 private:
  static void write(const char* path, const std::string& text) { std::ofstream(path) << text; }
};

// For a program's tests: skipped, with the reason, where there is no such space.
class OwnSpaceTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    static const std::string kWhyNot = OwnSpace::enter();
    why_not() = kWhyNot;
  }
  void SetUp() override {
    if (!why_not().empty()) GTEST_SKIP() << why_not();
  }

 private:
  static std::string& why_not() {
    static std::string text;
    return text;
  }
};

// A terminal's adapter term0 at 192.168.7.1 with its cable in; the far end far0 stays here, too.
class TerminalAdapterTest : public OwnSpaceTest {
 protected:
  void SetUp() override {
    OwnSpaceTest::SetUp();
    if (IsSkipped()) return;
    ASSERT_EQ(shell("ip link add term0 type veth peer name far0 && ip addr add 192.168.7.1/24 dev term0 && "
                    "ip link set term0 up && ip link set far0 up"),
              0);
  }
  // A test may have taken either end away.
  void TearDown() override {
    if (!IsSkipped()) shell("ip link del term0 2>/dev/null || ip link del far0 2>/dev/null || true");
  }
};

// A machine on the far end of a cable: a network namespace held by a sleeping process.
class FarMachine {
 public:
  // `here` and `there` are the names of the cable's ends.
  FarMachine(const std::string& here, const std::string& there) {
    shell("ip link add " + here + " type veth peer name " + there);
    auto started = start_process({.argv = {"unshare", "--net", "sleep", "300"}});
    if (started) holder_ = std::move(*started);
    // The end goes over once the other side's namespace is there.
    const auto move = "ip link set " + there + " netns " + pid();
    for (int i = 0; i < 200 && (own_namespace() || shell(move) != 0); ++i) ::usleep(10'000);
    run("ip link set lo up && ip link set " + there + " up");
  }
  int run(const std::string& line) const { return shell("nsenter --target " + pid() + " --net sh -ec '" + line + "'"); }
  [[nodiscard]] Process start(std::vector<std::string> command) const {
    command.insert(command.begin(), {"nsenter", "--target", pid(), "--net"});
    return std::move(start_process({.argv = std::move(command), .quiet = true}).value());
  }

 private:
  [[nodiscard]] std::string pid() const { return std::to_string(holder_.pid()); }
  // Still ours: unshare has not done its work yet.
  [[nodiscard]] bool own_namespace() const {
    std::array<char, 64> ours{}, theirs{};
    static_cast<void>(::readlink("/proc/self/ns/net", ours.data(), ours.size() - 1) +
                      ::readlink(("/proc/" + pid() + "/ns/net").c_str(), theirs.data(), theirs.size() - 1));
    return std::string(ours.data()) == theirs.data();
  }

  Process holder_;
};

}  // namespace omote::test
