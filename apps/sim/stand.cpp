#include "apps/sim/stand.hpp"

#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/log.hpp"
#include "link/messages/web_json.hpp"
#include "net/http.hpp"
#include "net/local_token.hpp"
#include "schema/console.pb.h"
#include "sim/bench/counter.hpp"
#include "sim/bench/kiosk_page.hpp"
#include "sim/bench/patient.hpp"
#include "sim/national/switches.hpp"

namespace omote::sim {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kVisit{90};

class Stand {
 public:
  explicit Stand(const StandOptions& options) : options_(options) {}

  int run() {
    if (auto prepared = prepare(); !prepared) return stop_with(prepared.error());
    std::printf("%s\n", nlohmann::json{{"reader", counter_->reader().socket().string()},
                                       {"face", counter_->face_socket().string()},
                                       {"card_face", counter_->tray_socket().string()}}
                            .dump()
                            .c_str());
    std::fflush(stdout);
    loop_.stop_on_signals();
    if (!options_.once) {
      loop_.run();
      return 0;
    }
    if (auto ready = wait_for_programs(); !ready) return stop_with(ready.error());
    receive_one();
    loop_.run();
    return exit_code_;
  }

 private:
  static int stop_with(const Failure& failure) {
    log::error("{}", describe(failure));
    return 1;
  }

  Result<void> prepare() {
    auto wardrobe = bench::Wardrobe::open(options_.personas, options_.data);
    if (!wardrobe) return pass(wardrobe);
    wardrobe_ = std::move(*wardrobe);
    if (auto made = wardrobe_->material(options_.persona); !made) return pass(made);
    auto counter = bench::Counter::open("1", options_.folder, *wardrobe_);
    if (!counter) return pass(counter);
    counter_ = std::move(*counter);
    return {};
  }

  // The kiosk asks for a card; on the way there host and terminal may have to get to know each other.
  Result<void> wait_for_programs() {
    const auto until = std::chrono::steady_clock::now() + seconds(options_.wait);
    if (!counter_->reader().wait_until_served(seconds(options_.wait)))
      return fail("stand_not_ready", "no card service serves the reader");
    bench::KioskPage kiosk({options_.kiosk_port, {}, {}});
    for (bool confirmed = false; std::chrono::steady_clock::now() < until;) {
      if (kiosk.wait_for([](const auto& screen) { return screen.id() == "ready"; }, milliseconds(300))) return {};
      if (options_.pair) pair(kiosk, confirmed);
    }
    return fail("stand_not_ready",
                "the kiosk shows \"" + kiosk.screen().id() + "\"; the console says " + console().ShortDebugString());
  }

  void pair(bench::KioskPage& kiosk, bool& confirmed) {
    const auto state = console();
    for (const auto& found : state.found()) {
      console::v1::FromPage wish;
      if (found.state() == "found") wish.mutable_pair_start()->set_serial(found.serial());
      if (found.state() == "comparing" && found.pairing_number() == kiosk.param("number")) {
        wish.mutable_pair_answer()->set_serial(found.serial());
        wish.mutable_pair_answer()->set_same(true);
      }
      if (wish.kind_case() != console::v1::FromPage::KIND_NOT_SET) tell_console(wish);
    }
    if (kiosk.screen().id() == "pairing" && !confirmed) {
      kiosk.touch("confirm");
      confirmed = true;
    }
  }

  [[nodiscard]] console::v1::State console() const {
    net::ClientOptions where;
    where.port = options_.console_port;
    where.time = seconds(3);
    const auto answer =
        net::HttpClient(std::move(where)).exchange({"GET", "/api/state", net::local_headers(options_.console_port), {}, {}, {}});
    console::v1::State state;
    if (answer && answer->status == 200) static_cast<void>(link::from_web_json(answer->body, state));
    return state;
  }

  void tell_console(const console::v1::FromPage& wish) const {
    net::Loop loop;
    std::shared_ptr<net::WebSocket> page;
    net::open_socket(
        loop, "127.0.0.1", options_.console_port, "/socket",
        [&](Result<std::shared_ptr<net::WebSocket>> opened) {
          if (!opened) return loop.stop();
          page = *opened;
          page->on_close = [&] { loop.stop(); };
          page->send_text(link::to_web_json(wish));
          page->close();
        },
        net::local_headers(options_.console_port));
    loop.after(seconds(3), [&] { loop.stop(); });
    loop.run();
  }

  void receive_one() {
    omote::bench::v1::Arrange arrange;
    arrange.set_person(options_.persona);
    if (auto arranged = counter_->arrange(arrange); !arranged) log::error("{}", describe(arranged.error()));
    bench::Plan plan;
    plan.way = options_.by;
    plan.pin = options_.pin.empty() ? wardrobe_->find(options_.persona)->card.pin.value_or("") : options_.pin;
    for (const auto& rule : national::switch_rules()) {
      if (rule.name == "staff_code") plan.staff_code = rule.standard;
    }
    bench::Hands hands;
    hands.place_card = [this] {
      if (auto placed = counter_->place_card({options_.persona, false, false, false, "full"}); placed) return;
      log::error("the card could not be laid down");
      loop_.stop();
    };
    hands.take_card = [this] { counter_->take_card(); };
    hands.turn_head = [this](bool left) { counter_->face_camera().turn(left ? camera::Side::Left : camera::Side::Right); };
    hands.look_back = [this] { counter_->face_camera().look_back(); };
    hands.call_staff = [] {};
    patient_ = std::make_unique<bench::Patient>(loop_, options_.kiosk_port, std::move(plan), std::move(hands),
                                                [this](const bench::Experience& experience) { tell(experience); });
    loop_.after(kVisit, [this] {
      log::error("the visit did not end in time");
      loop_.stop();
    });
  }

  void tell(const bench::Experience& experience) {
    const auto state = console();
    const auto visit = state.last_visits_size() > 0 ? state.last_visits(0) : console::v1::Visit();
    std::printf("%s\n", nlohmann::json{{"outcome", visit.outcome()},
                                       {"way", visit.way()},
                                       {"code", experience.code},
                                       {"detail", experience.detail},
                                       {"reason", experience.reason},
                                       {"file", visit.file()},
                                       {"total_ms", visit.total_ms()},
                                       {"screens", experience.screens}}
                            .dump()
                            .c_str());
    std::fflush(stdout);
    exit_code_ = visit.outcome() == "delivered" ? 0 : 1;
    loop_.stop();
  }

  StandOptions options_;
  net::Loop loop_;
  std::unique_ptr<bench::Wardrobe> wardrobe_;
  std::unique_ptr<bench::Counter> counter_;
  std::unique_ptr<bench::Patient> patient_;
  int exit_code_ = 1;
};

}  // namespace

int run_stand(const StandOptions& options) {
  return Stand(options).run();
}

}  // namespace omote::sim
