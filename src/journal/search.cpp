#include "journal/search.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "journal/words.hpp"

namespace omote::journal {

namespace {

// With more lists than this, looking through all events is quicker than merging them.
constexpr std::size_t kMostLists = 4000;
constexpr std::size_t kMostTerms = 32;

bool contains(std::string_view text, std::string_view term) {
  return text.find(term) != std::string_view::npos;
}

// One phrase for FTS5, whatever signs it holds.
std::string phrase(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) result += c == '"' ? std::string("\"\"") : std::string(1, c);
  return result + "\"";
}

}  // namespace

std::vector<std::string> split_terms(std::string_view text) {
  std::vector<std::string> terms;
  std::string now;
  bool quoted = false;
  const auto end = [&] {
    if (!now.empty() && terms.size() < kMostTerms && std::ranges::find(terms, now) == terms.end()) terms.push_back(now);
    now.clear();
  };
  for (const char c : to_search_form(text)) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (c == '"') {
      end();
      quoted = !quoted;
    } else if (blank && !quoted) {
      end();
    } else {
      now += c;
    }
  }
  end();
  return terms;
}

Wanted::Wanted(const ports::LogFilter& filter)
    : filter_(filter), terms_(split_terms(filter.text)), incident_(to_search_form(filter.incident)) {
  if (!incident_.empty()) terms_.push_back(incident_);
}

bool Wanted::by_label() const {
  return !terms_.empty() || !filter_.terminal.empty() || !filter_.type.empty() || !filter_.code.empty() ||
         filter_.level != ports::LogLevel::Info;
}

bool Wanted::matches_rest(const Record& record) const {
  if (filter_.since && record.time < *filter_.since) return false;
  if (filter_.until && record.time >= *filter_.until) return false;
  if (!filter_.visit.empty() && record.event.visit() != filter_.visit) return false;
  return incident_.empty() || to_search_form(tell(record.event).incident) == incident_;
}

bool Wanted::matches(const Record& record) const {
  if (!matches_rest(record)) return false;
  if (!filter_.terminal.empty() && record.event.terminal() != filter_.terminal) return false;
  if (!filter_.type.empty() && record.type != filter_.type) return false;
  if (!by_label()) return true;
  const auto told = tell(record.event);
  if (told.level < filter_.level || (!filter_.code.empty() && told.code != filter_.code)) return false;
  if (terms_.empty()) return true;
  const auto texts = searched(record.event);
  return std::ranges::all_of(terms_,
                             [&](const std::string& term) { return contains(texts.label, term) || contains(texts.note, term); });
}

Search::Search(sqlite3* database, const Wanted& wanted, std::int64_t low, std::int64_t high)
    : database_(database), low_(low), high_(high) {
  const auto& terms = wanted.terms();
  all_ = terms.size() >= 32 ? ~Mask{0} : (Mask{1} << terms.size()) - 1;
  find_labels(wanted);
  for (std::size_t i = 0; i < terms.size(); ++i) find_notes(terms[i], Mask{1} << i);
  start();
}

void Search::find_labels(const Wanted& wanted) {
  const auto& filter = wanted.filter();
  Statement rows(database_,
                 "SELECT id, text FROM label WHERE level >= ?1 AND (?2 = '' OR type = ?2) AND (?3 = '' OR terminal = ?3) "
                 "AND (?4 = '' OR code = ?4)");
  rows.bind(1, static_cast<std::int64_t>(filter.level)).bind(2, std::string_view(filter.type));
  rows.bind(3, std::string_view(filter.terminal)).bind(4, std::string_view(filter.code));
  int code = SQLITE_DONE;
  while ((code = rows.step()) == SQLITE_ROW) {
    const auto text = rows.text(1);
    Mask mask = 0;
    for (std::size_t i = 0; i < wanted.terms().size(); ++i) mask |= contains(text, wanted.terms()[i]) ? Mask{1} << i : 0;
    labels_[rows.number(0)] = mask;
  }
  if (code != SQLITE_DONE) code_ = code;
}

// A word of three letters or more is found by its pieces; for a shorter one every note is looked at.
void Search::find_notes(const std::string& term, Mask bit) {
  const bool pieces = to_code_points(term).size() >= 3;
  Statement rows(database_, pieces ? "SELECT rowid FROM note_words WHERE note_words MATCH ?"
                                   : "SELECT id FROM note WHERE instr(text, ?) > 0");
  const auto words = pieces ? phrase(term) : term;
  rows.bind(1, std::string_view(words));
  int code = SQLITE_DONE;
  while ((code = rows.step()) == SQLITE_ROW) notes_[rows.number(0)] |= bit;
  if (code != SQLITE_DONE) code_ = code;
}

void Search::start() {
  std::vector<std::int64_t> full;
  for (const auto& [label, mask] : labels_) {
    if (mask == all_) full.push_back(label);
  }
  // Only labels that lack a term need a note.
  if (full.size() == labels_.size()) notes_.clear();
  if (full.size() + notes_.size() > kMostLists) {
    of_all_.emplace(database_,
                    "SELECT sequence, label, note FROM shown WHERE sequence <= ? AND sequence >= ? ORDER BY sequence DESC");
    of_all_->bind(1, high_).bind(2, low_);
    return;
  }
  of_label_.emplace(database_, "SELECT sequence FROM shown WHERE label = ? AND sequence < ? ORDER BY sequence DESC LIMIT 1");
  of_note_.emplace(
      database_, "SELECT sequence, label FROM shown WHERE note = ? AND note > 0 AND sequence < ? ORDER BY sequence DESC LIMIT 1");
  for (const auto label : full) push(label, false, high_ + 1);
  for (const auto& [note, mask] : notes_) push(note, true, high_ + 1);
}

bool Search::completes(std::int64_t label, Mask note) const {
  const auto at = labels_.find(label);
  return at != labels_.end() && (at->second | note) == all_;
}

// The newest event of a list under a sequence number takes the list's place in the heap.
void Search::push(std::int64_t id, bool is_note, std::int64_t under) {
  auto& rows = is_note ? *of_note_ : *of_label_;
  for (;;) {
    rows.reset();
    const int code = rows.bind(1, id).bind(2, under).step();
    if (code != SQLITE_ROW) {
      if (code != SQLITE_DONE) code_ = code;
      return;
    }
    under = rows.number(0);
    if (under < low_) return;
    if (!is_note || completes(rows.number(1), notes_[id])) break;
  }
  heap_.push({under, id, is_note});
}

std::optional<std::int64_t> Search::next_of_all() {
  int code = SQLITE_DONE;
  while ((code = of_all_->step()) == SQLITE_ROW) {
    const auto note = notes_.find(of_all_->number(2));
    if (completes(of_all_->number(1), note == notes_.end() ? 0 : note->second)) return of_all_->number(0);
  }
  if (code != SQLITE_DONE) code_ = code;
  return std::nullopt;
}

std::optional<std::int64_t> Search::next() {
  if (of_all_) return next_of_all();
  while (!heap_.empty()) {
    const auto top = heap_.top();
    heap_.pop();
    push(top.id, top.is_note, top.sequence);
    if (std::exchange(last_, top.sequence) != top.sequence) return top.sequence;
  }
  return std::nullopt;
}

}  // namespace omote::journal
