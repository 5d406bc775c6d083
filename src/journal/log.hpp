// The journal for people: pages of records in words (docs/log.md).
#pragma once

#include <filesystem>
#include <optional>

#include "journal/journal.hpp"
#include "journal/reader.hpp"

namespace omote::journal {

// {"records": [...], "next": N, "clock_in_doubt": B}: newest first; next is what `before` of the next page must be, 0 when
// there is none.
[[nodiscard]] std::string page_json(const std::vector<Record>& records, const Filter& filter, bool clock_in_doubt);

class Log final : public ports::LogPort {
 public:
  Log(std::filesystem::path file, Journal& journal) : file_(std::move(file)), journal_(journal) {}
  [[nodiscard]] Result<std::string> page(const ports::LogFilter& filter) override;
  [[nodiscard]] Result<figures::v1::Figures> figures(const ports::FigureSpan& span, Date today) override;
  void confirm_clock() override { journal_.confirm_clock(); }

 private:
  [[nodiscard]] Result<void> look();

  std::filesystem::path file_;
  Journal& journal_;
  std::optional<JournalReader> reader_;
  int repairs_ = 0;  // of the journal when the reader was opened: afterwards it would read the file that was put aside
};

}  // namespace omote::journal
