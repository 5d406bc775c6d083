// Places in the journal that are remembered beside it: "cut" (the last event that was dropped, with its hash: the chain begins
// after it), "seen" (the last indexed event, with its hash: what is missing after it shows), "words" (of the index),
// "trusted" (the last time at which the wall clock was believed). Inside journal/ only.
#pragma once

#include <optional>

#include "journal/sqlite.hpp"

namespace omote::journal {

inline constexpr const char* kMarkSchema =
    "CREATE TABLE IF NOT EXISTS mark (name TEXT PRIMARY KEY, number INTEGER NOT NULL, bytes BLOB NOT NULL) WITHOUT ROWID;";

struct Mark {
  std::int64_t number = 0;
  Bytes bytes;
};

// Nothing when there is none (or no table of them, in a journal that no keeper has seen).
[[nodiscard]] inline std::optional<Mark> read_mark(sqlite3* database, std::string_view name) {
  Statement find(database, "SELECT number, bytes FROM mark WHERE name = ?");
  if (find.bind(1, name).step() != SQLITE_ROW) return std::nullopt;
  return Mark{find.number(0), find.bytes(1)};
}

[[nodiscard]] inline int write_mark(sqlite3* database, std::string_view name, const Mark& mark) {
  Statement into(database, "INSERT OR REPLACE INTO mark (name, number, bytes) VALUES (?, ?, ?)");
  const int code = into.bind(1, name).bind(2, mark.number).bind(3, ByteView(mark.bytes)).step();
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

}  // namespace omote::journal
