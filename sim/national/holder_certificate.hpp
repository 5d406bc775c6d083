// Checks of the holder's authentication certificate and of signatures made with it.
#pragma once

#include <openssl/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/date.hpp"
#include "base/result.hpp"

namespace omote::sim::national {

struct HolderCertificate {
  std::uint64_t serial = 0;
  Date not_before;  // in Japan
  Date not_after;
  std::shared_ptr<EVP_PKEY> key;
};

// One authority of holders' certificates (the simulated JPKI's). Its dates are not looked at.
class HolderAuthority {
 public:
  // Reason: holder_authority_unusable.
  [[nodiscard]] static Result<HolderAuthority> open(const std::string& pem);
  // Nothing when it is no certificate, or not signed by this authority; the dates are the caller's business.
  [[nodiscard]] std::optional<HolderCertificate> check(ByteView der) const;

 private:
  std::shared_ptr<X509> authority_;
};

// PKCS#1 v1.5 with SHA-256 over the challenge.
[[nodiscard]] bool signature_holds(const HolderCertificate& certificate, ByteView challenge, ByteView signature);

}  // namespace omote::sim::national
