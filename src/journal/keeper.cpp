#include "journal/keeper.hpp"

#include <algorithm>
#include <utility>

#include "base/log.hpp"
#include "journal/marks.hpp"

namespace omote::journal {

namespace {

// A few milliseconds of work each. A long backlog is taken in larger pieces: each piece costs writes of its own.
constexpr std::size_t kIndexed = 128;
constexpr std::size_t kIndexedOfBacklog = 1024;
constexpr std::int64_t kSwept = 256;

std::int64_t number(sqlite3* database, const char* sql) {
  Statement rows(database, sql);
  return rows.step() == SQLITE_ROW ? rows.number(0) : 0;
}

}  // namespace

Keeper::Inside* Keeper::open() {
  if (std::exchange(stale_, false)) inside_.reset();
  if (inside_) return inside_.get();
  auto database = open_database(file_, false);
  // Not flushed by itself: what is lost in a power cut is made again.
  if (!database || execute(database.get(), "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0") != SQLITE_OK) return {};
  Indexer indexer(database.get());
  if (indexer.prepare() != SQLITE_OK) return {};
  const auto mark = read_mark(database.get(), "trusted");
  const auto believed = mark ? std::optional(WallTime{std::chrono::milliseconds{mark->number}}) : std::nullopt;
  const bool has_records = number(database.get(), "SELECT count(*) FROM (SELECT 1 FROM event LIMIT 1)") > 0;
  const ClockTrust trust(believed, has_records, clock_.now(), clock_.steady());
  inside_ = std::unique_ptr<Inside>(new Inside{std::move(database), std::move(indexer), trust});
  return inside_.get();
}

bool Keeper::index_some() {
  auto* in = open();
  if (in == nullptr) return false;
  const auto step = in->indexer.step(batch_ == 0 ? kIndexed : batch_);
  batch_ = step.events < kIndexed ? kIndexed : std::min(2 * step.events, kIndexedOfBacklog);
  if (step.code != SQLITE_OK) {
    log::warning("the journal's index was not written: {}", sqlite3_errstr(step.code));
    reopen();
  }
  return step.code == SQLITE_OK && step.events > 0;
}

Cut Keeper::due() {
  auto* in = open();
  if (in == nullptr) return {};
  const auto now = clock_.now();
  if (!in->trust.believes(now, clock_.steady())) return {};
  static_cast<void>(write_mark(in->database.get(), "trusted", {now.time_since_epoch().count(), {}}));
  return find_cut(in->database.get(), now);
}

bool Keeper::sweep_some() {
  auto* in = open();
  if (in == nullptr) return false;
  auto* database = in->database.get();
  const auto cut = read_mark(database, "cut").value_or(Mark{}).number;
  const auto first = number(database, "SELECT min(sequence) FROM event");
  if (first == 0 || first > cut || execute(database, "BEGIN IMMEDIATE") != SQLITE_OK) return false;
  const auto last = std::min(cut, first + kSwept - 1);
  int code = in->indexer.remove(first, last);
  if (code == SQLITE_OK) {
    code = Statement(database, "DELETE FROM event WHERE sequence BETWEEN ? AND ?").bind(1, first).bind(2, last).step();
  }
  if (code == SQLITE_DONE) code = execute(database, "COMMIT");
  if (code != SQLITE_OK) static_cast<void>(execute(database, "ROLLBACK"));
  return code == SQLITE_OK && last < cut;
}

void Keeper::write_back() {
  if (inside_) static_cast<void>(execute(inside_->database.get(), "PRAGMA wal_checkpoint (PASSIVE)"));
}

void Keeper::confirm_clock() {
  if (auto* in = open()) in->trust.confirm(clock_.now(), clock_.steady());
}

bool Keeper::clock_in_doubt() {
  auto* in = open();
  return in != nullptr && !in->trust.believes(clock_.now(), clock_.steady());
}

}  // namespace omote::journal
