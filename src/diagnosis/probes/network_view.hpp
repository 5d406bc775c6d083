// This PC's network as its operating system tells it: adapters, addresses, routes. Read-only, without privileges, at once.
// Of the network namespace of the calling thread, where the system has such a thing.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace omote::diagnosis {

struct Address {
  std::string text;  // "192.168.1.20"
  int prefix = 0;    // 24
  bool link_local_6 = false;
};

struct Interface {
  int index = 0;
  std::string name;
  bool up = false;       // switched on
  bool carrier = false;  // a cable, an access point, the tunnel's other end
  bool loopback = false;
  std::vector<Address> addresses;
};

// Reason: network_view_failed (the system did not tell).
[[nodiscard]] Result<std::vector<Interface>> interfaces();
// Nothing when there is none of that name.
[[nodiscard]] const Interface* find_interface(const std::vector<Interface>& all, const std::string& name);

struct Route {
  std::string interface;
  std::string source;   // our own address on that way
  std::string gateway;  // "" when the destination is on the wire
};
// Which way a packet to that numeric address would take now; nothing when there is no way.
[[nodiscard]] std::optional<Route> route_to(const std::string& address);

// 4 or 16 bytes; none when the text is no numeric address.
[[nodiscard]] Bytes address_bytes(const std::string& text);
[[nodiscard]] bool is_numeric(const std::string& host);
[[nodiscard]] bool is_version_6(const std::string& address);
// The address lies in the network of one of the interface's own addresses.
[[nodiscard]] bool on_the_wire(const Interface& interface, const std::string& address);

// The system's own answer to a name, numeric addresses in its order; none when it has none. Blocks, half a minute at worst.
[[nodiscard]] std::vector<std::string> addresses_of(const std::string& host);

struct Wireless {
  bool wireless = false;
  std::optional<int> signal;  // percent
};
// Nothing when the system does not tell.
[[nodiscard]] std::optional<Wireless> wireless(const Interface& interface);

// Whether something is plugged in at that place of the bus, whatever became of its adapter; nothing without such a bus. `root`
// is where the system's own files begin.
[[nodiscard]] std::optional<bool> plugged(const std::filesystem::path& root, const std::string& place);
// Whether its driver is one of those that join two devices by a USB cable.
[[nodiscard]] bool by_usb_cable(const std::filesystem::path& root, const std::string& interface);

// Whether the adapter answers ARP in place of the system; nothing when the adapter has no such switch.
[[nodiscard]] std::optional<bool> arp_offload(const std::string& interface);

}  // namespace omote::diagnosis
