// Faults that can be injected into a simulated clinic by real means: what is broken really breaks, and each can prove that it
// did (reference/trust.md §2, §5). Scenarios name them, the bench page offers those that need no world of their own.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "schema/console.pb.h"
#include "sim/bench/counter.hpp"
#include "sim/bench/site.hpp"
#include "sim/network/network.hpp"
#include "sim/reader/private_card_service.hpp"

namespace omote::sim::faults {

using Texts = std::map<std::string, std::string>;

// What a fault works on.
struct Ground {
  bench::Counter& counter;
  bench::Site& site;
  reader::PrivateCardService& card_service;
  bench::Wardrobe& wardrobe;
  std::string persona;  // whose card will be laid down
  // A switch of the national system, and its requests as "number status path summary".
  std::function<Result<void>(const std::string& name, const std::string& value)> set_national;
  std::function<std::vector<std::string>()> national_requests;
  // A touch at the kiosk, with what is typed; the screen that asked for it must stand.
  std::function<Result<void>(const std::string& screen, const std::string& action, const std::string& value)> touch;
  // The console: what it shows, and a touch there.
  std::function<console::v1::State()> console;
  std::function<void(const console::v1::FromPage& page)> wish;
  network::Network* network = nullptr;  // none: everything on one machine, nothing may be mounted
};

// A fault that was injected.
struct Injected {
  std::function<Result<void>()> undo;  // the cause goes away, as when a person removes it
  std::function<bool()> fired;         // whether the fault really met the programs
};

struct Fault {
  std::string id;
  std::string group;  // card, reader, camera, person, link, network, national, account, settings, program, output, pc, library,
                      // terminal
  std::string title_ja, title_en;
  Texts parameters;        // name -> what it means and its default
  bool own_world = false;  // needs machines or mounts of its own
  // Reasons: fault_not_injected, and those of the parts.
  std::function<Result<Injected>(Ground&, const Texts& with)> inject;
};

[[nodiscard]] const std::vector<Fault>& all();
[[nodiscard]] const Fault* find(const std::string& id);
// Reasons: fault_unknown, fault_parameter_unknown.
[[nodiscard]] Result<void> check(const std::string& id, const Texts& with);
// Injects it. Reasons: those of check, fault_needs_own_world, and those of the fault.
[[nodiscard]] Result<Injected> inject(Ground& ground, const std::string& id, const Texts& with);

// By group, each in a file of its own.
[[nodiscard]] std::vector<Fault> card_faults();
[[nodiscard]] std::vector<Fault> reader_faults();
[[nodiscard]] std::vector<Fault> camera_faults();
[[nodiscard]] std::vector<Fault> link_faults();
[[nodiscard]] std::vector<Fault> network_faults();
[[nodiscard]] std::vector<Fault> national_faults();
[[nodiscard]] std::vector<Fault> settings_faults();
[[nodiscard]] std::vector<Fault> program_faults();
[[nodiscard]] std::vector<Fault> output_faults();
[[nodiscard]] std::vector<Fault> pc_faults();
[[nodiscard]] std::vector<Fault> library_faults();
[[nodiscard]] std::vector<Fault> staff_faults();
[[nodiscard]] std::vector<Fault> terminal_faults();
[[nodiscard]] std::vector<Fault> install_faults();

[[nodiscard]] std::string text(const Texts& with, const std::string& name, const std::string& fallback);
[[nodiscard]] int number(const Texts& with, const std::string& name, int fallback);

}  // namespace omote::sim::faults
