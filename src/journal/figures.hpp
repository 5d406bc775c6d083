// The events of a day or a month, counted. Pure; what it holds of visits that have not ended yet is bounded.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "journal/record.hpp"
#include "ports/log_port.hpp"
#include "schema/figures.pb.h"

namespace omote::journal {

class FigureCount {
 public:
  explicit FigureCount(ports::FigureSpan span);
  // Every event of the span once, in the order of writing; other events do no harm.
  void add(const Record& record);
  // `oldest`: of all that the journal holds.
  [[nodiscard]] figures::v1::Figures result(std::optional<WallTime> oldest, Date today) const;

 private:
  struct Visit {
    std::string way = "none";
    bool helped = false;
  };
  struct Trouble {
    std::string row;
    std::string cause;
  };
  void note(Visit& visit, const v1::Event& event);
  void ended(const Record& record);
  [[nodiscard]] std::size_t bar_of(const JstTime& time) const;
  void fill_faults(figures::v1::Figures& figures) const;
  void fill_missing(figures::v1::Figures& figures, std::optional<WallTime> oldest, Date today) const;

  ports::FigureSpan span_;
  std::map<std::string, Visit, std::less<>> running_;     // by id
  std::map<std::string, Trouble, std::less<>> troubles_;  // by the incident's number
  std::map<std::string, std::uint32_t, std::less<>> outcomes_, ways_;
  std::uint32_t visits_ = 0, helped_ = 0;
  std::vector<std::uint32_t> whole_ms_, machine_ms_;
  struct Bar {
    std::uint32_t visits = 0, good = 0;
  };
  std::vector<Bar> bars_;
};

// The value that `part` (0 to 1) of the sorted values do not exceed; 0 of none.
[[nodiscard]] double quantile(std::vector<std::uint32_t> values, double part);

}  // namespace omote::journal
