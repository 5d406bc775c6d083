#include "journal/reader.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "journal/index.hpp"
#include "journal/marks.hpp"
#include "journal/search.hpp"

namespace omote::journal {

namespace {

constexpr std::size_t kMostBreaks = 100;
constexpr std::string_view kColumns = "SELECT sequence, time, type, body, hash FROM event";

Record record_of(const Statement& row) {
  Record record{static_cast<std::uint64_t>(row.number(0)), WallTime{std::chrono::milliseconds{row.number(1)}}, row.text(2), {}};
  const auto body = row.bytes(3);
  static_cast<void>(record.event.ParseFromArray(body.data(), static_cast<int>(body.size())));
  return record;
}

// Recomputed from the record before; the first one after a cut follows the cut.
bool fits(const Record& record, const Statement& row, ByteView before) {
  const auto hash = chain(before, record.sequence, record.time, row.bytes(3));
  return std::ranges::equal(hash, row.bytes(4)) && record.type == type_of(record.event);
}

std::int64_t milliseconds(const std::optional<WallTime>& time) {
  return time ? time->time_since_epoch().count() : 0;
}

}  // namespace

struct JournalReader::Inside {
  Database database;

  // One view of the journal for the length of a query, whatever is written meanwhile.
  class View {
   public:
    explicit View(sqlite3* database) : database_(database) { static_cast<void>(execute(database_, "BEGIN")); }
    View(const View&) = delete;
    View& operator=(const View&) = delete;
    ~View() { static_cast<void>(execute(database_, "COMMIT")); }

   private:
    sqlite3* database_;
  };

  [[nodiscard]] Mark cut() const { return read_mark(database.get(), "cut").value_or(Mark{0, Bytes(32)}); }

  // The record with the proof that it fits the one before.
  [[nodiscard]] Record proven(const Statement& row) const {
    auto record = record_of(row);
    const auto cut_at = cut();
    const auto before = static_cast<std::int64_t>(record.sequence) - 1;
    Statement find(database.get(), "SELECT hash FROM event WHERE sequence = ?");
    const bool found = before > cut_at.number && find.bind(1, before).step() == SQLITE_ROW;
    record.fits = (found || before == cut_at.number) && fits(record, row, found ? find.bytes(0) : cut_at.bytes);
    return record;
  }

  // Event by event. Conditions on sequence numbers: over ?1, under ?2.
  [[nodiscard]] int look(std::string_view order, const Wanted& wanted, std::int64_t over, std::int64_t under,
                         std::vector<Record>& found) const {
    const auto& filter = wanted.filter();
    std::string sql(kColumns);
    sql += " WHERE sequence > ?1 AND sequence < ?2";
    if (!filter.visit.empty()) sql += " AND visit = ?3 AND visit <> ''";
    sql += order;
    Statement rows(database.get(), sql);
    rows.bind(1, over).bind(2, under);
    if (!filter.visit.empty()) rows.bind(3, std::string_view(filter.visit));
    int code = SQLITE_DONE;
    while (found.size() < filter.most && (code = rows.step()) == SQLITE_ROW) {
      if (wanted.matches(record_of(rows))) found.push_back(proven(rows));
    }
    return code == SQLITE_ROW ? SQLITE_DONE : code;
  }

  // Between which sequence numbers the indexed events of that time stand.
  [[nodiscard]] std::pair<std::int64_t, std::int64_t> bounds(const Filter& filter, std::int64_t low, std::int64_t high) const {
    Statement first(database.get(), "SELECT min(first) FROM hour WHERE hour >= ?");
    if (filter.since && first.bind(1, milliseconds(filter.since) / kHour).step() == SQLITE_ROW) {
      low = first.is_null(0) ? high + 1 : std::max(low, first.number(0));
    }
    Statement last(database.get(), "SELECT max(last) FROM hour WHERE hour <= ?");
    if (filter.until && last.bind(1, milliseconds(filter.until) / kHour).step() == SQLITE_ROW) {
      high = last.is_null(0) ? low - 1 : std::min(high, last.number(0));
    }
    return {low, high};
  }

  // By the index, from the newest indexed event down.
  [[nodiscard]] int search(const Wanted& wanted, std::int64_t low, std::int64_t high, std::vector<Record>& found) const {
    std::tie(low, high) = bounds(wanted.filter(), low, high);
    if (low > high) return SQLITE_DONE;
    if (!wanted.by_label()) return look(" ORDER BY sequence DESC", wanted, low - 1, high + 1, found);
    Search search(database.get(), wanted, low, high);
    Statement rows(database.get(), std::string(kColumns) + " WHERE sequence = ?");
    while (found.size() < wanted.filter().most) {
      const auto sequence = search.next();
      if (!sequence) return search.code() == SQLITE_OK ? SQLITE_DONE : search.code();
      rows.reset();
      if (const int code = rows.bind(1, *sequence).step(); code != SQLITE_ROW) {
        if (code != SQLITE_DONE) return code;
        continue;  // indexed, and taken away behind the journal's back
      }
      if (wanted.matches_rest(record_of(rows))) found.push_back(proven(rows));
    }
    return SQLITE_DONE;
  }
};

JournalReader::JournalReader(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
JournalReader::JournalReader(JournalReader&&) noexcept = default;
JournalReader& JournalReader::operator=(JournalReader&&) noexcept = default;
JournalReader::~JournalReader() = default;

Result<JournalReader> JournalReader::open(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return fail("journal_missing", file.string());
  auto database = open_database(file, true);
  const int code = database ? execute(database.get(), "SELECT count(*) FROM event WHERE sequence = 1") : SQLITE_CANTOPEN;
  if (code != SQLITE_OK) return fail("journal_unreadable", file.string() + ": " + sqlite3_errstr(code));
  return JournalReader(std::unique_ptr<Inside>(new Inside{std::move(database)}));
}

Result<std::vector<Record>> JournalReader::query(const Filter& filter) const {
  const auto& in = *inside_;
  const Inside::View view(in.database.get());
  const Wanted wanted(filter);
  const auto low = std::max(in.cut().number, static_cast<std::int64_t>(filter.after));
  const auto high = filter.before == 0 ? INT64_MAX : static_cast<std::int64_t>(filter.before);
  const auto seen = std::max(low, read_mark(in.database.get(), "seen").value_or(Mark{}).number);
  std::vector<Record> found;
  int code = SQLITE_DONE;
  if (filter.after > 0) {
    code = in.look(" ORDER BY sequence", wanted, low, high, found);
  } else if (!filter.visit.empty()) {
    code = in.look(" ORDER BY sequence DESC", wanted, low, high, found);
  } else {
    code = in.look(" ORDER BY sequence DESC", wanted, seen, high, found);
    if (code == SQLITE_DONE && found.size() < filter.most) code = in.search(wanted, low + 1, std::min(seen, high - 1), found);
  }
  if (code != SQLITE_DONE) return fail("journal_query_failed", sqlite3_errstr(code));
  return found;
}

Result<void> JournalReader::walk(const Filter& filter, const std::function<bool(const Record&)>& each) const {
  const auto& in = *inside_;
  const Inside::View view(in.database.get());
  const Wanted wanted(filter);
  // Of what is indexed only the hours that are asked for; the rest is looked at one by one.
  const auto cut = in.cut().number;
  const auto seen = std::max(cut, read_mark(in.database.get(), "seen").value_or(Mark{}).number);
  const auto [low, high] = in.bounds(filter, cut + 1, seen);
  Statement rows(in.database.get(), std::string(kColumns) + " WHERE sequence BETWEEN ? AND ? OR sequence > ? ORDER BY sequence");
  rows.bind(1, low).bind(2, high).bind(3, seen);
  int code = SQLITE_DONE;
  while ((code = rows.step()) == SQLITE_ROW) {
    const auto record = record_of(rows);
    if (wanted.matches_rest(record) && !each(record)) return {};
  }
  if (code != SQLITE_DONE) return fail("journal_walk_failed", sqlite3_errstr(code));
  return {};
}

std::optional<WallTime> JournalReader::oldest() const {
  Statement row(inside_->database.get(), "SELECT time FROM event WHERE sequence > ? ORDER BY sequence LIMIT 1");
  if (row.bind(1, inside_->cut().number).step() != SQLITE_ROW) return std::nullopt;
  return WallTime{std::chrono::milliseconds{row.number(0)}};
}

std::uint64_t JournalReader::count() const {
  Statement rows(inside_->database.get(), "SELECT max(sequence) - min(sequence) + 1 FROM event");
  return rows.step() == SQLITE_ROW ? static_cast<std::uint64_t>(rows.number(0)) : 0;
}

Result<ChainCheck> JournalReader::check() const {
  const auto& in = *inside_;
  const Inside::View view(in.database.get());
  ChainCheck result;
  const auto add = [&](std::uint64_t sequence, const char* what) {
    if (result.whole) result.first_wrong = sequence;
    result.whole = false;
    if (result.breaks.size() < kMostBreaks) result.breaks.push_back({sequence, what});
  };
  const auto cut = in.cut();
  Statement rows(in.database.get(), std::string(kColumns) + " WHERE sequence > ? ORDER BY sequence");
  rows.bind(1, cut.number);
  Bytes before = cut.bytes;
  auto expected = static_cast<std::uint64_t>(cut.number) + 1;
  bool cut_told = cut.number == 0;
  const auto seen = read_mark(in.database.get(), "seen").value_or(Mark{});
  int code = SQLITE_DONE;
  while ((code = rows.step()) == SQLITE_ROW) {
    const auto record = record_of(rows);
    if (record.sequence != expected) {
      add(record.sequence, "gap");
    } else if (!fits(record, rows, before) ||
               (static_cast<std::int64_t>(record.sequence) == seen.number && rows.bytes(4) != seen.bytes)) {
      add(record.sequence, "changed");
    }
    // A cut is an event of the chain like every other: one that nobody told is none of ours.
    const auto& dropped = record.event.days_dropped();
    cut_told = cut_told || (static_cast<std::int64_t>(dropped.through()) == cut.number && dropped.hash() == to_hex(cut.bytes));
    before = rows.bytes(4);
    expected = record.sequence + 1;
    ++result.records;
  }
  if (code != SQLITE_DONE) return fail("journal_check_failed", sqlite3_errstr(code));
  if (!cut_told) add(static_cast<std::uint64_t>(cut.number) + 1, "gap");
  if (static_cast<std::int64_t>(expected) <= seen.number) add(expected, "end");
  return result;
}

}  // namespace omote::journal
