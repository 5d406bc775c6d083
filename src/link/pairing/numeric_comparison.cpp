#include "link/pairing/numeric_comparison.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace omote::link {

namespace {

constexpr std::size_t kNonceSize = 32;

Side other_of(Side side) {
  return side == Side::Terminal ? Side::Host : Side::Terminal;
}

}  // namespace

NumericComparison::NumericComparison(Side own, const std::string& own_fingerprint, const std::string& other_fingerprint)
    : own_(own), nonce_(random_bytes(kNonceSize)) {
  append(fingerprints_, as_bytes(own == Side::Terminal ? own_fingerprint : other_fingerprint));
  append(fingerprints_, as_bytes(own == Side::Terminal ? other_fingerprint : own_fingerprint));
}

// The side is part of it, so that nobody can hand a commitment back as their own.
Bytes NumericComparison::commitment_of(Side side, ByteView nonce) const {
  Bytes all;
  append(all, as_bytes(side == Side::Terminal ? "omote commitment of the terminal" : "omote commitment of the host"));
  append(all, fingerprints_);
  append(all, nonce);
  const auto digest = sha256(all);
  return {digest.begin(), digest.end()};
}

Bytes NumericComparison::commitment() const {
  return commitment_of(own_, nonce_);
}

bool NumericComparison::take_commitment(ByteView commitment) {
  if (!other_commitment_.empty() || commitment.size() != 32) return false;
  other_commitment_.assign(commitment.begin(), commitment.end());
  return true;
}

Result<std::string> NumericComparison::take_nonce(ByteView nonce) {
  if (other_commitment_.empty() || shown_) return fail("pairing_out_of_order");
  if (nonce.size() != kNonceSize || commitment_of(other_of(own_), nonce) != other_commitment_) {
    return fail("pairing_commitment_broken");
  }
  shown_ = true;
  Bytes all;
  append(all, as_bytes("omote number"));
  append(all, fingerprints_);
  append(all, own_ == Side::Terminal ? ByteView(nonce_) : nonce);
  append(all, own_ == Side::Terminal ? nonce : ByteView(nonce_));
  const auto digest = sha256(all);
  const std::uint64_t value = std::uint64_t{big_endian_32(digest)} << 32 | big_endian_32(ByteView(digest).subspan(4));
  return fmt::format("{:06}", value % 1'000'000);
}

}  // namespace omote::link
