// Simulated cameras as streams of frames over a UNIX socket: the client sends one byte 'F' for each frame it wants, the server
// answers with a header of 32 bytes, little-endian {u32 magic "OMF1", u32 width, u32 height, u32 format 1 (RGB8), u64 sequence,
// u64 timestamp in microseconds of the steady clock} and width*height*3 bytes; or with the same header under the magic "OMFB"
// and no picture: another program uses the camera.
#pragma once

#include <array>
#include <atomic>
#include <filesystem>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <thread>

#include "base/result.hpp"
#include "ports/image.hpp"
#include "sim/camera/frame_fault.hpp"

namespace omote::sim::camera {

constexpr std::uint32_t kFrameMagic = 0x31464D4F;
constexpr std::uint32_t kBusyMagic = 0x42464D4F;
constexpr std::size_t kFrameHeaderSize = 32;
[[nodiscard]] std::array<std::uint8_t, kFrameHeaderSize> frame_header(const ports::Frame& frame);

// Listens until destroyed; several clients at once, each on a thread of its own. The socket file is made at start (an old one
// is replaced) and removed at the end.
class FrameServer {
 public:
  // Gives the next frame, when it is due. Called by one thread at a time. A failure closes the client's connection.
  using Source = std::function<Result<ports::Frame>()>;
  // Reasons: frame_socket_path_too_long, frame_socket_unusable.
  [[nodiscard]] static Result<std::unique_ptr<FrameServer>> start(const std::filesystem::path& socket, Source source);
  FrameServer(const FrameServer&) = delete;
  FrameServer& operator=(const FrameServer&) = delete;
  ~FrameServer();

  // As if the cable were pulled: clients are dropped and there is no socket file until it is plugged again.
  void plug(bool plugged);
  // A fault of the camera itself; None takes it back.
  void inject(FrameFault fault);
  // How often the injected fault showed.
  [[nodiscard]] int fired() const { return faults_.fired(); }
  [[nodiscard]] const std::filesystem::path& socket() const { return path_; }

 private:
  struct Client {
    int file;
    std::atomic<bool> done{false};
    std::jthread thread;
  };
  FrameServer(std::filesystem::path path, int listener, Source source);
  void accept_clients(const std::stop_token& stop);
  void serve(Client& client);
  [[nodiscard]] bool serve_one(Client& client);
  // Waits while the camera is silent; false when the client went away meanwhile.
  [[nodiscard]] bool wait_for_voice(Client& client);
  void drop_clients();

  std::filesystem::path path_;
  int listener_;
  Source source_;
  FrameFaults faults_;
  std::mutex source_lock_;
  std::mutex clients_lock_;
  std::list<Client> clients_;
  std::atomic<bool> plugged_{true};
  std::jthread acceptor_;
};

}  // namespace omote::sim::camera
