// What people at the console do, and what follows from it.
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

}  // namespace

std::vector<Fault> staff_faults() {
  return {
      {"terminal_closed",
       "person",
       "係の人が受付を止めたままにする",
       "Staff left check-in closed at the terminal",
       {},
       true,
       close_terminal},
      {"person_refused", "person", "係の人が本人ではないと言う", "Staff say that it is somebody else", {}, true, refuse_person},
  };
}

}  // namespace omote::sim::faults
