// A whole clinic for measuring: the real programs with simulators around them, patients sent through one after the other.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "schema/console.pb.h"
#include "sim/bench/counter.hpp"
#include "sim/bench/patient.hpp"
#include "sim/bench/site.hpp"
#include "sim/reader/private_card_service.hpp"
#include "sim/reader/temporary_folder.hpp"
#include "sim/receipt/receipt_computer.hpp"
#include "tests/bench/visit/memory.hpp"

namespace omote::bench::visit {

using Steady = std::chrono::steady_clock;

struct Measured {
  bool delivered = false;
  std::string reason;                     // why not
  double to_file_ms = 0;                  // from the card on the reader until the file stands under its final name
  double human_ms = 0;                    // of it, as the host counted
  double receipt_ms = 0;                  // from there until the receipt computer has taken the file
  double apdus = 0;                       // that the card saw
  double transfer_ms = 0;                 // of all their bytes over the air at Type B speed: ten bits for each, nothing else
  std::map<std::string, double> took_ms;  // of each step, as the host counted
  [[nodiscard]] double machine_ms() const { return to_file_ms - human_ms; }
};

// Tells when files get their final names in a folder.
class FolderWatch {
 public:
  explicit FolderWatch(const std::filesystem::path& folder);
  FolderWatch(const FolderWatch&) = delete;
  FolderWatch& operator=(const FolderWatch&) = delete;
  ~FolderWatch();
  // Of the last one.
  [[nodiscard]] Steady::time_point last() const;

 private:
  void watch(const std::stop_token& stop);
  int notify_;
  mutable std::mutex mutex_;
  Steady::time_point last_;
  std::jthread thread_;
};

class Clinic {
 public:
  // Starts everything but the first patient. Reasons: those of the parts.
  [[nodiscard]] static Result<std::unique_ptr<Clinic>> open(sim::bench::Wardrobe& wardrobe);
  // One patient; `persona` is both the card's and the face's.
  [[nodiscard]] Measured receive(const std::string& way, const std::string& timing, const std::string& persona);
  // From the start of host and terminal until the kiosk page had the screen `ready`; known after the first patient.
  [[nodiscard]] double start_ms() const { return start_ms_; }
  [[nodiscard]] Memory host_memory() const { return memory_of(site_->host_pid()); }
  [[nodiscard]] Memory terminal_memory() const { return memory_of(site_->terminal_pid()); }

 private:
  explicit Clinic(sim::bench::Wardrobe& wardrobe) : wardrobe_(wardrobe) {}
  [[nodiscard]] Result<void> start();
  [[nodiscard]] sim::bench::Plan plan(const std::string& way, const std::string& persona) const;
  [[nodiscard]] bool file_taken(std::size_t before) const;

  sim::bench::Wardrobe& wardrobe_;
  sim::reader::TemporaryFolder folder_;
  std::unique_ptr<sim::bench::Counter> counter_;
  std::optional<sim::reader::PrivateCardService> service_;
  std::optional<sim::bench::Site> site_;
  std::unique_ptr<FolderWatch> written_;
  std::unique_ptr<sim::receipt::ReceiptComputer> receipt_;
  mutable std::mutex mutex_;  // guards the next three
  Steady::time_point taken_;
  double apdus_ = 0, transfer_ms_ = 0;
  double start_ms_ = 0;
};

}  // namespace omote::bench::visit
