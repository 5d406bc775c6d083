// The durable record of events (schema/journal.proto). An event carries no personal data: its fields are typed, and a text
// field is an id or a code.
#pragma once

#include <cstdint>

#include "base/result.hpp"
#include "schema/journal.pb.h"

namespace omote::ports {

class JournalPort {
 public:
  virtual ~JournalPort() = default;
  // On stable storage when it returns; the sequence number comes back. Any thread. Reason: journal_not_written.
  [[nodiscard]] virtual Result<std::uint64_t> append(const journal::v1::Event& event) = 0;
};

}  // namespace omote::ports
