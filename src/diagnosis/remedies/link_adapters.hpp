// The private link's adapters and how they were while all was well, so that one that was switched off, lost its address or was
// deleted can be put back as it was (docs/diagnosis.md).
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/kept_file.hpp"
#include "diagnosis/probes/network_view.hpp"

namespace omote::diagnosis {

struct LinkAdapter {
  std::string name;      // "usb0"
  std::string hardware;  // its address on the wire, "021a…" (hex); "" when it has none
  std::string place;     // on the bus, where the system can look for it again; ""
  std::vector<Address> addresses;
};

// Every call may block for some seconds; one thread at a time.
class LinkAdapters {
 public:
  // Never fails: what was not remembered is learned again.
  [[nodiscard]] static LinkAdapters open(const std::filesystem::path& file);

  // The link to that terminal is up at that address: the adapter in use is remembered. On stable storage when it changed.
  void remember(const std::string& terminal, const std::string& address);
  [[nodiscard]] const LinkAdapter* of(const std::string& terminal) const;
  [[nodiscard]] const std::map<std::string, LinkAdapter>& all() const { return adapters_; }

  // Reasons: adapter_not_remembered, adapter_missing, and those of switch_on and give_address.
  [[nodiscard]] Result<void> bring_up(const std::string& terminal) const;
  [[nodiscard]] Result<void> restore_address(const std::string& terminal) const;
  // An adapter that is no known terminal's yet: on, and with the address that this PC has on the link's network. Reasons:
  // adapter_missing, address_not_known ("" for it), address_elsewhere (another adapter has it), and those of switch_on and
  // give_address.
  [[nodiscard]] Result<void> bring_up_spare(const std::string& name) const;
  [[nodiscard]] Result<void> give_spare_address(const std::string& name, const std::string& address) const;
  // Looks for the adapter on its bus and under other names, then as bring_up. Reason: adapter_not_found.
  [[nodiscard]] Result<void> recreate(const std::string& terminal) const;

 private:
  explicit LinkAdapters(KeptFile file) : file_(std::move(file)) {}
  [[nodiscard]] Result<void> put_back(const LinkAdapter& known, const std::string& name) const;

  KeptFile file_;
  std::map<std::string, LinkAdapter> adapters_;  // by terminal
};

}  // namespace omote::diagnosis
