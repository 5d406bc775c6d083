#include "net/udp.hpp"

#include <gtest/gtest.h>

#include "tests/unit/net/running_loop.hpp"

namespace omote::net {
namespace {

TEST(UdpSocket, datagram_arrives_with_its_sender) {
  test::RunningLoop running;
  test::Awaited<std::pair<Bytes, std::string>> got;
  auto receiver = running.on_loop([&] {
    return UdpSocket::open(running.loop(), "127.0.0.1", 0,
                           [&](Bytes datagram, std::string from) { got.deliver({std::move(datagram), std::move(from)}); });
  });
  ASSERT_TRUE(receiver);
  auto sender = running.on_loop([&] { return UdpSocket::open(running.loop(), "127.0.0.1", 0, [](Bytes, std::string) {}); });
  ASSERT_TRUE(sender);
  running.on_loop([&] { (*sender)->send("127.0.0.1", (*receiver)->port(), Bytes{1, 2, 3}); });
  const auto datagram = got.wait();
  ASSERT_TRUE(datagram);
  EXPECT_EQ(*datagram, std::pair(Bytes({1, 2, 3}), std::string("127.0.0.1")));
  running.on_loop([&] { *receiver = nullptr, *sender = nullptr; });
}

TEST(UdpSocket, port_in_use_is_told) {
  test::RunningLoop running;
  running.on_loop([&] {
    const auto first = UdpSocket::open(running.loop(), "127.0.0.1", 0, [](Bytes, std::string) {});
    const auto second = UdpSocket::open(running.loop(), "127.0.0.1", (*first)->port(), [](Bytes, std::string) {});
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().reason.text(), "port_taken");
  });
}

TEST(UdpSocket, an_address_may_come_later_with_its_adapter) {
  Loop loop;
  // RFC 5737: nobody has it.
  EXPECT_TRUE(UdpSocket::open(loop, "192.0.2.77", 0, [](Bytes, std::string) {}));
}

TEST(UdpSocket, name_instead_of_address_is_told) {
  Loop loop;
  const auto socket = UdpSocket::open(loop, "no address", 0, [](Bytes, std::string) {});
  ASSERT_FALSE(socket);
  EXPECT_EQ(socket.error().reason.text(), "address_unusable");
}

}  // namespace
}  // namespace omote::net
