// Whether the files of this device's installation are still as they were delivered: programs, what starts them, libraries,
// models and pages, by the manifest of the package (diagnosis/probes/manifest.hpp).
#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>

namespace omote::terminal {

class OwnFiles {
 public:
  // Looks at once and then again and again, on a thread of its own. Without a manifest nothing is known to be damaged.
  explicit OwnFiles(std::filesystem::path manifest, std::chrono::milliseconds every = std::chrono::seconds(10));
  OwnFiles(const OwnFiles&) = delete;
  OwnFiles& operator=(const OwnFiles&) = delete;
  // As the fact terminal.damaged_part; "" for none. Any thread.
  [[nodiscard]] std::string damaged_part() const;

 private:
  void look_again_and_again(const std::stop_token& stop, const std::filesystem::path& manifest, std::chrono::milliseconds every);

  mutable std::mutex mutex_;
  std::condition_variable_any pause_;
  std::string part_;
  std::jthread thread_;  // last: uses the others
};

}  // namespace omote::terminal
