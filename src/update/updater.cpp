#include "update/updater.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/log.hpp"

namespace omote::update {

namespace {

namespace fs = std::filesystem;

constexpr auto kManifest = "share/omote/manifest.json";

std::string fingerprint_of(const Store& store, const std::string& name) {
  const auto bytes = read_file(store.folder_of(name) / kManifest, 4 << 20);
  return bytes ? to_hex(sha256(*bytes)) : std::string();
}

// "0.2.0-2" is 0.2.0 with another choice of pieces.
Version version_of(const std::string& name) {
  return parse_version(name.substr(0, name.find('-'))).value_or(Version());
}

const FailedVersion* failed_as(const Notes& notes, const std::string& manifest) {
  const auto at = std::ranges::find(notes.failed, manifest, &FailedVersion::manifest);
  return at == notes.failed.end() ? nullptr : &*at;
}

}  // namespace

// Held by the kernel: nobody has to clear it away, however a run ends.
class Updater::Lock {
 public:
  explicit Lock(const fs::path& file) : fd_(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {}
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  ~Lock() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] bool take() const { return fd_ >= 0 && ::flock(fd_, LOCK_EX | LOCK_NB) == 0; }

 private:
  int fd_;
};

Updater::Updater(Places places, Services& services, const Clock& clock, std::shared_ptr<Lock> lock)
    : places_(std::move(places)),
      services_(services),
      clock_(clock),
      lock_(std::move(lock)),
      store_(places_.programs()),
      book_(Book::open(places_.book())) {}

Result<Updater> Updater::open(Places places, Services& services, const Clock& clock) {
  std::error_code error;
  fs::create_directories(places.programs(), error);
  auto lock = std::make_shared<Lock>(places.programs() / ".lock");
  if (!lock->take()) return fail("update_runs_already", error ? error.message() : (places.programs() / ".lock").string());
  return Updater(std::move(places), services, clock, std::move(lock));
}

std::string Updater::now() const {
  const auto time = to_jst(clock_.now());
  return fmt::format("{} {:02}:{:02}", to_iso(time.date), time.hour, time.minute);
}

Result<Release> Updater::check(const Wish& wish) const {
  auto keys = Keys::read(places_.keys());
  if (!keys) return pass(keys);
  auto source = Source::open(wish.from);
  if (!source) return pass(source);
  const auto wanted = wish.all_pieces ? std::vector<std::string>() : store_.pieces_of(store_.current());
  auto release = read_release(*source, *keys, to_jst(clock_.now()).date, wanted);
  if (!release) return release;
  const auto& highest = notes().highest;
  if (release->version < highest && !wish.downgrade)
    return fail("release_older",
                fmt::format("{} is older than {}, which ran here", to_string(release->version), to_string(highest)));
  return release;
}

Result<Outcome> Updater::install(const Wish& wish) {
  if (auto settled = settle(); !settled) return settled;
  const auto release = check(wish);
  if (!release) return std::unexpected(release.error());
  const auto source = Source::open(wish.from);
  if (!source) return std::unexpected(source.error());
  const auto name = store_.add(*release, *source);
  if (!name) return std::unexpected(name.error());
  if (*name == store_.current()) {
    Outcome same{Verdict::Good, *name, *name, {}, true, true};
    return same;
  }
  const auto manifest = fingerprint_of(store_, *name);
  const auto* failed = failed_as(notes(), manifest);
  if (failed != nullptr && !wish.again)
    return fail("release_failed_before", fmt::format("{} on {}: {}", failed->name, failed->when, failed->why));
  if (auto tried = services_.try_programs(store_.folder_of(*name)); !tried) return std::unexpected(tried.error());
  return change_to(*name);
}

Result<Outcome> Updater::back() {
  if (auto settled = settle(); !settled) return settled;
  const auto before = notes().previous;
  if (before.empty() || before == store_.current()) return fail("no_version_before", store_.current());
  if (auto whole = store_.check(before); !whole) return std::unexpected(whole.error());
  return change_to(before);
}

// The step that a power cut may meet: noted first, so that whoever comes next knows what is on trial.
Result<Outcome> Updater::change_to(const std::string& name) {
  if (auto idle = services_.wait_until_idle(); !idle) return std::unexpected(idle.error());
  auto notes = book_.notes();
  notes.trial = name;
  notes.before = store_.current();
  notes.units = services_.running();
  notes.verdict = Verdict::Trial;
  notes.version = name;
  notes.why.clear();
  notes.when = now();
  if (auto saved = book_.save(notes); !saved) return std::unexpected(saved.error());
  if (auto chosen = store_.choose(name); !chosen) return std::unexpected(chosen.error());
  services_.restart(notes.units);
  return judge(name, services_.look(notes.units, store_.folder_of(name)));
}

Result<Outcome> Updater::settle() {
  auto notes = book_.notes();
  const auto name = notes.trial;
  if (name.empty()) return Outcome{notes.verdict, store_.current(), name, {}, true, true};
  if (name == store_.current()) {
    auto health = store_.check(name);
    if (health) health = services_.look(notes.units, store_.folder_of(name));
    return judge(name, health);
  }
  // Cut off before the change: nothing happened.
  notes.trial.clear();
  notes.verdict = Verdict::None;
  notes.why = "cut off before the change";
  if (auto saved = book_.save(notes); !saved) return std::unexpected(saved.error());
  return Outcome{Verdict::None, store_.current(), name, notes.why, true, true};
}

Outcome Updater::judge(const std::string& name, const Result<void>& health) {
  if (!health) return take_back(name, describe(health.error()));
  auto notes = book_.notes();
  notes.trial.clear();
  notes.verdict = Verdict::Good;
  notes.highest = std::max(notes.highest, version_of(name));
  // Another choice of pieces of the same version is no version to go back to.
  if (version_of(notes.before) != version_of(name)) notes.previous = notes.before;
  const auto manifest = fingerprint_of(store_, name);
  std::erase_if(notes.failed, [&](const FailedVersion& one) { return one.manifest == manifest; });
  const auto saved = book_.save(notes);
  // It runs and is healthy: a note that could not be written is told, and takes nothing back.
  if (!saved) return {Verdict::Good, name, name, describe(saved.error()), false, false};
  store_.keep_only({name, notes.previous});
  return {Verdict::Good, name, name, {}, true, false};
}

Outcome Updater::take_back(const std::string& name, const std::string& why) {
  auto notes = book_.notes();
  const auto before = notes.before;
  log::error("{} is not healthy: {}", name, why);
  notes.trial.clear();
  notes.verdict = Verdict::Failed;  // unless there is something to go back to
  notes.why = why;
  if (!before.empty() && before != name && store_.check(before) && store_.choose(before)) {
    notes.verdict = Verdict::TakenBack;
    services_.restart(notes.units);
    const auto health = services_.look(notes.units, store_.folder_of(before));
    if (!health) notes.why += "; and of the version before: " + describe(health.error());
  }
  const auto manifest = fingerprint_of(store_, name);
  std::erase_if(notes.failed, [&](const FailedVersion& one) { return one.manifest == manifest; });
  notes.failed.push_back({name, manifest, why, now()});
  if (notes.previous == name) notes.previous.clear();
  const auto saved = book_.save(notes);
  if (saved && notes.verdict == Verdict::TakenBack) store_.keep_only({before, notes.previous});
  return {notes.verdict, store_.current(), name, notes.why, saved.has_value(), false};
}

}  // namespace omote::update
