#include "journal/journal.hpp"

#include <fmt/format.h>

#include <optional>

#include "base/file.hpp"
#include "base/log.hpp"
#include "journal/sqlite.hpp"

namespace omote::journal {

namespace {

namespace fs = std::filesystem;

// The words of every event stand in a full-text index of three-letter pieces, without a second copy of the text.
constexpr const char* kSchema = R"(
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS event (sequence INTEGER PRIMARY KEY, time INTEGER NOT NULL, visit TEXT NOT NULL,
    terminal TEXT NOT NULL, type TEXT NOT NULL, body BLOB NOT NULL, hash BLOB NOT NULL);
  CREATE INDEX IF NOT EXISTS event_time ON event (time);
  CREATE INDEX IF NOT EXISTS event_visit ON event (visit);
  CREATE INDEX IF NOT EXISTS event_type ON event (type);
  CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (text, content = '', tokenize = 'trigram');
)";
constexpr const char* kLast = "SELECT sequence, hash FROM event ORDER BY sequence DESC LIMIT 1";
constexpr const char* kInsert =
    "INSERT INTO event (sequence, time, visit, terminal, type, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?)";

struct Row {
  std::int64_t sequence = 0;
  std::int64_t time = 0;
  Bytes body;
  Bytes hash;
};

int insert(sqlite3* database, const Row& row) {
  v1::Event event;
  if (!event.ParseFromArray(row.body.data(), static_cast<int>(row.body.size()))) return SQLITE_CORRUPT;
  const auto type = type_of(event);
  const auto json = to_json(event);
  Statement into(database, kInsert);
  into.bind(1, row.sequence)
      .bind(2, row.time)
      .bind(3, std::string_view(event.visit()))
      .bind(4, std::string_view(event.terminal()));
  into.bind(5, std::string_view(type)).bind(6, ByteView(row.body)).bind(7, ByteView(row.hash));
  if (const int code = into.step(); code != SQLITE_DONE) return code;
  Statement words(database, "INSERT INTO words (rowid, text) VALUES (?, ?)");
  return words.bind(1, row.sequence).bind(2, std::string_view(json)).step();
}

// Rows in order until the first that cannot be read.
std::int64_t salvage(const fs::path& damaged, sqlite3* fresh) {
  const auto old = open_database(damaged, true);
  if (!old) return 0;
  // Without it a file that is shorter than its head says is refused as a whole.
  static_cast<void>(execute(old.get(), "PRAGMA writable_schema = ON"));
  Statement rows(old.get(), "SELECT sequence, time, body, hash FROM event ORDER BY sequence");
  std::int64_t saved = 0;
  if (execute(fresh, "BEGIN IMMEDIATE") != SQLITE_OK) return 0;
  while (rows.step() == SQLITE_ROW) {
    if (insert(fresh, {rows.number(0), rows.number(1), rows.bytes(2), rows.bytes(3)}) != SQLITE_DONE) break;
    ++saved;
  }
  static_cast<void>(execute(fresh, "COMMIT"));
  return saved;
}

}  // namespace

struct Journal::Inside {
  fs::path file;
  const Clock& clock;
  Database database;
  AppendTimes times;
  int repairs = 0;
  mutable std::mutex mutex;

  int open() {
    std::error_code ignored;
    fs::create_directories(file.parent_path(), ignored);
    // An empty file is an empty database; made this way its name survives a power cut and its mode is right from the start.
    if (!fs::exists(file, ignored)) static_cast<void>(write_durably(file, {}, Replace::No, 0600));
    database = open_database(file, false);
    if (!database) return SQLITE_CANTOPEN;
    if (const int code = execute(database.get(), kSchema); code != SQLITE_OK) return code;
    const int code = Statement(database.get(), kLast).step();
    return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
  }

  int repair() {
    ++repairs;
    database.reset();
    const auto aside = fs::path(fmt::format("{}.damaged-{}-{}", file.string(), to_stamp(clock.now()), repairs));
    std::error_code error;
    for (const char* part : {"-wal", "-shm", ""}) {
      std::error_code absent;
      fs::rename(file.string() + part, aside.string() + part, *part == '\0' ? error : absent);
    }
    const int code = error ? SQLITE_CANTOPEN : open();
    if (code != SQLITE_OK) return code;
    const auto saved = salvage(aside, database.get());
    log::warning("the journal was damaged; {} events were carried over, the damaged file is {}", saved, aside.string());
    return SQLITE_OK;
  }

  int write(const v1::Event& event, std::uint64_t& sequence) {
    if (const int code = execute(database.get(), "BEGIN IMMEDIATE"); code != SQLITE_OK) return code;
    Statement last(database.get(), kLast);
    const int found = last.step();
    if (found != SQLITE_ROW && found != SQLITE_DONE) return found;
    sequence = found == SQLITE_ROW ? static_cast<std::uint64_t>(last.number(0)) + 1 : 1;
    const Bytes before = found == SQLITE_ROW ? last.bytes(1) : Bytes(32);
    last.reset();
    const auto now = clock.now();
    Row row{static_cast<std::int64_t>(sequence), now.time_since_epoch().count(), Bytes(event.ByteSizeLong()), {}};
    static_cast<void>(event.SerializeToArray(row.body.data(), static_cast<int>(row.body.size())));
    const auto hash = chain(before, sequence, now, row.body);
    row.hash.assign(hash.begin(), hash.end());
    if (const int code = insert(database.get(), row); code != SQLITE_DONE) return code;
    return execute(database.get(), "COMMIT");
  }

  int write_or_roll_back(const v1::Event& event, std::uint64_t& sequence) {
    const int code = write(event, sequence);
    if (code != SQLITE_OK) static_cast<void>(execute(database.get(), "ROLLBACK"));
    return code;
  }
};

Journal::Journal(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Journal::~Journal() = default;

Result<std::unique_ptr<Journal>> Journal::open(const fs::path& file, const Clock& clock) {
  auto inside = std::unique_ptr<Inside>(new Inside{fs::absolute(file), clock, {}, {}, 0, {}});
  int code = inside->open();
  if (is_damage(code)) code = inside->repair();
  if (code != SQLITE_OK) return fail("journal_not_opened", file.string() + ": " + sqlite3_errstr(code));
  return std::unique_ptr<Journal>(new Journal(std::move(inside)));
}

Result<std::uint64_t> Journal::append(const v1::Event& event) {
  const std::scoped_lock lock(inside_->mutex);
  const auto begin = inside_->clock.steady();
  std::uint64_t sequence = 0;
  int code = inside_->database ? inside_->write_or_roll_back(event, sequence) : SQLITE_CANTOPEN;
  if (is_damage(code) || !inside_->database) {
    code = is_damage(code) ? inside_->repair() : inside_->open();
    if (code == SQLITE_OK) code = inside_->write_or_roll_back(event, sequence);
  }
  if (code != SQLITE_OK) return fail("journal_not_written", sqlite3_errstr(code));
  auto& times = inside_->times;
  times.last = std::chrono::duration_cast<std::chrono::microseconds>(inside_->clock.steady() - begin);
  times.worst = std::max(times.worst, times.last);
  ++times.count;
  return sequence;
}

AppendTimes Journal::times() const {
  const std::scoped_lock lock(inside_->mutex);
  return inside_->times;
}

int Journal::repairs() const {
  const std::scoped_lock lock(inside_->mutex);
  return inside_->repairs;
}

}  // namespace omote::journal
