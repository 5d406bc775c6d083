// The probe against servers that are really wrong: each certificate, each protocol, each silence.
#include <gmock/gmock.h>
#include <sys/socket.h>

#include "base/file.hpp"
#include "base/process.hpp"
#include "diagnosis/probes/national_probe.hpp"
#include "net/http.hpp"
#include "sim/national/pki.hpp"
#include "tests/support/facts.hpp"
#include "tests/unit/net/running_loop.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::diagnosis {
namespace {

using test::number;
using test::said;

// A clock that is wrong by so much.
class WrongClock final : public Clock {
 public:
  explicit WrongClock(std::chrono::seconds wrong) : wrong_(wrong) {}
  WallTime now() const override { return SystemClock().now() + wrong_; }
  SteadyTime steady() const override { return SystemClock().steady(); }

 private:
  std::chrono::seconds wrong_;
};

class NationalDoor : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(sim::national::make_national_pki(pki())); }
  void TearDown() override {
    running_.on_loop([this] { server_.reset(); });
  }
  [[nodiscard]] std::filesystem::path pki() const { return folder_ / "pki"; }

  // The certificate's name in the pki folder; "" for a server without TLS.
  void serve(const std::string& certificate, const std::string& clients_authority = "ca.pem") {
    net::ServerOptions options;
    options.check_host = false;
    if (!certificate.empty()) {
      options.tls = std::make_unique<net::TlsServer>();
      auto identity = net::load_identity(pki() / (certificate + ".crt"), pki() / (certificate + ".key"));
      ASSERT_TRUE(identity);
      options.tls->identity = std::move(*identity);
      options.tls->client_ca_pem = as_text(read_file(pki() / clients_authority).value());
      options.tls->allow_tls12 = true;
    }
    auto server = running_.on_loop([&] { return net::HttpServer::listen(running_.loop(), std::move(options)); });
    ASSERT_TRUE(server);
    server_ = std::move(*server);
    port_ = server_->port();
  }
  // One of openssl's own, for what our server would never do; its port is chosen by the kernel.
  void serve_with_openssl(std::vector<std::string> more) {
    const auto at = pki();
    std::vector<std::string> argv{"/bin/sh",
                                  "-c",
                                  "exec \"$@\" > " + (folder_ / "said").string() + " 2>&1",
                                  "sh",
                                  "openssl",
                                  "s_server",
                                  "-accept",
                                  "127.0.0.1:0",
                                  "-cert",
                                  (at / "server.crt").string(),
                                  "-key",
                                  (at / "server.key").string(),
                                  "-naccept",
                                  "20",
                                  "-www"};
    argv.insert(argv.end(), more.begin(), more.end());
    auto started = start_process({.argv = argv});
    ASSERT_TRUE(started);
    openssl_ = std::move(*started);
    for (int i = 0; i < 500 && port_ == 0; ++i) {
      const auto text = as_text(read_file(folder_ / "said").value_or(Bytes{}));
      constexpr std::string_view kLine = "ACCEPT 127.0.0.1:";
      if (const auto found = text.find(kLine); found != std::string::npos && text.find('\n', found) != std::string::npos) {
        port_ = static_cast<std::uint16_t>(std::stoi(text.substr(found + kLine.size())));
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ASSERT_NE(port_, 0) << as_text(read_file(folder_ / "said").value_or(Bytes{}));
  }
  std::vector<fact::Fact> look(const std::string& ours = "clinic", const std::string& host = "127.0.0.1") {
    NationalPlaces places{
        host, port_, pki() / authority_, pki() / (ours + ".crt"), pki() / (ours + ".key"), sim::national::kClinic};
    return NationalProbe(places, std::make_shared<Resolver>(host), clock_).look();
  }

  test::TempFolder folder_;
  net::test::RunningLoop running_;
  std::unique_ptr<net::HttpServer> server_;
  Process openssl_;
  std::uint16_t port_ = 0;
  std::string authority_ = "ca.pem";
  std::shared_ptr<const Clock> clock_ = std::make_shared<SystemClock>();
};

TEST_F(NationalDoor, that_is_open_is_told_with_time_and_certificate) {
  serve("server");

  const auto facts = look();

  EXPECT_EQ(said(facts, "national.reachable"), "true");
  EXPECT_EQ(said(facts, "national.tls"), "ok");
  EXPECT_GE(number(facts, "national.latency_ms"), 0);
  EXPECT_EQ(said(facts, "pc.clock_offset_s"), "0");
  EXPECT_NEAR(number(facts, "national.certificate_days"), 3650, 3);
  EXPECT_EQ(said(facts, "national.certificate_fits"), "true");
  EXPECT_EQ(said(facts, "national.certificates"), "3")
      << "the clinic's, one that ends soon and another institution's; the expired one is none";
}

TEST_F(NationalDoor, expired_certificate) {
  serve("server_expired");
  const auto facts = look();
  EXPECT_EQ(said(facts, "national.tls"), "expired");
  EXPECT_EQ(said(facts, "pc.clock_offset_s"), "0") << "told all the same: it is not our clock that is wrong";
}

TEST_F(NationalDoor, clock_of_the_pc_far_behind_is_seen_through_a_certificate_not_yet_valid) {
  constexpr std::chrono::seconds kTwoYears{2 * 365 * 86'400};
  clock_ = std::make_shared<WrongClock>(-kTwoYears);
  serve("server");
  const auto facts = look();
  EXPECT_EQ(said(facts, "national.tls"), "not_yet_valid");
  EXPECT_NEAR(std::stod(said(facts, "pc.clock_offset_s")), -static_cast<double>(kTwoYears.count()), 2);
}

TEST_F(NationalDoor, clock_of_the_pc_a_little_ahead) {
  clock_ = std::make_shared<WrongClock>(std::chrono::seconds(90));
  serve("server");
  EXPECT_NEAR(number(look(), "pc.clock_offset_s"), 90, 2);
}

TEST_F(NationalDoor, certificate_of_another_server) {
  serve("server_elsewhere");
  EXPECT_EQ(said(look(), "national.tls"), "wrong_name");
}

TEST_F(NationalDoor, certificate_of_an_unknown_authority) {
  ASSERT_TRUE(sim::national::make_national_pki(folder_ / "pki/foreign"));
  authority_ = "foreign/ca.pem";
  serve("server");
  EXPECT_EQ(said(look(), "national.tls"), "unknown_authority");
}

TEST_F(NationalDoor, authority_that_is_missing_here_is_unknown) {
  authority_ = "nowhere.pem";
  serve("server");
  EXPECT_EQ(said(look(), "national.tls"), "?authority_missing");
}

TEST_F(NationalDoor, our_certificate_refused) {
  serve("server");
  EXPECT_EQ(said(look("expired"), "national.tls"), "refused_ours");
  EXPECT_LT(std::stod(said(look("expired"), "national.certificate_days")), -300);
}

TEST_F(NationalDoor, our_certificate_missing_is_refused_as_well) {
  serve("server");
  const auto facts = look("nowhere");
  EXPECT_EQ(said(facts, "national.tls"), "refused_ours");
  EXPECT_EQ(said(facts, "national.certificate_days"), "?certificate_unreadable");
}

TEST_F(NationalDoor, our_certificate_refused_over_the_older_protocol) {
  serve_with_openssl({"-tls1_2", "-Verify", "1", "-CAfile", (pki() / "ca.pem").string(), "-verify_return_error"});
  EXPECT_EQ(said(look("nowhere"), "national.tls"), "refused_ours");
}

TEST_F(NationalDoor, another_institutions_certificate_does_not_fit) {
  serve("server");
  EXPECT_EQ(said(look("other"), "national.certificate_fits"), "false");
}

TEST_F(NationalDoor, server_with_an_old_protocol_only) {
  serve_with_openssl({"-tls1_1", "-cipher", "ALL:@SECLEVEL=0"});
  const auto facts = look();
  EXPECT_EQ(said(facts, "national.reachable"), "true");
  EXPECT_EQ(said(facts, "national.tls"), "old_protocol");
}

TEST_F(NationalDoor, server_that_speaks_no_tls) {
  serve("");
  EXPECT_EQ(said(look(), "national.tls"), "not_tls");
}

TEST_F(NationalDoor, nobody_listening) {
  serve("server");
  running_.on_loop([this] { server_.reset(); });
  const auto facts = look();
  EXPECT_EQ(said(facts, "national.reachable"), "false");
  EXPECT_EQ(said(facts, "national.tls"), "none");
  EXPECT_EQ(said(facts, "national.latency_ms"), "?not_reachable");
  EXPECT_EQ(said(facts, "pc.clock_offset_s"), "?not_reachable");
}

TEST_F(NationalDoor, server_that_says_nothing_ends_within_the_deadline) {
  serve_with_openssl({});
  // The server stands still: its system still takes connections, nobody speaks.
  ASSERT_EQ(::kill(openssl_.pid(), SIGSTOP), 0);
  const auto begin = std::chrono::steady_clock::now();
  const auto facts = look();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(4'500));
  EXPECT_EQ(said(facts, "national.reachable"), "true");
  EXPECT_EQ(said(facts, "national.tls"), "none");
  ::kill(openssl_.pid(), SIGCONT);
}

}  // namespace
}  // namespace omote::diagnosis
