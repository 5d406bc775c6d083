#include "sim/national/national_system.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "base/file.hpp"
#include "base/log.hpp"
#include "sim/national/control.hpp"
#include "sim/national/faults.hpp"
#include "sim/national/folder_exchange.hpp"
#include "sim/national/pki.hpp"

namespace omote::sim::national {

namespace {

constexpr std::size_t kMostSeen = 100;

struct PreparedTls {
  net::Identity identity;
  std::string authority;
};

Result<PreparedTls> read_tls(const NationalOptions& options) {
  auto authority = read_file(options.pki / "ca.pem");
  if (!authority) return pass(authority);
  auto identity = net::load_identity(options.pki / (options.server_certificate + ".crt"),
                                     options.pki / (options.server_certificate + ".key"));
  if (!identity) return pass(identity);
  return PreparedTls{std::move(*identity), as_text(*authority)};
}

const Operation* find_operation(const net::Request& request) {
  const auto path = request.path();
  if (!path.starts_with(kBase)) return nullptr;
  const auto& all = operations();
  const auto at = std::ranges::find_if(all, [&](const Operation& operation) {
    return operation.method == request.method && path.substr(std::string_view(kBase).size()) == operation.path;
  });
  return at == all.end() ? nullptr : &*at;
}

}  // namespace

struct NationalSystem::Inside {
  Inside(net::Loop& the_loop, NationalOptions the_options, const Clock& the_clock, std::vector<Insured> people,
         HolderAuthority authority)
      : loop(the_loop),
        options(std::move(the_options)),
        clock(the_clock),
        service(std::move(people), std::move(authority), options.environment, switches, clock) {}

  Result<void> listen();
  Result<void> set(const std::string& name, const std::string& value);
  void handle(const net::Request& request, net::HttpServer::Answer answer);
  void respond(const Operation& operation, const net::Request& request, const net::HttpServer::Answer& answer,
               std::chrono::steady_clock::time_point begin);
  void saw(const net::Request& request, unsigned status, std::string summary, std::chrono::steady_clock::time_point begin);

  net::Loop& loop;
  NationalOptions options;
  const Clock& clock;
  Switches switches;
  Service service;
  std::deque<SeenRequest> seen;
  std::function<void(const SeenRequest&)> observer;
  std::uint32_t count = 0;
  std::uint16_t port = 0;
  std::unique_ptr<net::HttpServer> server;
  std::unique_ptr<Control> control;
  std::unique_ptr<FolderExchange> exchange;
  std::shared_ptr<bool> alive = std::make_shared<bool>(true);  // timers look here before they touch anything
};

Result<void> NationalSystem::Inside::listen() {
  auto tls = read_tls(options);
  if (!tls) return pass(tls);
  net::ServerOptions server_options;
  server_options.address = options.address;
  server_options.port = port != 0 ? port : options.port;
  server_options.check_host = false;  // clinics may reach it by any name; they prove themselves by certificate
  server_options.tls = std::make_unique<net::TlsServer>();
  server_options.tls->identity = std::move(tls->identity);
  server_options.tls->client_ca_pem = std::move(tls->authority);
  server_options.tls->allow_tls12 = true;
  auto made = net::HttpServer::listen(loop, std::move(server_options));
  if (!made) return pass(made);
  server = std::move(*made);
  port = server->port();
  server->on_request([this](const net::Request& request, net::HttpServer::Answer answer) {
    handle(request, [answer = std::move(answer), ahead = std::chrono::seconds(switches.number("clock_ahead_s")),
                     now = clock.now()](net::Response response) {
      response.headers.emplace_back("Date", net::http_date(now + ahead));
      answer(std::move(response));
    });
  });
  return {};
}

Result<void> NationalSystem::Inside::set(const std::string& name, const std::string& value) {
  if (auto done = switches.set(name, value); !done) return done;
  if (switches.get("sessions") == "end") {
    service.end_all_sessions();
    static_cast<void>(switches.set("sessions", ""));
  }
  if (name == "environment") service.stand_for(value.empty() ? options.environment : value);
  if (switches.get("locks") == "open") {
    service.unlock_all();
    static_cast<void>(switches.set("locks", ""));
  }
  const bool up = switches.get("network") != "down";
  if (name == "certificate") options.server_certificate = switches.get(name);
  if (!up || name == "certificate") server.reset();
  return up && !server ? listen() : Result<void>{};
}

void NationalSystem::Inside::handle(const net::Request& request, net::HttpServer::Answer answer) {
  const auto begin = std::chrono::steady_clock::now();
  const auto* operation = find_operation(request);
  if (operation == nullptr) {
    saw(request, 404, "no such interface", begin);
    return answer(net::json_response(404, R"({"error":{"code":"OQSB0903E","message":"no such interface"}})"));
  }
  const auto latency = std::chrono::milliseconds(switches.number("latency_ms"));
  loop.after(latency, [this, watch = std::weak_ptr(alive), operation, request, answer = std::move(answer), begin] {
    if (!watch.expired()) respond(*operation, request, answer, begin);
  });
}

void NationalSystem::Inside::respond(const Operation& operation, const net::Request& request,
                                     const net::HttpServer::Answer& answer, std::chrono::steady_clock::time_point begin) {
  const auto& at = switches.get("fault_at");
  const std::string fault = at.empty() || at == operation.name ? switches.get("fault") : "none";
  // Silent answers are lost on the way back: the work was done (reference/trust.md F079).
  const auto reply = service.handle(operation, request.body, std::string(request.header("Authorization")), request.peer_subject);
  if (fault == "silent" || switches.get("network") == "silent") return saw(request, 0, reply.summary + " (not sent)", begin);
  auto response = fault == "none" ? net::json_response(reply.status, reply.body) : spoiled(reply, fault);
  saw(request, response.status, fault == "none" ? reply.summary : reply.summary + " (" + fault + ")", begin);
  answer(std::move(response));
}

void NationalSystem::Inside::saw(const net::Request& request, unsigned status, std::string summary,
                                 std::chrono::steady_clock::time_point begin) {
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
  seen.push_back({++count, to_iso(clock.now()), request.method, std::string(request.path()), status, std::move(summary),
                  static_cast<int>(took.count())});
  if (seen.size() > kMostSeen) seen.pop_front();
  if (observer) observer(seen.back());
}

NationalSystem::NationalSystem(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
NationalSystem::~NationalSystem() = default;

Result<std::unique_ptr<NationalSystem>> NationalSystem::start(net::Loop& loop, NationalOptions options, const Clock& clock) {
  if (auto made = make_national_pki(options.pki); !made) return pass(made);
  auto people = load_insured(options.personas, to_jst(clock.now()).date);
  if (!people) return pass(people);
  auto pem = read_file(options.card_authority);
  if (!pem) return pass(pem);
  auto authority = HolderAuthority::open(as_text(*pem));
  if (!authority) return pass(authority);
  auto inside = std::make_unique<Inside>(loop, std::move(options), clock, std::move(*people), std::move(*authority));
  if (auto listening = inside->listen(); !listening) return pass(listening);
  auto* raw = inside.get();
  auto control = Control::listen(loop, raw->options.control_port,
                                 {.set = [raw](const auto& name, const auto& value) { return raw->set(name, value); },
                                  .switches = [raw]() -> const Switches& { return raw->switches; },
                                  .requests = [raw]() -> const std::deque<SeenRequest>& { return raw->seen; },
                                  .visits = [raw] { return raw->service.visits(); }});
  if (!control) return pass(control);
  inside->control = std::move(*control);
  if (!raw->options.exchange.empty()) {
    inside->exchange = std::make_unique<FolderExchange>(loop, raw->options.exchange, raw->service, raw->switches);
  }
  return std::unique_ptr<NationalSystem>(new NationalSystem(std::move(inside)));
}

std::uint16_t NationalSystem::port() const {
  return inside_->port;
}
std::uint16_t NationalSystem::control_port() const {
  return inside_->control->port();
}
Result<void> NationalSystem::set(const std::string& name, const std::string& value) {
  return inside_->set(name, value);
}
const Switches& NationalSystem::switches() const {
  return inside_->switches;
}
const std::deque<SeenRequest>& NationalSystem::requests() const {
  return inside_->seen;
}
void NationalSystem::on_request(std::function<void(const SeenRequest&)> observer) {
  inside_->observer = std::move(observer);
}
std::size_t NationalSystem::visits() const {
  return inside_->service.visits();
}
Service& NationalSystem::service() {
  return inside_->service;
}

int run_national(NationalOptions options) {
  log::start("omote-sim national", log::Level::Info);
  const SystemClock clock;
  net::Loop loop;
  loop.stop_on_signals();
  auto system = NationalSystem::start(loop, std::move(options), clock);
  if (!system) {
    log::error("{}", describe(system.error()));
    return 1;
  }
  (*system)->on_request([](const SeenRequest& request) {
    log::info("{} {} {} {} ms: {}", request.method, request.path, request.status, request.took_ms, request.summary);
  });
  fmt::print("{{\"port\":{},\"control_port\":{}}}\n", (*system)->port(), (*system)->control_port());
  std::fflush(stdout);
  loop.run();
  return 0;
}

}  // namespace omote::sim::national
