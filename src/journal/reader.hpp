// Reads the journal, also while a host writes it: newest first, filtered, page by page.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "journal/record.hpp"

namespace omote::journal {

struct Filter {
  std::optional<WallTime> since;  // from here on
  std::optional<WallTime> until;  // before this
  std::string visit;
  std::string terminal;
  std::string type;
  std::string text;          // anywhere in the event's JSON form; upper and lower case are the same
  std::uint64_t before = 0;  // only sequence numbers under this one (the next page); 0: no limit
  std::uint64_t after = 0;   // only sequence numbers over this one (what is new)
  std::size_t most = 100;
};

struct ChainCheck {
  std::uint64_t records = 0;
  bool whole = true;
  std::uint64_t first_wrong = 0;  // sequence number of the first record that does not fit the one before
};

// Not thread-safe; one for each thread.
class JournalReader {
 public:
  // Reasons: journal_missing, journal_unreadable.
  [[nodiscard]] static Result<JournalReader> open(const std::filesystem::path& file);
  JournalReader(JournalReader&&) noexcept;
  JournalReader& operator=(JournalReader&&) noexcept;
  ~JournalReader();

  // Newest first. Reason: journal_query_failed.
  [[nodiscard]] Result<std::vector<Record>> query(const Filter& filter) const;
  // Recomputes every hash. A record that is missing at the very end cannot show. Reason: journal_check_failed.
  [[nodiscard]] Result<ChainCheck> check() const;

 private:
  struct Inside;
  explicit JournalReader(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace omote::journal
