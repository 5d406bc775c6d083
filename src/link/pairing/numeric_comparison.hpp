// Two devices that have never met show the same six digits when nobody stands between them (docs/link.md). Pure.
#pragma once

#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace omote::link {

enum class Side { Terminal, Host };

// One pairing, seen from one side: commitment out and in, nonce out and in, number, answers of both people. The nonce must
// go out only after the other side's commitment came in, else the other side could choose its own to fit.
class NumericComparison {
 public:
  // Fingerprints of the two certificates as this side sees them (64 hex digits).
  NumericComparison(Side own, const std::string& own_fingerprint, const std::string& other_fingerprint);

  [[nodiscard]] Bytes commitment() const;
  // False when one came before or it is not 32 bytes.
  [[nodiscard]] bool take_commitment(ByteView commitment);
  // Only after take_commitment.
  [[nodiscard]] const Bytes& nonce() const { return nonce_; }
  // The six digits. Reasons: pairing_out_of_order, pairing_commitment_broken.
  [[nodiscard]] Result<std::string> take_nonce(ByteView nonce);

  void answer_here(bool same) { here_ = same; }
  void answer_there(bool same) { there_ = same; }
  [[nodiscard]] bool shows_number() const { return shown_; }
  [[nodiscard]] bool refused() const { return here_ == false || there_ == false; }
  [[nodiscard]] bool agreed() const { return shown_ && here_ == true && there_ == true; }

 private:
  [[nodiscard]] Bytes commitment_of(Side side, ByteView nonce) const;

  Side own_;
  Bytes fingerprints_;  // terminal's, then host's
  Bytes nonce_;
  Bytes other_commitment_;
  bool shown_ = false;
  std::optional<bool> here_;
  std::optional<bool> there_;
};

}  // namespace omote::link
