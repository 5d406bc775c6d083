// The console's "collect": runs `omote collect` beside the service, so that nothing of it can hold a visit up.
#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "base/clock.hpp"
#include "base/queue_thread.hpp"
#include "host/settings.hpp"
#include "net/http.hpp"
#include "net/loop.hpp"
#include "schema/console.pb.h"

namespace omote::host {

class BundleDesk {
 public:
  // on_change runs on the loop, at each step and at the end; took is set at the end of a bundle that was made.
  using OnChange = std::function<void(std::optional<std::chrono::milliseconds> took)>;
  BundleDesk(net::Loop& loop, const Clock& clock, const Settings& settings, OnChange on_change);
  ~BundleDesk();
  using OnMade = std::function<void(Result<std::string> file)>;  // on the loop, once
  // Nothing while one is being made. The console's port is where the collector asks for the host's state.
  void collect(const std::string& incident, std::uint16_t console_port);
  // With a note of people's words in it. Reasons: bundle_runs, bundle_not_made.
  void collect_with_note(const std::string& note, std::uint16_t console_port, OnMade made);
  [[nodiscard]] const console::v1::Collecting& state() const { return state_; }
  // GET /api/bundle: the last one that was made, as a file to keep.
  void answer(const net::HttpServer::Answer& answer);

 private:
  struct Order {
    std::string incident, note;
    std::uint16_t console_port = 0;
  };
  void begin(Order order);
  // On the desk's thread.
  void run(const std::filesystem::path& file, const Order& order);
  void hear(const std::string& line);
  void ended(int code, const std::string& error, std::chrono::milliseconds took);
  void tidy(const std::filesystem::path& folder) const;

  net::Loop& loop_;
  const Clock& clock_;
  std::filesystem::path folder_, settings_file_, state_folder_;
  OnChange on_change_;
  OnMade on_made_;  // of the one that is being made
  console::v1::Collecting state_;
  std::atomic<bool> stop_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  QueueThread queue_;  // last: its tasks use the others
};

}  // namespace omote::host
