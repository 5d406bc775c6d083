#include "tests/integration/faults/clinic.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/log.hpp"
#include "journal/reader.hpp"
#include "link/messages/web_json.hpp"
#include "net/local_token.hpp"

namespace omote::sim::test {

namespace {

namespace fs = std::filesystem;
constexpr std::chrono::seconds kPatience{10};

fs::path build_data() {
  return fs::path(OMOTE_BUILD_DIR).parent_path() / "data";
}

net::Response exchange(std::uint16_t port, net::Request request) {
  net::ClientOptions where;
  where.port = port;
  where.time = std::chrono::seconds(3);
  for (auto& header : net::local_headers(port)) request.headers.push_back(std::move(header));
  auto answer = net::HttpClient(std::move(where)).exchange(std::move(request));
  return answer ? std::move(*answer) : net::Response{};
}

}  // namespace

bool Kiosk::shows(const std::string& id, const std::string& param, const std::string& value) {
  const bool shown = wait_for(
      [&](const kiosk::v1::Screen& screen) {
        return screen.id() == id && (param.empty() || bench::param_of(screen, param) == value);
      },
      kPatience);
  if (!shown) {
    std::fprintf(stderr, "wanted %s %s=%s, but there stands %s\n", id.c_str(), param.c_str(), value.c_str(),
                 screen().ShortDebugString().c_str());
  }
  return shown;
}

std::unique_ptr<bench::Wardrobe> Clinic::wardrobe_;

void Clinic::SetUpTestSuite() {
  if (wardrobe_) return;
  auto wardrobe = bench::Wardrobe::open(fs::path(OMOTE_SOURCE_DIR) / "sim/personas", build_data());
  ASSERT_TRUE(wardrobe) << describe(wardrobe.error());
  wardrobe_ = std::move(*wardrobe);
}

void Clinic::SetUp() {
  auto counter = bench::Counter::open("1", folder_ / "counter", *wardrobe_);
  ASSERT_TRUE(counter) << describe(counter.error());
  counter_ = std::move(*counter);
  auto service = reader::PrivateCardService::start(folder_ / "pcscd", {&counter_->reader()});
  ASSERT_TRUE(service) << describe(service.error());
  service_.emplace(std::move(*service));
  bench::SiteOptions options;
  options.folder = folder_.path();
  options.data = build_data();
  options.pages = build_data().parent_path() / "web";
  options.card_service = service_->environment();
  options.face_stream = counter_->face_socket();
  options.card_face_stream = counter_->tray_socket();
  site_.emplace(std::move(options));
  const auto started = site_->start_national();
  ASSERT_TRUE(started) << describe(started.error());
}

void Clinic::open_doors() {
  const auto started = site_->start_host_and_terminal();
  ASSERT_TRUE(started) << describe(started.error());
  kiosk_ = std::make_unique<Kiosk>(site_->kiosk_port());
}

void Clinic::TearDown() {
  kiosk_.reset();
  if (!site_) return;
  if (HasFailure()) std::fputs(site_->logs().c_str(), stderr);
  site_->stop();
  auto reader = journal::JournalReader::open(folder_ / "host/journal.sqlite");
  ASSERT_TRUE(reader) << describe(reader.error());
  std::map<std::string, int> open_visits;
  std::map<std::string, int> open_verifies;
  const auto records = reader->query({.most = 10'000});
  ASSERT_TRUE(records);
  for (const auto& record : *records) {
    const auto& event = record.event;
    if (event.has_visit_began()) ++open_visits[event.visit()];
    if (event.has_visit_ended()) --open_visits[event.visit()];
    if (event.has_verify_about_to_be_sent()) ++open_verifies[event.visit() + event.verify_about_to_be_sent().key()];
    if (event.has_verify_answered()) --open_verifies[event.visit() + event.verify_answered().key()];
  }
  for (const auto& [visit, balance] : open_visits) EXPECT_EQ(balance, 0) << "ends of visit " << visit;
  for (const auto& [verify, balance] : open_verifies) EXPECT_EQ(balance, 0) << "answers to " << verify;
  EXPECT_TRUE(reader->check()->whole);
}

void Clinic::place(const std::string& persona) {
  const auto placed = counter_->place_card({persona});
  ASSERT_TRUE(placed) << describe(placed.error());
}

void Clinic::stand(const std::string& persona, const std::string& presentation) {
  bench::proto::Arrange wish;
  wish.set_person(persona);
  wish.set_presentation(presentation);
  const auto stood = counter_->arrange(wish);
  ASSERT_TRUE(stood) << describe(stood.error());
}

void Clinic::national(const std::string& name, const std::string& value) {
  net::Request request;
  request.method = "POST";
  request.target = "/switches";
  request.headers = {{"Content-Type", "application/json"}};
  request.body = nlohmann::json{{name, value}}.dump();
  ASSERT_EQ(exchange(site_->national_control_port(), std::move(request)).status, 200U);
}

bench::Experience Clinic::receive(const std::string& way, const std::string& persona) {
  net::Loop loop;
  bench::Plan plan;
  plan.way = way;
  plan.pin = wardrobe_->find(persona)->card.pin.value_or("");
  plan.staff_code = "2468";
  bench::Hands hands;
  hands.place_card = [&] { place(persona); };
  hands.take_card = [&] { counter_->take_card(); };
  hands.turn_head = [&](bool left) { counter_->face_camera().turn(left ? camera::Side::Left : camera::Side::Right); };
  hands.look_back = [&] { counter_->face_camera().look_back(); };
  hands.call_staff = [] {};
  bench::Experience seen;
  bench::Patient patient(loop, site_->kiosk_port(), std::move(plan), std::move(hands), [&](bench::Experience experience) {
    seen = std::move(experience);
    loop.stop();
  });
  loop.after(std::chrono::seconds(50), [&] { loop.stop(); });
  loop.run();
  return seen;
}

console::v1::State Clinic::console() {
  net::Request request;
  request.target = "/api/state";
  console::v1::State state;
  static_cast<void>(link::from_web_json(exchange(site_->console_port(), std::move(request)).body, state));
  return state;
}

void Clinic::console_says(const console::v1::FromPage& wish) {
  net::Loop loop;
  std::shared_ptr<net::WebSocket> page;
  net::open_socket(
      loop, "127.0.0.1", site_->console_port(), "/socket",
      [&](Result<std::shared_ptr<net::WebSocket>> opened) {
        ASSERT_TRUE(opened);
        page = *opened;
        page->on_close = [&] { loop.stop(); };
        page->send_text(link::to_web_json(wish));
        page->close();
      },
      net::local_headers(site_->console_port()));
  loop.after(std::chrono::seconds(3), [&] { loop.stop(); });
  loop.run();
}

journal::v1::VisitEnded Clinic::last_end() {
  auto reader = journal::JournalReader::open(folder_ / "host/journal.sqlite");
  if (!reader) return {};
  const auto records = reader->query({.type = "visit_ended", .most = 1});
  return records && !records->empty() ? records->front().event.visit_ended() : journal::v1::VisitEnded();
}

std::size_t Clinic::count(const std::string& type) {
  auto reader = journal::JournalReader::open(folder_ / "host/journal.sqlite");
  if (!reader) return 0;
  const auto records = reader->query({.type = type, .most = 1000});
  return records ? records->size() : 0;
}

std::string Clinic::journal_text() {
  auto reader = journal::JournalReader::open(folder_ / "host/journal.sqlite");
  if (!reader) return describe(reader.error());
  const auto records = reader->query({.most = 1000});
  if (!records) return describe(records.error());
  std::string text;
  for (const auto& record : *records) text += record.event.ShortDebugString() + "\n";
  return text;
}

std::size_t Clinic::result_files() const {
  std::error_code ignored;
  std::size_t found = 0;
  for (const auto& entry : fs::directory_iterator(site_->output_folder(), ignored)) {
    if (entry.path().extension() == ".xml" && !entry.path().filename().string().starts_with(".")) ++found;
  }
  return found;
}

}  // namespace omote::sim::test
