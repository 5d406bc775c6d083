#include "link/host_link.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/log.hpp"
#include "link/host_session.hpp"
#include "link/pairing/pair_store.hpp"
#include "net/frames.hpp"
#include "net/udp.hpp"

namespace omote::link {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kTick{50};
constexpr milliseconds kFirstRetry{100};
constexpr std::chrono::seconds kRemembered{10};
constexpr int kTwinGone = 3;            // so many beacons did not come
constexpr std::size_t kMostFound = 64;  // beacons are anybody's: so many strangers are listed at most

SteadyTime now() {
  return std::chrono::steady_clock::now();
}

struct Terminal {
  v1::Beacon beacon;
  std::string ip;
  SteadyTime seen{};
  SteadyTime next_try{};
  milliseconds pause = kFirstRetry;
  bool connecting = false;
  bool pairing = false;
  std::string trouble;
  std::shared_ptr<HostSession> session;
  SteadyTime twin_since{};  // beacons of another device under this serial number
  SteadyTime twin_seen{};
};

// Nothing that trying again at once could change.
bool is_refusal(const std::string& reason) {
  static constexpr std::array<std::string_view, 4> kRefusals{"version", "not_paired", "serial_in_use", "other_certificate"};
  return std::ranges::find(kRefusals, reason) != kRefusals.end();
}

}  // namespace

struct HostLink::Inside : std::enable_shared_from_this<Inside> {
  Inside(net::Loop& the_loop, net::Identity the_identity, HostLinkOptions the_options, HostLinkEvents the_events)
      : loop(the_loop),
        identity(std::move(the_identity)),
        fingerprint(net::fingerprint(identity.certificate_pem)),
        options(std::move(the_options)),
        events(std::move(the_events)),
        store(PairStore::open(options.pairs)) {
    for (const auto& [serial, ignored] : store.all()) terminals[serial].beacon.set_serial(serial);
  }

  net::Loop& loop;
  net::Identity identity;
  std::string fingerprint;
  HostLinkOptions options;
  HostLinkEvents events;
  PairStore store;
  std::unique_ptr<net::UdpSocket> socket;
  std::map<std::string, Terminal> terminals;

  [[nodiscard]] KnownTerminal describe_terminal(const std::string& serial, const Terminal& terminal) const {
    KnownTerminal known{.serial = serial, .name = terminal.beacon.name(), .software = terminal.beacon.software()};
    known.heard = terminal.beacon.port() != 0 && now() - terminal.seen <= kRemembered;
    if (terminal.beacon.port() != 0) known.address = fmt::format("{}:{}", terminal.ip, terminal.beacon.port());
    known.paired = store.fingerprint_of(serial).has_value();
    known.up = terminal.session && terminal.session->up();
    // A device that restarted is heard while its old session ends; a twin stays longer.
    const bool long_enough = terminal.twin_seen - terminal.twin_since >= options.times.lost;
    known.twin = known.up && long_enough && now() - terminal.twin_seen <= kTwinGone * options.times.beacon;
    const bool waiting = terminal.connecting || terminal.session;
    if (!known.up)
      known.reason = known.address.empty() ? "not_found" : waiting || terminal.trouble.empty() ? "connecting" : terminal.trouble;
    return known;
  }

  void tick() {
    loop.after(kTick, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->tick();
    });
    std::vector<std::string> serials;
    for (const auto& [serial, ignored] : terminals) serials.push_back(serial);
    // A callback may change the list.
    for (const auto& serial : serials) {
      const auto at = terminals.find(serial);
      if (at == terminals.end()) continue;
      const auto session = at->second.session;
      if (session) session->tick(now());
      if (!session && now() >= at->second.next_try) connect(serial);
    }
    std::erase_if(terminals, [&](const auto& entry) {
      const auto& terminal = entry.second;
      const bool needed = terminal.session || terminal.connecting || terminal.pairing || store.fingerprint_of(entry.first);
      return !needed && now() - terminal.seen > kRemembered;
    });
  }

  void take_beacon(const Bytes& datagram, const std::string& from) {
    const auto beacon = decode_beacon(datagram);
    if (!beacon) return;
    const auto& serial = beacon->serial();
    if (!terminals.contains(serial) && terminals.size() >= kMostFound + store.all().size()) return;
    auto& terminal = terminals[serial];
    const bool moved = terminal.ip != from || terminal.beacon.port() != beacon->port();
    const bool other_run = terminal.beacon.run() != beacon->run();
    if (other_run && terminal.session && terminal.session->up()) return note_twin(terminal);
    terminal.beacon = *beacon;
    terminal.ip = from;
    terminal.seen = now();
    if (moved || !is_refusal(terminal.trouble)) terminal.next_try = now();
    if (moved && events.on_found) events.on_found(describe_terminal(serial, terminal));
    if (terminals.contains(serial) && now() >= terminals[serial].next_try) connect(serial);
  }

  void note_twin(Terminal& terminal) const {
    if (now() - terminal.twin_seen > kTwinGone * options.times.beacon) terminal.twin_since = now();
    terminal.twin_seen = now();
  }

  void connect(const std::string& serial) {
    auto& terminal = terminals[serial];
    const auto pinned = store.fingerprint_of(serial);
    if (terminal.connecting || terminal.session || terminal.beacon.port() == 0 || (!pinned && !terminal.pairing)) return;
    terminal.connecting = true;
    const auto judged_bad = std::make_shared<bool>(false);
    net::TlsClient tls{.accept_server =
                           [pinned, judged_bad](const std::string& peer) {
                             *judged_bad = pinned && peer != *pinned;
                             return !*judged_bad;
                           },
                       .has_identity = true,
                       .identity = {identity.certificate_pem, identity.key_pem.copy()}};
    net::connect_frames(loop, terminal.ip, static_cast<std::uint16_t>(terminal.beacon.port()), std::move(tls),
                        [weak = weak_from_this(), serial, judged_bad](Result<std::shared_ptr<net::FrameConnection>> opened) {
                          if (const auto self = weak.lock()) return self->opened(serial, opened, *judged_bad);
                          if (opened) (*opened)->close();
                        });
  }

  void opened(const std::string& serial, Result<std::shared_ptr<net::FrameConnection>>& connection, bool judged_bad) {
    const auto at = terminals.find(serial);
    const bool wanted = at != terminals.end() && (at->second.pairing || store.fingerprint_of(serial));
    if (at != terminals.end()) at->second.connecting = false;
    if (!connection) {
      const bool refused = connection.error().reason == Reason("frame_refused");
      log::debug("link to {}: {}", serial, describe(connection.error()));
      if (wanted) ended(serial, false, judged_bad ? "other_certificate" : refused ? "not_paired" : "unreachable");
      return;
    }
    if (!wanted) return (*connection)->close();
    start_session(serial, at->second, *connection);
  }

  void start_session(const std::string& serial, Terminal& terminal, std::shared_ptr<net::FrameConnection> connection) {
    const std::weak_ptr<Inside> weak = weak_from_this();
    const auto with = [weak](const auto& action) {
      return [weak, action](auto&&... values) {
        if (const auto self = weak.lock()) action(*self, values...);
      };
    };
    HostSessionOptions session{.serial = serial,
                               .name = options.name,
                               .software = options.software,
                               .fingerprint = fingerprint,
                               .pairing = terminal.pairing,
                               .times = options.times,
                               .versions = options.versions};
    HostSessionEvents events_of{
        .on_up = with([serial](Inside& self) { self.came_up(serial); }),
        .on_end = with([serial](Inside& self, bool was_up, const std::string& reason) { self.ended(serial, was_up, reason); }),
        .on_message = with([serial](Inside& self, const v1::ToHost& message) {
          if (self.events.on_message) self.events.on_message(serial, message);
        }),
        .on_number = with([serial](Inside& self, const std::string& number) {
          if (self.events.on_pairing_number) self.events.on_pairing_number(serial, number);
        }),
        .on_agreed = [weak, serial](const std::string& peer) {
          const auto self = weak.lock();
          return self && self->store_pair(serial, peer);
        }};
    terminal.session = HostSession::start(loop, std::move(connection), std::move(session), std::move(events_of));
  }

  bool store_pair(const std::string& serial, const std::string& peer) {
    const auto stored = store.put(serial, peer);
    if (!stored) {
      log::error("{}", describe(stored.error()));
      return false;
    }
    terminals[serial].pairing = false;
    if (events.on_pairing_end) events.on_pairing_end(serial, "paired");
    return true;
  }

  void came_up(const std::string& serial) {
    auto& terminal = terminals[serial];
    terminal.pause = kFirstRetry;
    terminal.trouble.clear();
    terminal.twin_since = terminal.twin_seen = {};
    if (events.on_up) events.on_up(serial);
  }

  // A session or an attempt is over.
  void ended(const std::string& serial, bool was_up, const std::string& reason) {
    auto& terminal = terminals[serial];
    terminal.session.reset();
    // Beacons from before the break say nothing about now.
    if (was_up) terminal.seen = {};
    terminal.next_try = now() + terminal.pause;
    terminal.pause = std::min(terminal.pause * 2, options.times.retry);
    if (std::exchange(terminal.pairing, false)) {
      if (events.on_pairing_end) events.on_pairing_end(serial, reason);
      return;
    }
    const bool news = was_up || terminal.trouble != reason;
    terminal.trouble = reason;
    if (news && events.on_down) events.on_down(serial, reason);
  }
};

HostLink::HostLink(std::shared_ptr<Inside> inside) : inside_(std::move(inside)) {}

HostLink::~HostLink() {
  inside_->events = {};
  for (auto& [ignored, terminal] : inside_->terminals) {
    if (terminal.session) terminal.session->abandon();
  }
}

Result<std::unique_ptr<HostLink>> HostLink::open(net::Loop& loop, net::Identity identity, HostLinkOptions options,
                                                 HostLinkEvents events) {
  auto inside = std::make_shared<Inside>(loop, std::move(identity), std::move(options), std::move(events));
  auto socket = net::UdpSocket::open(loop, inside->options.beacon_address, inside->options.beacon_port,
                                     [weak = std::weak_ptr(inside)](const Bytes& datagram, const std::string& from) {
                                       if (const auto self = weak.lock()) self->take_beacon(datagram, from);
                                     });
  if (!socket) return pass(socket);
  inside->socket = std::move(*socket);
  inside->tick();
  return std::unique_ptr<HostLink>(new HostLink(std::move(inside)));
}

std::uint16_t HostLink::beacon_port() const {
  return inside_->socket->port();
}

std::vector<KnownTerminal> HostLink::terminals() const {
  std::vector<KnownTerminal> known;
  for (const auto& [serial, terminal] : inside_->terminals) known.push_back(inside_->describe_terminal(serial, terminal));
  return known;
}

bool HostLink::up(const std::string& serial) const {
  const auto at = inside_->terminals.find(serial);
  return at != inside_->terminals.end() && at->second.session && at->second.session->up();
}

bool HostLink::send(const std::string& serial, const v1::ToTerminal& message) {
  if (!up(serial)) return false;
  inside_->terminals[serial].session->send(message);
  return true;
}

std::optional<std::chrono::microseconds> HostLink::latency(const std::string& serial) const {
  if (!up(serial)) return std::nullopt;
  return inside_->terminals[serial].session->latency();
}

std::uint32_t HostLink::version(const std::string& serial) const {
  return up(serial) ? inside_->terminals[serial].session->version() : 0;
}

Result<void> HostLink::start_pairing(const std::string& serial) {
  const auto at = inside_->terminals.find(serial);
  if (at == inside_->terminals.end() || at->second.beacon.port() == 0) return fail("terminal_not_found", serial.substr(0, 80));
  if (inside_->store.fingerprint_of(serial)) return fail("terminal_paired_already", serial);
  at->second.pairing = true;
  inside_->connect(serial);
  return {};
}

void HostLink::answer_pairing(const std::string& serial, bool same) {
  const auto at = inside_->terminals.find(serial);
  if (at == inside_->terminals.end()) return;
  if (const auto session = at->second.session) session->answer_pairing(same);
}

Result<void> HostLink::reconnect(const std::string& serial) {
  const auto at = inside_->terminals.find(serial);
  if (at == inside_->terminals.end() || at->second.beacon.port() == 0) return fail("terminal_not_heard", serial);
  const auto session = at->second.session;
  if (session && session->up()) return {};
  if (session) session->end("closed");
  at->second.pause = kFirstRetry;
  at->second.next_try = now();
  inside_->connect(serial);
  return {};
}

Result<void> HostLink::forget(const std::string& serial) {
  auto forgotten = inside_->store.forget(serial);
  const auto at = inside_->terminals.find(serial);
  const auto session = forgotten && at != inside_->terminals.end() ? at->second.session : nullptr;
  if (session) session->end("not_paired");
  return forgotten;
}

}  // namespace omote::link
