#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "card/worker/message.hpp"
#include "card/worker/wire.hpp"

namespace omote::card {

namespace {

using Deadline = std::optional<std::chrono::steady_clock::time_point>;

bool send_all(int socket, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(sent));
  }
  return true;
}

Received wait_readable(int socket, const Deadline& end) {
  for (;;) {
    int time = -1;
    if (end) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(*end - std::chrono::steady_clock::now());
      time = static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 3'600'000));
    }
    pollfd waiting{socket, POLLIN, 0};
    const int ready = ::poll(&waiting, 1, time);
    if (ready > 0) return Received::Message;
    if (ready == 0) return Received::TimedOut;
    if (errno != EINTR) return Received::Gone;
  }
}

Received receive_all(int socket, std::span<std::uint8_t> to, const Deadline& end) {
  while (!to.empty()) {
    const auto ready = wait_readable(socket, end);
    if (ready != Received::Message) return ready;
    const ssize_t got = ::recv(socket, to.data(), to.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return Received::Gone;
    to = to.subspan(static_cast<std::size_t>(got));
  }
  return Received::Message;
}

}  // namespace

bool send_message(int socket, const Secret& body) {
  Bytes head;
  append_big_endian_32(head, static_cast<std::uint32_t>(body.size()));
  return send_all(socket, head) && send_all(socket, body.reveal());
}

Incoming receive_message(int socket, Deadline end) {
  std::array<std::uint8_t, 4> head{};
  auto got = receive_all(socket, head, end);
  if (got != Received::Message) return {got, {}};
  const std::size_t size = big_endian_32(head);
  if (size > kLargestMessage) return {Received::Gone, {}};
  Bytes body(size);
  got = receive_all(socket, body, end);
  auto secret = Secret::take(std::move(body));
  return {got, got == Received::Message ? std::move(secret) : Secret()};
}

}  // namespace omote::card
