// Private to net/: OpenSSL contexts made from what a TLS side accepts.
#pragma once

#include <openssl/types.h>

#include <memory>
#include <string>

#include "net/tls.hpp"

namespace omote::net {

using SslContext = std::shared_ptr<SSL_CTX>;

// The certificate and the key are readable and belong together.
[[nodiscard]] bool fits_together(const Identity& identity);
// Lower-case hex SHA-256 of the DER; "" for none.
[[nodiscard]] std::string fingerprint_of(const X509* certificate);
[[nodiscard]] std::string common_name_of(const X509* certificate);

// Reason: tls_unusable (certificate, key or authority cannot be used).
[[nodiscard]] Result<SslContext> server_context(const TlsServer& tls);
[[nodiscard]] Result<SslContext> client_context(const TlsClient& tls);
// Makes a session check the server's name or address, and say it in the handshake.
void expect_server(SSL* session, const std::string& name);

// What went wrong with the other side's certificate in this session; "" when nothing did.
[[nodiscard]] std::string verify_problem(const SSL* session);
// An OpenSSL reason number that means that one side refused the other's certificate.
[[nodiscard]] bool is_certificate_reason(int reason);

}  // namespace omote::net
