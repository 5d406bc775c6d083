#include "journal/log.hpp"

#include <fmt/format.h>

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

Result<std::string> Log::page(const ports::LogFilter& filter) {
  if (!reader_ || repairs_ != journal_.repairs()) {
    repairs_ = journal_.repairs();
    auto reader = JournalReader::open(file_);
    if (!reader) return pass(reader);
    reader_.emplace(std::move(*reader));
  }
  auto records = reader_->query(filter);
  if (!records) return pass(records);
  return page_json(*records, filter, journal_.clock_in_doubt());
}

}  // namespace omote::journal
