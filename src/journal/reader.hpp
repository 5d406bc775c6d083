// Reads the journal, also while a host writes it: newest first, filtered, searched, page by page.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "journal/record.hpp"
#include "ports/log_port.hpp"

namespace omote::journal {

using Filter = ports::LogFilter;

// Where the chain does not hold.
struct Break {
  std::uint64_t sequence = 0;
  std::string what;  // "changed": its contents, "gap": events before it are missing, "end": from here on they are missing
};
struct ChainCheck {
  std::uint64_t records = 0;
  bool whole = true;
  std::uint64_t first_wrong = 0;  // sequence number of the first break
  std::vector<Break> breaks;      // the first hundred
};

// Not thread-safe; one for each thread.
class JournalReader {
 public:
  // Reasons: journal_missing, journal_unreadable.
  [[nodiscard]] static Result<JournalReader> open(const std::filesystem::path& file);
  JournalReader(JournalReader&&) noexcept;
  JournalReader& operator=(JournalReader&&) noexcept;
  ~JournalReader();

  // Newest first; with filter.after oldest first. Each record tells whether it fits the one before it.
  // Reason: journal_query_failed.
  [[nodiscard]] Result<std::vector<Record>> query(const Filter& filter) const;
  // Every record from that time on in the order of writing, until `each` returns false; of filter only since, until, visit
  // and incident count. Reason: journal_walk_failed.
  [[nodiscard]] Result<void> walk(const Filter& filter, const std::function<bool(const Record&)>& each) const;
  // When the first event that is kept was written; nothing while there is none.
  [[nodiscard]] std::optional<WallTime> oldest() const;
  // The number of events and of those that came after time `since`; for progress. 0 when it cannot be told.
  [[nodiscard]] std::uint64_t count() const;
  // Recomputes every hash from the first event that was kept. What was appended in the last second and taken away again
  // cannot show. Reason: journal_check_failed.
  [[nodiscard]] Result<ChainCheck> check() const;

 private:
  struct Inside;
  explicit JournalReader(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace omote::journal
