#include "journal/index.hpp"

#include <vector>

#include "journal/marks.hpp"
#include "journal/record.hpp"
#include "journal/words.hpp"

namespace omote::journal {

namespace {

constexpr std::size_t kCached = 4096;

// 0 when something failed.
std::int64_t id_of(sqlite3* database, const char* table, std::string_view text) {
  Statement find(database, std::string("SELECT id FROM ") + table + " WHERE text = ?");
  return find.bind(1, text).step() == SQLITE_ROW ? find.number(0) : 0;
}

}  // namespace

int Indexer::prepare() {
  const auto version = words_version();
  const auto mark = read_mark(database_, "words");
  if (mark && mark->bytes == version) return SQLITE_OK;
  if (const int code = execute(database_, "BEGIN IMMEDIATE"); code != SQLITE_OK) return code;
  int code = execute(database_,
                     "DELETE FROM shown; DELETE FROM label; DELETE FROM hour; DELETE FROM note;"
                     "INSERT INTO note_words (note_words) VALUES ('rebuild'); DELETE FROM mark WHERE name = 'seen'");
  if (code == SQLITE_OK) code = write_mark(database_, "words", {0, version});
  if (code == SQLITE_OK) code = execute(database_, "COMMIT");
  if (code != SQLITE_OK) static_cast<void>(execute(database_, "ROLLBACK"));
  return code;
}

std::int64_t Indexer::label_of(const v1::Event& event) {
  const auto key = label_key(event);
  if (const auto at = labels_.find(key); at != labels_.end()) return at->second;
  const auto text = searched(event).label;
  auto id = id_of(database_, "label", text);
  if (id == 0) {
    const auto told = tell(event);
    const auto type = type_of(event);
    Statement into(database_, "INSERT INTO label (text, type, terminal, level, code) VALUES (?, ?, ?, ?, ?)");
    into.bind(1, std::string_view(text)).bind(2, std::string_view(type)).bind(3, std::string_view(event.terminal()));
    into.bind(4, static_cast<std::int64_t>(told.level)).bind(5, std::string_view(told.code));
    if (into.step() != SQLITE_DONE) return 0;
    id = sqlite3_last_insert_rowid(database_);
  }
  if (labels_.size() >= kCached) labels_.clear();
  labels_[key] = id;
  return id;
}

// -1 when something failed, 0 for an event without a note.
std::int64_t Indexer::note_of(const v1::Event& event) {
  const auto text = journal::note_of(event);
  if (text.empty()) return 0;
  if (const auto at = notes_.find(text); at != notes_.end()) return at->second;
  auto id = id_of(database_, "note", text);
  if (id == 0) {
    Statement into(database_, "INSERT INTO note (text) VALUES (?)");
    if (into.bind(1, std::string_view(text)).step() != SQLITE_DONE) return -1;
    id = sqlite3_last_insert_rowid(database_);
    Statement words(database_, "INSERT INTO note_words (rowid, text) VALUES (?, ?)");
    if (words.bind(1, id).bind(2, std::string_view(text)).step() != SQLITE_DONE) return -1;
  }
  if (notes_.size() >= kCached) notes_.clear();
  notes_[text] = id;
  return id;
}

int Indexer::index_next(std::size_t most, std::size_t& events) {
  const auto seen = read_mark(database_, "seen").value_or(Mark{});
  Statement rows(database_, "SELECT sequence, time, body, hash FROM event WHERE sequence > ? ORDER BY sequence LIMIT ?");
  rows.bind(1, seen.number).bind(2, static_cast<std::int64_t>(most));
  Statement into(database_, "INSERT OR REPLACE INTO shown (sequence, label, note) VALUES (?, ?, ?)");
  Statement hour(database_,
                 "INSERT INTO hour (hour, first, last) VALUES (?1, ?2, ?2) ON CONFLICT (hour) DO UPDATE SET "
                 "first = min(first, ?2), last = max(last, ?2)");
  Mark last;
  v1::Event event;
  int code = SQLITE_DONE;
  while ((code = rows.step()) == SQLITE_ROW) {
    const auto body = rows.bytes(2);
    static_cast<void>(event.ParseFromArray(body.data(), static_cast<int>(body.size())));
    const auto label = label_of(event);
    const auto note = note_of(event);
    if (label == 0 || note < 0) return sqlite3_errcode(database_);
    last = {rows.number(0), rows.bytes(3)};
    into.reset();
    if (const int done = into.bind(1, last.number).bind(2, label).bind(3, note).step(); done != SQLITE_DONE) return done;
    hour.reset();
    if (const int done = hour.bind(1, rows.number(1) / kHour).bind(2, last.number).step(); done != SQLITE_DONE) return done;
    ++events;
  }
  if (code != SQLITE_DONE || events == 0) return code;
  return write_mark(database_, "seen", last) == SQLITE_OK ? SQLITE_DONE : sqlite3_errcode(database_);
}

Indexer::Step Indexer::step(std::size_t most) {
  Step step;
  step.code = execute(database_, "BEGIN IMMEDIATE");
  if (step.code != SQLITE_OK) return step;
  step.code = index_next(most, step.events);
  if (step.code == SQLITE_DONE) step.code = execute(database_, "COMMIT");
  if (step.code == SQLITE_OK) return step;
  static_cast<void>(execute(database_, "ROLLBACK"));
  labels_.clear();
  notes_.clear();
  return step;
}

int Indexer::drop_note(std::int64_t id) {
  Statement used(database_, "SELECT 1 FROM shown WHERE note = ? LIMIT 1");
  if (used.bind(1, id).step() == SQLITE_ROW) return SQLITE_OK;
  Statement find(database_, "SELECT text FROM note WHERE id = ?");
  if (find.bind(1, id).step() != SQLITE_ROW) return SQLITE_OK;
  const auto text = find.text(0);
  notes_.erase(text);
  Statement words(database_, "INSERT INTO note_words (note_words, rowid, text) VALUES ('delete', ?, ?)");
  if (const int code = words.bind(1, id).bind(2, std::string_view(text)).step(); code != SQLITE_DONE) return code;
  const int code = Statement(database_, "DELETE FROM note WHERE id = ?").bind(1, id).step();
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

int Indexer::remove(std::int64_t first, std::int64_t last) {
  Statement find(database_, "SELECT DISTINCT note FROM shown WHERE sequence BETWEEN ? AND ? AND note > 0");
  find.bind(1, first).bind(2, last);
  std::vector<std::int64_t> notes;
  while (find.step() == SQLITE_ROW) notes.push_back(find.number(0));
  int code = Statement(database_, "DELETE FROM shown WHERE sequence BETWEEN ? AND ?").bind(1, first).bind(2, last).step();
  if (code == SQLITE_DONE) code = Statement(database_, "DELETE FROM hour WHERE last <= ?").bind(1, last).step();
  if (code != SQLITE_DONE) return code;
  for (const auto note : notes) {
    if (code = drop_note(note); code != SQLITE_OK) return code;
  }
  return SQLITE_OK;
}

}  // namespace omote::journal
