// A visit moves from one terminal of the host to another: real host, two terminals on links of their own, virtual cards.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <thread>

#include "tests/bench/terminals/practice.hpp"

namespace omote {
namespace {

using bench::terminals::Practice;
using Screen = kiosk::v1::Screen;
using std::chrono::seconds;

constexpr seconds kLong{60};

// In namespaces of their own, in a process of their own: what went wrong is told in words, "" for nothing.
class Course {
 public:
  // To the question of consent at the first terminal, and away to the second.
  std::string move_at_consent() {
    wardrobe_ = *sim::bench::Wardrobe::open(std::filesystem::path(OMOTE_SOURCE_DIR) / "sim/personas",
                                            std::filesystem::path(OMOTE_BUILD_DIR).parent_path() / "data");
    auto opened = Practice::open(*wardrobe_, 2);
    if (!opened) return describe(opened.error());
    practice_ = std::move(*opened);
    if (!until([](const auto& state) {
          return state.terminals_size() == 2 && state.terminals(0).visit_state() == "ready" &&
                 state.terminals(1).visit_state() == "ready" && state.terminals(1).page_connected();
        }))
      return "the terminals are not ready\n" + practice_->logs();
    if (!practice_->counter(0).place_card({"adult"})) return "no card";
    if (!shows(0, "choose")) return "no choice at the first terminal";
    practice_->page(0).touch("pin");
    if (!shows(0, "pin")) return "no PIN entry";
    practice_->page(0).touch("enter", wardrobe_->find("adult")->card.pin.value_or(""));
    if (!shows(0, "consent")) return "no consent at the first terminal";
    number_ = practice_->state().terminals(0).visit().id();
    const auto answer = practice_->post("/api/visits/move",
                                        fmt::format(R"({{"from": "{}", "to": "{}"}})", Practice::serial(0), Practice::serial(1)));
    if (answer.status != 200) return fmt::format("refused: {} {}", answer.status, answer.body);
    if (!shows(0, "cancelled") || practice_->page(0).param("why") != "moved") return "the first terminal sends nobody on";
    if (!shows(1, "moved")) return "the second terminal does not ask for the card";
    practice_->counter(0).take_card();
    return "";
  }

  std::string same_card() {
    if (auto wrong = move_at_consent(); !wrong.empty()) return wrong;
    if (!practice_->counter(1).place_card({"adult"})) return "no card at the second terminal";
    if (!shows(1, "consent")) return "the second terminal shows " + practice_->page(1).screen().id();
    for (const auto& seen : practice_->page(1).seen())
      if (seen.screen.id() == "choose" || seen.screen.id() == "pin") return "asked twice: " + seen.screen.id();
    practice_->page(1).touch("all");
    if (!shows(1, "take_card") || practice_->page(1).param("outcome") != "delivered") return "no result";
    const auto state = practice_->state();
    if (state.last_visits_size() != 1) return fmt::format("{} visits", state.last_visits_size());
    const auto& visit = state.last_visits(0);
    if (visit.id() != number_ || visit.terminal() != Practice::serial(1) || visit.way() != "pin" ||
        visit.outcome() != "delivered")
      return "another visit: " + visit.ShortDebugString();
    return shows(0, "ready") ? "" : "the first terminal is not free again";
  }

  std::string other_card() {
    if (auto wrong = move_at_consent(); !wrong.empty()) return wrong;
    if (!practice_->counter(1).place_card({"senior"})) return "no card at the second terminal";
    if (!shows(1, "choose")) return "the other card has no visit of its own: " + practice_->page(1).screen().id();
    const auto state = practice_->state();
    if (state.last_visits_size() != 1) return fmt::format("{} visits", state.last_visits_size());
    const auto& visit = state.last_visits(0);
    if (visit.id() != number_ || visit.outcome() != "cancelled" || visit.reason() != "moved_other_card")
      return "another end: " + visit.ShortDebugString();
    return state.terminals(1).visit().id() == number_ ? "the other card goes on with that visit" : "";
  }

 private:
  bool until(const std::function<bool(const console::v1::State&)>& right) const {
    const auto end = std::chrono::steady_clock::now() + kLong;
    for (; std::chrono::steady_clock::now() < end; std::this_thread::sleep_for(std::chrono::milliseconds(50)))
      if (right(practice_->state())) return true;
    return false;
  }
  bool shows(int terminal, const std::string& id) {
    return practice_->page(terminal).wait_for([&](const Screen& screen) { return screen.id() == id; }, kLong);
  }

  std::unique_ptr<sim::bench::Wardrobe> wardrobe_;
  std::unique_ptr<Practice> practice_;
  std::string number_;
};

// A process enters namespaces once: each course has one of its own.
void run_course(std::string (Course::*course)()) {
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const auto status = sim::network::run_apart([&] {
      const auto wrong = (Course().*course)();
      if (!wrong.empty()) fmt::print(stderr, "{}\n", wrong);
      return wrong.empty() ? 0 : 1;
    });
    if (!status) fmt::print(stderr, "{}\n", describe(status.error()));
    ::_exit(status.value_or(1));
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST(MovedVisit, same_card_goes_on_at_the_other_terminal_without_being_asked_twice) {
  run_course(&Course::same_card);
}

TEST(MovedVisit, other_card_ends_it_and_begins_its_own) {
  run_course(&Course::other_card);
}

}  // namespace
}  // namespace omote
