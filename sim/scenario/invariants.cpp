#include "sim/scenario/invariants.hpp"

#include <fmt/format.h>

#include <map>
#include <ranges>
#include <set>

#include "base/file.hpp"
#include "journal/reader.hpp"
#include "sim/receipt/result_file.hpp"

namespace omote::sim::scenario {

namespace {

namespace fs = std::filesystem;
using Broken = std::vector<std::string>;

constexpr std::size_t kMostRecords = 100'000;

// I5: face and liveness, or the card's word, or a member of staff stands before every identification. The visit's own events
// decide, in the order in which they were written.
void check_identified(const std::vector<journal::Record>& records, Broken& broken) {
  std::map<std::string, std::set<std::string>> shown;         // visit -> ways for which the proof stands
  for (const auto& record : records | std::views::reverse) {  // oldest first
    const auto& event = record.event;
    if (event.has_face_compared()) {
      const auto& face = event.face_compared();
      if (face.decision() == "matched" && face.distance() <= face.threshold() && face.liveness() > 0)
        shown[event.visit()].insert("face");
    }
    if (event.has_verify_answered() && event.verify_answered().key() == "pin" &&
        event.verify_answered().outcome() == "accepted") {
      shown[event.visit()].insert("pin");
    }
    if (event.has_staff_decided() && event.staff_decided().is_the_person()) shown[event.visit()].insert("staff");
    if (event.has_identified() && !shown[event.visit()].contains(event.identified().way()))
      broken.push_back(fmt::format("I5: visit {} was identified by {} without proof", event.visit(), event.identified().way()));
  }
}

// I1, I2, I3, I12: the journal is whole, each visit ended once, no entry went to the card without a record.
void check_journal(const Traces& traces, Broken& broken) {
  auto reader = journal::JournalReader::open(traces.folder / "host/journal.sqlite");
  if (!reader) return broken.push_back("I2: the journal cannot be opened: " + describe(reader.error()));
  if (const auto chain = reader->check(); !chain || !chain->whole) broken.push_back("I12: the journal's chain is broken");
  const auto records = reader->query({.most = kMostRecords});
  if (!records) return broken.push_back("I2: the journal cannot be read");
  check_identified(*records, broken);
  std::map<std::string, int> visits;
  int sent = 0;
  for (const auto& record : *records) {
    const auto& event = record.event;
    if (event.has_visit_began()) ++visits[event.visit()];
    if (event.has_visit_ended()) --visits[event.visit()];
    if (event.has_verify_about_to_be_sent()) ++sent;
    if (event.has_visit_ended() && event.visit_ended().code() == "OMT99" && !traces.may_be_unknown) {
      broken.push_back("I8: a visit ended without a code of its own: " + event.visit_ended().reason());
    }
    if (event.has_consent_given() && event.visit().empty()) broken.push_back("I6: a consent outside a visit");
  }
  for (const auto& [visit, balance] : visits) {
    if (balance != 0) broken.push_back(fmt::format("I3: visit {} ended {} times", visit, 1 - balance));
  }
  if (traces.verifies > sent)
    broken.push_back(fmt::format("I1: {} entries reached the card, {} are recorded", traces.verifies, sent));
}

// I4: whole files, one for each visit.
void check_results(const Traces& traces, Broken& broken) {
  std::error_code error;
  std::set<std::string> seen;
  for (const auto& entry : fs::directory_iterator(traces.output, error)) {
    const auto name = entry.path().filename().string();
    if (!receipt::is_result_name(name)) continue;
    const auto contents = read_file(entry.path());
    const auto result = contents ? receipt::read_result(name, as_text(*contents)) : fail("file_unreadable", name);
    if (!result) {
      broken.push_back("I4: " + name + ": " + describe(result.error()));
    } else if (!seen.insert(result->sha256).second) {
      broken.push_back("I4: the same result twice: " + name);
    }
  }
}

// I9: nothing of the patient in the journal and the logs.
void check_canaries(const Traces& traces, Broken& broken) {
  const auto& persona = traces.persona;
  auto first_name = persona.identity.name;
  if (const auto gap = first_name.find("　"); gap != std::string::npos) first_name.replace(gap, 3, " ");
  const std::vector<std::string> canaries{persona.identity.name, first_name,
                                          persona.identity.kana, persona.identity.address,
                                          persona.card.number_a, persona.number_b()};
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(traces.folder, error)) {
    if (entry.path().extension() == ".log" && entry.path().filename() != "national.log") files.push_back(entry.path());
  }
  for (const auto* name : {"journal.sqlite", "journal.sqlite-wal"}) files.push_back(traces.folder / "host" / name);
  for (const auto& file : files) {
    const auto contents = read_file(file);
    if (!contents) continue;
    const auto text = as_text(*contents);
    for (const auto& canary : canaries) {
      if (!canary.empty() && text.find(canary) != std::string::npos) {
        broken.push_back("I9: personal data in " + file.filename().string());
        break;
      }
    }
  }
}

}  // namespace

std::vector<std::string> broken_invariants(const Traces& traces) {
  Broken broken;
  check_journal(traces, broken);
  check_results(traces, broken);
  check_canaries(traces, broken);
  return broken;
}

}  // namespace omote::sim::scenario
