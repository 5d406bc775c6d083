#include "base/version.hpp"

#include <fmt/format.h>

#include <charconv>

namespace omote {

namespace {

constexpr int kMostNumber = 999;

}  // namespace

constinit const std::string_view kVersion = OMOTE_VERSION;

std::optional<Version> parse_version(std::string_view text) {
  Version version;
  const char* at = text.data();
  const char* const end = at + text.size();
  for (auto* number : {&version.major_number, &version.minor_number, &version.patch}) {
    if (number != &version.major_number && (at == end || *at++ != '.')) return std::nullopt;
    const auto read = std::from_chars(at, end, *number);
    if (read.ec != std::errc() || *number < 0 || *number > kMostNumber || (*at == '0' && read.ptr - at > 1)) return std::nullopt;
    at = read.ptr;
  }
  if (at != end) return std::nullopt;
  return version;
}

std::string to_string(Version version) {
  return fmt::format("{}.{}.{}", version.major_number, version.minor_number, version.patch);
}

}  // namespace omote
