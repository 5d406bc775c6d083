// A holder's card as far as the national system sees it: an authentication certificate of the test's own authority, and
// signatures with its key.
#pragma once

#include <openssl/types.h>

#include <memory>
#include <string>

#include "base/bytes.hpp"

namespace omote::sim::national::test {

class Holders {
 public:
  Holders();
  [[nodiscard]] std::string authority_pem() const;
  // DER. Days are relative to now. All holders share one key, which keeps the tests quick.
  [[nodiscard]] Bytes certificate(std::uint32_t serial, int from_day, int to_day) const;
  // Signed by an authority that nobody knows, with the same name.
  [[nodiscard]] Bytes forged_certificate(std::uint32_t serial) const;
  [[nodiscard]] Bytes sign(ByteView challenge) const;

 private:
  std::shared_ptr<EVP_PKEY> authority_key_, other_key_, holder_key_;
  std::shared_ptr<X509> authority_;
};

}  // namespace omote::sim::national::test
