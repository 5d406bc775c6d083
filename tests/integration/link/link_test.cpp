#include "net/frames.hpp"
#include "tests/integration/link/fixture.hpp"

namespace omote::link {
namespace {

using test::Log;

class Link : public test::LinkFixture {
 protected:
  void start(HostLinkOptions host, std::function<void(TerminalLinkOptions&)> change = {}) {
    host_ = open_host(host_device_, std::move(host), host_log_);
    auto options = terminal_options(host_->beacon_port());
    if (change) change(options);
    terminal_ = open_terminal(terminal_device_, std::move(options), terminal_log_);
  }
  void start_paired() {
    pair_on_file();
    start(host_options());
    ASSERT_TRUE(until([&] { return host_log_.ups == 1 && terminal_log_.ups == 1; }));
  }
  std::unique_ptr<HostLink> host_;
  std::unique_ptr<TerminalLink> terminal_;
};

TEST_F(Link, paired_devices_find_each_other) {
  start_paired();

  EXPECT_TRUE(host_->up("T-0001"));
  EXPECT_TRUE(host_->terminals().front().up);
  EXPECT_TRUE(terminal_->up());
}

TEST_F(Link, messages_go_both_ways_in_order) {
  start_paired();
  for (std::uint32_t i = 1; i <= 3; ++i) {
    v1::ToTerminal wipe;
    wipe.mutable_wipe()->set_visit(i);
    EXPECT_TRUE(host_->send("T-0001", wipe));
    v1::ToHost shown;
    shown.mutable_screen_shown()->set_revision(i);
    EXPECT_TRUE(terminal_->send(shown));
  }

  ASSERT_TRUE(until([&] { return host_log_.messages.size() == 3 && terminal_log_.messages.size() == 3; }));
  EXPECT_THAT(terminal_log_.messages, testing::ElementsAre("wipe { visit: 1 }", "wipe { visit: 2 }", "wipe { visit: 3 }"));
  EXPECT_EQ(host_log_.messages.back(), "screen_shown { revision: 3 }");
}

TEST_F(Link, round_trip_is_measured) {
  start_paired();

  ASSERT_TRUE(host_->latency("T-0001"));
  EXPECT_LT(*host_->latency("T-0001"), test::seconds(1));
  EXPECT_FALSE(host_->latency("T-9999"));
}

TEST_F(Link, nothing_is_sent_while_it_is_down) {
  start(host_options());

  EXPECT_FALSE(host_->send("T-0001", {}));
  EXPECT_FALSE(terminal_->send({}));
}

TEST_F(Link, stays_up_longer_than_the_time_of_silence) {
  start_paired();

  EXPECT_FALSE(until([&] { return !host_log_.downs.empty() || !terminal_log_.downs.empty(); }, test::milliseconds(1500)));
}

TEST_F(Link, comes_back_by_itself_after_the_terminal_restarts_on_another_port) {
  start_paired();
  const auto port = host_->beacon_port();
  terminal_.reset();
  ASSERT_TRUE(until([&] { return host_log_.downs.size() == 1; }));

  terminal_ = open_terminal(terminal_device_, terminal_options(port), terminal_log_);

  ASSERT_TRUE(until([&] { return host_log_.ups == 2; }));
  EXPECT_THAT(host_log_.downs, testing::ElementsAre("closed"));
}

TEST_F(Link, comes_back_by_itself_after_the_host_restarts) {
  start_paired();
  auto options = host_options();
  options.beacon_port = host_->beacon_port();
  host_.reset();
  ASSERT_TRUE(until([&] { return terminal_log_.downs.size() == 1; }));

  host_ = open_host(host_device_, options, host_log_);

  ASSERT_TRUE(until([&] { return terminal_log_.ups == 2; }));
}

TEST_F(Link, version_that_only_one_side_speaks_is_refused_with_its_reason) {
  pair_on_file();
  auto options = host_options();
  const auto newest = options.versions.most;
  options.versions = {newest + 1, newest + 2};

  start(options);

  ASSERT_TRUE(until([&] { return !host_log_.downs.empty(); }));
  EXPECT_EQ(host_log_.downs.front(), "version");
  EXPECT_EQ(host_->terminals().front().reason, "version");
  EXPECT_EQ(terminal_log_.ups, 0);
}

TEST_F(Link, stranger_is_refused_in_the_handshake_by_a_paired_terminal) {
  start_paired();
  const test::Device stranger("stranger");
  std::string outcome;
  net::TlsClient tls{.accept_server = [](const std::string&) { return true; }, .has_identity = true, .identity = stranger.copy()};

  net::connect_frames(loop_, "127.0.0.1", terminal_->port(), std::move(tls),
                      [&](auto opened) { outcome = opened ? "open" : std::string(opened.error().reason.text()); });

  ASSERT_TRUE(until([&] { return !outcome.empty(); }));
  EXPECT_EQ(outcome, "frame_refused");
  EXPECT_TRUE(host_->up("T-0001"));
}

TEST_F(Link, clone_with_another_certificate_is_not_believed) {
  pair_on_file();
  const test::Device clone("clone");
  host_ = open_host(host_device_, host_options(), host_log_);

  terminal_ = open_terminal(clone, terminal_options(host_->beacon_port()), terminal_log_);

  ASSERT_TRUE(until([&] { return !host_log_.downs.empty(); }));
  EXPECT_EQ(host_log_.downs.front(), "other_certificate");
  EXPECT_EQ(host_log_.ups, 0);
}

TEST_F(Link, terminal_that_forgot_its_host_says_so) {
  ASSERT_TRUE(PairStore::open(temp_ / "host.pairs").put("T-0001", terminal_device_.fingerprint()));

  start(host_options());

  ASSERT_TRUE(until([&] { return !host_log_.downs.empty(); }));
  EXPECT_EQ(host_log_.downs.front(), "not_paired");
  EXPECT_EQ(terminal_log_.ups, 0);
}

TEST_F(Link, second_session_is_told_that_the_serial_is_in_use) {
  start_paired();
  Log second_log;
  auto options = host_options("second.pairs");
  ASSERT_TRUE(PairStore::open(options.pairs).put("T-0001", terminal_device_.fingerprint()));
  const auto second = open_host(host_device_, options, second_log);
  announce(*second, *terminal_);

  ASSERT_TRUE(until([&] { return !second_log.downs.empty(); }));

  EXPECT_EQ(second_log.downs.front(), "serial_in_use");
  EXPECT_TRUE(host_->up("T-0001"));
}

TEST_F(Link, second_device_under_the_same_serial_number_is_noticed_and_not_connected) {
  start_paired();
  EXPECT_FALSE(host_->terminals().front().twin);
  Log twin_log;
  auto twin = open_terminal(terminal_device_, terminal_options(host_->beacon_port()), twin_log);

  ASSERT_TRUE(until([&] { return host_->terminals().front().twin; }));

  EXPECT_EQ(twin_log.ups, 0);
  EXPECT_TRUE(host_->up("T-0001"));
  twin.reset();
  EXPECT_TRUE(until([&] { return !host_->terminals().front().twin; }));
}

TEST_F(Link, one_device_that_is_heard_over_two_networks_is_no_second_one) {
  pair_on_file();
  std::unique_ptr<net::UdpSocket> other_network;
  auto opened = net::UdpSocket::open(loop_, "127.0.0.2", 0, [&](const Bytes& beacon, const std::string&) {
    if (host_->up("T-0001")) other_network->send("127.0.0.1", host_->beacon_port(), beacon);
  });
  ASSERT_TRUE(opened);
  other_network = std::move(*opened);
  start(host_options(), [&](auto& options) { options.beacons.push_back({"127.0.0.2", other_network->port()}); });

  ASSERT_TRUE(until([&] { return host_->terminals().front().address.starts_with("127.0.0.2"); }));

  EXPECT_FALSE(until([&] { return host_->terminals().front().twin; }, test::milliseconds(1500)));
  EXPECT_TRUE(host_->up("T-0001"));
}

TEST_F(Link, malformed_frame_ends_the_session_and_the_next_one_is_welcome) {
  start_paired();
  auto options = host_options();
  options.beacon_port = host_->beacon_port();
  host_.reset();
  ASSERT_TRUE(until([&] { return !terminal_->up(); }));
  bool closed = false;
  std::shared_ptr<net::FrameConnection> connection;
  net::TlsClient tls{
      .accept_server = [](const std::string&) { return true; }, .has_identity = true, .identity = host_device_.copy()};
  net::connect_frames(loop_, "127.0.0.1", terminal_->port(), std::move(tls), [&](auto opened) {
    ASSERT_TRUE(opened);
    connection = *opened;
    connection->on_close = [&](const std::string&) { closed = true; };
    connection->send(Bytes{0xff, 0xff});
  });
  ASSERT_TRUE(until([&] { return closed; }));

  host_ = open_host(host_device_, options, host_log_);

  EXPECT_TRUE(until([&] { return host_log_.ups == 2; }));
}

TEST_F(Link, forgotten_terminal_is_let_go) {
  start_paired();

  ASSERT_TRUE(host_->forget("T-0001"));

  ASSERT_TRUE(until([&] { return !terminal_log_.downs.empty(); }));
  EXPECT_THAT(host_log_.downs, testing::ElementsAre("not_paired"));
  EXPECT_FALSE(until([&] { return host_->up("T-0001"); }, test::milliseconds(400)));
}

TEST_F(Link, wrong_serial_number_is_a_reason) {
  auto options = terminal_options(1, "T-0001");
  options.serial = "a/b";

  const auto opened = TerminalLink::open(loop_, terminal_device_.copy(), options, {});

  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().reason.text(), "serial_unusable");
}

}  // namespace
}  // namespace omote::link
