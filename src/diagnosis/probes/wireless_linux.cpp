#include <linux/genetlink.h>
#include <linux/nl80211.h>

#include <algorithm>
#include <cerrno>

#include "diagnosis/probes/netlink_linux.hpp"
#include "diagnosis/probes/network_view.hpp"

namespace omote::diagnosis {

namespace {

template <class Number>
ByteView bytes_of(const Number& number) {
  return {reinterpret_cast<const std::uint8_t*>(&number), sizeof number};
}

Attributes attributes_after_head(ByteView body) {
  return body.size() < GENL_HDRLEN ? Attributes() : attributes_of(body.subspan(GENL_HDRLEN));
}

// The number under which this kernel's wireless part is asked; 0: it has none; nothing: it does not tell.
std::optional<std::uint16_t> wireless_family() {
  NetlinkQuestion question(GENL_ID_CTRL, 0, genlmsghdr{CTRL_CMD_GETFAMILY, 1, 0});
  question.attribute(CTRL_ATTR_FAMILY_NAME, {reinterpret_cast<const std::uint8_t*>(NL80211_GENL_NAME), sizeof NL80211_GENL_NAME});
  std::uint16_t family = 0;
  const int error = ask_kernel(NETLINK_GENERIC, question, [&](std::uint16_t, ByteView body) {
    const auto attributes = attributes_after_head(body);
    if (const auto at = attributes.find(CTRL_ATTR_FAMILY_ID); at != attributes.end())
      family = value_of<std::uint16_t>(at->second);
  });
  if (error != 0 && error != ENOENT) return std::nullopt;
  return family;
}

// -50 dBm and better is full, -100 is nothing, as other programs show it.
int percent_of(int dbm) {
  return std::clamp(2 * (dbm + 100), 0, 100);
}

std::optional<int> signal_of(std::uint16_t family, std::uint32_t index) {
  NetlinkQuestion question(family, NLM_F_DUMP, genlmsghdr{NL80211_CMD_GET_STATION, 1, 0});
  question.attribute(NL80211_ATTR_IFINDEX, bytes_of(index));
  std::optional<int> signal;
  static_cast<void>(ask_kernel(NETLINK_GENERIC, question, [&](std::uint16_t, ByteView body) {
    const auto attributes = attributes_after_head(body);
    const auto station = attributes.find(NL80211_ATTR_STA_INFO);
    if (station == attributes.end()) return;
    const auto details = attributes_of(station->second);
    if (const auto at = details.find(NL80211_STA_INFO_SIGNAL); at != details.end()) {
      signal = percent_of(value_of<std::int8_t>(at->second));
    }
  }));
  return signal;
}

}  // namespace

std::optional<Wireless> wireless(const Interface& interface) {
  const auto family = wireless_family();
  if (!family) return std::nullopt;
  if (*family == 0) return Wireless{};
  const auto index = static_cast<std::uint32_t>(interface.index);
  NetlinkQuestion question(*family, 0, genlmsghdr{NL80211_CMD_GET_INTERFACE, 1, 0});
  question.attribute(NL80211_ATTR_IFINDEX, bytes_of(index));
  const int error = ask_kernel(NETLINK_GENERIC, question, [](std::uint16_t, ByteView) {});
  if (error != 0) return Wireless{};  // not one of the wireless part's
  return Wireless{true, signal_of(*family, index)};
}

}  // namespace omote::diagnosis
