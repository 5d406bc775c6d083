// What people at the console and at the kiosk decide, and what follows from it.
#include <atomic>
#include <memory>
#include <thread>

#include "sim/faults/fault.hpp"

namespace omote::sim::faults {

namespace {

Result<std::string> first_terminal(const Ground& ground) {
  if (!ground.console || !ground.wish) return fail("fault_not_injected", "nobody is at the console here");
  const auto state = ground.console();
  if (state.terminals_size() == 0) return fail("fault_not_injected", "the console has no terminal");
  return state.terminals(0).serial();
}

// Check-in at the terminal is closed by the staff, and forgotten.
Result<Injected> close_terminal(Ground& ground, const Texts&) {
  auto serial = first_terminal(ground);
  if (!serial) return pass(serial);
  const auto set = [&ground, terminal = *serial](bool open) {
    console::v1::FromPage page;
    page.mutable_switch_check_in()->set_terminal(terminal);
    page.mutable_switch_check_in()->set_open(open);
    ground.wish(page);
  };
  set(false);
  return Injected{[set]() -> Result<void> {
                    set(true);
                    return {};
                  },
                  [] { return true; }};
}

// Staff look at card and person, and say that it is somebody else.
Result<Injected> refuse_person(Ground& ground, const Texts&) {
  auto serial = first_terminal(ground);
  if (!serial) return pass(serial);
  console::v1::FromPage page;
  auto& confirm = *page.mutable_staff_confirm();
  confirm.set_terminal(*serial);
  confirm.set_staff("見本 職員");
  confirm.set_is_the_person(false);
  confirm.set_visit(ground.console().terminals(0).visit().id());
  const bool during_visit = !confirm.visit().empty();
  ground.wish(page);
  return Injected{[]() -> Result<void> { return {}; }, [during_visit] { return during_visit; }};
}

// Somebody at the console looks and answers, once the console asks.
class Answering {
 public:
  Answering(Ground& ground, std::string fact, bool yes)
      : thread_([this, &ground, fact = std::move(fact), yes](const std::stop_token& stop) {
          while (!stop.stop_requested() && !answered_) {
            answer(ground, fact, yes);
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
          }
        }) {}
  // The answer may be on its way.
  [[nodiscard]] bool answered() const {
    for (int i = 0; i < 40 && !answered_; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(100));
    return answered_;
  }

 private:
  void answer(Ground& ground, const std::string& fact, bool yes) {
    const auto state = ground.console();
    for (const auto& incident : state.incidents()) {
      if (!incident.ended().empty() || incident.next().kind() != "question" || incident.next().id() != fact) continue;
      console::v1::FromPage page;
      page.mutable_answer_question()->set_incident(incident.number());
      page.mutable_answer_question()->set_fact(fact);
      page.mutable_answer_question()->set_yes(yes);
      ground.wish(page);
      answered_ = true;
      return;
    }
  }

  std::atomic<bool> answered_{false};
  std::jthread thread_;  // last: uses the other
};

Result<Injected> answer_when_asked(Ground& ground, const Texts& with) {
  if (!ground.console || !ground.wish) return fail("fault_not_injected", "nobody is at the console here");
  const auto person = std::make_shared<Answering>(ground, text(with, "fact", ""), text(with, "answer", "no") == "yes");
  return Injected{[]() -> Result<void> { return {}; }, [person] { return person->answered(); }};
}

// The patient touches "none" on the consent screen.
Result<Injected> withhold_consent(Ground& ground, const Texts&) {
  if (!ground.touch) return fail("fault_not_injected", "nobody touches the kiosk here");
  if (auto touched = ground.touch("consent", "none", ""); !touched) return pass(touched);
  return Injected{[]() -> Result<void> { return {}; }, [] { return true; }};
}

// The patient leaves the way that stands for another one.
Result<Injected> choose_way(Ground& ground, const Texts& with) {
  if (!ground.touch) return fail("fault_not_injected", "nobody touches the kiosk here");
  if (auto touched = ground.touch(text(with, "screen", "staff_call"), text(with, "way", "pin"), ""); !touched)
    return pass(touched);
  return Injected{[]() -> Result<void> { return {}; }, [] { return true; }};
}

}  // namespace

std::vector<Fault> staff_faults() {
  return {
      {"staff_answer",
       "person",
       "係の人がたずねられて答える",
       "Staff are asked, look and answer",
       {{"fact", "that is asked for"}, {"answer", "yes or no (no)"}},
       true,
       answer_when_asked},
      {"terminal_closed",
       "person",
       "係の人が受付を止めたままにする",
       "Staff left check-in closed at the terminal",
       {},
       true,
       close_terminal},
      {"way_chosen",
       "person",
       "患者がほかの方法を選ぶ",
       "The patient chooses another way",
       {{"screen", "that stands (staff_call)"}, {"way", "face, pin or staff (pin)"}},
       true,
       choose_way},
      {"consent_withheld",
       "person",
       "患者が何も見せないことを選ぶ",
       "The patient consents to nothing",
       {},
       true,
       withhold_consent},
      {"person_refused", "person", "係の人が本人ではないと言う", "Staff say that it is somebody else", {}, true, refuse_person},
  };
}

}  // namespace omote::sim::faults
