#include "apps/sim/demo.hpp"

#include <fmt/format.h>

#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "apps/sim/fault_desk.hpp"
#include "base/log.hpp"
#include "link/messages/web_json.hpp"
#include "net/http.hpp"
#include "net/local_token.hpp"
#include "schema/console.pb.h"
#include "sim/bench/bench_server.hpp"
#include "sim/bench/follower.hpp"
#include "sim/bench/patient.hpp"
#include "sim/bench/site.hpp"
#include "sim/national/switches.hpp"
#include "sim/reader/private_card_service.hpp"
#include "sim/receipt/receipt_computer.hpp"

namespace omote::sim {

namespace {

// A folder of this run alone; a temporary one goes with the object.
class RunFolder {
 public:
  explicit RunFolder(std::filesystem::path wished) : path_(std::move(wished)), temporary_(path_.empty()) {
    if (!temporary_) {
      std::filesystem::create_directories(path_);
      path_ = std::filesystem::absolute(path_);
      return;
    }
    std::string name = "/tmp/omote-demo-XXXXXX";
    path_ = ::mkdtemp(name.data());
  }
  RunFolder(const RunFolder&) = delete;
  RunFolder& operator=(const RunFolder&) = delete;
  ~RunFolder() {
    std::error_code ignored;
    if (temporary_) std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  bool temporary_;
};

int stop_with(const Failure& failure) {
  log::error("{}", describe(failure));
  return 1;
}

console::v1::State console_state(std::uint16_t port) {
  net::ClientOptions where;
  where.port = port;
  net::Request request;
  request.target = "/api/state";
  request.headers = net::local_headers(port);
  console::v1::State state;
  const auto answer = net::HttpClient(std::move(where)).exchange(std::move(request));
  if (answer && answer->status == 200) static_cast<void>(link::from_web_json(answer->body, state));
  return state;
}

// One exchange with the national system's control interface; nothing when it does not answer.
std::optional<nlohmann::json> ask_control(std::uint16_t port, net::Request request) {
  net::ClientOptions where;
  where.port = port;
  where.time = std::chrono::seconds(2);
  request.headers.emplace_back("Host", fmt::format("127.0.0.1:{}", port));
  const auto answer = net::HttpClient(std::move(where)).exchange(std::move(request));
  if (!answer || answer->status != 200) return std::nullopt;
  auto json = nlohmann::json::parse(answer->body, nullptr, false);
  if (json.is_discarded()) return std::nullopt;
  return json;
}

std::deque<omote::bench::v1::Request> national_requests(std::uint16_t port) {
  std::deque<omote::bench::v1::Request> rows;
  net::Request request;
  request.target = "/requests";
  const auto answer = ask_control(port, std::move(request));
  if (!answer || !answer->is_array()) return rows;
  for (const auto& seen : *answer) {
    auto& row = rows.emplace_back();
    row.set_number(seen.value("number", 0U));
    row.set_time(seen.value("time", ""));
    row.set_path(seen.value("path", ""));
    row.set_status(seen.value("status", 0U));
    row.set_summary(seen.value("summary", ""));
    row.set_took_ms(seen.value("took_ms", 0U));
  }
  return rows;
}

void set_national_switch(std::uint16_t port, const omote::bench::v1::NationalSwitch& wish) {
  net::Request request;
  request.method = "POST";
  request.target = "/switches";
  request.headers = {{"Content-Type", "application/json"}};
  request.body = nlohmann::json{{wish.name(), wish.value()}}.dump();
  if (!ask_control(port, std::move(request))) log::warning("the national system refused the switch {}", wish.name());
}

// Everything of one run. Built in the order of the members, torn down the other way.
class Demo {
 public:
  explicit Demo(const DemoOptions& options) : options_(options), folder_(options.folder) {}

  int run() {
    auto prepared = prepare();
    if (!prepared) {
      if (site_) std::fputs(site_->logs().c_str(), stderr);
      return stop_with(prepared.error());
    }
    if (!options_.once) {
      welcome_players();
      announce();
      loop_.run();
      return 0;
    }
    receive_one();
    loop_.run();
    return exit_code_;
  }

 private:
  Result<void> prepare() {
    auto wardrobe = bench::Wardrobe::open(options_.personas, options_.data);
    if (!wardrobe) return pass(wardrobe);
    wardrobe_ = std::move(*wardrobe);
    // What the visit shows and holds is made before the clock runs.
    for (const auto& id : {options_.persona, person_before_camera()}) {
      if (id.empty()) continue;
      if (auto made = wardrobe_->material(id); !made) return pass(made);
    }
    auto counter = bench::Counter::open("1", folder_.path() / "counter", *wardrobe_);
    if (!counter) return pass(counter);
    counter_ = std::move(*counter);
    auto service = reader::PrivateCardService::start(folder_.path() / "pcscd", {&counter_->reader()});
    if (!service) return pass(service);
    service_.emplace(std::move(*service));
    bench::SiteOptions site;
    site.folder = folder_.path();
    site.data = options_.data;
    site.pages = options_.pages;
    if (!options_.out.empty()) site.output = std::filesystem::absolute(options_.out);
    site.encoding = options_.encoding;
    site.card_service = service_->environment();
    site.face_stream = counter_->face_socket();
    site.card_face_stream = counter_->tray_socket();
    site.paired = !options_.unpaired;
    site.verbose = options_.verbose;
    site_.emplace(std::move(site));
    if (auto started = site_->start_national(); !started) return pass(started);
    if (auto started = site_->start_host_and_terminal(); !started) return pass(started);
    return open_bench();
  }

  Result<void> open_bench() {
    bench::BenchNews news;
    news.national_switch = [this](const omote::bench::v1::NationalSwitch& wish) {
      set_national_switch(site_->national_control_port(), wish);
    };
    open_fault_desk(news);
    auto bench = bench::BenchServer::open(loop_, options_.pages / "bench", *wardrobe_, *counter_, std::move(news));
    if (!bench) return pass(bench);
    bench_ = std::move(*bench);
    open_console();
    bench_->set_urls(site_->kiosk_url(), console_url_);
    counter_->reader().observe([this](const reader::ApduTrace& trace) { bench_->apdu(trace); });
    loop_.stop_on_signals();
    watch_requests();
    receipt::ReceiptOptions options;
    options.folder = site_->output_folder();
    options.afterwards = receipt::Afterwards::Leave;
    auto receipt = receipt::ReceiptComputer::start(std::move(options), [this](const receipt::ResultFile& file) {
      omote::bench::v1::ResultFile row;
      row.set_name(file.name);
      row.set_encoding(file.encoding);
      row.set_summary(file.summary);
      row.set_contents(file.contents);
      row.set_time(file.time);
      bench_->file(std::move(row));
    });
    if (!receipt) return pass(receipt);
    receipt_ = std::move(*receipt);
    return {};
  }

  // Whoever plays needs no account: the address opens the console signed in, as often as it is wanted.
  void open_console() {
    net::ClientOptions where;
    where.port = site_->console_port();
    net::Request request{"POST", "/api/session/ticket", net::local_headers(where.port), R"({"often": true})", "", ""};
    const auto answer = net::HttpClient(std::move(where)).exchange(std::move(request));
    const auto json = answer ? nlohmann::json::parse(answer->body, nullptr, false) : nlohmann::json();
    console_url_ = site_->console_url();
    if (json.is_object() && json.contains("ticket")) console_url_ += "#ticket=" + json.value("ticket", "");
  }

  void open_fault_desk(bench::BenchNews& news) {
    const auto port = site_->national_control_port();
    fault_desk_.emplace(
        faults::Ground{*counter_,
                       *site_,
                       *service_,
                       *wardrobe_,
                       options_.persona,
                       [port](const std::string& name, const std::string& value) -> Result<void> {
                         omote::bench::v1::NationalSwitch wish;
                         wish.set_name(name);
                         wish.set_value(value);
                         set_national_switch(port, wish);
                         return {};
                       },
                       [port] {
                         std::vector<std::string> lines;
                         for (const auto& row : national_requests(port)) {
                           lines.push_back(fmt::format("{} {} {} {}", row.number(), row.status(), row.path(), row.summary()));
                         }
                         return lines;
                       },
                       {},
                       {},
                       {},
                       nullptr},
        options_.scenarios);
    news.inject_fault = [this](const omote::bench::v1::InjectFault& wish) {
      if (auto injected = fault_desk_->inject(wish); !injected) log::warning("{}", describe(injected.error()));
    };
    news.undo_faults = [this] {
      if (auto undone = fault_desk_->undo_all(); !undone) log::warning("{}", describe(undone.error()));
    };
    news.add_faults = [this](omote::bench::v1::State& state) { fault_desk_->add_to(state); };
  }

  // The national system is a program of its own: its last requests are asked for, twice a second.
  void watch_requests() {
    watch_ = std::jthread([this, port = site_->national_control_port()](const std::stop_token& stop) {
      std::mutex mutex;
      std::condition_variable_any never;
      std::unique_lock lock(mutex);
      while (!stop.stop_requested()) {
        bench_->requests(national_requests(port));
        if (fault_desk_->look()) bench_->look_again();
        never.wait_for(lock, stop, std::chrono::milliseconds(500), [] { return false; });
      }
    });
  }

  [[nodiscard]] std::string person_before_camera() const {
    if (options_.before_camera.empty()) return options_.persona;
    return options_.before_camera == "nobody" ? "" : options_.before_camera;
  }

  // Somebody plays with the pages: the owner of each card stands before the camera and does what the kiosk asks.
  void welcome_players() {
    omote::bench::v1::Arrange arrange;
    arrange.set_person("owner");
    if (auto arranged = counter_->arrange(arrange); !arranged) log::error("{}", describe(arranged.error()));
    counter_->follow(true);
    bench::FollowerHands hands;
    hands.willing = [this] { return counter_->state().follows(); };
    hands.turn_head = [this](const std::string& side) { bench_->turn_head(side); };
    follower_.emplace(loop_, site_->kiosk_port(), std::move(hands));
  }

  void announce() const {
    const auto bench = fmt::format("http://127.0.0.1:{}/", bench_->port());
    if (options_.json) {
      std::printf("%s\n",
                  nlohmann::json{{"kiosk", site_->kiosk_url()}, {"console", console_url_}, {"bench", bench}}.dump().c_str());
    } else {
      std::printf(
          "kiosk    %s   what the patient sees\nconsole  %s   what the reception sees\nbench    %s   lay down a card, stand "
          "before the camera\n"
          "results  %s\nask it   ./dev omote status --port %u\n         ./dev omote log --journal %s\nCtrl-C ends everything.\n",
          site_->kiosk_url().c_str(), console_url_.c_str(), bench.c_str(), site_->output_folder().c_str(),
          static_cast<unsigned>(site_->console_port()), (folder_.path() / "host" / "journal.sqlite").c_str());
    }
    std::fflush(stdout);
  }

  void receive_one() {
    omote::bench::v1::Arrange arrange;
    arrange.set_person(person_before_camera());
    if (auto arranged = counter_->arrange(arrange); !arranged) log::error("{}", describe(arranged.error()));
    const auto* persona = wardrobe_->find(options_.persona);
    bench::Plan plan;
    plan.way = options_.by;
    plan.pin = options_.pin.empty() ? persona->card.pin.value_or("") : options_.pin;
    for (const auto& rule : national::switch_rules()) {
      if (rule.name == "staff_code") plan.staff_code = rule.standard;
    }
    bench::Hands hands;
    hands.place_card = [this] {
      if (auto placed = counter_->place_card({options_.persona, false, false, false, options_.timing}); !placed) {
        log::error("{}", describe(placed.error()));
        loop_.stop();
      }
    };
    hands.take_card = [this] { counter_->take_card(); };
    hands.turn_head = [this](bool left) { counter_->face_camera().turn(left ? camera::Side::Left : camera::Side::Right); };
    hands.look_back = [this] { counter_->face_camera().look_back(); };
    hands.call_staff = [] {};
    patient_ = std::make_unique<bench::Patient>(loop_, site_->kiosk_port(), std::move(plan), std::move(hands),
                                                [this](const bench::Experience& experience) { tell(experience); });
    loop_.after(std::chrono::seconds(90), [this] {
      log::error("the visit did not end within 90 s\n{}", site_->logs());
      loop_.stop();
    });
  }

  void tell(const bench::Experience& experience) {
    const auto state = console_state(site_->console_port());
    console::v1::Visit visit;
    if (state.last_visits_size() > 0) visit = state.last_visits(0);
    auto steps = nlohmann::json::array();
    for (const auto& step : visit.steps()) steps.push_back({{"name", step.name()}, {"ms", step.ms()}});
    const auto code = visit.code().empty() ? experience.code : visit.code();
    const auto detail = visit.detail().empty() ? experience.detail : visit.detail();
    const nlohmann::ordered_json result{
        {"visit", visit.id()},
        {"persona", options_.persona},
        {"way", visit.way().empty() ? options_.by : visit.way()},
        {"outcome", visit.outcome()},
        {"code", code},
        {"detail", detail},
        {"reason", experience.reason.empty() ? visit.reason() : experience.reason},
        {"steps", steps},
        {"apdus", visit.apdus()},
        {"file", visit.file()},
        {"total_ms", visit.total_ms()},
        {"human_ms", visit.human_ms()},
        {"screens", experience.screens},
        {"start_ms", {{"host", site_->host_start().count()}, {"terminal", site_->terminal_start().count()}}}};
    if (options_.json) {
      std::printf("%s\n", result.dump().c_str());
    } else {
      std::printf("%s by %s: %s %s %s\n", options_.persona.c_str(), options_.by.c_str(), visit.outcome().c_str(), code.c_str(),
                  result["reason"].get<std::string>().c_str());
      for (const auto& step : visit.steps()) std::printf("  %5u ms  %s\n", step.ms(), step.name().c_str());
      std::printf("  %u APDUs, %u ms in all, %u ms of it waiting for the person\n  %s\n", visit.apdus(), visit.total_ms(),
                  visit.human_ms(), visit.file().c_str());
    }
    std::fflush(stdout);
    exit_code_ = visit.outcome() == "delivered" ? 0 : 1;
    if (exit_code_ != 0 && options_.verbose) std::fputs(site_->logs().c_str(), stderr);
    loop_.stop();
  }

  DemoOptions options_;
  RunFolder folder_;
  net::Loop loop_;
  std::unique_ptr<bench::Wardrobe> wardrobe_;
  std::unique_ptr<bench::Counter> counter_;
  std::optional<reader::PrivateCardService> service_;
  std::optional<bench::Site> site_;
  std::string console_url_;  // opens it signed in
  std::optional<FaultDesk> fault_desk_;
  std::unique_ptr<bench::BenchServer> bench_;
  std::unique_ptr<receipt::ReceiptComputer> receipt_;
  std::unique_ptr<bench::Patient> patient_;
  std::optional<bench::Follower> follower_;
  int exit_code_ = 1;
  std::jthread watch_;
};

}  // namespace

int run_demo(const DemoOptions& options) {
  Demo demo(options);
  return demo.run();
}

}  // namespace omote::sim
