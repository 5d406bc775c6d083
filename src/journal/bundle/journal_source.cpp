#include <fmt/format.h>

#include "journal/bundle/sources.hpp"
#include "journal/words.hpp"

namespace omote::journal::bundle {

namespace {

using namespace std::chrono_literals;

// A day with more lines than this goes into several files, so that no file grows without bound in memory.
constexpr std::size_t kMostBytes = 16 << 20;

bool is_history(const v1::Event& event) {
  return event.has_incident_opened() || event.has_incident_found() || event.has_remedy_started() || event.has_remedy_ended() ||
         event.has_question_answered() || event.has_incident_closed() || event.has_self_test_ended() ||
         event.has_settings_healed();
}

// Writes the walk's records into one file a day.
class Days {
 public:
  Days(Tray& tray, std::uint64_t expected)
      : tray_(tray), expected_(std::max<std::uint64_t>(expected, 1)), salt_(random_bytes(16)) {}

  bool take(const Record& record) {
    auto day = to_iso(to_jst(record.time).date);
    if (day != day_ && !flush()) return false;
    if (day != std::exchange(day_, day)) part_ = 0;
    if (names_staff(record.event)) {
      append_json(lines_, with_pseudonym(record));
    } else {
      append_json(lines_, record);
    }
    lines_ += '\n';
    if (is_history(record.event)) {
      append_json_told(history_, record);
      history_ += '\n';
    }
    if (++count_ % 4096 == 0) tray_.progress(std::min(1.0, static_cast<double>(count_) / static_cast<double>(expected_)));
    return lines_.size() < kMostBytes || flush();
  }

  bool finish() {
    if (!flush()) return false;
    tray_.redacted(redactions_);
    return tray_.put("diagnosis/history.jsonl", std::move(history_));
  }
  [[nodiscard]] std::uint64_t count() const { return count_; }

 private:
  static bool names_staff(const v1::Event& event) { return event.has_staff_decided() || event.has_staff_looked(); }

  // The same person has the same pseudonym within one bundle, and another one in the next.
  Record with_pseudonym(Record record) {
    auto& staff = record.event.has_staff_decided() ? *record.event.mutable_staff_decided()->mutable_staff()
                                                   : *record.event.mutable_staff_looked()->mutable_staff();
    if (staff.empty()) return record;
    auto salted = salt_;
    append(salted, as_bytes(staff));
    staff = "staff-" + to_hex(sha256(salted)).substr(0, 8);
    ++redactions_["staff_names"];
    return record;
  }

  bool flush() {
    if (lines_.empty()) return true;
    redact_numbers(lines_, redactions_);
    const auto name = part_ == 0 ? fmt::format("journal/{}.jsonl", day_) : fmt::format("journal/{}-{}.jsonl", day_, part_ + 1);
    ++part_;
    auto lines = std::move(lines_);
    lines_.clear();
    lines_.reserve(lines.size());
    return tray_.put(name, std::move(lines));
  }

  Tray& tray_;
  std::uint64_t expected_;
  std::uint64_t count_ = 0;
  Bytes salt_;
  Redactions redactions_;
  std::string day_, lines_, history_;
  int part_ = 0;
};

// From a day before the incident's first record to an hour after its last one.
void around_incident(const JournalReader& reader, Filter& filter, Tray& tray) {
  const auto records = reader.query({.incident = filter.incident, .most = 10'000});
  filter.incident.clear();
  if (!records || records->empty())
    return tray.skip("incident", "the journal has no record with that number; everything is here");
  filter.since = records->back().time - 24h;
  filter.until = records->front().time + 1h;
}

std::string chain_json(const JournalReader& reader) {
  const auto check = reader.check();
  if (!check) return {};
  std::string breaks;
  for (const auto& at : check->breaks) {
    breaks += fmt::format("{}{{\"sequence\": {}, \"what\": \"{}\"}}", breaks.empty() ? "" : ", ", at.sequence, at.what);
  }
  return fmt::format("{{\"records\": {}, \"whole\": {}, \"breaks\": [{}]}}\n", check->records, check->whole, breaks);
}

}  // namespace

Source journal_source(std::filesystem::path journal, Filter filter) {
  return {"journal", 120s, [journal = std::move(journal), filter = std::move(filter)](Tray& tray) mutable -> std::string {
            const auto reader = JournalReader::open(journal);
            if (!reader) return describe(reader.error());
            if (!filter.incident.empty()) around_incident(*reader, filter, tray);
            Days days(tray, reader->count());
            const auto walked = reader->walk(filter, [&](const Record& record) { return days.take(record); });
            const bool wanted = days.finish();
            if (!walked) return describe(walked.error());
            if (wanted) tray.put("journal/chain.json", chain_json(*reader));
            return {};
          }};
}

}  // namespace omote::journal::bundle
