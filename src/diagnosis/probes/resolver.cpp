#include "diagnosis/probes/resolver.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

#include "diagnosis/probes/network_view.hpp"

namespace omote::diagnosis {

struct Resolver::Inside {
  std::mutex mutex;
  std::condition_variable answered;
  bool asking = false;
  std::uint64_t answers = 0;
  std::vector<std::string> newest;
  std::vector<std::string> last_good;
};

Resolver::Resolver(std::string host) : host_(std::move(host)), inside_(std::make_shared<Inside>()) {}

Resolver::Answer Resolver::ask(std::chrono::milliseconds time) {
  if (host_.empty()) return {};
  if (is_numeric(host_)) return {{host_}, true};
  auto& inside = *inside_;
  std::unique_lock lock(inside.mutex);
  const auto before = inside.answers;
  if (!std::exchange(inside.asking, true)) {
    // Left behind when it takes too long; at most one of them at a time.
    std::thread([shared = inside_, host = host_] {
      auto addresses = addresses_of(host);
      const std::scoped_lock answer_lock(shared->mutex);
      shared->asking = false;
      ++shared->answers;
      if (!addresses.empty()) shared->last_good = addresses;
      shared->newest = std::move(addresses);
      shared->answered.notify_all();
    }).detach();
  }
  const bool in_time = inside.answered.wait_for(lock, time, [&] { return inside.answers != before; });
  return in_time ? Answer{inside.newest, true} : Answer{{}, false};
}

std::vector<std::string> Resolver::last_known(std::chrono::milliseconds time) {
  if (!is_numeric(host_)) {
    const std::scoped_lock lock(inside_->mutex);
    if (!inside_->last_good.empty()) return inside_->last_good;
  }
  return ask(time).addresses;
}

}  // namespace omote::diagnosis
