#include "link/terminal_link.hpp"

#include <optional>
#include <utility>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "link/pairing/numeric_comparison.hpp"
#include "link/pairing/pair_store.hpp"
#include "net/frames.hpp"
#include "net/udp.hpp"

namespace omote::link {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kTick{50};
constexpr milliseconds kLastWords{200};  // for a refusal to reach the other side
const std::string kHost = "host";        // the one entry of a terminal's pair store

SteadyTime now() {
  return std::chrono::steady_clock::now();
}

std::uint64_t draw_run() {
  std::uint64_t run = 0;
  for (const auto byte : random_bytes(sizeof(run))) run = run << 8 | byte;
  return run;
}

struct Session {
  std::shared_ptr<net::FrameConnection> connection;
  SteadyTime begun = now();
  SteadyTime heard = now();
  bool greeted = false;
  bool up = false;
  std::uint32_t version = 0;
  std::optional<NumericComparison> pairing;
  v1::Hello host;
};

}  // namespace

struct TerminalLink::Inside : std::enable_shared_from_this<Inside> {
  Inside(net::Loop& the_loop, TerminalLinkOptions the_options, TerminalLinkEvents the_events)
      : loop(the_loop), options(std::move(the_options)), events(std::move(the_events)), store(PairStore::open(options.pairs)) {}

  net::Loop& loop;
  TerminalLinkOptions options;
  TerminalLinkEvents events;
  PairStore store;
  std::string fingerprint;
  std::unique_ptr<net::FrameServer> server;
  std::unique_ptr<net::UdpSocket> beacons;
  std::optional<Session> session;
  SteadyTime last_beacon{};
  SteadyTime last_watch{};
  const std::uint64_t run = draw_run();
  bool pairing_allowed = false;

  [[nodiscard]] bool lets_in(const std::string& peer) const { return store.knows(peer) || store.empty() || pairing_allowed; }

  void tick() {
    loop.after(kTick, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->tick();
    });
    watch();
    const auto pause = session && session->up ? options.times.beacon : options.times.beacon / 4;
    if (now() - last_beacon >= pause) send_beacons();
  }

  void watch() {
    const bool stood_still = now() - std::exchange(last_watch, now()) > kStoodStill;
    if (!session) return;
    if (stood_still) session->heard = now();
    const auto age = now() - session->begun;
    if (session->up && now() - session->heard > options.times.lost) return leave("peer_silent");
    if (session->pairing && age > options.times.pairing) return leave("timed_out");
    if (!session->up && !session->pairing && age > options.times.hello) leave("peer_silent");
  }

  void send_beacons() {
    last_beacon = now();
    v1::Beacon beacon;
    beacon.set_serial(options.serial);
    beacon.set_port(server->port());
    beacon.set_name(options.name);
    beacon.set_software(options.software);
    beacon.set_run(run);
    const auto datagram = encode(beacon);
    for (const auto& target : options.beacons) beacons->send(target.address, target.port, datagram);
  }

  void send(const v1::ToHost& message) { session->connection->send(encode(message)); }

  static void refuse(net::Loop& loop, const std::shared_ptr<net::FrameConnection>& connection, const std::string& reason) {
    v1::ToHost message;
    message.mutable_refused()->set_reason(reason);
    connection->send(encode(message));
    loop.after(kLastWords, [connection] { connection->close(); });
  }

  // Ends the session; what was promised to the callbacks is told once.
  void leave(const std::string& reason, bool with_last_words = false) {
    if (!session) return;
    const auto ended = std::exchange(session, std::nullopt);
    if (with_last_words) {
      loop.after(kLastWords, [connection = ended->connection] { connection->close(); });
    } else {
      ended->connection->close();
    }
    if (ended->pairing && events.on_pairing_end) events.on_pairing_end(reason);
    if (ended->up && events.on_down) events.on_down(reason);
  }
  void refuse_and_leave(const std::string& reason) {
    const auto connection = session->connection;
    leave(reason, true);
    refuse(loop, connection, reason);
  }

  void take(std::shared_ptr<net::FrameConnection> connection) {
    if (session) return refuse(loop, connection, "serial_in_use");
    auto* const which = connection.get();
    connection->on_frame = [weak = weak_from_this(), which](const Bytes& frame) {
      const auto self = weak.lock();
      if (self && self->session && self->session->connection.get() == which) self->take_frame(frame);
    };
    connection->on_close = [weak = weak_from_this(), which](const std::string&) {
      const auto self = weak.lock();
      if (self && self->session && self->session->connection.get() == which) self->leave("closed");
    };
    session.emplace();
    session->connection = std::move(connection);
    v1::ToHost message;
    auto* hello = message.mutable_hello();
    hello->set_version_least(options.versions.least);
    hello->set_version_most(options.versions.most);
    hello->set_serial(options.serial);
    hello->set_software(options.software);
    hello->set_name(options.name);
    send(message);
  }

  void take_frame(const Bytes& frame) {
    auto message = decode_to_terminal(frame);
    if (!message) {
      log::warning("link: {}", describe(message.error()));
      return leave("malformed");
    }
    session->heard = now();
    using Kind = v1::ToTerminal;
    if (message->kind_case() == Kind::kHello) return greet(message->hello());
    if (message->kind_case() == Kind::kRefused) return leave(message->refused().reason());
    if (!session->greeted) return leave("malformed");
    switch (message->kind_case()) {
      case Kind::kPing: return answer_ping(message->ping());
      case Kind::kPairCommit: return begin_pairing(message->pair_commit());
      case Kind::kPairNonce: return show_number(message->pair_nonce());
      case Kind::kPairConfirm: return hear_answer(message->pair_confirm());
      default: break;
    }
    if (!session->up) return leave("malformed");
    if (events.on_message) events.on_message(*message);
    wipe(*message);
  }

  void greet(const v1::Hello& hello) {
    if (session->greeted) return leave("malformed");
    session->version = agreed_version(options.versions, hello);
    if (session->version == 0) return refuse_and_leave("version");
    session->greeted = true;
    session->host = hello;
  }

  void answer_ping(const v1::Ping& ping) {
    if (!session->up && !store.knows(session->connection->peer_fingerprint())) return refuse_and_leave("not_paired");
    // The pong goes first: the host takes nothing before it, and on_up is free to send at once.
    v1::ToHost message;
    message.mutable_pong()->set_number(ping.number());
    send(message);
    if (!session || session->up) return;
    session->up = true;
    session->pairing.reset();
    if (events.on_up) events.on_up(session->host);
  }

  void begin_pairing(const v1::PairCommit& commit) {
    if (session->up || session->pairing) return leave("malformed");
    if (!lets_in(session->connection->peer_fingerprint())) return refuse_and_leave("not_paired");
    session->begun = now();
    session->pairing.emplace(Side::Terminal, fingerprint, session->connection->peer_fingerprint());
    if (!session->pairing->take_commitment(as_bytes(commit.commitment()))) return leave("broken");
    v1::ToHost message;
    message.mutable_pair_commit()->set_commitment(as_text(session->pairing->commitment()));
    send(message);
  }

  void show_number(const v1::PairNonce& nonce) {
    if (!session->pairing) return leave("malformed");
    const auto number = session->pairing->take_nonce(as_bytes(nonce.nonce()));
    if (!number) {
      log::warning("link: {}", describe(number.error()));
      return leave("broken");
    }
    v1::ToHost message;
    message.mutable_pair_nonce()->set_nonce(as_text(session->pairing->nonce()));
    send(message);
    if (events.on_pairing_number) events.on_pairing_number(*number);
  }

  void hear_answer(const v1::PairConfirm& answer) {
    if (!session->pairing || !session->pairing->shows_number()) return leave("malformed");
    session->pairing->answer_there(answer.same());
    settle();
  }

  void settle() {
    if (session->pairing->refused()) return leave("number_differs", true);
    if (!session->pairing->agreed()) return;
    const auto stored = store.put(kHost, session->connection->peer_fingerprint());
    if (!stored) log::error("{}", describe(stored.error()));
    if (!stored) return leave("store");
    pairing_allowed = false;
    session->pairing.reset();
    session->begun = now();
    if (events.on_pairing_end) events.on_pairing_end("paired");
  }
};

TerminalLink::TerminalLink(std::shared_ptr<Inside> inside) : inside_(std::move(inside)) {}

TerminalLink::~TerminalLink() {
  inside_->events = {};
  inside_->leave("closed");
}

Result<std::unique_ptr<TerminalLink>> TerminalLink::open(net::Loop& loop, net::Identity identity, TerminalLinkOptions options,
                                                         TerminalLinkEvents events) {
  if (!is_serial(options.serial)) return fail("serial_unusable", options.serial.substr(0, 80));
  auto inside = std::make_shared<Inside>(loop, std::move(options), std::move(events));
  inside->fingerprint = net::fingerprint(identity.certificate_pem);
  const std::weak_ptr<Inside> weak = inside;
  net::TlsServer tls{.identity = std::move(identity), .accept_peer = [weak](const std::string& peer) {
                       const auto self = weak.lock();
                       return self && self->lets_in(peer);
                     }};
  auto server = net::FrameServer::listen(loop, inside->options.address, inside->options.port, std::move(tls),
                                         [weak](std::shared_ptr<net::FrameConnection> connection) {
                                           if (const auto self = weak.lock()) self->take(std::move(connection));
                                         });
  if (!server) return pass(server);
  inside->server = std::move(*server);
  auto socket = net::UdpSocket::open(loop, "0.0.0.0", 0, [](const Bytes&, const std::string&) {});
  if (!socket) return pass(socket);
  inside->beacons = std::move(*socket);
  inside->tick();
  return std::unique_ptr<TerminalLink>(new TerminalLink(std::move(inside)));
}

std::uint16_t TerminalLink::port() const {
  return inside_->server->port();
}
bool TerminalLink::up() const {
  return inside_->session && inside_->session->up;
}
bool TerminalLink::paired() const {
  return !inside_->store.empty();
}

std::uint32_t TerminalLink::version() const {
  return up() ? inside_->session->version : 0;
}

bool TerminalLink::send(const v1::ToHost& message) {
  if (!up()) return false;
  inside_->send(message);
  return true;
}

void TerminalLink::confirm(bool same) {
  auto& session = inside_->session;
  if (!session || !session->pairing || !session->pairing->shows_number()) return;
  session->pairing->answer_here(same);
  v1::ToHost message;
  message.mutable_pair_confirm()->set_same(same);
  inside_->send(message);
  inside_->settle();
}

void TerminalLink::allow_pairing(bool allowed) {
  inside_->pairing_allowed = allowed;
}

Result<void> TerminalLink::forget() {
  auto forgotten = inside_->store.forget(kHost);
  if (forgotten) inside_->leave("not_paired");
  return forgotten;
}

}  // namespace omote::link
