// Omote's units under systemd. Where it does not run (an image that is being made) nothing runs, and nothing is judged but
// whether the programs start.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "update/updater.hpp"

namespace omote::update {

struct ServiceTimes {
  std::chrono::seconds ready{60};  // to become ready after the start
  std::chrono::seconds stays{6};   // and to stay so: longer than a watchdog waits
};

class SystemdServices final : public Services {
 public:
  // `console_port` of the host: it must answer there; 0: nobody is asked.
  // `idle` waits until no visit runs; false: one went on for too long. Empty: nothing is waited for.
  explicit SystemdServices(std::uint16_t console_port, std::function<bool()> idle = {}, ServiceTimes times = {})
      : port_(console_port), idle_(std::move(idle)), times_(times) {}
  [[nodiscard]] Units running() override;
  [[nodiscard]] Result<void> try_programs(const std::filesystem::path& folder) override;
  [[nodiscard]] Result<void> wait_until_idle() override;
  void restart(const Units& units) override;
  [[nodiscard]] Result<void> look(const Units& units, const std::filesystem::path& folder) override;
  // What is to run on this machine and does not: after the packages were installed.
  static void start_enabled();

 private:
  [[nodiscard]] std::string trouble_of(const std::string& unit, const std::filesystem::path& folder,
                                       const std::string& restarts) const;
  [[nodiscard]] bool console_answers() const;
  std::uint16_t port_;
  std::function<bool()> idle_;
  ServiceTimes times_;
};

}  // namespace omote::update
