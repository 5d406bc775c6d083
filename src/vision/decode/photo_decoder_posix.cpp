#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <optional>
#include <utility>

#include "base/process.hpp"
#include "vision/decode/jp2.hpp"
#include "vision/decode/photo_decoder.hpp"

namespace omote::vision::decode {

namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds kLongest{10};  // of wall time; the jail ends it after 5 s of processor time
constexpr int kDecoderSocket = 3;

// One decoder process and our end of its socket.
class Jailed {
 public:
  Jailed(Process process, int socket) : process_(std::move(process)), socket_(socket) {}
  Jailed(Jailed&& other) noexcept : process_(std::move(other.process_)), socket_(std::exchange(other.socket_, -1)) {}
  Jailed& operator=(Jailed&&) = delete;
  ~Jailed() {
    if (socket_ < 0) return;
    process_.kill_now();
    ::close(socket_);
  }

  [[nodiscard]] static Result<Jailed> start(const std::filesystem::path& program) {
    int pair[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
      return fail("photo_decoder_not_started", std::strerror(errno));
    }
    Command command;
    command.argv = {program.string(), std::to_string(kDecoderSocket)};
    command.descriptors = {{pair[1], kDecoderSocket}};
    auto process = start_process(command);
    ::close(pair[1]);
    if (process) return Jailed(std::move(*process), pair[0]);
    ::close(pair[0]);
    return pass(process);
  }

  [[nodiscard]] bool waiting() { return process_.running(); }

  [[nodiscard]] bool send(ByteView bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent < 0 && errno == EINTR) continue;
      if (sent <= 0) return false;
      bytes = bytes.subspan(static_cast<std::size_t>(sent));
    }
    return true;
  }

  [[nodiscard]] bool receive(std::span<std::uint8_t> to, steady_clock::time_point end) {
    while (!to.empty()) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - steady_clock::now()).count();
      pollfd waiting_for{socket_, POLLIN, 0};
      const int ready = ::poll(&waiting_for, 1, static_cast<int>(std::max<std::int64_t>(left, 0)));
      if (ready < 0 && errno == EINTR) continue;
      if (ready <= 0) return false;
      const ssize_t got = ::recv(socket_, to.data(), to.size(), 0);
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return false;
      to = to.subspan(static_cast<std::size_t>(got));
    }
    return true;
  }

  // What became of it, for the failure's context.
  [[nodiscard]] std::string end_text() {
    const auto status = process_.wait(std::chrono::milliseconds(100));
    return status ? "status " + std::to_string(*status) : std::string("no answer in time");
  }

 private:
  Process process_;
  int socket_;
};

}  // namespace

struct PhotoDecoder::Inside {
  std::filesystem::path program;
  std::mutex one_at_a_time;
  std::optional<Jailed> warm;

  [[nodiscard]] Result<void> warm_up() {
    if (warm && warm->waiting()) return {};
    warm.reset();
    auto started = Jailed::start(program);
    if (!started) return pass(started);
    warm.emplace(std::move(*started));
    return {};
  }
};

PhotoDecoder::PhotoDecoder(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
PhotoDecoder::PhotoDecoder(PhotoDecoder&&) noexcept = default;
PhotoDecoder& PhotoDecoder::operator=(PhotoDecoder&&) noexcept = default;
PhotoDecoder::~PhotoDecoder() = default;

Result<PhotoDecoder> PhotoDecoder::open(std::filesystem::path program) {
  if (program.empty()) program = program_beside("omote-photo-decoder");
  if (!std::filesystem::exists(program)) return fail("photo_decoder_missing", program.string());
  auto inside = std::make_unique<Inside>();
  inside->program = std::move(program);
  if (auto ready = inside->warm_up(); !ready) return pass(ready);
  return PhotoDecoder(std::move(inside));
}

Result<ports::GreyImage> PhotoDecoder::decode(ByteView jp2) {
  const std::scoped_lock lock(inside_->one_at_a_time);
  const auto refused = [](Refusal why) { return fail("photo_refused", name_of(why)); };
  if (jp2.size() > kLargestFile) return refused(Refusal::TooLarge);
  if (auto ready = inside_->warm_up(); !ready) return pass(ready);
  // This process sees one picture only: nothing of one patient can reach the next one's.
  Jailed jailed = std::move(*inside_->warm);
  inside_->warm.reset();
  const auto end = steady_clock::now() + kLongest;
  Bytes head;
  append_big_endian_32(head, static_cast<std::uint32_t>(jp2.size()));
  std::array<std::uint8_t, 5> answer{};
  const auto ended = [&] { return fail("photo_decoder_ended", jailed.end_text()); };
  if (!jailed.send(head) || !jailed.send(jp2) || !jailed.receive(answer, end)) return ended();
  if (answer[0] != 0) return refused(static_cast<Refusal>(answer[0]));
  const int width = big_endian_16(ByteView(answer).subspan(1, 2));
  const int height = big_endian_16(ByteView(answer).subspan(3, 2));
  // A decoder that was taken over may answer anything; it gets no more memory than a picture may have.
  if (width < 1 || height < 1 || width > kLargestSide || height > kLargestSide) return refused(Refusal::Broken);
  Bytes pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  const bool whole = jailed.receive(pixels, end);
  auto secret = Secret::take(std::move(pixels));
  if (!whole) return ended();
  static_cast<void>(inside_->warm_up());  // for the next patient; a failure shows there
  return ports::GreyImage{width, height, std::move(secret)};
}

}  // namespace omote::vision::decode
