#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <memory>

#include "diagnosis/probes/http_date.hpp"
#include "diagnosis/probes/tcp_tries.hpp"
#include "diagnosis/probes/tls_look.hpp"
#include "diagnosis/probes/tls_words.hpp"

namespace omote::diagnosis {

namespace {

using Steady = std::chrono::steady_clock;

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* thing) const {
    Free(thing);
  }
};
using Context = std::unique_ptr<SSL_CTX, Deleter<SSL_CTX_free>>;
using Session = std::unique_ptr<SSL, Deleter<SSL_free>>;
using Bio = std::unique_ptr<BIO, Deleter<BIO_free_all>>;

Bio memory(ByteView bytes) {
  return Bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}

// A certificate that is wrong by its time alone is noted and passed over: the conversation goes on, to learn the server's time.
// Nothing is told to the server in it. The session holds a place for the note.
int note_time(int fine, X509_STORE_CTX* store) {
  const int error = X509_STORE_CTX_get_error(store);
  if (fine == 1 || (error != X509_V_ERR_CERT_HAS_EXPIRED && error != X509_V_ERR_CERT_NOT_YET_VALID)) return fine;
  auto* session = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  if (auto* note = static_cast<int*>(SSL_get_app_data(session)); *note == 0) *note = error;
  return 1;
}

void trust(SSL_CTX* context, const std::string& ca_pem) {
  const auto text = memory(as_bytes(ca_pem));
  while (auto* certificate = PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr)) {
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context), certificate);
    X509_free(certificate);
  }
}

void use(SSL_CTX* context, const net::Identity& identity) {
  const auto text = memory(as_bytes(identity.certificate_pem));
  const std::unique_ptr<X509, Deleter<X509_free>> leaf(PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr));
  if (leaf) SSL_CTX_use_certificate(context, leaf.get());
  while (auto* further = PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr)) SSL_CTX_add0_chain_cert(context, further);
  const auto key_text = memory(identity.key_pem.reveal());
  char no_password[] = "";
  const std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>> key(
      PEM_read_bio_PrivateKey(key_text.get(), nullptr, nullptr, no_password));
  if (key) SSL_CTX_use_PrivateKey(context, key.get());
}

Context make_context(const TlsQuestion& question) {
  Context context(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, note_time);
  trust(context.get(), question.ca_pem);
  if (question.identity) use(context.get(), *question.identity);
  ERR_clear_error();
  return context;
}

// The library writes to sockets as to files: one that the other side closed would end this program by a signal.
class NoPipeSignal {
 public:
  NoPipeSignal() {
    ::sigemptyset(&pipe_);
    ::sigaddset(&pipe_, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  NoPipeSignal(const NoPipeSignal&) = delete;
  NoPipeSignal& operator=(const NoPipeSignal&) = delete;
  ~NoPipeSignal() {
    constexpr timespec kNow{};
    if (::sigismember(&before_, SIGPIPE) == 0) ::sigtimedwait(&pipe_, nullptr, &kNow);
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t pipe_{}, before_{};
};

// A socket and the TLS on it, that does each step within one time for all.
class Talk {
 public:
  Talk(int fd, const TlsQuestion& question, WallTime now, Steady::time_point until)
      : fd_(fd), until_(until), context_(make_context(question)), session_(SSL_new(context_.get())) {
    SSL_set_app_data(session_.get(), &time_error_);
    SSL_set_fd(session_.get(), fd_);
    auto* parameters = SSL_get0_param(session_.get());
    X509_VERIFY_PARAM_set_time(parameters, std::chrono::system_clock::to_time_t(now));
    if (X509_VERIFY_PARAM_set1_ip_asc(parameters, question.name.c_str()) != 1) {
      ERR_clear_error();
      X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
      X509_VERIFY_PARAM_set1_host(parameters, question.name.data(), question.name.size());
      SSL_ctrl(session_.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, const_cast<char*>(question.name.c_str()));
    }
  }

  // The step's own result; 0 and less: it failed, and word() says how.
  template <class Step>
  int run(Step step) {
    for (;;) {
      ERR_clear_error();
      const int result = step(session_.get());
      if (result > 0) return result;
      const int want = SSL_get_error(session_.get(), result);
      const bool read = want == SSL_ERROR_WANT_READ;
      if ((!read && want != SSL_ERROR_WANT_WRITE) || !wait(read ? POLLIN : POLLOUT)) {
        note_end(want);
        return 0;
      }
    }
  }
  [[nodiscard]] std::string word() const { return time_error_ == 0 ? word_ : word_for_certificate(time_error_); }

 private:
  bool wait(short what) const {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until_ - Steady::now()).count();
    pollfd one{fd_, what, 0};
    return left > 0 && ::poll(&one, 1, static_cast<int>(left)) > 0;
  }
  void note_end(int want) {
    const int reason = ERR_GET_REASON(ERR_peek_error());
    const auto verified = SSL_get_verify_result(session_.get());
    const bool met_server = SSL_get0_peer_certificate(session_.get()) != nullptr;
    if (want != SSL_ERROR_SSL) {
      word_ = "none";  // silence, or the connection was cut
    } else if (verified != X509_V_OK && !SSL_is_init_finished(session_.get()) && time_error_ == 0) {
      word_ = word_for_certificate(static_cast<int>(verified));
    } else {
      word_ = word_for_end(reason, met_server);
    }
    ERR_clear_error();
  }

  int fd_;
  Steady::time_point until_;
  Context context_;
  int time_error_ = 0;
  std::string word_ = "ok";
  Session session_;
};

// A server that refuses our certificate says so only when it is asked something (TLS 1.3).
void converse(Talk& talk, const TlsQuestion& question, const Clock& clock, TlsLook& look) {
  const auto begin = clock.now();
  if (talk.run([](SSL* session) { return SSL_connect(session); }) <= 0) return;
  const auto request = "HEAD / HTTP/1.1\r\nHost: " + question.name + "\r\nConnection: close\r\n\r\n";
  static_cast<void>(talk.run([&](SSL* session) { return SSL_write(session, request.data(), static_cast<int>(request.size())); }));
  std::string answer;
  while (answer.find("\r\n\r\n") == std::string::npos && answer.size() < 16 << 10) {
    std::array<char, 2048> piece{};
    const int size = talk.run([&](SSL* session) { return SSL_read(session, piece.data(), static_cast<int>(piece.size())); });
    if (size <= 0) break;
    answer.append(piece.data(), static_cast<std::size_t>(size));
  }
  look.asked = begin + (clock.now() - begin) / 2;
  look.server_time = date_of_answer(answer);
}

}  // namespace

TlsLook look_at_tls(const TlsQuestion& question, const Clock& clock, Steady::time_point until) {
  TlsLook look;
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Steady::now());
  double took_ms = 0;
  const int fd = connect_tcp(question.address, question.port, left, took_ms);
  if (fd < 0) return look;
  look.reachable = true;
  look.latency_ms = took_ms;
  {
    const NoPipeSignal no_signal;
    Talk talk(fd, question, clock.now(), until);
    converse(talk, question, clock, look);
    look.tls = talk.word();
  }
  ::close(fd);
  return look;
}

}  // namespace omote::diagnosis
