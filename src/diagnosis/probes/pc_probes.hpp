// All probes of the clinic's PC, made from what the settings say.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "diagnosis/probes/probe_runner.hpp"

namespace omote::diagnosis {

// One terminal and where its link leaves this PC.
struct LinkTarget {
  std::string terminal;    // serial number: the facts' subject
  std::string adapter;     // name of the network adapter; empty: the one that the route to `address` takes
  std::string address;     // of the terminal, "192.168.7.2"; empty when nothing was heard of it yet
  std::uint16_t port = 0;  // where its program listens; 0: not known
  std::string place{};     // of its adapter on the bus; empty: nobody knows
  bool connected = false;  // the link is up
};

// The terminals of now; they change while the probes run. Any thread.
class LinkTargets {
 public:
  // Strangers: addresses of terminals that are heard and not registered.
  void set(std::vector<LinkTarget> targets, std::vector<std::string> strangers = {}) {
    const std::scoped_lock lock(mutex_);
    targets_ = std::move(targets);
    strangers_ = std::move(strangers);
  }
  [[nodiscard]] std::vector<LinkTarget> get() const {
    const std::scoped_lock lock(mutex_);
    return targets_;
  }
  [[nodiscard]] std::vector<std::string> strangers() const {
    const std::scoped_lock lock(mutex_);
    return strangers_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<LinkTarget> targets_;
  std::vector<std::string> strangers_;
};

struct NetworkPlaces {
  std::string interface;   // by which the way to the national system should leave; empty: nobody said
  std::string tunnel;      // name of the VPN's interface; empty: there is none, or nobody said
  std::string ip_version;  // "4", "6"; empty: either
};

struct NationalPlaces {
  std::string host;  // empty: the national system is reached by folders, nothing to look at here
  std::uint16_t port = 443;
  std::filesystem::path ca, certificate, key;
  std::string institution_code;
};

struct ProgramPlaces {
  std::filesystem::path manifest;               // empty: manifest.json beside this program
  std::filesystem::path settings;               // the host's settings file
  std::function<std::string()> settings_state;  // whole, healed, rebuilt; empty: only whether it can be read
  std::string required_version;                 // empty: none is required
  std::filesystem::path downloads;              // where a package waits before it is installed; empty: none
  std::vector<std::pair<std::string, std::filesystem::path>> needed;  // what must be there: name for people, path
  std::uint16_t console_port = 0;                                     // of the host; 0: not known
  bool of_host = false;                                               // the host itself asks: it need not ask whether it runs
};

struct PcPlaces {
  std::shared_ptr<const Clock> clock = std::make_shared<SystemClock>();
  std::shared_ptr<LinkTargets> terminals = std::make_shared<LinkTargets>();
  std::string new_terminal;  // adapter at which a terminal is expected; empty: known by its driver
  NetworkPlaces network;
  NationalPlaces national;
  ProgramPlaces programs;
  std::filesystem::path state_folder;   // whose disk is looked at
  std::filesystem::path output_folder;  // of the results
  std::filesystem::path root = "/";     // of the system's own files; another one in tests
};

[[nodiscard]] Probes make_pc_probes(const PcPlaces& places);

}  // namespace omote::diagnosis
