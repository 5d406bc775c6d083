#include "sim/scenario/clinic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>
#include <utility>

#include "base/log.hpp"
#include "link/messages/web_json.hpp"
#include "net/http.hpp"
#include "net/local_token.hpp"
#include "net/loop.hpp"
#include "sim/national/insured.hpp"
#include "sim/receipt/result_file.hpp"
#include "sim/scenario/installation.hpp"

namespace omote::sim::scenario {

namespace {

namespace fs = std::filesystem;

constexpr std::uint16_t kNationalPort = 443;
constexpr std::uint16_t kKioskPort = 8600;
constexpr std::uint16_t kConsolePort = 8601;
constexpr std::chrono::seconds kPatience{40};  // a loaded machine counts too
constexpr std::chrono::seconds kFirstLook{4};
constexpr std::chrono::seconds kControlTime{3};
constexpr std::uint8_t kVerify = 0x20;
constexpr auto kStaffCode = "2468";

net::Response exchange(std::uint16_t port, net::Request request) {
  net::ClientOptions where;
  where.port = port;
  where.time = kControlTime;
  for (auto& header : net::local_headers(port)) request.headers.push_back(std::move(header));
  auto answer = net::HttpClient(std::move(where)).exchange(std::move(request));
  return answer ? std::move(*answer) : net::Response{.status = 0};
}

// Screens on which a patient has nothing more to do but to take the card, or where only others can help.
bool is_end(const std::string& id) {
  static const std::vector<std::string> kEnds{"take_card", "cancelled",   "not_my_number", "taken_early", "trouble",
                                              "waiting",   "face_failed", "pin_blocked",   "pin_unknown"};
  return std::ranges::find(kEnds, id) != kEnds.end();
}

}  // namespace

Result<std::unique_ptr<Clinic>> Clinic::prepare(const Given& given, const Places& places) {
  auto clinic = std::unique_ptr<Clinic>(new Clinic(given, places));
  // Several scenarios have a host on the same port, each in a network of its own: their keys stay apart too.
  ::setenv("OMOTE_RUNTIME", (places.folder / "run").c_str(), 1);
  auto network = network::Network::lay();
  if (!network) return pass(network);
  clinic->network_ = std::move(*network);
  auto wardrobe = bench::Wardrobe::open(places.personas, places.data);
  if (!wardrobe) return pass(wardrobe);
  clinic->wardrobe_ = std::move(*wardrobe);
  auto counter = bench::Counter::open("1", places.folder / "counter", *clinic->wardrobe_);
  if (!counter) return pass(counter);
  clinic->counter_ = std::move(*counter);
  clinic->counter_->reader().observe([self = clinic.get()](const reader::ApduTrace& trace) {
    if (trace.command.size() > 5 && trace.command[1] == kVerify) ++self->verifies_;
  });
  auto service = reader::PrivateCardService::start(places.folder / "pcscd", {&clinic->counter_->reader()});
  if (!service) return pass(service);
  clinic->service_.emplace(std::move(*service));
  clinic->keeper_ = std::jthread([&clinic = *clinic](const std::stop_token& stop) { clinic.keep_card_service(stop); });
  if (given.installed) {
    if (auto installed = install(places.folder / "installation", places.data / "models"); !installed) return pass(installed);
  }
  clinic->site_.emplace(clinic->site_options());
  if (auto stood = clinic->stand_before_camera(); !stood) return pass(stood);
  if (auto started = clinic->start_national(); !started) return pass(started);
  return clinic;
}

Clinic::~Clinic() {
  kiosk_.reset();
  if (site_) site_->stop();
}

void Clinic::keep_card_service(const std::stop_token& stop) {
  std::error_code error;
  for (; !stop.stop_requested(); std::this_thread::sleep_for(std::chrono::milliseconds(100))) {
    if (!std::filesystem::remove(restart_wish(), error)) continue;
    service_->process().kill_now();
    if (auto started = service_->restart(); !started) log::warning("{}", describe(started.error()));
  }
}

bench::SiteOptions Clinic::site_options() const {
  bench::SiteOptions site;
  site.folder = places_.folder;
  site.data = places_.data;
  site.pages = places_.pages;
  site.card_service = service_->environment();
  site.face_stream = counter_->face_socket();
  site.card_face_stream = counter_->tray_socket();
  site.network.pc_link = network::kPcLink;
  site.network.terminal_link = network::kTerminalLink;
  site.network.national_address = network::kNationalAddress;
  site.network.national_name = network::kNationalName;
  site.network.national_port = kNationalPort;
  site.network.on_terminal = network_->terminal().prefix();
  site.network.on_national = network_->national().prefix();
  site.paired = given_.paired;
  site.watched = true;
  if (given_.installed) {
    site.installation = places_.folder / "installation";
    site.terminal_settings.emplace("models.folder", '"' + (site.installation / "share/omote/models").string() + '"');
  }
  site.host_settings = given_.host_settings;
  site.terminal_settings.insert(given_.terminal_settings.begin(), given_.terminal_settings.end());
  site.host_settings.emplace("console.port", std::to_string(kConsolePort));
  site.host_settings.emplace("national.time_out_ms", "3000");
  site.host_settings.emplace("network.interface", fmt::format("\"{}\"", network::kLanAdapter));
  site.host_settings.emplace("cards.restart_service", fmt::format("[\"touch\", \"{}\"]", restart_wish().string()));
  site.host_settings.emplace("terminal.adapter", fmt::format("\"{}\"", network::kLinkAdapter));
  site.terminal_settings.emplace("kiosk.port", std::to_string(kKioskPort));
  return site;
}

Result<void> Clinic::stand_before_camera() {
  bench::proto::Arrange wish;
  wish.set_person(given_.before_camera == "nobody"  ? ""
                  : given_.before_camera == "owner" ? given_.persona
                                                    : given_.before_camera);
  return counter_->arrange(wish);
}

Result<void> Clinic::start_national() {
  if (auto started = site_->start_national(); !started) return pass(started);
  for (const auto& [name, value] : given_.switches) {
    if (auto set = set_national(name, value); !set) return pass(set);
  }
  return {};
}

Result<void> Clinic::open_doors() {
  if (auto started = site_->start_host_and_terminal(); !started) return pass(started);
  bench::KioskPageOptions options;
  options.port = kKioskPort;
  options.on_thread = [name = network_->terminal().network()] { return network::enter_network(name); };
  options.on_hint = [this](const std::string& hint) {
    if (hint == "turn_left" || hint == "turn_right") counter_->turn_head(hint == "turn_left" ? "left" : "right");
    if (hint == "look_back" || hint == "look_straight") counter_->turn_head("back");
  };
  kiosk_ = std::make_unique<bench::KioskPage>(std::move(options));
  return {};
}

void Clinic::wait_for_facts() const {
  const auto until = std::chrono::steady_clock::now() + kFirstLook;
  for (; std::chrono::steady_clock::now() < until; std::this_thread::sleep_for(std::chrono::milliseconds(100))) {
    const auto answer = nlohmann::json::parse(ask({.command = "", .fetch = "/api/facts", .has = {}}), nullptr, false);
    if (!answer.is_object() || !answer.contains("facts")) continue;
    const auto& facts = answer["facts"];
    if (std::ranges::any_of(
            facts, [](const auto& fact) { return fact.value("id", "") == "link.carrier" && fact.value("known", false); }))
      return;
  }
}

Result<void> Clinic::place_card() {
  return counter_->place_card({given_.persona});
}

// What the patient does on a screen; false when the plan has nothing for it.
bool Clinic::act_on(const kiosk::v1::Screen& screen) {
  const auto& id = screen.id();
  const auto touch = [&](const std::string& action, const std::string& value = "") {
    kiosk_->touch_at(screen.revision(), action, value);
    return true;
  };
  if (id == "ready") return counter_->reader().occupied() || place_card().has_value();
  if (id == "choose")
    return touch(bench::offers(screen, given_.way) ? given_.way : bench::offers(screen, "pin") ? "pin" : "staff");
  if (id == "pin") return touch("enter", given_.pin.empty() ? persona().card.pin.value_or("0000") : given_.pin);
  if (id == "pin_last") return touch("continue");
  if (id == "register") return touch("agree");
  if (id == "consent") return touch("all");
  if (id == "staff_call" && bench::offers(screen, "enter")) return touch("enter", kStaffCode);
  if (id == "staff_call") staff_confirm();
  return id != "face_failed";
}

void Clinic::staff_confirm() const {
  const auto state = console();
  if (state.terminals_size() == 0) return;
  console::v1::FromPage page;
  auto& confirm = *page.mutable_staff_confirm();
  confirm.set_terminal(state.terminals(0).serial());
  confirm.set_staff("見本 職員");
  confirm.set_is_the_person(true);
  confirm.set_visit(state.terminals(0).visit().id());
  if (site_->by_folder()) type_insured(*confirm.mutable_insured());
  wish(page);
}

// From the papers that the patient hands over.
void Clinic::type_insured(console::v1::InsuredData& typed) const {
  const auto people = national::load_insured(places_.personas, to_jst(SystemClock().now()).date);
  if (!people) return;
  for (const auto& one : *people) {
    if (one.persona.id != given_.persona || one.records.empty()) continue;
    const auto& record = one.records.front();
    std::string insurer(record.value("InsurerNumber"));
    std::erase(insurer, ' ');
    typed.set_insurer_number(insurer);
    typed.set_symbol(std::string(record.value("InsuredCardSymbol")));
    typed.set_number(std::string(record.value("InsuredIdentificationNumber")));
    typed.set_branch(std::string(record.value("InsuredBranchNumber")));
    typed.set_birth(to_digits(one.persona.identity.birth));
  }
}

Result<void> Clinic::bring_to(const std::string& moment) {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  acted_on_ = 0;
  while (std::chrono::steady_clock::now() < until) {
    if (!kiosk_->wait_for([&](const auto& screen) { return screen.id() == moment || screen.revision() != acted_on_; },
                          std::chrono::milliseconds(500)))
      continue;
    const auto screen = kiosk_->screen();
    // The face is offered as soon as the card front was read; whoever wants it waits for that.
    if (screen.id() == moment && (moment != "choose" || kiosk_->param("face") != "reading")) return {};
    // That it has been read comes on the same screen.
    if (screen.id() == "choose" && given_.way == "face" && bench::param_of(screen, "face") == "reading") {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      continue;
    }
    if (screen.id() == moment || screen.revision() == acted_on_) continue;
    acted_on_ = screen.revision();
    act_on(screen);
  }
  return fail("moment_not_reached", fmt::format("{}: there stands {}", moment, kiosk_->screen().ShortDebugString()));
}

kiosk::v1::Screen Clinic::go_on(std::chrono::milliseconds time) {
  const auto until = std::chrono::steady_clock::now() + time;
  bool begun = counter_->reader().occupied();
  acted_on_ = std::exchange(touched_, 0);
  while (std::chrono::steady_clock::now() < until) {
    if (!kiosk_->wait_for([&](const auto& screen) { return screen.revision() != acted_on_; }, std::chrono::milliseconds(200)))
      continue;
    const auto screen = kiosk_->screen();
    acted_on_ = screen.revision();
    if (begun && is_end(screen.id())) return screen;
    begun = begun || screen.id() == "ready";
    act_on(screen);
  }
  return kiosk_->screen();
}

// Two people compare the number on both sides.
Result<void> Clinic::pair(std::chrono::milliseconds time) {
  const auto until = std::chrono::steady_clock::now() + time;
  bool confirmed = false;
  while (std::chrono::steady_clock::now() < until) {
    const auto state = console();
    if (state.terminals_size() > 0 && state.terminals(0).link() == "connected") return {};
    console::v1::FromPage page;
    for (const auto& found : state.found()) {
      // A terminal that is just starting again may be found at its old address: people press once more.
      if (found.state() == "found" || found.state().starts_with("failed")) page.mutable_pair_start()->set_serial(found.serial());
      if (found.state() == "comparing" && found.pairing_number() == kiosk_->param("number")) {
        page.mutable_pair_answer()->set_serial(found.serial());
        page.mutable_pair_answer()->set_same(true);
      }
    }
    if (page.kind_case() != console::v1::FromPage::KIND_NOT_SET) wish(page);
    if (kiosk_->screen().id() == "pairing" && !confirmed) {
      kiosk_->touch("confirm");
      confirmed = true;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  return fail("not_paired", console().ShortDebugString());
}

console::v1::State Clinic::console() const {
  net::Request request;
  request.target = "/api/state";
  console::v1::State state;
  static_cast<void>(link::from_web_json(exchange(kConsolePort, std::move(request)).body, state));
  return state;
}

void Clinic::wish(const console::v1::FromPage& wish) const {
  net::Loop loop;
  std::shared_ptr<net::WebSocket> page;
  net::open_socket(
      loop, "127.0.0.1", kConsolePort, "/socket",
      [&](Result<std::shared_ptr<net::WebSocket>> opened) {
        if (!opened) return loop.stop();
        page = *opened;
        page->on_close = [&] { loop.stop(); };
        page->send_text(link::to_web_json(wish));
        page->close();
      },
      net::local_headers(kConsolePort));
  loop.after(kControlTime, [&] { loop.stop(); });
  loop.run();
}

Result<void> Clinic::set_national(const std::string& name, const std::string& value) const {
  net::Request request;
  request.method = "POST";
  request.target = "/switches";
  request.headers = {{"Content-Type", "application/json"}};
  request.body = nlohmann::json{{name, value}}.dump();
  net::Response answer;
  network::in_network(network_->national().network(),
                      [&] { answer = exchange(site_->national_control_port(), std::move(request)); });
  if (answer.status == 200) return {};
  return fail("national_control_failed", fmt::format("{} = {}: {} {}", name, value, answer.status, answer.body));
}

std::vector<std::string> Clinic::national_requests() const {
  net::Request request;
  request.target = "/requests";
  net::Response answer;
  network::in_network(network_->national().network(),
                      [&] { answer = exchange(site_->national_control_port(), std::move(request)); });
  std::vector<std::string> all;
  const auto rows = nlohmann::json::parse(answer.body, nullptr, false);
  if (!rows.is_array()) return all;
  for (const auto& row : rows) {
    all.push_back(fmt::format("{} {} {} {}", row.value("number", 0), row.value("status", 0), row.value("path", ""),
                              row.value("summary", "")));
  }
  return all;
}

std::string Clinic::ask(const Question& question) const {
  if (!question.fetch.empty()) {
    net::Request request;
    request.target = question.fetch;
    const auto answer = exchange(kConsolePort, std::move(request));
    return answer.status == 200 ? answer.body : "";
  }
  std::vector<std::string> argv{program_beside("omote")};
  std::istringstream words(question.command);
  for (std::string word; words >> word;) {
    if (word == "{console}") word = std::to_string(kConsolePort);
    if (word == "{journal}") word = (places_.folder / "host/journal.sqlite").string();
    argv.push_back(word);
  }
  return network::ask_tool(argv).value_or("");
}

faults::Ground Clinic::ground() {
  return {*counter_,
          *site_,
          *service_,
          *wardrobe_,
          given_.persona,
          [this](const std::string& name, const std::string& value) { return set_national(name, value); },
          [this] { return national_requests(); },
          [this](const std::string& screen, const std::string& action, const std::string& value) {
            return touch_once(screen, action, value);
          },
          [this] { return console(); },
          [this](const console::v1::FromPage& page) { wish(page); },
          network_.get()};
}

Result<void> Clinic::touch_once(const std::string& screen, const std::string& action, const std::string& value) {
  const auto stands = [&](const kiosk::v1::Screen& now) {
    return now.id() == screen && now.revision() != acted_on_ && bench::offers(now, action);
  };
  if (!kiosk_ || !kiosk_->wait_for(stands, std::chrono::seconds(5))) return fail("screen_not_there", screen);
  acted_on_ = touched_ = kiosk_->screen().revision();
  kiosk_->touch_at(acted_on_, action, value);
  return {};
}

std::size_t Clinic::result_files() const {
  std::error_code error;
  std::size_t found = 0;
  for (const auto& entry : fs::directory_iterator(site_->output_folder(), error)) {
    if (receipt::is_result_name(entry.path().filename().string())) ++found;
  }
  return found;
}

const personas::Persona& Clinic::persona() const {
  return *wardrobe_->find(given_.persona);
}

int Clinic::verifies() const {
  return verifies_;
}

}  // namespace omote::sim::scenario
