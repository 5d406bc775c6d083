#include "journal/reader.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "journal/sqlite.hpp"

namespace omote::journal {

namespace {

constexpr std::string_view kColumns = "SELECT sequence, time, type, body, hash FROM event";

// A text of three letters or more is found by the index; a shorter one is looked for in every event.
bool is_indexed(std::string_view text) {
  return to_code_points(text).size() >= 3;
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return result;
}

// One phrase, whatever signs it holds.
std::string phrase(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) result += c == '"' ? std::string("\"\"") : std::string(1, c);
  return result + "\"";
}

std::string where(const Filter& filter) {
  std::string sql(kColumns);
  sql += " WHERE (?1 = 0 OR time >= ?1) AND (?2 = 0 OR time < ?2) AND (?6 = 0 OR sequence < ?6) AND sequence > ?7";
  if (!filter.visit.empty()) sql += " AND visit = ?3";
  if (!filter.terminal.empty()) sql += " AND terminal = ?4";
  if (!filter.type.empty()) sql += " AND type = ?5";
  if (is_indexed(filter.text)) sql += " AND sequence IN (SELECT rowid FROM words WHERE words MATCH ?8)";
  return sql + " ORDER BY sequence DESC";
}

Record record_of(const Statement& row) {
  Record record{static_cast<std::uint64_t>(row.number(0)), WallTime{std::chrono::milliseconds{row.number(1)}}, row.text(2), {}};
  const auto body = row.bytes(3);
  static_cast<void>(record.event.ParseFromArray(body.data(), static_cast<int>(body.size())));
  return record;
}

std::int64_t milliseconds(const std::optional<WallTime>& time) {
  return time ? time->time_since_epoch().count() : 0;
}

}  // namespace

struct JournalReader::Inside {
  Database database;
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
  const auto sql = where(filter);
  const auto words = phrase(filter.text);
  const auto wanted = lower(filter.text);
  Statement rows(inside_->database.get(), sql);
  rows.bind(1, milliseconds(filter.since)).bind(2, milliseconds(filter.until));
  rows.bind(3, std::string_view(filter.visit)).bind(4, std::string_view(filter.terminal)).bind(5, std::string_view(filter.type));
  rows.bind(6, static_cast<std::int64_t>(filter.before)).bind(7, static_cast<std::int64_t>(filter.after));
  rows.bind(8, std::string_view(words));
  std::vector<Record> found;
  int code = SQLITE_DONE;
  while (found.size() < filter.most && (code = rows.step()) == SQLITE_ROW) {
    auto record = record_of(rows);
    const bool looked_for = filter.text.empty() || is_indexed(filter.text);
    if (looked_for || lower(to_json(record.event)).find(wanted) != std::string::npos) found.push_back(std::move(record));
  }
  if (code != SQLITE_ROW && code != SQLITE_DONE) return fail("journal_query_failed", sqlite3_errstr(code));
  return found;
}

Result<ChainCheck> JournalReader::check() const {
  Statement rows(inside_->database.get(), std::string(kColumns) + " ORDER BY sequence");
  ChainCheck result;
  Bytes before(32);
  std::uint64_t expected = 1;
  int code = SQLITE_DONE;
  while ((code = rows.step()) == SQLITE_ROW) {
    const auto record = record_of(rows);
    const auto hash = chain(before, record.sequence, record.time, rows.bytes(3));
    before = rows.bytes(4);
    const bool fits = record.sequence == expected && std::ranges::equal(hash, before) && record.type == type_of(record.event);
    if (!fits && result.whole) result.first_wrong = record.sequence;
    result.whole = result.whole && fits;
    expected = record.sequence + 1;
    ++result.records;
  }
  if (code != SQLITE_DONE) return fail("journal_check_failed", sqlite3_errstr(code));
  return result;
}

}  // namespace omote::journal
