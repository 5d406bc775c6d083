#include "link/host_session.hpp"

#include <utility>

#include "base/log.hpp"

namespace omote::link {

namespace {

constexpr std::chrono::milliseconds kLastWords{200};

SteadyTime steady() {
  return std::chrono::steady_clock::now();
}

// What the other side says is repeated only when it is one of the words that we know.
std::string known_refusal(const std::string& reason) {
  for (const char* known : {"version", "not_paired", "serial_in_use"}) {
    if (reason == known) return reason;
  }
  return "refused";
}

}  // namespace

HostSession::HostSession(net::Loop& loop, std::shared_ptr<net::FrameConnection> connection, HostSessionOptions options,
                         HostSessionEvents events)
    : loop_(loop),
      connection_(std::move(connection)),
      options_(std::move(options)),
      events_(std::move(events)),
      begun_(steady()),
      heard_(begun_),
      ticked_(begun_) {}

std::shared_ptr<HostSession> HostSession::start(net::Loop& loop, std::shared_ptr<net::FrameConnection> connection,
                                                HostSessionOptions options, HostSessionEvents events) {
  const std::shared_ptr<HostSession> session(new HostSession(loop, std::move(connection), std::move(options), std::move(events)));
  const std::weak_ptr<HostSession> weak = session;
  session->connection_->on_frame = [weak](const Bytes& frame) {
    if (const auto self = weak.lock()) self->take_frame(frame);
  };
  session->connection_->on_close = [weak](const std::string&) {
    if (const auto self = weak.lock()) self->end("closed");
  };
  v1::ToTerminal message;
  auto* hello = message.mutable_hello();
  hello->set_version_least(session->options_.versions.least);
  hello->set_version_most(session->options_.versions.most);
  hello->set_software(session->options_.software);
  hello->set_name(session->options_.name);
  session->send(message);
  return session;
}

void HostSession::tick(SteadyTime now) {
  const auto& times = options_.times;
  if (now - ticked_ > kStoodStill) heard_ = now;
  ticked_ = now;
  if (up_ && now - heard_ > times.lost) return end("peer_silent");
  if (options_.pairing && now - begun_ > times.pairing) return end("timed_out");
  if (!options_.pairing && !up_ && now - begun_ > times.hello) return end("peer_silent");
  if (greeted_ && !options_.pairing && now - pinged_ >= times.ping) ping(now);
}

void HostSession::send(const v1::ToTerminal& message) {
  if (!ended_) connection_->send(encode(message));
}

void HostSession::end(const std::string& reason, bool with_last_words) {
  if (ended_) return;
  const auto self = shared_from_this();
  const bool was_up = up_;
  abandon();
  if (with_last_words) {
    loop_.after(kLastWords, [connection = connection_] { connection->close(); });
  } else {
    connection_->close();
  }
  if (events_.on_end) events_.on_end(was_up, reason);
}

void HostSession::abandon() {
  if (std::exchange(ended_, true)) return;
  // Closed with the last reference, or by end().
  loop_.after(kLastWords, [connection = connection_] { connection->close(); });
}

void HostSession::take_frame(const Bytes& frame) {
  if (ended_) return;
  auto message = decode_to_host(frame);
  if (!message) {
    log::warning("link to {}: {}", options_.serial, describe(message.error()));
    return end("malformed");
  }
  heard_ = steady();
  using Kind = v1::ToHost;
  if (message->kind_case() == Kind::kHello) return greet(message->hello());
  if (message->kind_case() == Kind::kRefused) return end(known_refusal(message->refused().reason()));
  if (!greeted_) return end("malformed");
  switch (message->kind_case()) {
    case Kind::kPong: return take_pong(message->pong());
    case Kind::kPairCommit: return take_commitment(message->pair_commit());
    case Kind::kPairNonce: return take_nonce(message->pair_nonce());
    case Kind::kPairConfirm: {
      if (!pairing_ || !pairing_->shows_number()) return end("malformed");
      pairing_->answer_there(message->pair_confirm().same());
      return settle();
    }
    default: break;
  }
  if (!up_) return end("malformed");
  if (events_.on_message) events_.on_message(*message);
  wipe(*message);
}

void HostSession::greet(const v1::Hello& hello) {
  if (greeted_ || hello.serial() != options_.serial) return end("malformed");
  version_ = agreed_version(options_.versions, hello);
  if (version_ == 0) {
    v1::ToTerminal message;
    message.mutable_refused()->set_reason("version");
    send(message);
    return end("version", true);
  }
  greeted_ = true;
  if (options_.pairing) return begin_pairing();
  ping(steady());
}

void HostSession::begin_pairing() {
  pairing_.emplace(Side::Host, options_.fingerprint, connection_->peer_fingerprint());
  v1::ToTerminal message;
  message.mutable_pair_commit()->set_commitment(as_text(pairing_->commitment()));
  send(message);
}

void HostSession::take_commitment(const v1::PairCommit& commit) {
  if (!pairing_) return end("malformed");
  if (!pairing_->take_commitment(as_bytes(commit.commitment()))) return end("broken");
  v1::ToTerminal message;
  message.mutable_pair_nonce()->set_nonce(as_text(pairing_->nonce()));
  send(message);
}

void HostSession::take_nonce(const v1::PairNonce& nonce) {
  if (!pairing_) return end("malformed");
  const auto number = pairing_->take_nonce(as_bytes(nonce.nonce()));
  if (!number) {
    log::warning("link to {}: {}", options_.serial, describe(number.error()));
    return end("broken");
  }
  if (events_.on_number) events_.on_number(*number);
}

void HostSession::answer_pairing(bool same) {
  if (ended_ || !pairing_ || !pairing_->shows_number()) return;
  pairing_->answer_here(same);
  v1::ToTerminal message;
  message.mutable_pair_confirm()->set_same(same);
  send(message);
  settle();
}

void HostSession::settle() {
  if (pairing_->refused()) return end("number_differs", true);
  if (!pairing_->agreed()) return;
  pairing_.reset();
  if (!events_.on_agreed(connection_->peer_fingerprint())) return end("store");
  options_.pairing = false;
  begun_ = steady();
  ping(begun_);
}

void HostSession::ping(SteadyTime now) {
  pinged_ = now;
  v1::ToTerminal message;
  message.mutable_ping()->set_number(++ping_number_);
  send(message);
}

void HostSession::take_pong(const v1::Pong& pong) {
  if (pong.number() == ping_number_) latency_ = std::chrono::duration_cast<std::chrono::microseconds>(heard_ - pinged_);
  if (up_ || pairing_) return;
  up_ = true;
  if (events_.on_up) events_.on_up();
}

}  // namespace omote::link
