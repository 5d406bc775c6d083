// A pcscd of our own, seen by nobody but the programs that get its socket: with it, PC/SC programs meet simulated readers
// while the system's own card service stays as it is (reference/card.md §2, "Private instance").
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/process.hpp"
#include "base/result.hpp"
#include "sim/reader/virtual_reader.hpp"

namespace omote::sim::reader {

struct ServiceOptions {
  std::filesystem::path ifd_library;  // empty: default_ifd_library()
  std::filesystem::path pcscd = "/usr/sbin/pcscd";
};

// libomote_ifd.so: OMOTE_IFD_LIBRARY from the environment, beside the running program, or in the build tree.
[[nodiscard]] std::filesystem::path default_ifd_library();

class PrivateCardService {
 public:
  // Serves the readers in their order as "Omote Virtual Reader 00 00", "Omote Virtual Reader 01 00" and so on; 16 at most.
  // Files (socket, reader.conf, pcscd.log) go to `folder`. Programs see the readers
  // when it returns (about a tenth of a second). The service dies with the thread that started it. Works for root and for other
  // users, with /run/pcscd or without. Reasons: card_service_missing (no pcscd or handler there), card_service_not_started.
  static Result<PrivateCardService> start(const std::filesystem::path& folder, const std::vector<const VirtualReader*>& readers,
                                          const ServiceOptions& options = {});

  // For the environment of PC/SC programs: PCSCLITE_CSOCK_NAME and its value.
  [[nodiscard]] std::pair<std::string, std::string> environment() const { return {"PCSCLITE_CSOCK_NAME", socket_.string()}; }
  [[nodiscard]] const std::filesystem::path& socket() const { return socket_; }
  [[nodiscard]] std::filesystem::path log() const { return folder_ / "pcscd.log"; }
  // The process, for faults: kill_now(), or a signal to its pid.
  [[nodiscard]] Process& process() { return process_; }
  // Starts it anew under the same socket after it went; the readers must still be there. Reason: card_service_not_started.
  [[nodiscard]] Result<void> restart();
  void stop() { process_.stop(); }

 private:
  std::filesystem::path folder_;
  std::filesystem::path socket_;
  std::filesystem::path pcscd_;
  std::vector<const VirtualReader*> readers_;
  Process process_;
};

}  // namespace omote::sim::reader
