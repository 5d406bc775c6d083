#include "net/tls_context.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>

namespace omote::net {

namespace {

// What the certificate callback decides by; owned by the context.
struct Judge {
  AcceptPeer accept;
  bool by_authority = false;
};

void free_judge(void*, void* judge, CRYPTO_EX_DATA*, int, long, void*) {
  delete static_cast<Judge*>(judge);
}

int judge_index() {
  static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, free_judge);
  return index;
}

int judge_peer(X509_STORE_CTX* store, void* judge_pointer) {
  const auto& judge = *static_cast<const Judge*>(judge_pointer);
  if (judge.by_authority && X509_verify_cert(store) != 1) return 0;
  if (!judge.accept || judge.accept(fingerprint_of(X509_STORE_CTX_get0_cert(store)))) return 1;
  X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED);
  return 0;
}

std::unique_ptr<BIO, decltype(&BIO_free_all)> memory(ByteView text) {
  return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free_all};
}

bool use_identity(SSL_CTX* context, const Identity& identity) {
  const auto certificates = memory(as_bytes(identity.certificate_pem));
  std::unique_ptr<X509, decltype(&X509_free)> leaf(PEM_read_bio_X509(certificates.get(), nullptr, nullptr, nullptr), X509_free);
  if (!leaf || SSL_CTX_use_certificate(context, leaf.get()) != 1) return false;
  while (auto* further = PEM_read_bio_X509(certificates.get(), nullptr, nullptr, nullptr)) {
    if (SSL_CTX_add0_chain_cert(context, further) != 1) return false;
  }
  ERR_clear_error();  // the end of the text is not a mistake
  const auto key_text = memory(identity.key_pem.reveal());
  // An empty password: OpenSSL would otherwise ask at the console for that of an encrypted key.
  char no_password[] = "";
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(PEM_read_bio_PrivateKey(key_text.get(), nullptr, nullptr, no_password),
                                                          EVP_PKEY_free);
  return key && SSL_CTX_use_PrivateKey(context, key.get()) == 1 && SSL_CTX_check_private_key(context) == 1;
}

bool trust(SSL_CTX* context, const std::string& authority_pem) {
  const auto text = memory(as_bytes(authority_pem));
  int count = 0;
  while (auto* certificate = PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr)) {
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context), certificate);
    SSL_CTX_add_client_CA(context, certificate);
    X509_free(certificate);
    ++count;
  }
  ERR_clear_error();
  return count > 0;
}

SslContext fresh(const SSL_METHOD* method, bool allow_tls12) {
  SslContext context(SSL_CTX_new(method), SSL_CTX_free);
  SSL_CTX_set_min_proto_version(context.get(), allow_tls12 ? TLS1_2_VERSION : TLS1_3_VERSION);
  // Every connection shakes hands wholly: a resumed one would skip the judgement of the certificate.
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context.get(), 0);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  return context;
}

void install(SSL_CTX* context, int verify_mode, Judge judge) {
  auto* owned = new Judge(std::move(judge));
  SSL_CTX_set_ex_data(context, judge_index(), owned);
  SSL_CTX_set_cert_verify_callback(context, judge_peer, owned);
  SSL_CTX_set_verify(context, verify_mode, nullptr);
}

// The library keeps its complaint per thread; it is taken away so that no later call meets it.
std::string complaint(std::string what) {
  std::array<char, 256> text{};
  if (const auto error = ERR_get_error(); error != 0) {
    ERR_error_string_n(error, text.data(), text.size());
    what += std::string(": ") + text.data();
  }
  ERR_clear_error();
  return what;
}

Result<SslContext> finished(SslContext context, const std::string& problem) {
  if (!problem.empty()) return fail("tls_unusable", complaint(problem));
  return context;
}

}  // namespace

bool fits_together(const Identity& identity) {
  const auto context = fresh(TLS_method(), false);
  const bool fits = use_identity(context.get(), identity);
  ERR_clear_error();
  return fits;
}

std::string fingerprint_of(const X509* certificate) {
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (certificate == nullptr || X509_digest(certificate, EVP_sha256(), digest.data(), &size) != 1) {
    ERR_clear_error();
    return {};
  }
  return to_hex(ByteView(digest).first(size));
}

std::string common_name_of(const X509* certificate) {
  if (certificate == nullptr) return {};
  const auto* name = X509_get_subject_name(certificate);
  const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
  if (at < 0) return {};
  unsigned char* text = nullptr;
  const int size = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
  if (size < 0) return {};
  std::string result(reinterpret_cast<const char*>(text), static_cast<std::size_t>(size));
  OPENSSL_free(text);
  return result;
}

Result<SslContext> server_context(const TlsServer& tls) {
  auto context = fresh(TLS_server_method(), tls.allow_tls12);
  std::string problem;
  if (!use_identity(context.get(), tls.identity)) problem = "the server's certificate or key";
  if (!tls.client_ca_pem.empty() && !trust(context.get(), tls.client_ca_pem)) problem = "the clients' authority";
  if (!tls.client_ca_pem.empty() || tls.accept_peer) {
    install(context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, {tls.accept_peer, !tls.client_ca_pem.empty()});
  }
  return finished(std::move(context), problem);
}

Result<SslContext> client_context(const TlsClient& tls) {
  auto context = fresh(TLS_client_method(), tls.allow_tls12);
  std::string problem;
  if (tls.has_identity && !use_identity(context.get(), tls.identity)) problem = "the client's certificate or key";
  if (!tls.ca_pem.empty() && !trust(context.get(), tls.ca_pem)) problem = "the server's authority";
  auto accept = tls.accept_server;
  if (tls.ca_pem.empty() && !accept) {
    accept = [](const std::string&) { return false; };  // nobody said whom to trust: nobody is trusted
  }
  install(context.get(), SSL_VERIFY_PEER, {std::move(accept), !tls.ca_pem.empty()});
  return finished(std::move(context), problem);
}

void expect_server(SSL* session, const std::string& name) {
  auto* parameters = SSL_get0_param(session);
  if (X509_VERIFY_PARAM_set1_ip_asc(parameters, name.c_str()) == 1) return;
  ERR_clear_error();
  X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  X509_VERIFY_PARAM_set1_host(parameters, name.data(), name.size());
  // SSL_set_tlsext_host_name as a macro casts in the old style.
  SSL_ctrl(session, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, const_cast<char*>(name.c_str()));
}

std::string verify_problem(const SSL* session) {
  const auto result = SSL_get_verify_result(session);
  return result == X509_V_OK ? std::string() : std::string(X509_verify_cert_error_string(result));
}

bool is_certificate_reason(int reason) {
  switch (reason) {
    case SSL_R_CERTIFICATE_VERIFY_FAILED:
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
    case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
    case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_NO_CERTIFICATE:
    case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
    case SSL_R_TLSV1_ALERT_ACCESS_DENIED: return true;
    default: return false;
  }
}

}  // namespace omote::net
