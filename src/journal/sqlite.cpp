#include "journal/sqlite.hpp"

namespace omote::journal {

Database open_database(const std::filesystem::path& file, bool read_only) {
  sqlite3* handle = nullptr;
  const int flags = (read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) | SQLITE_OPEN_NOMUTEX;
  const int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
  Database database(handle);
  if (code != SQLITE_OK) return {};
  sqlite3_extended_result_codes(database.get(), 1);
  sqlite3_busy_timeout(database.get(), 2000);
  return database;
}

int execute(sqlite3* database, const char* sql) {
  return sqlite3_exec(database, sql, nullptr, nullptr, nullptr);
}

Statement::Statement(sqlite3* database, std::string_view sql) {
  sqlite3_stmt* handle = nullptr;
  code_ = sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()), &handle, nullptr);
  statement_.reset(handle);
}

// Texts and bytes outlive the step in every use here, so nothing is copied.
Statement& Statement::bind(int at, std::int64_t value) {
  if (statement_) sqlite3_bind_int64(get(), at, value);
  return *this;
}
Statement& Statement::bind(int at, std::string_view text) {
  if (statement_) sqlite3_bind_text(get(), at, text.empty() ? "" : text.data(), static_cast<int>(text.size()), nullptr);
  return *this;
}
Statement& Statement::bind(int at, ByteView bytes) {
  if (!statement_) return *this;
  // No bytes have no address, and an address of nothing would be bound as NULL.
  if (bytes.empty()) {
    sqlite3_bind_zeroblob(get(), at, 0);
  } else {
    sqlite3_bind_blob(get(), at, bytes.data(), static_cast<int>(bytes.size()), nullptr);
  }
  return *this;
}

int Statement::step() {
  return statement_ ? sqlite3_step(get()) : code_;
}

std::string Statement::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(get(), column));
  return data == nullptr ? std::string() : std::string(data, static_cast<std::size_t>(sqlite3_column_bytes(get(), column)));
}

Bytes Statement::bytes(int column) const {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(get(), column));
  return data == nullptr ? Bytes() : Bytes(data, data + sqlite3_column_bytes(get(), column));
}

void Statement::reset() {
  if (!statement_) return;
  sqlite3_reset(get());
  sqlite3_clear_bindings(get());
}

}  // namespace omote::journal
