#include "tests/bench/terminals/practice.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/bytes.hpp"
#include "base/file.hpp"
#include "link/messages/web_json.hpp"
#include "link/pairing/pair_store.hpp"
#include "net/http.hpp"
#include "net/local_token.hpp"
#include "net/tls.hpp"
#include "sim/national/accounts.hpp"

namespace omote::bench::terminals {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kStart{60};  // sixteen programs load their networks on whatever cores there are

std::string quoted(const std::string& text) {
  return '"' + text + '"';
}

std::string pc_address(int terminal) {
  return fmt::format("10.77.{}.1", terminal + 1);
}

std::string terminal_address(int terminal) {
  return fmt::format("10.77.{}.2", terminal + 1);
}

// The same settings as the site's own terminal, with what is each terminal's own put in its place.
std::string settings_like(std::string text, const std::vector<std::pair<std::string, std::string>>& own) {
  for (const auto& [theirs, ours] : own) {
    for (auto at = text.find(theirs); at != std::string::npos; at = text.find(theirs, at + ours.size()))
      text.replace(at, theirs.size(), ours);
  }
  return text;
}

net::Response exchange(std::uint16_t port, net::Request request) {
  net::ClientOptions where;
  where.port = port;
  for (auto& header : net::local_headers(port)) request.headers.push_back(std::move(header));
  auto answer = net::HttpClient(std::move(where)).exchange(std::move(request));
  return answer ? std::move(*answer) : net::Response{.status = 0};
}

}  // namespace

Result<std::unique_ptr<Practice>> Practice::open(sim::bench::Wardrobe& wardrobe, int terminals) {
  auto practice = std::unique_ptr<Practice>(new Practice());
  if (auto started = practice->start(wardrobe, terminals); !started) return pass(started);
  return practice;
}

std::string Practice::serial(int terminal) {
  return fmt::format("OMT{:07}", terminal + 1);
}

Result<void> Practice::start(sim::bench::Wardrobe& wardrobe, int terminals) {
  if (auto laid = lay_cables(terminals); !laid) return laid;
  if (auto started = start_readers(wardrobe); !started) return started;
  sim::bench::SiteOptions options;
  options.folder = folder_.path();
  options.data = fs::path(OMOTE_BUILD_DIR).parent_path() / "data";
  options.pages = fs::path(OMOTE_BUILD_DIR).parent_path() / "web";
  options.card_service = service_->environment();
  options.face_stream = counters_[0]->face_socket();
  options.card_face_stream = counters_[0]->tray_socket();
  options.serial = serial(0);
  options.network.pc_link = pc_address(0);
  options.network.terminal_link = terminal_address(0);
  options.network.on_terminal = machines_[0].prefix();
  options.host_settings["link.discovery_address"] = quoted("0.0.0.0");
  name_terminals(options.host_settings);
  site_.emplace(std::move(options));
  if (auto paired = pair_all(); !paired) return paired;
  if (auto started = site_->start_national(); !started) return started;
  if (auto started = site_->start_host_and_terminal(); !started) return started;
  open_page(0, site_->kiosk_port());
  for (int i = 1; i < terminals; ++i) {
    if (auto started = start_terminal(i); !started) return started;
  }
  return {};
}

Result<void> Practice::lay_cables(int terminals) {
  for (int i = 0; i < terminals; ++i) {
    auto machine = sim::network::Machine::make(fmt::format("terminal{}", i));
    if (!machine) return pass(machine);
    machines_.push_back(std::move(*machine));
    if (auto plugged = plug(i, i); !plugged) return plugged;
  }
  return {};
}

Result<void> Practice::pull(int port) {
  return sim::network::run_tool({"ip", "link", "del", fmt::format("usb{}", port)});
}

Result<void> Practice::plug(int terminal, int port) {
  const auto adapter = fmt::format("usb{}", port);
  const auto& machine = machines_[static_cast<std::size_t>(terminal)].name();
  const std::vector<std::vector<std::string>> steps{
      {"ip", "link", "add", adapter, "type", "veth", "peer", "name", "eth0", "netns", machine},
      {"ip", "-n", machine, "addr", "add", terminal_address(terminal) + "/24", "dev", "eth0"},
      {"ip", "-n", machine, "link", "set", "eth0", "up"},
      {"ip", "addr", "add", pc_address(terminal) + "/24", "dev", adapter},
      {"ip", "link", "set", adapter, "up"}};
  for (const auto& step : steps) {
    if (auto done = sim::network::run_tool(step); !done) return done;
  }
  return {};
}

Result<void> Practice::start_readers(sim::bench::Wardrobe& wardrobe) {
  std::vector<const sim::reader::VirtualReader*> readers;
  for (int i = 0; i < terminals(); ++i) {
    auto counter = sim::bench::Counter::open(std::to_string(i + 1), folder_.path() / fmt::format("counter{}", i), wardrobe);
    if (!counter) return pass(counter);
    readers.push_back(&(*counter)->reader());
    counters_.push_back(std::move(*counter));
  }
  auto service = sim::reader::PrivateCardService::start(folder_.path() / "pcscd", readers);
  if (!service) return pass(service);
  service_.emplace(std::move(*service));
  return {};
}

void Practice::name_terminals(std::map<std::string, std::string>& settings) const {
  for (int i = 0; i < terminals(); ++i) {
    const auto section = "terminals." + serial(i) + ".";
    settings[section + "reader"] = quoted(fmt::format("Omote Virtual Reader {:02X} 00", i));
    settings[section + "login"] = quoted(sim::national::account_of_terminal(i).device_id);
    settings[section + "password_file"] = quoted(fmt::format("password{}", i));
  }
}

// As if two people had compared the number once, for each terminal (Site does it for its own).
Result<void> Practice::pair_all() const {
  const auto host_folder = folder_.path() / "host";
  std::error_code ignored;
  fs::create_directories(host_folder, ignored);
  auto host = net::load_or_make_identity(host_folder / "link.pem", host_folder / "link.key", "omote-host");
  if (!host) return pass(host);
  auto host_pairs = link::PairStore::open(host_folder / "pairs");
  for (int i = 0; i < terminals(); ++i) {
    const auto& account = sim::national::account_of_terminal(i);
    if (auto written = write_durably(folder_.path() / fmt::format("password{}", i), as_bytes(account.password)); !written)
      return pass(written);
    if (i == 0) continue;
    const auto folder = folder_.path() / fmt::format("terminal{}", i);
    fs::create_directories(folder, ignored);
    auto terminal = net::load_or_make_identity(folder / "link.pem", folder / "link.key", "omote-terminal");
    if (!terminal) return pass(terminal);
    if (auto put = host_pairs.put(serial(i), net::fingerprint(terminal->certificate_pem)); !put) return put;
    auto pairs = link::PairStore::open(folder / "pairs");
    if (auto put = pairs.put("host", net::fingerprint(host->certificate_pem)); !put) return put;
  }
  return {};
}

Result<void> Practice::start_terminal(int terminal) {
  const auto index = static_cast<std::size_t>(terminal);
  auto first = read_file(folder_.path() / "terminal.toml");
  if (!first) return pass(first);
  const auto text = settings_like(std::string(as_text(*first)),
                                  {{quoted(serial(0)), quoted(serial(terminal))},
                                   {"folder = \"terminal\"", fmt::format("folder = \"terminal{}\"", terminal)},
                                   {quoted(terminal_address(0)), quoted(terminal_address(terminal))},
                                   {"\"" + pc_address(0) + ":", "\"" + pc_address(terminal) + ":"},
                                   {counters_[0]->face_socket().string(), counters_[index]->face_socket().string()},
                                   {counters_[0]->tray_socket().string(), counters_[index]->tray_socket().string()}});
  const auto file = folder_.path() / fmt::format("terminal{}.toml", terminal);
  if (auto written = write_durably(file, as_bytes(text)); !written) return pass(written);
  Command command;
  command.argv = machines_[index].prefix();
  command.argv.insert(command.argv.end(), {program_beside("omote-terminal"), "--settings", file.string()});
  command.standard_error = (folder_.path() / fmt::format("terminal{}.log", terminal)).string();
  auto starting = sim::bench::Starting::start(std::move(command));
  if (!starting) return pass(starting);
  auto started = std::move(*starting).listen(kStart);
  if (!started) return pass(started);
  open_page(terminal, sim::bench::port_of(started->said["kiosk"]));
  others_.push_back(std::move(*started));
  return {};
}

void Practice::open_page(int terminal, std::uint16_t port) {
  sim::bench::KioskPageOptions options;
  options.port = port;
  options.on_thread = [network = machines_[static_cast<std::size_t>(terminal)].network()] {
    return sim::network::enter_network(network);
  };
  pages_.push_back(std::make_unique<sim::bench::KioskPage>(std::move(options)));
}

console::v1::State Practice::state() const {
  net::Request request;
  request.target = "/api/state";
  console::v1::State state;
  const auto answer = exchange(site_->console_port(), std::move(request));
  if (answer.status == 200) static_cast<void>(link::from_web_json(answer.body, state));
  return state;
}

net::Response Practice::post(const std::string& target, const std::string& body) const {
  net::Request request;
  request.method = "POST";
  request.target = target;
  request.headers.push_back({"Content-Type", "application/json"});
  request.body = body;
  return exchange(site_->console_port(), std::move(request));
}

unsigned Practice::act(const std::string& action, const std::vector<std::string>& serials) const {
  nlohmann::json body{{"action", action}};
  if (serials.empty())
    body["all"] = true;
  else
    body["terminals"] = serials;
  return post("/api/terminals", body.dump()).status;
}

}  // namespace omote::bench::terminals
