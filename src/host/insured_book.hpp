// What staff typed from a person's insurance papers for a visit, for the exchange by folder. In memory only, and gone with the
// visit.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "ports/national_port.hpp"
#include "schema/console.pb.h"

namespace omote::host {

// Any thread.
class InsuredBook {
 public:
  InsuredBook() = default;
  InsuredBook(const InsuredBook&) = delete;
  InsuredBook& operator=(const InsuredBook&) = delete;
  ~InsuredBook();
  // Reason: insured_data_incomplete (which field).
  [[nodiscard]] Result<void> note(const std::string& visit, const console::v1::InsuredData& typed);
  [[nodiscard]] std::optional<ports::InsuredData> of(const std::string& visit) const;
  void forget(const std::string& visit);

 private:
  mutable std::mutex mutex_;
  std::map<std::string, ports::InsuredData> typed_;
};

}  // namespace omote::host
