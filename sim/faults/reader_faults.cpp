// The reader, the card service, and other programs that use the card.
#include <csignal>

#include "base/file.hpp"
#include "sim/faults/fault.hpp"
#include "sim/faults/helper.hpp"

namespace omote::sim::faults {

namespace {

Result<Injected> unplug(Ground& ground, const Texts&) {
  auto& counter = ground.counter;
  counter.plug_reader(false);
  return Injected{[&counter]() -> Result<void> {
                    counter.plug_reader(true);
                    return {};
                  },
                  [&counter] { return !counter.reader().plugged(); }};
}

Result<Injected> kill_service(Ground& ground, const Texts&) {
  auto& service = ground.card_service;
  service.process().kill_now();
  return Injected{[&service] { return service.restart(); }, [&service] { return !service.process().running(); }};
}

Result<Injected> stop_service(Ground& ground, const Texts&) {
  auto& service = ground.card_service;
  const auto pid = service.process().pid();
  if (pid <= 0) return fail("fault_not_injected", "the card service does not run");
  ::kill(pid, SIGSTOP);
  return Injected{[pid]() -> Result<void> {
                    ::kill(pid, SIGCONT);
                    return {};
                  },
                  // Whoever cures it may have ended it and started another one by now.
                  [pid, &service] { return is_stopped(pid) || service.process().pid() != pid || !service.process().running(); }};
}

// Another program has the card before our host sees it: the card is laid down first, then that program takes it alone.
Result<Injected> hold_card(Ground& ground, const Texts& with) {
  auto& counter = ground.counter;
  if (!counter.reader().occupied()) {
    if (auto placed = counter.place_card({ground.persona}); !placed) return pass(placed);
  }
  Command command;
  command.argv = {program_beside("omote-card-holder"), text(with, "how", "exclusive")};
  command.environment = {ground.card_service.environment()};
  auto holder = start_helper(std::move(command));
  if (!holder) return pass(holder);
  auto process = std::make_shared<Process>(std::move(*holder));
  return Injected{[process]() -> Result<void> {
                    process->stop();
                    return {};
                  },
                  [process] { return process->running(); }};
}

}  // namespace

std::vector<Fault> reader_faults() {
  return {
      {"reader_unplugged", "reader", "カードリーダーを外す", "The card reader is unplugged", {}, false, unplug},
      {"card_service_killed", "reader", "カードサービスが落ちる", "The card service dies", {}, false, kill_service},
      {"card_service_hung", "reader", "カードサービスが固まる", "The card service hangs", {}, false, stop_service},
      {"card_held",
       "reader",
       "ほかのプログラムがカードを使う",
       "Another program holds the card",
       {{"how", "exclusive, or transactions in a loop"}},
       false,
       hold_card},
  };
}

}  // namespace omote::sim::faults
