#include "journal/settle.hpp"

#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "domain/catalogue/failures.hpp"
#include "journal/reader.hpp"

namespace omote::journal {

namespace {

// Only what ran when the host went can be open: a handful. Ends and answers come after their beginnings, so twice as many
// of them reach back far enough.
constexpr std::size_t kBeginnings = 100;
constexpr std::size_t kEnds = 200;

Result<std::vector<Record>> last(const JournalReader& reader, const std::string& type, std::size_t most) {
  Filter filter;
  filter.type = type;
  filter.most = most;
  return reader.query(filter);
}

using Verify = std::pair<std::string, std::string>;  // visit and key

Result<void> settle_verifies(const JournalReader& reader, ports::JournalPort& journal, Settled& settled) {
  auto sent = last(reader, "verify_about_to_be_sent", kBeginnings);
  if (!sent) return pass(sent);
  auto answered = last(reader, "verify_answered", kEnds);
  if (!answered) return pass(answered);
  // Newest first: an answer counts for the entry before it, so only answers that are newer than the newest entry close it.
  std::set<Verify> seen;
  for (const auto& record : *sent) {
    const auto& about = record.event.verify_about_to_be_sent();
    const Verify verify{record.event.visit(), about.key()};
    if (!seen.insert(verify).second) continue;
    bool closed = false;
    for (const auto& answer : *answered) {
      closed = closed || (answer.sequence > record.sequence && answer.event.visit() == verify.first &&
                          answer.event.verify_answered().key() == verify.second);
    }
    if (closed) continue;
    v1::Event event;
    event.set_visit(record.event.visit());
    event.set_terminal(record.event.terminal());
    auto& unknown = *event.mutable_verify_answered();
    unknown.set_card_hash(about.card_hash());
    unknown.set_key(about.key());
    unknown.set_outcome("unknown");
    unknown.set_tries_left(-1);
    if (auto written = journal.append(event); !written) return pass(written);
    ++settled.verifies;
  }
  return {};
}

Result<void> settle_visits(const JournalReader& reader, ports::JournalPort& journal, Settled& settled) {
  auto began = last(reader, "visit_began", kBeginnings);
  if (!began) return pass(began);
  auto ended = last(reader, "visit_ended", kEnds);
  if (!ended) return pass(ended);
  std::set<std::string> closed;
  for (const auto& record : *ended) closed.insert(record.event.visit());
  for (const auto& record : *began) {
    if (!closed.insert(record.event.visit()).second) continue;
    v1::Event event;
    event.set_visit(record.event.visit());
    event.set_terminal(record.event.terminal());
    // To the patient it was a terminal without its host.
    const auto& entry = catalogue::find_failure("link_lost", "card");
    auto& end = *event.mutable_visit_ended();
    end.set_outcome("failed");
    end.set_code(std::string(entry.code));
    end.set_detail(std::string(entry.detail));
    end.set_reason("host_stopped");
    if (auto written = journal.append(event); !written) return pass(written);
    ++settled.visits;
  }
  return {};
}

}  // namespace

Result<Settled> settle_what_is_open(const std::filesystem::path& file, ports::JournalPort& journal) {
  auto reader = JournalReader::open(file);
  if (!reader) return pass(reader);
  Settled settled;
  if (auto done = settle_verifies(*reader, journal, settled); !done) return pass(done);
  if (auto done = settle_visits(*reader, journal, settled); !done) return pass(done);
  return settled;
}

}  // namespace omote::journal
