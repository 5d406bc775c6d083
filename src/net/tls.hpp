// Keys, certificates and what a TLS side accepts. TLS 1.3 (1.2 only where `allow_tls12` says so), P-256 or RSA.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"

namespace omote::net {

struct Identity {
  std::string certificate_pem;  // leaf first
  Secret key_pem;
};

// A fresh P-256 key with a self-signed certificate for `common_name`, valid for 30 years: the link's own identity.
[[nodiscard]] Identity make_identity(const std::string& common_name);
// Reads certificate and key; makes and stores them (0600, durable; the folder too) when both files are missing.
// Reasons: identity_incomplete (one file only), identity_unreadable.
[[nodiscard]] Result<Identity> load_or_make_identity(const std::filesystem::path& certificate, const std::filesystem::path& key,
                                                     const std::string& common_name);
// Reads an identity that must exist (client certificate of the national system).
[[nodiscard]] Result<Identity> load_identity(const std::filesystem::path& certificate, const std::filesystem::path& key);
// SHA-256 over the DER of the leaf, 64 hex digits. Empty when the text is no certificate.
[[nodiscard]] std::string fingerprint(const std::string& certificate_pem);

// Decides about the other side's leaf certificate by its fingerprint, during the handshake.
using AcceptPeer = std::function<bool(const std::string& fingerprint)>;

struct TlsServer {
  Identity identity;
  std::string client_ca_pem;  // when set: a client certificate from this authority is demanded
  AcceptPeer accept_peer;     // when set: a client certificate is demanded and judged by its fingerprint alone
  bool allow_tls12 = false;
};

struct TlsClient {
  std::string ca_pem;       // authority of the server's certificate; empty: accept_server decides alone
  std::string server_name;  // checked against the certificate when ca_pem is set
  AcceptPeer accept_server;
  bool has_identity = false;
  Identity identity;
  bool allow_tls12 = false;
};

}  // namespace omote::net
