#include "sim/receipt/receipt_computer.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "base/clock.hpp"
#include "base/file.hpp"
#include "base/log.hpp"

namespace omote::sim::receipt {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kMostBytes = 4 << 20;
constexpr std::size_t kMostKept = 200;

// A file between its first and its second reading.
struct Candidate {
  std::string sha256;
  Clock::time_point read_at;
  int tries = 0;
};

}  // namespace

struct ReceiptComputer::Inside {
  ReceiptOptions options;
  std::function<void(const ResultFile&)> on_taken;
  int inotify = -1;
  int wake = -1;
  std::map<std::string, Candidate> candidates;
  std::set<std::string> done;  // name and content of what was taken or refused
  mutable std::mutex mutex;
  std::vector<ResultFile> taken;
  std::vector<RefusedFile> refused;
  std::jthread thread;

  Inside(ReceiptOptions the_options, std::function<void(const ResultFile&)> the_callback)
      : options(std::move(the_options)), on_taken(std::move(the_callback)) {}
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;
  ~Inside() {
    thread.request_stop();
    const std::uint64_t one = 1;
    static_cast<void>(!::write(wake, &one, sizeof one));
    if (thread.joinable()) thread.join();
    ::close(inotify);
    ::close(wake);
  }

  void run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      look();
      const auto time = candidates.empty() ? options.poll : std::min(options.poll, options.settle);
      pollfd descriptors[]{{inotify, POLLIN, 0}, {wake, POLLIN, 0}};
      static_cast<void>(::poll(descriptors, 2, static_cast<int>(std::max<std::int64_t>(time.count(), 1))));
      char events[4096];
      while (::read(inotify, events, sizeof events) > 0) {
      }
    }
  }

  void look() {
    std::error_code error;
    std::set<std::string> seen;
    for (fs::directory_iterator at(options.folder, error), end; !error && at != end; at.increment(error)) {
      const auto name = at->path().filename().string();
      if (!is_result_name(name)) continue;
      seen.insert(name);
      read(name);
    }
    std::erase_if(candidates, [&](const auto& entry) { return !seen.contains(entry.first); });
  }

  void read(const std::string& name) {
    const auto bytes = read_file(options.folder / name, kMostBytes);
    if (!bytes) return bytes.error().reason == Reason("file_too_large") ? refuse(name, name, "file_too_large") : void();
    const auto digest = to_hex(sha256(*bytes));
    if (done.contains(name + digest)) return;
    auto& candidate = candidates[name];
    const bool same = candidate.sha256 == digest;
    if (same && Clock::now() - candidate.read_at < options.settle) return;
    candidate.read_at = Clock::now();
    candidate.sha256 = digest;
    if (!same) return;
    auto file = read_result(name, as_text(*bytes));
    if (file) return take(std::move(*file));
    if (++candidate.tries < options.most_tries) return;
    refuse(name, name + digest, describe(file.error()));
  }

  void refuse(const std::string& name, const std::string& key, const std::string& reason) {
    candidates.erase(name);
    if (!done.insert(key).second) return;
    log::warning("receipt computer: {} is refused: {}", name, reason);
    const std::scoped_lock lock(mutex);
    if (refused.size() < kMostKept) refused.push_back({name, reason});
  }

  void take(ResultFile file) {
    candidates.erase(file.name);
    done.insert(file.name + file.sha256);
    file.time = to_iso(SystemClock().now());
    if (options.afterwards == Afterwards::MoveToTrash) {
      std::error_code error;
      fs::create_directories(options.folder / "trash", error);
      fs::rename(options.folder / file.name, options.folder / "trash" / file.name, error);
      if (error) log::warning("receipt computer: {} stays in the folder: {}", file.name, error.message());
    }
    {
      const std::scoped_lock lock(mutex);
      if (taken.size() == kMostKept) taken.erase(taken.begin());
      taken.push_back(file);
    }
    if (on_taken) on_taken(file);
  }
};

ReceiptComputer::ReceiptComputer(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
ReceiptComputer::~ReceiptComputer() = default;

Result<std::unique_ptr<ReceiptComputer>> ReceiptComputer::start(ReceiptOptions options,
                                                                std::function<void(const ResultFile&)> on_taken) {
  std::error_code ignored;
  fs::create_directories(options.folder, ignored);
  auto inside = std::make_unique<Inside>(std::move(options), std::move(on_taken));
  inside->inotify = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
  inside->wake = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  const auto& folder = inside->options.folder;
  if (::inotify_add_watch(inside->inotify, folder.c_str(), IN_CLOSE_WRITE | IN_MOVED_TO | IN_ONLYDIR) < 0) {
    return fail("receipt_folder_unusable", folder.string() + ": " + std::strerror(errno));
  }
  inside->thread = std::jthread([raw = inside.get()](const std::stop_token& stop) { raw->run(stop); });
  return std::unique_ptr<ReceiptComputer>(new ReceiptComputer(std::move(inside)));
}

std::vector<ResultFile> ReceiptComputer::taken() const {
  const std::scoped_lock lock(inside_->mutex);
  return inside_->taken;
}

std::vector<RefusedFile> ReceiptComputer::refused() const {
  const std::scoped_lock lock(inside_->mutex);
  return inside_->refused;
}

}  // namespace omote::sim::receipt
