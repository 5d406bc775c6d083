// A filter put to the journal: event by event, and by the index. Inside journal/ only.
#pragma once

#include <optional>
#include <queue>
#include <string>
#include <unordered_map>
#include <vector>

#include "journal/record.hpp"
#include "journal/sqlite.hpp"
#include "ports/log_port.hpp"

namespace omote::journal {

// The words of a search in search form: separated by blanks, "in quotes" as one.
[[nodiscard]] std::vector<std::string> split_terms(std::string_view text);

// What a filter asks of one event.
class Wanted {
 public:
  explicit Wanted(const ports::LogFilter& filter);
  // Everything.
  [[nodiscard]] bool matches(const Record& record) const;
  // What the index does not know: time, visit, the exact incident.
  [[nodiscard]] bool matches_rest(const Record& record) const;
  // With the incident's number as one of them.
  [[nodiscard]] const std::vector<std::string>& terms() const { return terms_; }
  // Whether labels can tell anything.
  [[nodiscard]] bool by_label() const;
  [[nodiscard]] const ports::LogFilter& filter() const { return filter_; }

 private:
  ports::LogFilter filter_;
  std::vector<std::string> terms_;
  std::string incident_;  // in search form
};

// The sequence numbers of indexed events that may match, newest first.
class Search {
 public:
  // From `high` down to `low`.
  Search(sqlite3* database, const Wanted& wanted, std::int64_t low, std::int64_t high);
  [[nodiscard]] std::optional<std::int64_t> next();
  // SQLITE_OK, or what went wrong.
  [[nodiscard]] int code() const { return code_; }

 private:
  using Mask = std::uint32_t;  // one bit for each term
  struct Posting {
    std::int64_t sequence;
    std::int64_t id;
    bool is_note;
    friend bool operator<(const Posting& a, const Posting& b) { return a.sequence < b.sequence; }
  };
  void find_labels(const Wanted& wanted);
  void find_notes(const std::string& term, Mask bit);
  void start();
  void push(std::int64_t id, bool is_note, std::int64_t under);
  [[nodiscard]] bool completes(std::int64_t label, Mask note) const;
  [[nodiscard]] std::optional<std::int64_t> next_of_all();

  sqlite3* database_;
  std::int64_t low_, high_;
  Mask all_ = 0;
  int code_ = SQLITE_OK;
  std::unordered_map<std::int64_t, Mask> labels_;  // those that the filter allows, with the terms that they hold
  std::unordered_map<std::int64_t, Mask> notes_;   // those that hold a term
  std::int64_t last_ = -1;
  std::priority_queue<Posting> heap_;
  std::optional<Statement> of_label_, of_note_, of_all_;
};

}  // namespace omote::journal
