// Installs a release, judges it, and takes it back when it is not healthy. Whenever it is cut off, the old version runs or the
// new one; the next call (at the latest at the next start of the machine) brings it to its end.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "update/book.hpp"
#include "update/release.hpp"
#include "update/store.hpp"

namespace omote::update {

// The programs that run under the store's current version; `units` are their names in the system.
class Services {
 public:
  using Units = std::vector<std::string>;
  virtual ~Services() = default;
  // Those that run now: after an update they must run again. What did not run before is not judged.
  [[nodiscard]] virtual Units running() = 0;
  // Of a version that was copied and not chosen yet: do its programs start at all? Reason: program_does_not_start.
  [[nodiscard]] virtual Result<void> try_programs(const std::filesystem::path& folder) = 0;
  // Nobody is in the middle of something. Reason: visit_runs (for longer than it is waited).
  [[nodiscard]] virtual Result<void> wait_until_idle() { return {}; }
  // Starts them again, from what is chosen now.
  virtual void restart(const Units& units) = 0;
  // Waits until they are ready, answer, run from this folder, and stay so. Reason: programs_not_healthy (which, and why).
  [[nodiscard]] virtual Result<void> look(const Units& units, const std::filesystem::path& folder) = 0;
};

struct Places {
  std::filesystem::path root = "/";
  [[nodiscard]] std::filesystem::path programs() const { return root / "opt/omote"; }
  [[nodiscard]] std::filesystem::path keys() const { return root / "etc/omote/update-keys"; }
  [[nodiscard]] std::filesystem::path book() const { return root / "var/lib/omote/update/book"; }
};

struct Wish {
  std::filesystem::path from;  // folder or file
  bool downgrade = false;      // the administrator's word
  bool again = false;          // a release that failed here before
  bool all_pieces = false;     // not only those that are installed here
};

struct Outcome {
  Verdict verdict = Verdict::None;
  std::string name;        // of the version that runs now
  std::string wanted;      // that was to be installed
  std::string why;         // it was taken back; or what could not be noted
  bool noted = true;       // the verdict stands on the disk
  bool unchanged = false;  // this version ran already
};

class Updater {
 public:
  // One at a time on a machine; `services` and `clock` must outlive it. Reason: update_runs_already.
  [[nodiscard]] static Result<Updater> open(Places places, Services& services, const Clock& clock);
  Updater(Updater&&) = default;

  // Would install() take it? Reasons: as install, nothing is changed.
  [[nodiscard]] Result<Release> check(const Wish& wish) const;
  // Reasons: those of Source, Keys, read_release and Store; release_older, release_failed_before, program_does_not_start. A
  // release that was refused changed nothing. One that turned out bad is no failure of this call: the outcome says so.
  [[nodiscard]] Result<Outcome> install(const Wish& wish);
  // To the version before, judged as well. Reasons: no_version_before, version_not_whole, version_not_chosen, update_not_noted.
  [[nodiscard]] Result<Outcome> back();
  // Brings to its end what a power cut left on trial; nothing when nothing was.
  [[nodiscard]] Result<Outcome> settle();
  [[nodiscard]] const Notes& notes() const { return book_.notes(); }
  [[nodiscard]] const Store& store() const { return store_; }

 private:
  class Lock;
  Updater(Places places, Services& services, const Clock& clock, std::shared_ptr<Lock> lock);
  [[nodiscard]] Result<Outcome> change_to(const std::string& name);
  [[nodiscard]] Outcome judge(const std::string& name, const Result<void>& health);
  [[nodiscard]] Outcome take_back(const std::string& name, const std::string& why);
  [[nodiscard]] std::string now() const;

  Places places_;
  Services& services_;
  const Clock& clock_;
  std::shared_ptr<Lock> lock_;
  Store store_;
  Book book_;
};

}  // namespace omote::update
