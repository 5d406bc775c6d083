#include "domain/incident/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace omote::incident {

namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // Crockford's base 32
constexpr std::size_t kCharacters = 12;                                     // 60 bits, and one to check
constexpr std::size_t kGroup = 4;
constexpr std::array<std::string_view, 5> kStates{"looking", "repairing", "needs_you", "watching", "over"};
constexpr std::array<std::string_view, 3> kKinds{"E", "Q", "OMT"};

// Bits, from the most significant one.
constexpr int kVersionPart = 6, kKind = 2, kRowNumber = 7, kState = 3, kCause = 14, kPercent = 4, kCount = 12;

class Bits {
 public:
  explicit Bits(std::uint64_t bits = 0) : bits_(bits) {}
  void put(std::uint64_t value, int width) { bits_ = (bits_ << width) | (value & ((1ULL << width) - 1)); }
  std::uint64_t take(int width) {  // from the least significant end, the reverse of put
    const auto value = bits_ & ((1ULL << width) - 1);
    bits_ >>= width;
    return value;
  }
  [[nodiscard]] std::uint64_t all() const { return bits_; }

 private:
  std::uint64_t bits_;
};

// FNV-1a, folded to 14 bits; 0 is "unknown".
std::uint64_t hash_of(std::string_view cause) {
  if (cause.empty()) return 0;
  std::uint32_t hash = 2166136261U;
  for (const unsigned char c : cause) hash = (hash ^ c) * 16777619U;
  return 1 + (hash ^ (hash >> 14)) % ((1U << kCause) - 1);
}

// A polynomial over GF(32): notices every single wrong character and every swap of two.
std::uint32_t times_alpha(std::uint32_t value) {
  value <<= 1;
  return (value & 32U) != 0 ? value ^ 0x25U : value;
}

std::uint32_t check_of(std::uint64_t bits) {
  std::uint32_t check = 0;
  for (std::size_t i = kCharacters; i-- > 0;) check = times_alpha(check ^ static_cast<std::uint32_t>((bits >> (5 * i)) & 31));
  return check;
}

std::array<unsigned, 3> version_parts(std::string_view version) {
  std::array<unsigned, 3> parts{};
  const char* at = version.data();
  const char* end = at + version.size();
  for (auto& part : parts) {
    at = std::from_chars(at, end, part).ptr;
    if (at != end) ++at;
  }
  return parts;
}

std::uint64_t row_number(std::string_view row, std::string_view kind) {
  std::uint64_t number = 0;
  std::from_chars(row.data() + kind.size(), row.data() + row.size(), number);
  return number;
}

template <class Names>
std::size_t place_of(const Names& names, std::string_view name) {
  const auto at = std::ranges::find(names, name);
  return at == names.end() ? 0 : static_cast<std::size_t>(at - names.begin());
}

// The value of a character as people write it, or 32.
std::uint64_t value_of(char typed) {
  auto c = static_cast<char>(std::toupper(static_cast<unsigned char>(typed)));
  if (c == 'O') c = '0';
  if (c == 'I' || c == 'L') c = '1';
  return std::min(kAlphabet.find(c), kAlphabet.size());
}

std::optional<std::uint64_t> bits_of(std::string_view number) {
  std::uint64_t bits = 0;
  std::uint64_t check = 0;
  std::size_t count = 0;
  for (const char c : number) {
    if (c == '-' || c == ' ') continue;
    const auto value = value_of(c);
    if (value == kAlphabet.size() || count > kCharacters) return std::nullopt;
    if (count < kCharacters) bits = (bits << 5) | value;
    check = value;
    ++count;
  }
  if (count != kCharacters + 1 || check != check_of(bits)) return std::nullopt;
  return bits;
}

std::string cause_of(std::uint64_t hash, const catalogue::Entry& entry) {
  const auto at = std::ranges::find_if(entry.causes, [&](const auto& cause) { return hash_of(cause.id) == hash; });
  return at == entry.causes.end() ? "" : at->id;
}

}  // namespace

std::string make_number(const NumberFacts& facts) {
  Bits bits;
  for (const auto part : version_parts(facts.version)) bits.put(part, kVersionPart);
  const auto kind = std::ranges::find_if(kKinds, [&](std::string_view name) { return facts.row.starts_with(name); });
  const auto kind_at = kind == kKinds.end() ? kKinds.size() : static_cast<std::size_t>(kind - kKinds.begin());
  bits.put(kind_at, kKind);
  bits.put(kind == kKinds.end() ? 0 : row_number(facts.row, *kind), kRowNumber);
  bits.put(place_of(kStates, facts.state), kState);
  bits.put(hash_of(facts.cause), kCause);
  bits.put(static_cast<std::uint64_t>(std::clamp(facts.percent, 0, 100) / 10), kPercent);
  bits.put(facts.count, kCount);
  std::string number;
  for (std::size_t i = kCharacters; i-- > 0;) {
    number += kAlphabet[(bits.all() >> (5 * i)) & 31];
    if (i % kGroup == 0) number += '-';
  }
  return number + kAlphabet[check_of(bits.all())];
}

std::optional<NumberFacts> read_number(std::string_view number, const catalogue::Catalogue& catalogue) {
  const auto whole = bits_of(number);
  if (!whole) return std::nullopt;
  Bits bits(*whole);
  NumberFacts facts;
  facts.count = static_cast<std::uint32_t>(bits.take(kCount));
  facts.percent = static_cast<int>(bits.take(kPercent)) * 10;
  const auto cause = bits.take(kCause);
  const auto state = bits.take(kState);
  const auto row = bits.take(kRowNumber);
  const auto kind = bits.take(kKind);
  const auto third = bits.take(kVersionPart);
  const auto second = bits.take(kVersionPart);
  facts.version = fmt::format("{}.{}.{}", bits.take(kVersionPart), second, third);
  if (state >= kStates.size() || kind >= kKinds.size() || facts.percent > 100) return std::nullopt;
  facts.state = kStates[state];
  facts.row = fmt::format("{}{:02}", kKinds[kind], row);
  const auto* entry = catalogue.by_row(facts.row);
  if (!entry) return std::nullopt;
  facts.cause = cause_of(cause, *entry);
  return facts;
}

std::string qr_text(const std::string& number, const NumberFacts& facts, const catalogue::Entry& entry) {
  return fmt::format("OMOTE1 {} v={} state={} code={} detail={} cause={} p={}", number, facts.version, facts.state, entry.code,
                     entry.shows, facts.cause.empty() ? "unknown" : facts.cause, facts.percent);
}

}  // namespace omote::incident
