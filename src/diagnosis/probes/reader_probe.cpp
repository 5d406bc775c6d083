#include "diagnosis/probes/reader_probe.hpp"

#include <sstream>

#include "diagnosis/probes/card_service.hpp"
#include "diagnosis/probes/child.hpp"
#include "diagnosis/probes/fact_list.hpp"

namespace omote::diagnosis {

namespace {

// A service that is well answers in some milliseconds, one that has to begin in some tenths of a second.
constexpr std::chrono::milliseconds kForService{2'000};

void tell_service(FactList& facts) {
  const auto said = ask_child({"card-service"}, kForService);
  if (!said) {
    const bool hung = said.error().reason.text() == "probe_time_out";
    if (hung) {
      facts.text("reader.service", "hung");
    } else {
      facts.unknown("reader.service", "probe_not_started");
    }
    return facts.unknown("reader.readers", hung ? "service_hung" : "probe_not_started");
  }
  ServiceLook look;
  std::istringstream(*said) >> look.service >> look.readers;
  facts.text("reader.service", look.service);
  if (look.service == "running") {
    facts.number("reader.readers", look.readers);
  } else {
    facts.unknown("reader.readers", "service_missing");
  }
}

void tell_holders(FactList& facts) {
  const auto holders = card_service_users(card_service_socket());
  if (!holders.told || (holders.known.empty() && holders.hidden > 0)) {
    const auto* why = holders.told ? "no_permission" : "not_told";
    facts.unknown("reader.holder_program", why);
    return facts.unknown("reader.holder_pid", why);
  }
  std::string programs;
  for (const auto& holder : holders.known) programs += (programs.empty() ? "" : ", ") + holder.program;
  facts.text("reader.holder_program", programs);
  facts.number("reader.holder_pid", holders.known.empty() ? 0 : holders.known.front().pid);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> ReaderProbe::tells() const {
  return {{"reader.service", ""}, {"reader.readers", ""}, {"reader.holder_program", ""}, {"reader.holder_pid", ""}};
}

std::vector<fact::Fact> ReaderProbe::look() {
  FactList facts({}, clock_->now());
  tell_holders(facts);
  tell_service(facts);
  return facts.take();
}

}  // namespace omote::diagnosis
