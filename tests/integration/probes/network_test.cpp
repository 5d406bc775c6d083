// Adapters, cables, routes and name servers that are really there and really broken, in a network of this program's own.
#include <gmock/gmock.h>
#include <sys/mount.h>

#include <fstream>

#include "diagnosis/probes/link_probe.hpp"
#include "diagnosis/probes/network_probe.hpp"
#include "diagnosis/probes/path_probe.hpp"
#include "diagnosis/probes/tcp_tries.hpp"
#include "tests/support/facts.hpp"
#include "tests/support/own_space.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::diagnosis {
namespace {

using test::FarMachine;
using test::number;
using test::said;
using test::shell;
using testing::AnyOf;

const auto kClock = std::make_shared<SystemClock>();

class LinkSpace : public test::TerminalAdapterTest {
 protected:
  std::vector<fact::Fact> look() { return probe_.look(); }
  std::string said_of_link(std::string_view id) { return said(look(), "link." + std::string(id), "T1"); }

  std::shared_ptr<LinkTargets> targets_ = [] {
    auto targets = std::make_shared<LinkTargets>();
    targets->set({{"T1", "", "192.168.7.2"}});
    return targets;
  }();
  test::TempFolder root_;
  LinkProbe probe_{targets_, "", root_.path(), kClock};
};

TEST_F(LinkSpace, a_line_that_came_back_is_new_and_one_that_stood_is_not) {
  EXPECT_EQ(said_of_link("line_new"), "false");
  ASSERT_EQ(shell("ip link set far0 down"), 0);
  EXPECT_EQ(said_of_link("line_new"), "false");
  ASSERT_EQ(shell("ip link set far0 up"), 0);
  EXPECT_EQ(said_of_link("line_new"), "true");
}

TEST_F(LinkSpace, a_refusal_is_an_answer_of_the_device_and_silence_is_none) {
  EXPECT_EQ(said_of_link("device_answers"), "?address_not_known");
  // An own address refuses as a device without its program does.
  targets_->set({{"T1", "term0", "192.168.7.1", 9}});
  EXPECT_EQ(said_of_link("device_answers"), "true");
  ASSERT_EQ(shell("ip neigh replace 192.168.7.2 lladdr 02:00:00:00:00:66 dev term0 nud permanent"), 0);
  targets_->set({{"T1", "term0", "192.168.7.2", 9}});
  EXPECT_EQ(said_of_link("device_answers"), "false");
  targets_->set({{"T1", "term0", "192.168.7.2", 9, "", true}});
  EXPECT_EQ(said_of_link("device_answers"), "true");
  targets_->set({{"T1", "term0", "192.168.7.2", 9}});
  ASSERT_EQ(shell("ip link set far0 down"), 0);
  EXPECT_EQ(said_of_link("device_answers"), "?no_way");
}

TEST_F(LinkSpace, the_bus_tells_a_device_that_is_plugged_though_its_adapter_is_gone) {
  targets_->set({{"T1", "term0", "192.168.7.2", 0, "1-4:1.0"}});
  EXPECT_EQ(said_of_link("adapter_plugged"), "?bus_not_known");
  std::filesystem::create_directories(root_ / "sys/bus/usb/devices/1-4:1.0");
  ASSERT_EQ(shell("ip link del term0"), 0);
  EXPECT_EQ(said_of_link("adapter_plugged"), "true");
  std::filesystem::remove(root_ / "sys/bus/usb/devices/1-4:1.0");
  EXPECT_EQ(said_of_link("adapter_plugged"), "false");
}

TEST_F(LinkSpace, an_adapter_of_no_known_terminal_is_told_with_what_keeps_it_from_working) {
  LinkProbe probe(targets_, "term0", root_.path(), kClock);
  const auto state = [&] { return said(probe.look(), "link.spare_adapter"); };
  EXPECT_EQ(state(), "") << "T1 is there";
  targets_->set({});
  EXPECT_EQ(state(), "silent");
  EXPECT_EQ(said(probe.look(), "link.spare_adapter_name"), "term0");
  targets_->set({}, {"192.168.7.2"});
  EXPECT_EQ(state(), "") << "a stranger is heard through it";
  targets_->set({});
  ASSERT_EQ(shell("ip addr flush dev term0"), 0);
  EXPECT_EQ(state(), "no_address");
  ASSERT_EQ(shell("ip link set far0 down"), 0);
  EXPECT_EQ(state(), "no_carrier");
  ASSERT_EQ(shell("ip link set term0 down"), 0);
  EXPECT_EQ(state(), "disabled");
  ASSERT_EQ(shell("ip link del term0"), 0);
  EXPECT_EQ(state(), "");
}

TEST_F(LinkSpace, an_adapter_is_a_terminals_by_its_driver) {
  targets_->set({});
  EXPECT_EQ(said(look(), "link.spare_adapter"), "");
  std::filesystem::create_directories(root_ / "sys/class/net/term0/device");
  std::filesystem::create_symlink("../../drivers/rndis_host", root_ / "sys/class/net/term0/device/driver");
  EXPECT_EQ(said(look(), "link.spare_adapter"), "silent");
}

TEST_F(LinkSpace, adapter_found_by_the_route_to_the_terminal) {
  EXPECT_EQ(said_of_link("adapter_present"), "true");
  EXPECT_EQ(said_of_link("adapter_enabled"), "true");
  EXPECT_EQ(said_of_link("carrier"), "true");
  EXPECT_EQ(said_of_link("address_present"), "true");
}

TEST_F(LinkSpace, cable_out_adapter_off_and_adapter_deleted_are_told_apart) {
  ASSERT_EQ(said_of_link("carrier"), "true");

  ASSERT_EQ(shell("ip link set far0 down"), 0);
  EXPECT_EQ(said_of_link("carrier"), "false");
  EXPECT_EQ(said_of_link("adapter_enabled"), "true");

  ASSERT_EQ(shell("ip link set term0 down"), 0);
  EXPECT_EQ(said_of_link("adapter_enabled"), "false");
  EXPECT_EQ(said_of_link("adapter_present"), "true");

  ASSERT_EQ(shell("ip link del term0"), 0);
  EXPECT_EQ(said_of_link("adapter_present"), "false");
}

TEST_F(LinkSpace, address_of_another_network_is_none_of_the_link) {
  targets_->set({{"T1", "term0", "192.168.7.2"}});

  ASSERT_EQ(shell("ip addr flush dev term0 && ip addr add 169.254.3.4/16 dev term0"), 0);

  EXPECT_EQ(said_of_link("address_present"), "false");
}

TEST_F(LinkSpace, adapter_that_nobody_named_and_nothing_leads_to_is_unknown) {
  targets_->set({{"T1", "", ""}});

  EXPECT_EQ(said_of_link("adapter_present"), "?adapter_not_known");
}

// This PC, a router's place taken by the far machine, the national system behind it.
class WaySpace : public test::OwnSpaceTest {
 protected:
  void SetUp() override {
    OwnSpaceTest::SetUp();
    if (IsSkipped()) return;
    router_.emplace("lan0", "router0");
    ASSERT_EQ(router_->run("ip addr add 10.7.0.1/24 dev router0 && ip addr add 10.99.0.80/32 dev lo"), 0);
    ASSERT_EQ(shell("ip addr add 10.7.0.20/24 dev lan0 && ip link set lan0 up && ip route add default via 10.7.0.1"), 0);
    // A cable that was just plugged in carries nothing for a moment.
    bool answers = false;
    for (int i = 0; i < 20 && !answers; ++i) {
      answers = try_tcp("10.99.0.80", 9, 1, std::chrono::milliseconds(300)).front().outcome == TcpOutcome::Refused;
    }
    ASSERT_TRUE(answers);
  }
  void TearDown() override {
    if (IsSkipped()) return;
    for (const char* name : {"lan0", "wlan9", "vpn0"}) shell("ip link del " + std::string(name) + " 2>/dev/null || true");
    for (const char* file : {"/etc/resolv.conf", "/etc/hosts"}) ::umount2(file, MNT_DETACH);
  }
  // The file lies over the system's, for this program alone.
  void put_over(const char* file, const std::string& text) {
    const auto mine = folder_ / std::filesystem::path(file).filename().string();
    std::ofstream(mine) << text;
    ASSERT_EQ(::mount(mine.c_str(), file, nullptr, MS_BIND, nullptr), 0);
  }
  static std::vector<fact::Fact> look(const NetworkPlaces& places, const std::string& host = "10.99.0.80") {
    return NetworkProbe(places, std::make_shared<Resolver>(host), kClock).look();
  }
  static std::vector<fact::Fact> look_at_path(const NetworkPlaces& places, const std::string& host = "10.99.0.80") {
    return PathProbe(places, 443, std::make_shared<Resolver>(host), kClock).look();
  }

  test::TempFolder folder_;
  std::optional<FarMachine> router_;
};

TEST_F(WaySpace, line_that_is_fine_is_told_with_its_adapter_and_address) {
  const auto facts = look({});

  EXPECT_EQ(said(facts, "network.interface_up"), "true");
  EXPECT_EQ(said(facts, "network.carrier"), "true");
  EXPECT_EQ(said(facts, "network.address"), "10.7.0.20");
  EXPECT_EQ(said(facts, "network.route"), "true");
  EXPECT_EQ(said(facts, "network.leaves_by"), "lan0");
  EXPECT_EQ(said(facts, "network.leaves_by_expected"), "?not_set");
  EXPECT_THAT(said(facts, "network.wireless"), AnyOf("false", "?not_told"));
}

TEST_F(WaySpace, cable_out_is_seen_though_the_route_has_gone_with_it) {
  ASSERT_EQ(router_->run("ip link set router0 down"), 0);
  ASSERT_EQ(shell("ip route del default"), 0);

  const auto facts = look({.interface = "lan0"});

  EXPECT_EQ(said(facts, "network.interface_up"), "true");
  EXPECT_EQ(said(facts, "network.carrier"), "false");
  EXPECT_EQ(said(facts, "network.route"), "false");
  EXPECT_EQ(said(facts, "network.leaves_by"), "");
}

TEST_F(WaySpace, traffic_that_leaves_by_another_adapter_is_not_as_expected) {
  ASSERT_EQ(shell("ip link add wlan9 type veth peer name ap9 && ip link set wlan9 up && ip link set ap9 up && "
                  "ip addr add 172.30.0.5/24 dev wlan9 && ip route add 10.99.0.0/16 via 172.30.0.1"),
            0);

  const auto facts = look({.interface = "lan0"});

  EXPECT_EQ(said(facts, "network.leaves_by"), "wlan9");
  EXPECT_EQ(said(facts, "network.leaves_by_expected"), "false");
}

TEST_F(WaySpace, tunnel_is_told_up_only_when_it_is) {
  EXPECT_EQ(said(look({.tunnel = "vpn0"}), "network.tunnel_up"), "false");
  ASSERT_EQ(shell("ip link add vpn0 type veth peer name gate0 && ip link set vpn0 up && ip link set gate0 up && ip route add "
                  "10.99.0.0/16 dev vpn0"),
            0);

  const auto facts = look({.tunnel = "vpn0"});

  EXPECT_EQ(said(facts, "network.tunnel_up"), "true");
  EXPECT_EQ(said(facts, "network.leaves_by_expected"), "true");
  EXPECT_EQ(said(facts, "network.carrier"), "?interface_not_known") << "the tunnel is not the clinic's line";
}

TEST_F(WaySpace, silent_name_server_is_a_name_that_does_not_resolve_and_holds_nobody_up) {
  put_over("/etc/resolv.conf", "nameserver 10.99.0.53\n");
  const auto begin = std::chrono::steady_clock::now();

  const auto facts = look_at_path({}, "national.example");

  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(3500));
  EXPECT_EQ(said(facts, "network.name_resolves"), "false");
  EXPECT_EQ(said(facts, "network.loss_percent"), "?no_address");
}

TEST_F(WaySpace, name_that_leads_into_the_clinics_own_network_is_told) {
  put_over("/etc/hosts", "10.7.0.200 inside.example\n10.99.0.80 outside.example\n");

  EXPECT_EQ(said(look_at_path({}, "inside.example"), "network.name_in_clinic"), "true");
  const auto outside = look_at_path({.ip_version = "6"}, "outside.example");
  EXPECT_EQ(said(outside, "network.name_resolves"), "true");
  EXPECT_EQ(said(outside, "network.name_in_clinic"), "false");
  EXPECT_EQ(said(outside, "network.ip_version"), "4");
  EXPECT_EQ(said(outside, "network.ip_version_expected"), "false");
}

TEST_F(WaySpace, packets_lost_are_counted) {
  // Nobody listens on port 443 there: the machine's refusals are answers.
  EXPECT_EQ(said(look_at_path({}), "network.loss_percent"), "0");
  // What goes to a neighbour who is not there is lost without a word.
  ASSERT_EQ(shell("ip neigh replace 10.7.0.66 lladdr 02:00:00:00:00:66 dev lan0 nud permanent"), 0);
  EXPECT_EQ(said(look_at_path({}, "10.7.0.66"), "network.loss_percent"), "100");
}

TEST_F(WaySpace, some_loss_is_some_percent) {
  // Two ways of equal worth, one of them into nothing: each connection takes one or the other.
  if (shell("echo 1 > /proc/sys/net/ipv4/fib_multipath_hash_policy && "
            "ip neigh replace 10.7.0.66 lladdr 02:00:00:00:00:66 dev lan0 nud permanent && "
            "ip route add 10.99.0.80 nexthop via 10.7.0.1 nexthop via 10.7.0.66 2>/dev/null") != 0) {
    GTEST_SKIP() << "this kernel knows no route of two ways";
  }
  PathProbe probe({}, 443, std::make_shared<Resolver>("10.99.0.80"), kClock);

  static_cast<void>(probe.look());
  static_cast<void>(probe.look());
  const auto facts = probe.look();

  EXPECT_GT(number(facts, "network.loss_percent"), 10);
  EXPECT_LT(number(facts, "network.loss_percent"), 90);
}

}  // namespace
}  // namespace omote::diagnosis
