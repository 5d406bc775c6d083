// A host and terminals on one loop, over real TLS and datagrams on loopback.
#pragma once

#include <gmock/gmock.h>

#include <functional>

#include "link/host_link.hpp"
#include "link/pairing/pair_store.hpp"
#include "link/terminal_link.hpp"
#include "net/udp.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::link::test {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Identities are kept as files' worth of text, so that one device can be started twice.
struct Device {
  explicit Device(const std::string& name) : identity(net::make_identity(name)) {}
  [[nodiscard]] net::Identity copy() const { return {identity.certificate_pem, identity.key_pem.copy()}; }
  [[nodiscard]] std::string fingerprint() const { return net::fingerprint(identity.certificate_pem); }
  net::Identity identity;
};

struct Log {
  int ups = 0;
  std::vector<std::string> downs;
  std::vector<std::string> numbers;
  std::vector<std::string> ends;
  std::vector<std::string> messages;
};

inline Times quick() {
  return {.ping = milliseconds(50),
          .lost = milliseconds(600),
          .hello = milliseconds(1000),
          .pairing = seconds(20),
          .beacon = milliseconds(100),
          .retry = milliseconds(200)};
}

class LinkFixture : public testing::Test {
 protected:
  [[nodiscard]] HostLinkOptions host_options(const std::string& pairs = "host.pairs") const {
    return {.name = "見本医院", .software = "0.1.0", .beacon_address = "127.0.0.1", .pairs = temp_ / pairs, .times = quick()};
  }
  [[nodiscard]] TerminalLinkOptions terminal_options(std::uint16_t beacon_port, const std::string& serial = "T-0001") const {
    return {.serial = serial,
            .name = "model",
            .software = "0.1.0",
            .address = "127.0.0.1",
            .pairs = temp_ / (serial + ".pairs"),
            .beacons = {{"127.0.0.1", beacon_port}},
            .times = quick()};
  }
  std::unique_ptr<HostLink> open_host(const Device& device, HostLinkOptions options, Log& log) {
    HostLinkEvents events;
    events.on_up = [&log](const std::string&) { ++log.ups; };
    events.on_down = [&log](const std::string&, const std::string& reason) { log.downs.push_back(reason); };
    events.on_message = [&log](const std::string&, const v1::ToHost& message) {
      log.messages.push_back(message.ShortDebugString());
    };
    events.on_pairing_number = [&log](const std::string&, const std::string& number) { log.numbers.push_back(number); };
    events.on_pairing_end = [&log](const std::string&, const std::string& reason) { log.ends.push_back(reason); };
    return std::move(HostLink::open(loop_, device.copy(), std::move(options), std::move(events)).value());
  }
  std::unique_ptr<TerminalLink> open_terminal(const Device& device, TerminalLinkOptions options, Log& log) {
    TerminalLinkEvents events;
    events.on_up = [&log](const v1::Hello&) { ++log.ups; };
    events.on_down = [&log](const std::string& reason) { log.downs.push_back(reason); };
    events.on_message = [&log](const v1::ToTerminal& message) { log.messages.push_back(message.ShortDebugString()); };
    events.on_pairing_number = [&log](const std::string& number) { log.numbers.push_back(number); };
    events.on_pairing_end = [&log](const std::string& reason) { log.ends.push_back(reason); };
    return std::move(TerminalLink::open(loop_, device.copy(), std::move(options), std::move(events)).value());
  }
  // Runs the loop until it is so; false when the time is up.
  bool until(const std::function<bool()>& so, milliseconds time = seconds(10)) {
    const auto end = std::chrono::steady_clock::now() + time;
    bool reached = false;
    std::function<void()> look = [&] {
      reached = so();
      if (reached || std::chrono::steady_clock::now() > end) return loop_.stop();
      loop_.after(milliseconds(2), [&] { look(); });
    };
    loop_.post([&] { look(); });
    loop_.run();
    return reached;
  }
  // A beacon of the terminal for a host that it does not send to.
  void announce(const HostLink& host, const TerminalLink& terminal, const std::string& serial = "T-0001") {
    v1::Beacon beacon;
    beacon.set_serial(serial);
    beacon.set_port(terminal.port());
    const auto socket = net::UdpSocket::open(loop_, "127.0.0.1", 0, [](const Bytes&, const std::string&) {});
    ASSERT_TRUE(socket);
    (*socket)->send("127.0.0.1", host.beacon_port(), encode(beacon));
  }
  void pair_on_file(const std::string& host_pairs = "host.pairs", const std::string& serial = "T-0001") {
    ASSERT_TRUE(PairStore::open(temp_ / host_pairs).put(serial, terminal_device_.fingerprint()));
    ASSERT_TRUE(PairStore::open(temp_ / (serial + ".pairs")).put("host", host_device_.fingerprint()));
  }

  omote::test::TempFolder temp_;
  net::Loop loop_;
  Device host_device_{"host"};
  Device terminal_device_{"terminal"};
  Log host_log_;
  Log terminal_log_;
};

}  // namespace omote::link::test
