#include "diagnosis/probes/network_view.hpp"

#include <algorithm>

namespace omote::diagnosis {

namespace {

// The first bits of an address, as many as the prefix has.
bool same_network(ByteView one, ByteView other, int prefix) {
  if (one.size() != other.size()) return false;
  for (std::size_t i = 0; i < one.size() && prefix > 0; ++i, prefix -= 8) {
    const auto mask = prefix >= 8 ? 0xFF : 0xFF << (8 - prefix) & 0xFF;
    if (((one[i] ^ other[i]) & mask) != 0) return false;
  }
  return true;
}

}  // namespace

const Interface* find_interface(const std::vector<Interface>& all, const std::string& name) {
  const auto at = std::ranges::find(all, name, &Interface::name);
  return at == all.end() ? nullptr : &*at;
}

bool is_numeric(const std::string& host) {
  return !address_bytes(host).empty();
}

bool is_version_6(const std::string& address) {
  return address.find(':') != std::string::npos;
}

bool on_the_wire(const Interface& interface, const std::string& address) {
  const auto wanted = address_bytes(address);
  return std::ranges::any_of(interface.addresses, [&](const Address& own) {
    return !wanted.empty() && same_network(address_bytes(own.text), wanted, own.prefix);
  });
}

}  // namespace omote::diagnosis
