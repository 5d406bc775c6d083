#include "tests/bench/visit/clinic.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "link/messages/web_json.hpp"
#include "net/http.hpp"
#include "net/local_token.hpp"
#include "sim/card/card_timing.hpp"
#include "sim/national/switches.hpp"

namespace omote::bench::visit {

namespace {

constexpr std::chrono::seconds kLongestVisit{60};
constexpr std::chrono::seconds kLongestReceipt{5};

double milliseconds(Steady::duration time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

console::v1::Visit last_visit(std::uint16_t console_port) {
  net::ClientOptions where;
  where.port = console_port;
  net::Request request;
  request.target = "/api/state";
  request.headers = net::local_headers(console_port);
  console::v1::State state;
  const auto answer = net::HttpClient(std::move(where)).exchange(std::move(request));
  if (answer && answer->status == 200) static_cast<void>(link::from_web_json(answer->body, state));
  return state.last_visits_size() > 0 ? state.last_visits(0) : console::v1::Visit();
}

}  // namespace

FolderWatch::FolderWatch(const std::filesystem::path& folder)
    : notify_(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)), thread_([this](const std::stop_token& stop) { watch(stop); }) {
  ::inotify_add_watch(notify_, folder.c_str(), IN_MOVED_TO);
}

FolderWatch::~FolderWatch() {
  thread_.request_stop();
  thread_.join();
  ::close(notify_);
}

Steady::time_point FolderWatch::last() const {
  const std::scoped_lock lock(mutex_);
  return last_;
}

void FolderWatch::watch(const std::stop_token& stop) {
  alignas(inotify_event) char events[4096];
  while (!stop.stop_requested()) {
    pollfd waiting{notify_, POLLIN, 0};
    if (::poll(&waiting, 1, 50) <= 0) continue;
    const auto now = Steady::now();
    if (::read(notify_, events, sizeof events) <= 0) continue;
    const std::scoped_lock lock(mutex_);
    last_ = now;
  }
}

Result<std::unique_ptr<Clinic>> Clinic::open(sim::bench::Wardrobe& wardrobe) {
  auto clinic = std::unique_ptr<Clinic>(new Clinic(wardrobe));
  if (auto started = clinic->start(); !started) return pass(started);
  return clinic;
}

Result<void> Clinic::start() {
  auto counter = sim::bench::Counter::open("1", folder_.path() / "counter", wardrobe_);
  if (!counter) return pass(counter);
  counter_ = std::move(*counter);
  counter_->reader().observe([this](const sim::reader::ApduTrace& trace) {
    const std::scoped_lock lock(mutex_);
    ++apdus_;
    const auto bytes = static_cast<double>(trace.command.size() + trace.answer.size());
    transfer_ms_ += sim::card::CardTiming::type_b().us_per_byte * bytes / 1000;
  });
  auto service = sim::reader::PrivateCardService::start(folder_.path() / "pcscd", {&counter_->reader()});
  if (!service) return pass(service);
  service_.emplace(std::move(*service));
  sim::bench::SiteOptions options;
  options.folder = folder_.path();
  options.data = std::filesystem::path(OMOTE_BUILD_DIR).parent_path() / "data";
  options.pages = std::filesystem::path(OMOTE_BUILD_DIR).parent_path() / "web";
  options.card_service = service_->environment();
  options.face_stream = counter_->face_socket();
  options.card_face_stream = counter_->tray_socket();
  site_.emplace(std::move(options));
  if (auto started = site_->start_national(); !started) return pass(started);
  if (auto started = site_->start_host_and_terminal(); !started) return pass(started);
  written_ = std::make_unique<FolderWatch>(site_->output_folder());
  sim::receipt::ReceiptOptions receipt;
  receipt.folder = site_->output_folder();
  receipt.afterwards = sim::receipt::Afterwards::Leave;
  auto computer = sim::receipt::ReceiptComputer::start(std::move(receipt), [this](const sim::receipt::ResultFile&) {
    const std::scoped_lock lock(mutex_);
    taken_ = Steady::now();
  });
  if (!computer) return pass(computer);
  receipt_ = std::move(*computer);
  return {};
}

sim::bench::Plan Clinic::plan(const std::string& way, const std::string& persona) const {
  sim::bench::Plan plan;
  plan.way = way;
  plan.pin = wardrobe_.find(persona)->card.pin.value_or("");
  for (const auto& rule : sim::national::switch_rules()) {
    if (rule.name == "staff_code") plan.staff_code = rule.standard;
  }
  return plan;
}

bool Clinic::file_taken(std::size_t before) const {
  for (const auto end = Steady::now() + kLongestReceipt; Steady::now() < end;) {
    if (receipt_->taken().size() > before) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

Measured Clinic::receive(const std::string& way, const std::string& timing, const std::string& persona) {
  Measured measured;
  v1::Arrange arrange;
  arrange.set_person(persona);
  if (auto arranged = counter_->arrange(arrange); !arranged) measured.reason = describe(arranged.error());
  const auto files = receipt_->taken().size();
  net::Loop loop;
  Steady::time_point placed;
  sim::bench::Hands hands;
  hands.place_card = [&] {
    if (start_ms_ == 0) start_ms_ = milliseconds(Steady::now() - site_->began());
    {
      const std::scoped_lock lock(mutex_);
      apdus_ = transfer_ms_ = 0;
    }
    placed = Steady::now();
    if (auto lies = counter_->place_card({persona, false, false, false, timing}); !lies) measured.reason = describe(lies.error());
  };
  hands.take_card = [&] { counter_->take_card(); };
  hands.turn_head = [&](bool left) { counter_->face_camera().turn(left ? sim::camera::Side::Left : sim::camera::Side::Right); };
  hands.look_back = [&] { counter_->face_camera().look_back(); };
  hands.call_staff = [] {};
  sim::bench::Patient patient(loop, site_->kiosk_port(), plan(way, persona), std::move(hands),
                              [&](const sim::bench::Experience& experience) {
                                measured.reason += experience.reason;
                                loop.stop();
                              });
  loop.after(kLongestVisit, [&] {
    measured.reason = "the visit did not end";
    loop.stop();
  });
  loop.run();
  const auto visit = last_visit(site_->console_port());
  measured.delivered = visit.outcome() == "delivered" && file_taken(files);
  if (!measured.delivered) {
    measured.reason += fmt::format(" {} {}", visit.outcome(), visit.reason());
    return measured;
  }
  measured.to_file_ms = milliseconds(written_->last() - placed);
  measured.human_ms = visit.human_ms();
  for (const auto& step : visit.steps()) measured.took_ms[step.name()] = step.took_ms();
  const std::scoped_lock lock(mutex_);
  measured.receipt_ms = milliseconds(taken_ - written_->last());
  measured.apdus = apdus_;
  measured.transfer_ms = transfer_ms_;
  return measured;
}

}  // namespace omote::bench::visit
