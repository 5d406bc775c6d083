#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "diagnosis/probes/netlink_linux.hpp"
#include "diagnosis/remedies/adapter.hpp"

namespace omote::diagnosis {

namespace {

const std::filesystem::path kNet = "/sys/class/net";
const std::filesystem::path kUsb = "/sys/bus/usb";

int order_kernel(const NetlinkQuestion& order) {
  return ask_kernel(NETLINK_ROUTE, order, [](std::uint16_t, ByteView) {});
}

}  // namespace

Result<void> switch_on(const Interface& adapter) {
  ifinfomsg wish{};
  wish.ifi_family = AF_UNSPEC;
  wish.ifi_index = adapter.index;
  wish.ifi_flags = wish.ifi_change = IFF_UP;
  const int error = order_kernel(NetlinkQuestion(RTM_NEWLINK, NLM_F_ACK, wish));
  if (error != 0) return fail("adapter_not_switched", adapter.name + ": " + std::strerror(error));
  return {};
}

Result<void> give_address(const Interface& adapter, const Address& address) {
  const auto bytes = address_bytes(address.text);
  ifaddrmsg wish{};
  wish.ifa_family = is_version_6(address.text) ? AF_INET6 : AF_INET;
  wish.ifa_prefixlen = static_cast<std::uint8_t>(address.prefix);
  wish.ifa_index = static_cast<std::uint32_t>(adapter.index);
  NetlinkQuestion order(RTM_NEWADDR, NLM_F_ACK | NLM_F_CREATE | NLM_F_REPLACE, wish);
  order.attribute(IFA_LOCAL, bytes);
  order.attribute(IFA_ADDRESS, bytes);
  const int error = bytes.empty() ? EINVAL : order_kernel(order);
  if (error != 0) return fail("address_not_given", adapter.name + " " + address.text + ": " + std::strerror(error));
  return {};
}

std::string hardware_of(const std::string& adapter) {
  const int fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  ifreq request{};
  adapter.copy(request.ifr_name, IFNAMSIZ - 1);
  const bool told = fd >= 0 && ::ioctl(fd, SIOCGIFHWADDR, &request) == 0;
  if (fd >= 0) ::close(fd);
  Bytes address(6);
  std::memcpy(address.data(), request.ifr_hwaddr.sa_data, address.size());
  const bool has_one = std::ranges::any_of(address, [](std::uint8_t byte) { return byte != 0; });
  return told && has_one ? to_hex(address) : "";
}

std::string place_of(const std::string& adapter) {
  std::error_code ignored;
  const auto device = std::filesystem::read_symlink(kNet / adapter / "device", ignored).filename();
  return device.empty() || !std::filesystem::exists(kUsb / "devices" / device, ignored) ? "" : device.string();
}

Result<void> search_again(const std::string& place) {
  std::ofstream file(kUsb / "drivers_probe");
  file << place << std::flush;
  if (!file) return fail("bus_not_searched", place);
  return {};
}

}  // namespace omote::diagnosis
