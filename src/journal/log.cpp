#include "journal/log.hpp"

#include <fmt/format.h>

#include "journal/figures.hpp"

namespace omote::journal {

std::string page_json(const std::vector<Record>& records, const Filter& filter, bool clock_in_doubt) {
  std::string json = "{\"records\":[";
  for (const auto& record : records) {
    if (&record != &records.front()) json += ',';
    append_json_told(json, record);
  }
  const bool more = filter.after == 0 && records.size() >= filter.most;
  return json + fmt::format("],\"next\":{},\"clock_in_doubt\":{}}}", more ? records.back().sequence : 0, clock_in_doubt);
}

// A reader on the file as it is now.
Result<void> Log::look() {
  if (reader_ && repairs_ == journal_.repairs()) return {};
  repairs_ = journal_.repairs();
  auto reader = JournalReader::open(file_);
  if (!reader) return pass(reader);
  reader_.emplace(std::move(*reader));
  return {};
}

Result<std::string> Log::page(const ports::LogFilter& filter) {
  if (auto ready = look(); !ready) return pass(ready);
  auto records = reader_->query(filter);
  if (!records) return pass(records);
  return page_json(*records, filter, journal_.clock_in_doubt());
}

Result<figures::v1::Figures> Log::figures(const ports::FigureSpan& span, Date today) {
  if (auto ready = look(); !ready) return pass(ready);
  FigureCount count(span);
  Filter days;
  days.since = from_jst({span.first});
  days.until = from_jst({from_days(to_days(span.last) + 1)});
  auto walked = reader_->walk(days, [&](const Record& record) {
    count.add(record);
    return true;
  });
  if (!walked) return pass(walked);
  return count.result(reader_->oldest(), today);
}

}  // namespace omote::journal
