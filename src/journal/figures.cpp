#include "journal/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace omote::journal {

namespace {

constexpr std::size_t kMostRunning = 10'000;  // visits whose end the journal never tells: programs that were killed
constexpr std::array<const char*, 4> kOutcomes{"delivered", "kept", "cancelled", "failed"};
constexpr std::array<const char*, 4> kWays{"face", "pin", "staff", "none"};

bool with_result(std::string_view outcome) {
  return outcome == "delivered" || outcome == "kept";
}

template <class Names>
void fill(google::protobuf::RepeatedPtrField<figures::v1::Count>& counts, const Names& names,
          const std::map<std::string, std::uint32_t, std::less<>>& found) {
  for (const auto* name : names) {
    auto& count = *counts.Add();
    count.set_name(name);
    const auto at = found.find(name);
    count.set_count(at == found.end() ? 0 : at->second);
  }
}

void fill(figures::v1::Seconds& seconds, const std::vector<std::uint32_t>& times) {
  seconds.set_visits(static_cast<std::uint32_t>(times.size()));
  seconds.set_median(quantile(times, 0.5) / 1000);
  seconds.set_p95(quantile(times, 0.95) / 1000);
}

}  // namespace

double quantile(std::vector<std::uint32_t> values, double part) {
  if (values.empty()) return 0;
  const auto rank = static_cast<std::size_t>(std::ceil(part * static_cast<double>(values.size())));
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(std::clamp<std::size_t>(rank, 1, values.size()) - 1);
  std::ranges::nth_element(values, at);
  return *at;
}

FigureCount::FigureCount(ports::FigureSpan span)
    : span_(span), bars_(span.month ? static_cast<std::size_t>(to_days(span.last) - to_days(span.first) + 1) : 24) {}

std::size_t FigureCount::bar_of(const JstTime& time) const {
  const auto at = span_.month ? to_days(time.date) - to_days(span_.first) : time.hour;
  return static_cast<std::size_t>(std::clamp<std::int64_t>(at, 0, static_cast<std::int64_t>(bars_.size()) - 1));
}

void FigureCount::add(const Record& record) {
  const auto day = to_jst(record.time).date;
  if (day < span_.first || span_.last < day) return;
  const auto& event = record.event;
  if (event.has_visit_ended()) return ended(record);
  if (event.has_incident_opened()) {
    troubles_[event.incident_opened().number()].row = event.incident_opened().row();
  } else if (event.has_incident_found()) {
    const auto at = troubles_.find(event.incident_found().number());
    if (at != troubles_.end()) at->second.cause = event.incident_found().cause();
  } else if (event.has_incident_closed()) {
    const auto at = troubles_.find(event.incident_closed().number());
    if (at != troubles_.end() && !event.incident_closed().cause().empty()) at->second.cause = event.incident_closed().cause();
  } else if (event.has_visit_began()) {
    if (running_.size() >= kMostRunning) running_.clear();
    running_[event.visit()] = {};
  } else if (const auto at = running_.find(event.visit()); at != running_.end()) {
    note(at->second, event);
  }
}

void FigureCount::note(Visit& visit, const v1::Event& event) {
  if (event.has_identified()) visit.way = event.identified().way();
  if (event.has_visit_moved() || event.has_staff_decided() || (event.has_way_chosen() && event.way_chosen().way() == "staff"))
    visit.helped = true;
}

void FigureCount::ended(const Record& record) {
  const auto& end = record.event.visit_ended();
  Visit visit;  // one that began before the span counts with what is known of it
  if (const auto at = running_.find(record.event.visit()); at != running_.end()) {
    visit = at->second;
    running_.erase(at);
  }
  ++visits_;
  ++outcomes_[end.outcome()];
  ++ways_[visit.way];
  if (visit.helped || end.reason() == "cancelled_by_staff") ++helped_;
  auto& bar = bars_[bar_of(to_jst(record.time))];
  ++bar.visits;
  if (!with_result(end.outcome())) return;
  ++bar.good;
  whole_ms_.push_back(end.total_ms());
  machine_ms_.push_back(end.total_ms() - std::min(end.human_ms(), end.total_ms()));
}

void FigureCount::fill_faults(figures::v1::Figures& figures) const {
  std::map<std::pair<std::string, std::string>, std::uint32_t> counts;
  for (const auto& [number, trouble] : troubles_) ++counts[{trouble.row, trouble.cause}];
  std::vector<std::pair<std::pair<std::string, std::string>, std::uint32_t>> sorted(counts.begin(), counts.end());
  std::ranges::stable_sort(sorted, std::greater{}, [](const auto& one) { return one.second; });
  for (const auto& [kind, count] : sorted) {
    auto& fault = *figures.add_faults();
    fault.set_row(kind.first);
    fault.set_cause(kind.second);
    fault.set_count(count);
  }
}

void FigureCount::fill_missing(figures::v1::Figures& figures, std::optional<WallTime> oldest, Date today) const {
  if (oldest) {
    const auto kept = to_jst(*oldest).date;
    figures.set_kept_since(to_iso(kept));
    if (span_.first < kept) figures.add_missing("dropped");
  }
  if (today < span_.last) figures.add_missing("to_come");
}

figures::v1::Figures FigureCount::result(std::optional<WallTime> oldest, Date today) const {
  figures::v1::Figures figures;
  const auto first = to_iso(span_.first);
  figures.set_span(span_.month ? first.substr(0, 7) : first);
  figures.set_first(first);
  figures.set_last(to_iso(span_.last));
  fill_missing(figures, oldest, today);
  figures.set_visits(visits_);
  fill(*figures.mutable_outcomes(), kOutcomes, outcomes_);
  fill(*figures.mutable_ways(), kWays, ways_);
  figures.set_helped(helped_);
  fill(*figures.mutable_whole(), whole_ms_);
  fill(*figures.mutable_machine(), machine_ms_);
  fill_faults(figures);
  for (std::size_t i = 0; i < bars_.size(); ++i) {
    auto& bar = *figures.add_bars();
    bar.set_label(span_.month ? to_iso(from_days(to_days(span_.first) + static_cast<std::int64_t>(i))) : fmt::format("{:02}", i));
    bar.set_visits(bars_[i].visits);
    bar.set_good(bars_[i].good);
  }
  return figures;
}

}  // namespace omote::journal
