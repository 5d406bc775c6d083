#include "tests/bench/journal/rows.hpp"

#include <fmt/format.h>

#include <fstream>
#include <random>

#include "base/ids.hpp"
#include "journal/journal.hpp"
#include "journal/reader.hpp"
#include "journal/sqlite.hpp"
#include "journal/words.hpp"

namespace omote::bench {

namespace {

using journal::v1::Event;

class Clinic {
 public:
  // The events of one visit or of one trouble, one after the other.
  std::vector<Event> next(WallTime time) {
    events_.clear();
    if (pick(40) == 0) trouble();
    visit(time);
    return std::move(events_);
  }

 private:
  std::size_t pick(std::size_t of) { return random_() % of; }
  std::uint32_t some(std::uint32_t most) { return static_cast<std::uint32_t>(pick(most)) + 1; }
  Event& add() {
    auto& event = events_.emplace_back();
    event.set_visit(visit_);
    event.set_terminal(terminal_);
    return event;
  }
  void visit(WallTime time) {
    static const char* const kTerminals[] = {"CJKA000001", "CJKA000002", "CJKA000003"};
    static const char* const kWays[] = {"face", "face", "face", "pin", "staff"};
    visit_ = new_id(time);
    terminal_ = kTerminals[pick(3)];
    const std::string way = kWays[pick(5)];
    const auto card = to_hex(sha256(as_bytes(visit_))).substr(0, 32);
    add().mutable_visit_began()->set_card_hash(card);
    auto& recognised = *add().mutable_card_recognised();
    recognised.set_kind("my_number");
    recognised.set_pin_tries(static_cast<int>(pick(3)) + 1);
    recognised.set_number_b_tries(10);
    recognised.set_took_ms(some(400));
    add().mutable_card_face_read()->set_sight(pick(20) == 0 ? "unclear" : "agreed");
    for (const char* screen : {"choose", way == "pin" ? "pin" : "face", "asking", "consent", "take_card"}) {
      add().mutable_screen_shown()->set_id(screen);
    }
    add().mutable_way_chosen()->set_way(way);
    auto& about = *add().mutable_verify_about_to_be_sent();
    about.set_card_hash(card);
    about.set_key(way == "pin" ? "pin" : "number_b");
    about.set_tries_seen(3);
    auto& answered = *add().mutable_verify_answered();
    answered.set_card_hash(card);
    answered.set_key(way == "pin" ? "pin" : "number_b");
    answered.set_outcome(pick(30) == 0 ? "wrong" : "right");
    answered.set_tries_left(3);
    if (way == "face") {
      auto& face = *add().mutable_face_compared();
      face.set_decision(pick(25) == 0 ? "timed_out" : "same");
      face.set_distance(0.001 * some(400));
    }
    end(way);
  }
  void end(const std::string& way) {
    if (pick(30) == 0) {
      static const char* const kCodes[][2] = {{"001", "0x03000001"}, {"011", "0x81000005"}, {"015", "0x04000019"}, {"101", ""}};
      const auto& code = kCodes[pick(4)];
      auto& failed = *add().mutable_visit_ended();
      failed.set_outcome("failed");
      failed.set_code(code[0]);
      failed.set_detail(code[1]);
      failed.set_reason("card_removed");
      return;
    }
    add().mutable_identified()->set_way(way);
    add().mutable_eligibility_received()->set_validity("1");
    add().mutable_result_delivered()->set_file("OQSsiquc01face_" + visit_.substr(10) + ".xml");
    auto& ended = *add().mutable_visit_ended();
    ended.set_outcome(pick(50) == 0 ? "cancelled" : "delivered");
    ended.set_total_ms(some(20'000));
  }
  void trouble() {
    visit_.clear();
    terminal_.clear();
    add().mutable_national_changed()->set_state(pick(400) == 0 ? "login_locked" : "national_unreachable");
    auto& line = *add().mutable_program_log();
    line.set_program("omote-host");
    line.set_level("warning");
    line.set_text(fmt::format("the national system was not reached at try {}: time out after {} ms", pick(9), some(10'000)));
    const auto number = fmt::format("{:04X}-{:04X}-{}", pick(65536), pick(65536), pick(10));
    auto& opened = *add().mutable_incident_opened();
    opened.set_number(number);
    opened.set_row("E07");
    opened.set_code("011");
    opened.set_detail("0x81000005");
    add().mutable_incident_closed()->set_number(number);
    add().mutable_national_changed()->set_state("connected");
  }

  WallTime now_;
  std::mt19937_64 random_{20261122};
  std::string visit_, terminal_;
  std::vector<Event> events_;
};

}  // namespace

bool write_rows(const std::filesystem::path& file, std::uint64_t count, WallTime now) {
  const SystemClock clock;
  if (!journal::Journal::open(file, clock, journal::Tending::OnCall)) return false;
  const auto database = journal::open_database(file, false);
  if (!database || journal::execute(database.get(), "PRAGMA synchronous = OFF; BEGIN") != SQLITE_OK) return false;
  const auto begin = now - std::chrono::hours(24 * 61);
  Clinic clinic;
  journal::Statement into(database.get(), "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)");
  Bytes before(32);
  for (std::uint64_t sequence = 1; sequence <= count;) {
    const auto moment = [&] {
      return begin + std::chrono::milliseconds((now - begin).count() * static_cast<std::int64_t>(sequence) /
                                               static_cast<std::int64_t>(count));
    };
    for (const auto& event : clinic.next(moment())) {
      if (sequence > count) break;
      const auto body = event.SerializeAsString();
      const auto type = journal::type_of(event);
      const auto time = moment();
      const auto hash = journal::chain(before, sequence, time, as_bytes(body));
      before.assign(hash.begin(), hash.end());
      into.reset();
      into.bind(1, static_cast<std::int64_t>(sequence)).bind(2, time.time_since_epoch().count());
      into.bind(3, std::string_view(event.visit())).bind(4, std::string_view(event.terminal()));
      into.bind(5, std::string_view(type)).bind(6, as_bytes(body)).bind(7, ByteView(before));
      if (into.step() != SQLITE_DONE) return false;
      ++sequence;
    }
  }
  return journal::execute(database.get(), "COMMIT") == SQLITE_OK;
}

std::uintmax_t write_lines(const std::filesystem::path& journal, const std::filesystem::path& text) {
  const auto reader = journal::JournalReader::open(journal);
  std::ofstream out(text, std::ios::binary);
  if (!reader || !out) return 0;
  const auto walked = reader->walk({}, [&](const journal::Record& record) {
    const auto told = journal::tell(record.event);
    out << to_iso(record.time) << ' ' << record.sequence << ' ' << record.event.terminal() << ' ' << record.event.visit() << ' '
        << journal::to_string(told.level) << ' ' << told.ja << " / " << told.en << ' ' << journal::note_of(record.event) << '\n';
    return out.good();
  });
  out.close();
  std::error_code error;
  return walked ? std::filesystem::file_size(text, error) : 0;
}

}  // namespace omote::bench
