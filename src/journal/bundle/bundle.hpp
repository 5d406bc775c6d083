// The archive for the support desk (docs/log.md): built from sources that are named here or nowhere, each with a time of its
// own, with a manifest that says what is in it, what is missing and why, and what was taken out.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "journal/bundle/redact.hpp"
#include "journal/bundle/zip_file.hpp"

namespace omote::journal::bundle {

// Where a source puts its files. Outlives a source that hangs.
class Tray {
 public:
  // Waits while a few files lie there already; false when nobody wants more: the source ends.
  bool put(std::string name, std::string contents);
  // Something of the source that is not in the bundle, and why.
  void skip(std::string name, std::string why);
  void redacted(const Redactions& more);
  // How much of the source is done, 0 to 1.
  void progress(double share);

  struct File {
    std::string name, contents;
  };
  struct Skipped {
    std::string name, why;
  };

 private:
  friend class Collector;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<File> files_;
  std::vector<Skipped> skipped_;
  Redactions redactions_;
  double share_ = 0;
  bool given_up_ = false;
  std::optional<std::string> ended_;  // "" or why it failed
};

struct Source {
  std::string name;                 // "journal", "settings" …
  std::chrono::milliseconds limit;  // then the bundle goes on without it
  // Runs on a thread of its own. Returns "" or why there is nothing (more).
  std::function<std::string(Tray&)> run;
};

struct Outcome {
  std::string name;
  std::string why;  // "" when complete
  std::size_t files = 0;
  std::chrono::milliseconds took{};
};
struct Made {
  std::filesystem::path file;
  std::uint64_t bytes = 0;
  std::vector<Outcome> sources;
  std::vector<Tray::Skipped> skipped;
  Redactions redactions;
};
struct Order {
  std::filesystem::path file;
  std::string reason;                        // an incident's number, or ""
  std::function<void(int percent)> on_step;  // may be empty
};

// All sources begin at once and are written one after the other. A source that hangs is left behind on its thread: end the
// process soon after. Reasons: those of ZipFile.
[[nodiscard]] Result<Made> make_bundle(const Order& order, std::vector<Source> sources, const Clock& clock);

}  // namespace omote::journal::bundle
