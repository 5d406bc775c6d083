// What makes events quick to find. Most of an event's words are shared by many events (its label); what differs is short and
// mostly the visit (its note). So each event is two numbers, and a search looks through few thousand labels and, by pieces of
// three letters, through the notes. Events are indexed after they were written, by the keeper; a search looks into the events
// that are not indexed yet by itself. Inside journal/ only.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "journal/sqlite.hpp"
#include "schema/journal.pb.h"

namespace omote::journal {

inline constexpr const char* kIndexSchema = R"(
  CREATE TABLE IF NOT EXISTS label (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, type TEXT NOT NULL,
    terminal TEXT NOT NULL, level INTEGER NOT NULL, code TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
  CREATE VIRTUAL TABLE IF NOT EXISTS note_words USING fts5 (text, content = 'note', content_rowid = 'id', tokenize = 'trigram');
  CREATE TABLE IF NOT EXISTS shown (sequence INTEGER PRIMARY KEY, label INTEGER NOT NULL, note INTEGER NOT NULL);
  CREATE INDEX IF NOT EXISTS shown_label ON shown (label);
  CREATE INDEX IF NOT EXISTS shown_note ON shown (note) WHERE note > 0;
  CREATE TABLE IF NOT EXISTS hour (hour INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL);
)";
// Milliseconds of an hour: `hour` tells between which sequence numbers its events stand, wherever the clock jumped.
inline constexpr std::int64_t kHour = 3'600'000;

class Indexer {
 public:
  explicit Indexer(sqlite3* database) : database_(database) {}
  // Empties an index that was made with other words. An SQLite code.
  [[nodiscard]] int prepare();
  struct Step {
    int code = SQLITE_OK;
    std::size_t events = 0;  // 0: everything is indexed
  };
  // Indexes the next events, `most` at most, in a transaction of its own.
  [[nodiscard]] Step step(std::size_t most);
  // Removes the entries of events from `first` to `last`, inside the caller's transaction.
  [[nodiscard]] int remove(std::int64_t first, std::int64_t last);

 private:
  [[nodiscard]] int index_next(std::size_t most, std::size_t& events);
  [[nodiscard]] std::int64_t label_of(const v1::Event& event);
  [[nodiscard]] std::int64_t note_of(const v1::Event& event);
  [[nodiscard]] int drop_note(std::int64_t id);

  sqlite3* database_;
  std::unordered_map<std::string, std::int64_t> labels_;  // by key
  std::unordered_map<std::string, std::int64_t> notes_;   // the last ones
};

}  // namespace omote::journal
