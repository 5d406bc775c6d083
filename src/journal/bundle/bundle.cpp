#include "journal/bundle/bundle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "base/version.hpp"
#include "journal/json.hpp"

namespace omote::journal::bundle {

namespace {

using std::chrono::steady_clock;

constexpr std::size_t kMostWaiting = 3;

template <class List, class Write>
std::string list(const List& all, const Write& write) {
  std::string json = "[";
  for (const auto& one : all) json += (json.size() == 1 ? "\n    " : ",\n    ") + write(one);
  return json + "]";
}

std::string manifest(const Order& order, const Made& made, const std::vector<Entry>& entries, WallTime now) {
  std::string json = fmt::format("{{\n  \"made\": {},\n  \"software\": {},\n  \"incident\": {},\n", json_text(to_iso(now)),
                                 json_text(fmt::format("omote {}", kVersion)), json_text(order.reason));
  json += "  \"sources\": " + list(made.sources, [](const Outcome& source) {
            return fmt::format(R"({{"name": {}, "result": "{}", "why": {}, "files": {}, "took_ms": {}}})", json_text(source.name),
                               source.why.empty() ? "complete"
                               : source.files > 0 ? "partial"
                                                  : "missing",
                               json_text(source.why), source.files, source.took.count());
          });
  json += ",\n  \"skipped\": " + list(made.skipped, [](const Tray::Skipped& skipped) {
            return fmt::format(R"({{"name": {}, "why": {}}})", json_text(skipped.name), json_text(skipped.why));
          });
  json += ",\n  \"redacted\": " + list(made.redactions, [](const auto& redaction) {
            return fmt::format(R"({{"what": {}, "count": {}}})", json_text(redaction.first), redaction.second);
          });
  json +=
      ",\n  \"files\": " + list(entries, [](const Entry& entry) {
        return fmt::format(R"({{"name": {}, "bytes": {}, "sha256": "{}"}})", json_text(entry.name), entry.bytes, entry.sha256);
      });
  return json + "\n}\n";
}

}  // namespace

bool Tray::put(std::string name, std::string contents) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return given_up_ || files_.size() < kMostWaiting; });
  if (given_up_) return false;
  files_.push_back({std::move(name), std::move(contents)});
  changed_.notify_all();
  return true;
}

void Tray::skip(std::string name, std::string why) {
  const std::scoped_lock lock(mutex_);
  skipped_.push_back({std::move(name), std::move(why)});
}

void Tray::redacted(const Redactions& more) {
  const std::scoped_lock lock(mutex_);
  for (const auto& [what, count] : more) redactions_[what] += count;
}

void Tray::progress(double share) {
  const std::scoped_lock lock(mutex_);
  share_ = share;
  changed_.notify_all();
}

// Runs the sources and writes what they bring.
class Collector {
 public:
  Collector(const Order& order, ZipFile& zip, Made& made) : order_(order), zip_(zip), made_(made), begin_(steady_clock::now()) {}

  void start(std::vector<Source> sources) {
    for (auto& source : sources) {
      auto tray = std::make_shared<Tray>();
      running_.push_back({source.name, source.limit, tray});
      std::thread([tray, run = std::move(source.run)] {
        auto why = run(*tray);
        const std::scoped_lock lock(tray->mutex_);
        tray->ended_ = std::move(why);
        tray->changed_.notify_all();
      }).detach();
    }
  }

  Result<void> write_all() {
    Result<void> result;
    for (std::size_t i = 0; i < running_.size() && result; ++i) {
      at_ = i;
      result = write(running_[i]);
    }
    for (const auto& source : running_) give_up(*source.tray);
    return result;
  }

 private:
  struct Running {
    std::string name;
    std::chrono::milliseconds limit;
    std::shared_ptr<Tray> tray;
  };

  static void give_up(Tray& tray) {
    const std::scoped_lock lock(tray.mutex_);
    tray.given_up_ = true;
    tray.changed_.notify_all();
  }

  void step(double share) {
    const auto percent = static_cast<int>(99.0 * (static_cast<double>(at_) + share) / static_cast<double>(running_.size()));
    if (order_.on_step && percent > std::exchange(percent_, std::max(percent, percent_))) order_.on_step(percent);
  }

  Result<void> write(const Running& source) {
    auto& tray = *source.tray;
    Outcome outcome{source.name, {}, 0, {}};
    std::unique_lock lock(tray.mutex_);
    for (;;) {
      const bool in_time = tray.changed_.wait_until(lock, begin_ + source.limit, [&] {
        step(tray.share_);
        return !tray.files_.empty() || tray.ended_;
      });
      if (tray.files_.empty()) {
        outcome.why = in_time ? *tray.ended_ : fmt::format("no answer within {} ms", source.limit.count());
        break;
      }
      const auto file = std::move(tray.files_.front());
      tray.files_.pop_front();
      tray.changed_.notify_all();
      lock.unlock();
      if (auto added = zip_.add(file.name, file.contents); !added) return added;
      ++outcome.files;
      lock.lock();
    }
    made_.skipped.insert(made_.skipped.end(), tray.skipped_.begin(), tray.skipped_.end());
    for (const auto& [what, count] : tray.redactions_) made_.redactions[what] += count;
    lock.unlock();
    give_up(tray);
    outcome.took = std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - begin_);
    made_.sources.push_back(std::move(outcome));
    step(1);
    return {};
  }

  const Order& order_;
  ZipFile& zip_;
  Made& made_;
  steady_clock::time_point begin_;
  std::vector<Running> running_;
  std::size_t at_ = 0;
  int percent_ = -1;
};

Result<Made> make_bundle(const Order& order, std::vector<Source> sources, const Clock& clock) {
  const auto now = clock.now();
  auto zip = ZipFile::create(order.file, now);
  if (!zip) return pass(zip);
  Made made;
  made.file = order.file;
  Collector collector(order, *zip, made);
  collector.start(std::move(sources));
  if (auto written = collector.write_all(); !written) return pass(written);
  if (auto added = zip->add("manifest.json", manifest(order, made, zip->entries(), now)); !added) return pass(added);
  if (auto finished = zip->finish(); !finished) return pass(finished);
  made.bytes = zip->size();
  if (order.on_step) order.on_step(100);
  return made;
}

}  // namespace omote::journal::bundle
