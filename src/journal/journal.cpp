#include "journal/journal.hpp"

#include <fmt/format.h>

#include <condition_variable>
#include <optional>
#include <thread>

#include "base/file.hpp"
#include "base/log.hpp"
#include "journal/keeper.hpp"
#include "journal/marks.hpp"
#include "journal/sqlite.hpp"

namespace omote::journal {

namespace {

namespace fs = std::filesystem;

// Only what an append needs stands here; what makes events quick to find comes later (index.hpp). The log is written back
// into the file by the keeper when it is quiet, by an append only when it grew very long.
constexpr const char* kSchema = R"(
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA wal_autocheckpoint = 8000;
  CREATE TABLE IF NOT EXISTS event (sequence INTEGER PRIMARY KEY, time INTEGER NOT NULL, visit TEXT NOT NULL,
    terminal TEXT NOT NULL, type TEXT NOT NULL, body BLOB NOT NULL, hash BLOB NOT NULL);
  CREATE INDEX IF NOT EXISTS event_of_visit ON event (visit) WHERE visit <> '';
)";
constexpr const char* kLast = "SELECT sequence, hash FROM event ORDER BY sequence DESC LIMIT 1";
constexpr const char* kInsert =
    "INSERT INTO event (sequence, time, visit, terminal, type, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?)";
// The keeper waits for that much quiet, and not longer than until so many events wait.
constexpr std::chrono::milliseconds kQuiet{200};
constexpr std::size_t kMostWaiting = 2000;
constexpr std::chrono::minutes kDropEvery{10};
constexpr std::chrono::seconds kWriteBackEvery{10};
constexpr int kWriteBackAfter = 32;  // pieces of work

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
  Statement into(database, kInsert);
  into.bind(1, row.sequence)
      .bind(2, row.time)
      .bind(3, std::string_view(event.visit()))
      .bind(4, std::string_view(event.terminal()));
  return into.bind(5, std::string_view(type)).bind(6, ByteView(row.body)).bind(7, ByteView(row.hash)).step();
}

// Rows in order until the first that cannot be read.
std::int64_t salvage(const fs::path& damaged, sqlite3* fresh) {
  const auto old = open_database(damaged, true);
  if (!old) return 0;
  // Without it a file that is shorter than its head says is refused as a whole.
  static_cast<void>(execute(old.get(), "PRAGMA writable_schema = ON"));
  if (const auto cut = read_mark(old.get(), "cut")) static_cast<void>(write_mark(fresh, "cut", *cut));
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
  Inside(fs::path path, const Clock& from) : file(std::move(path)), clock(from), keeper(file, from) {}

  fs::path file;
  const Clock& clock;
  Database database;
  AppendTimes times;
  int repairs = 0;
  std::size_t waiting = 1;  // for the keeper; one at the start: what the run before left
  mutable std::mutex mutex;
  std::condition_variable_any wake;
  Keeper keeper;
  std::jthread thread;  // last: it uses what stands above

  int open() {
    std::error_code ignored;
    fs::create_directories(file.parent_path(), ignored);
    // An empty file is an empty database; made this way its name survives a power cut and its mode is right from the start.
    if (!fs::exists(file, ignored)) static_cast<void>(write_durably(file, {}, Replace::No, 0600));
    database = open_database(file, false);
    if (!database) return SQLITE_CANTOPEN;
    for (const char* schema : {kSchema, kMarkSchema, kIndexSchema}) {
      if (const int code = execute(database.get(), schema); code != SQLITE_OK) return code;
    }
    const int code = Statement(database.get(), kLast).step();
    return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
  }

  int repair() {
    ++repairs;
    database.reset();
    keeper.reopen();
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

  int write(const v1::Event& event, std::uint64_t& sequence, const Cut* cut) {
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
    if (cut != nullptr) {
      if (const int code = write_mark(database.get(), "cut", {cut->through, cut->hash}); code != SQLITE_OK) return code;
    }
    return execute(database.get(), "COMMIT");
  }

  int write_or_roll_back(const v1::Event& event, std::uint64_t& sequence, const Cut* cut = nullptr) {
    const int code = write(event, sequence, cut);
    if (code != SQLITE_OK) static_cast<void>(execute(database.get(), "ROLLBACK"));
    return code;
  }

  // What lies before the cut is gone for readers at once, together with the event that tells of it; the room is freed in
  // small pieces.
  void drop_old_days() {
    const auto cut = keeper.due();
    if (cut.through == 0 || !database) return;
    v1::Event event;
    auto& dropped = *event.mutable_days_dropped();
    dropped.set_days(cut.days);
    dropped.set_events(cut.events);
    dropped.set_through(static_cast<std::uint64_t>(cut.through));
    dropped.set_hash(to_hex(cut.hash));
    std::uint64_t sequence = 0;
    if (const int code = write_or_roll_back(event, sequence, &cut); code != SQLITE_OK) {
      log::warning("old days of the journal were not dropped: {}", sqlite3_errstr(code));
    }
  }

  // Small pieces, between which an append gets its turn; the log is written back before it grows long.
  void pieces(std::unique_lock<std::mutex>& lock, const std::stop_token& stop, bool (Keeper::*piece)()) {
    for (int count = 1; !stop.stop_requested() && (keeper.*piece)(); ++count) {
      lock.unlock();
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      if (count % kWriteBackAfter == 0) keeper.write_back();
      lock.lock();
    }
  }

  void run(const std::stop_token& stop) {
    auto drop_at = std::chrono::steady_clock::now();
    auto back_at = drop_at;
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
      wake.wait_until(lock, stop, drop_at, [this] { return waiting > 0; });
      for (std::size_t before = 0; waiting > before && waiting < kMostWaiting && !stop.stop_requested();) {
        before = waiting;
        wake.wait_for(lock, stop, kQuiet, [this] { return waiting >= kMostWaiting; });
      }
      waiting = 0;
      pieces(lock, stop, &Keeper::index_some);
      const auto now = std::chrono::steady_clock::now();
      if (now >= drop_at) {
        drop_at = now + kDropEvery;
        drop_old_days();
        pieces(lock, stop, &Keeper::sweep_some);
      }
      if (now < back_at) continue;
      back_at = now + kWriteBackEvery;
      lock.unlock();
      keeper.write_back();
      lock.lock();
    }
  }
};

Journal::Journal(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Journal::~Journal() = default;

Result<std::unique_ptr<Journal>> Journal::open(const fs::path& file, const Clock& clock, Tending tending) {
  auto inside = std::make_unique<Inside>(fs::absolute(file), clock);
  int code = inside->open();
  if (is_damage(code)) code = inside->repair();
  if (code != SQLITE_OK) return fail("journal_not_opened", file.string() + ": " + sqlite3_errstr(code));
  if (tending == Tending::ByItself) {
    inside->thread = std::jthread([in = inside.get()](const std::stop_token& stop) { in->run(stop); });
  }
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
  if (++inside_->waiting == 1 || inside_->waiting == kMostWaiting) inside_->wake.notify_one();
  auto& times = inside_->times;
  times.last = std::chrono::duration_cast<std::chrono::microseconds>(inside_->clock.steady() - begin);
  times.worst = std::max(times.worst, times.last);
  ++times.count;
  return sequence;
}

void Journal::tend() {
  const std::stop_token never;
  std::unique_lock lock(inside_->mutex);
  inside_->drop_old_days();
  inside_->pieces(lock, never, &Keeper::sweep_some);
  inside_->pieces(lock, never, &Keeper::index_some);
}

void Journal::confirm_clock() {
  const std::scoped_lock lock(inside_->mutex);
  inside_->keeper.confirm_clock();
}

bool Journal::clock_in_doubt() const {
  const std::scoped_lock lock(inside_->mutex);
  return inside_->keeper.clock_in_doubt();
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
