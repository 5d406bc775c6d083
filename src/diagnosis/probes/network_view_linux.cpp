#include <arpa/inet.h>
#include <linux/ethtool.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <netdb.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "diagnosis/probes/netlink_linux.hpp"
#include "diagnosis/probes/network_view.hpp"

namespace omote::diagnosis {

namespace {

std::string address_text(ByteView bytes) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const int family = bytes.size() == 4 ? AF_INET : AF_INET6;
  if (bytes.size() != 4 && bytes.size() != 16) return {};
  return ::inet_ntop(family, bytes.data(), text.data(), text.size()) == nullptr ? std::string() : text.data();
}

// The part of a message after its fixed head.
template <class Fixed>
Attributes attributes_after(ByteView body) {
  constexpr std::size_t kHead = NLMSG_ALIGN(sizeof(Fixed));
  return body.size() < kHead ? Attributes() : attributes_of(body.subspan(kHead));
}

Interface read_interface(ByteView body) {
  const auto head = value_of<ifinfomsg>(body);
  const auto attributes = attributes_after<ifinfomsg>(body);
  Interface interface;
  interface.index = head.ifi_index;
  interface.up = (head.ifi_flags & IFF_UP) != 0;
  interface.loopback = (head.ifi_flags & IFF_LOOPBACK) != 0;
  if (const auto name = attributes.find(IFLA_IFNAME); name != attributes.end()) interface.name = text_of(name->second);
  if (const auto carrier = attributes.find(IFLA_CARRIER); carrier != attributes.end()) {
    interface.carrier = value_of<std::uint8_t>(carrier->second) != 0;
  }
  return interface;
}

void read_address(ByteView body, std::vector<Interface>& all) {
  const auto head = value_of<ifaddrmsg>(body);
  const auto attributes = attributes_after<ifaddrmsg>(body);
  // On a link between two points IFA_ADDRESS is the other end's.
  auto at = attributes.find(IFA_LOCAL);
  if (at == attributes.end()) at = attributes.find(IFA_ADDRESS);
  if (at == attributes.end()) return;
  for (auto& interface : all) {
    if (interface.index != static_cast<int>(head.ifa_index)) continue;
    const bool link_local_6 = head.ifa_family == AF_INET6 && head.ifa_scope == RT_SCOPE_LINK;
    interface.addresses.push_back({address_text(at->second), head.ifa_prefixlen, link_local_6});
  }
}

}  // namespace

Bytes address_bytes(const std::string& text) {
  Bytes bytes(16);
  if (::inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) {
    bytes.resize(4);
  } else if (::inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) {
    bytes.clear();
  }
  return bytes;
}

std::vector<std::string> addresses_of(const std::string& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  std::vector<std::string> addresses;
  if (::getaddrinfo(host.c_str(), nullptr, &hints, &list) != 0) return addresses;
  for (const auto* at = list; at != nullptr; at = at->ai_next) {
    std::array<char, NI_MAXHOST> text{};
    constexpr int kNumeric = NI_NUMERICHOST;
    if (::getnameinfo(at->ai_addr, at->ai_addrlen, text.data(), text.size(), nullptr, 0, kNumeric) == 0) {
      addresses.emplace_back(text.data());
    }
  }
  ::freeaddrinfo(list);
  return addresses;
}

Result<std::vector<Interface>> interfaces() {
  std::vector<Interface> all;
  const NetlinkQuestion links(RTM_GETLINK, NLM_F_DUMP, ifinfomsg{});
  int error = ask_kernel(NETLINK_ROUTE, links, [&](std::uint16_t type, ByteView body) {
    if (type == RTM_NEWLINK) all.push_back(read_interface(body));
  });
  const NetlinkQuestion addresses(RTM_GETADDR, NLM_F_DUMP, ifaddrmsg{});
  if (error == 0) {
    error = ask_kernel(NETLINK_ROUTE, addresses, [&](std::uint16_t type, ByteView body) {
      if (type == RTM_NEWADDR) read_address(body, all);
    });
  }
  if (error != 0) return fail("network_view_failed", std::strerror(error));
  return all;
}

std::optional<bool> plugged(const std::filesystem::path& root, const std::string& place) {
  const auto devices = root / "sys/bus/usb/devices";
  std::error_code error;
  if (place.empty() || !std::filesystem::is_directory(devices, error)) return std::nullopt;
  return std::filesystem::exists(devices / place, error);
}

bool by_usb_cable(const std::filesystem::path& root, const std::string& interface) {
  static constexpr std::array<std::string_view, 5> kDrivers{"rndis_host", "cdc_ether", "cdc_ncm", "cdc_eem", "cdc_subset"};
  std::error_code error;
  const auto driver = std::filesystem::read_symlink(root / "sys/class/net" / interface / "device/driver", error).filename();
  return std::ranges::find(kDrivers, driver.string()) != kDrivers.end();
}

std::optional<Route> route_to(const std::string& address) {
  const auto bytes = address_bytes(address);
  if (bytes.empty()) return std::nullopt;
  rtmsg head{};
  head.rtm_family = bytes.size() == 4 ? AF_INET : AF_INET6;
  head.rtm_dst_len = static_cast<std::uint8_t>(bytes.size() * 8);
  NetlinkQuestion question(RTM_GETROUTE, 0, head);
  question.attribute(RTA_DST, bytes);
  std::optional<Route> route;
  const int error = ask_kernel(NETLINK_ROUTE, question, [&](std::uint16_t type, ByteView body) {
    // "unreachable" and "prohibit" are routes as well, that lead nowhere.
    const auto kind = value_of<rtmsg>(body).rtm_type;
    if (type != RTM_NEWROUTE || (kind != RTN_UNICAST && kind != RTN_LOCAL)) return;
    const auto attributes = attributes_after<rtmsg>(body);
    const auto out = attributes.find(RTA_OIF);
    std::array<char, IF_NAMESIZE> name{};
    if (out == attributes.end() || ::if_indextoname(value_of<std::uint32_t>(out->second), name.data()) == nullptr) return;
    route = Route{name.data(), {}, {}};
    if (const auto source = attributes.find(RTA_PREFSRC); source != attributes.end())
      route->source = address_text(source->second);
    if (const auto gateway = attributes.find(RTA_GATEWAY); gateway != attributes.end())
      route->gateway = address_text(gateway->second);
  });
  return error == 0 ? route : std::nullopt;
}

namespace {

// One question to an adapter's driver; false when it does not know it.
bool ask_driver(int fd, const std::string& interface, void* question) {
  ifreq request{};
  interface.copy(static_cast<char*>(request.ifr_name), IFNAMSIZ - 1);
  request.ifr_data = static_cast<char*>(question);
  return ::ioctl(fd, SIOCETHTOOL, &request) == 0;
}

// The names of what the driver can switch, in the order of the switches.
std::vector<std::string> feature_names(int fd, const std::string& interface) {
  Bytes size(sizeof(ethtool_sset_info) + sizeof(std::uint32_t));
  auto* info = reinterpret_cast<ethtool_sset_info*>(size.data());
  info->cmd = ETHTOOL_GSSET_INFO;
  info->sset_mask = 1ULL << ETH_SS_FEATURES;
  if (!ask_driver(fd, interface, size.data()) || info->sset_mask == 0) return {};
  const auto count = value_of<std::uint32_t>(ByteView(size).subspan(sizeof(ethtool_sset_info)));
  if (count > 1024) return {};
  Bytes buffer(sizeof(ethtool_gstrings) + std::size_t{count} * ETH_GSTRING_LEN);
  auto* strings = reinterpret_cast<ethtool_gstrings*>(buffer.data());
  strings->cmd = ETHTOOL_GSTRINGS;
  strings->string_set = ETH_SS_FEATURES;
  strings->len = count;
  if (!ask_driver(fd, interface, buffer.data())) return {};
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < count; ++i) {
    names.push_back(
        text_of(ByteView(buffer).subspan(sizeof(ethtool_gstrings) + std::size_t{i} * ETH_GSTRING_LEN, ETH_GSTRING_LEN)));
  }
  return names;
}

}  // namespace

std::optional<bool> arp_offload(const std::string& interface) {
  const int fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return std::nullopt;
  const auto names = feature_names(fd, interface);
  std::optional<bool> found;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].find("arp") == std::string::npos) continue;
    const auto blocks = names.size() / 32 + 1;
    Bytes buffer(sizeof(ethtool_gfeatures) + blocks * sizeof(ethtool_get_features_block));
    auto* features = reinterpret_cast<ethtool_gfeatures*>(buffer.data());
    features->cmd = ETHTOOL_GFEATURES;
    features->size = static_cast<std::uint32_t>(blocks);
    if (!ask_driver(fd, interface, buffer.data())) break;
    const auto at = sizeof(ethtool_gfeatures) + i / 32 * sizeof(ethtool_get_features_block);
    const auto block = value_of<ethtool_get_features_block>(ByteView(buffer).subspan(at));
    found = found.value_or(false) || (block.active >> i % 32 & 1) != 0;
  }
  ::close(fd);
  return found;
}

}  // namespace omote::diagnosis
