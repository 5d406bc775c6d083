#include "sim/camera/frame_server.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>

namespace omote::sim::camera {
namespace {

void put(std::uint8_t* to, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) to[i] = static_cast<std::uint8_t>(value >> (8 * i));
}

// Where the socket file waits while the camera is unplugged.
std::filesystem::path hidden(const std::filesystem::path& socket) {
  return socket.string() + "-";
}

bool send_all(int file, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(file, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(sent));
  }
  return true;
}

}  // namespace

std::array<std::uint8_t, kFrameHeaderSize> frame_header(const ports::Frame& frame) {
  std::array<std::uint8_t, kFrameHeaderSize> out{};
  put(out.data(), kFrameMagic, 4);
  put(out.data() + 4, static_cast<std::uint64_t>(frame.width), 4);
  put(out.data() + 8, static_cast<std::uint64_t>(frame.height), 4);
  put(out.data() + 12, 1, 4);
  put(out.data() + 16, frame.sequence, 8);
  const auto taken = std::chrono::duration_cast<std::chrono::microseconds>(frame.taken.time_since_epoch()).count();
  put(out.data() + 24, static_cast<std::uint64_t>(taken), 8);
  return out;
}

Result<std::unique_ptr<FrameServer>> FrameServer::start(const std::filesystem::path& socket, Source source) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string name = socket.string();
  if (name.size() >= sizeof(address.sun_path)) return fail("frame_socket_path_too_long", name);
  std::memcpy(address.sun_path, name.data(), name.size());
  const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ::unlink(name.c_str());
  if (listener < 0 || ::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 ||
      ::listen(listener, 8) != 0) {
    std::string why = name + ": " + std::strerror(errno);
    if (listener >= 0) ::close(listener);
    return fail("frame_socket_unusable", std::move(why));
  }
  return std::unique_ptr<FrameServer>(new FrameServer(socket, listener, std::move(source)));
}

FrameServer::FrameServer(std::filesystem::path path, int listener, Source source)
    : path_(std::move(path)),
      listener_(listener),
      source_(std::move(source)),
      acceptor_([this](const std::stop_token& stop) { accept_clients(stop); }) {}

FrameServer::~FrameServer() {
  acceptor_.request_stop();
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  ::close(listener_);
  drop_clients();
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
  std::filesystem::remove(hidden(path_), ignored);
}

void FrameServer::plug(bool plugged) {
  std::error_code ignored;
  if (plugged_.exchange(plugged) != plugged) {
    std::filesystem::rename(plugged ? hidden(path_) : path_, plugged ? path_ : hidden(path_), ignored);
  }
  if (!plugged) drop_clients();
}

void FrameServer::inject(FrameFault fault) {
  faults_.set(fault);
  if (fault == FrameFault::Gone) faults_.note_refusal();
  plug(fault != FrameFault::Gone);
}

void FrameServer::accept_clients(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const int file = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (file < 0) {
      if (errno == EINTR || errno == ECONNABORTED) continue;
      return;  // shut down
    }
    const std::lock_guard lock(clients_lock_);
    clients_.remove_if([](const Client& c) { return c.done.load(); });
    if (!plugged_) {
      ::close(file);
      continue;
    }
    Client& client = clients_.emplace_back();
    client.file = file;
    client.thread = std::jthread([this, &client] { serve(client); });
  }
}

bool FrameServer::wait_for_voice(Client& client) {
  while (faults_.now() == FrameFault::Silent) {
    faults_.note_refusal();
    pollfd gone{client.file, POLLRDHUP, 0};
    if (::poll(&gone, 1, 50) != 0) return false;
  }
  return true;
}

bool FrameServer::serve_one(Client& client) {
  if (!wait_for_voice(client)) return false;
  if (faults_.now() == FrameFault::Busy) {
    std::array<std::uint8_t, kFrameHeaderSize> refusal{};
    put(refusal.data(), kBusyMagic, 4);
    faults_.note_refusal();
    static_cast<void>(send_all(client.file, refusal));
    return false;
  }
  auto frame = [&] {
    const std::lock_guard lock(source_lock_);
    return source_();
  }();
  if (!frame) return false;
  faults_.spoil(*frame);
  return send_all(client.file, frame_header(*frame)) && send_all(client.file, frame->pixels);
}

// The file is closed by whoever removes the client, so that its number is not reused under a running thread.
void FrameServer::serve(Client& client) {
  std::uint8_t wish = 0;
  for (;;) {
    const ssize_t got = ::recv(client.file, &wish, 1, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got != 1 || wish != 'F' || !serve_one(client)) break;
  }
  ::shutdown(client.file, SHUT_RDWR);
  client.done = true;
}

void FrameServer::drop_clients() {
  std::list<Client> gone;
  {
    const std::lock_guard lock(clients_lock_);
    gone.swap(clients_);
  }
  for (Client& client : gone) ::shutdown(client.file, SHUT_RDWR);
  for (Client& client : gone) {
    client.thread.join();
    ::close(client.file);
  }
}

}  // namespace omote::sim::camera
