// The little of SQLite that the journal needs, with owners for its handles. Inside journal/ only.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace omote::journal {

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

// Nothing when it cannot be opened. Waits up to two seconds for another process's lock.
[[nodiscard]] Database open_database(const std::filesystem::path& file, bool read_only);
// The result code of the whole text (several statements).
[[nodiscard]] int execute(sqlite3* database, const char* sql);
// Damage, as opposed to a full disk or a lock.
[[nodiscard]] inline bool is_damage(int code) {
  return (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB;
}

// A prepared statement; parameters are numbered from 1, columns from 0.
class Statement {
 public:
  Statement(sqlite3* database, std::string_view sql);
  Statement& bind(int at, std::int64_t value);
  Statement& bind(int at, std::string_view text);
  Statement& bind(int at, ByteView bytes);
  // SQLITE_ROW, SQLITE_DONE or an error.
  [[nodiscard]] int step();
  [[nodiscard]] std::int64_t number(int column) const { return sqlite3_column_int64(get(), column); }
  [[nodiscard]] bool is_null(int column) const { return sqlite3_column_type(get(), column) == SQLITE_NULL; }
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] Bytes bytes(int column) const;
  void reset();

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  [[nodiscard]] sqlite3_stmt* get() const { return statement_.get(); }
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int code_ = SQLITE_OK;
};

}  // namespace omote::journal
