// A practice with many terminals: one host with its readers, and each terminal a machine of its own behind its own cable, as
// terminals at USB ports are. Must live in namespaces of its own (sim/network/apart.hpp).
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "net/http.hpp"
#include "schema/console.pb.h"
#include "sim/bench/counter.hpp"
#include "sim/bench/kiosk_page.hpp"
#include "sim/bench/site.hpp"
#include "sim/network/apart.hpp"
#include "sim/reader/private_card_service.hpp"
#include "sim/reader/temporary_folder.hpp"

namespace omote::bench::terminals {

class Practice {
 public:
  // Everything started, nothing waited for. Reasons: those of the parts.
  [[nodiscard]] static Result<std::unique_ptr<Practice>> open(sim::bench::Wardrobe& wardrobe, int terminals);

  [[nodiscard]] int terminals() const { return static_cast<int>(machines_.size()); }
  [[nodiscard]] static std::string serial(int terminal);
  // Cable `terminal` (from 0) out of PC port `port`, or into it: the terminal keeps its address, the port gives the name.
  [[nodiscard]] Result<void> pull(int port);
  [[nodiscard]] Result<void> plug(int terminal, int port);

  // As the console's pages get it.
  [[nodiscard]] console::v1::State state() const;
  // POST /api/terminals; the HTTP status.
  [[nodiscard]] unsigned act(const std::string& action, const std::vector<std::string>& serials) const;
  // The answer to POST `target` with this JSON.
  [[nodiscard]] net::Response post(const std::string& target, const std::string& body) const;
  [[nodiscard]] sim::bench::Counter& counter(int terminal) { return *counters_[static_cast<std::size_t>(terminal)]; }
  [[nodiscard]] sim::bench::KioskPage& page(int terminal) { return *pages_[static_cast<std::size_t>(terminal)]; }
  [[nodiscard]] pid_t host() const { return site_->host_pid(); }
  [[nodiscard]] std::string logs() const { return site_->logs(); }

 private:
  Practice() = default;
  [[nodiscard]] Result<void> start(sim::bench::Wardrobe& wardrobe, int terminals);
  [[nodiscard]] Result<void> lay_cables(int terminals);
  [[nodiscard]] Result<void> start_readers(sim::bench::Wardrobe& wardrobe);
  void name_terminals(std::map<std::string, std::string>& settings) const;
  [[nodiscard]] Result<void> pair_all() const;
  [[nodiscard]] Result<void> start_terminal(int terminal);
  void open_page(int terminal, std::uint16_t port);

  sim::reader::TemporaryFolder folder_;
  std::vector<sim::network::Machine> machines_;
  std::vector<std::unique_ptr<sim::bench::Counter>> counters_;
  std::optional<sim::reader::PrivateCardService> service_;
  std::optional<sim::bench::Site> site_;  // host, national system and the first terminal
  std::vector<sim::bench::Started> others_;
  std::vector<std::unique_ptr<sim::bench::KioskPage>> pages_;
};

}  // namespace omote::bench::terminals
