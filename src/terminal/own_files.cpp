#include "terminal/own_files.hpp"

#include "base/clock.hpp"
#include "diagnosis/probes/manifest.hpp"

namespace omote::terminal {

OwnFiles::OwnFiles(std::filesystem::path manifest, std::chrono::milliseconds every)
    : thread_([this, manifest = std::move(manifest), every](const std::stop_token& stop) {
        look_again_and_again(stop, manifest, every);
      }) {}

std::string OwnFiles::damaged_part() const {
  const std::scoped_lock lock(mutex_);
  return part_;
}

void OwnFiles::look_again_and_again(const std::stop_token& stop, const std::filesystem::path& manifest,
                                    std::chrono::milliseconds every) {
  diagnosis::ManifestCheck check;
  while (!stop.stop_requested()) {
    const auto list = diagnosis::read_manifest(manifest);
    auto part = list ? diagnosis::damaged_part(check.damaged(*list, std::chrono::steady_clock::now())) : std::string();
    std::unique_lock lock(mutex_);
    part_ = std::move(part);
    pause_.wait_for(lock, stop, every, [] { return false; });
  }
}

}  // namespace omote::terminal
