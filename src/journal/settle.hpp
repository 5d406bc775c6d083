// What a host that was killed left open in the journal, closed at its next start.
#pragma once

#include <filesystem>

#include "ports/journal_port.hpp"

namespace omote::journal {

struct Settled {
  int visits = 0;    // ended with the reason "host_stopped"
  int verifies = 0;  // answered with "unknown": the counter on the card tells at its next presentation
};

// Ends every visit that began and did not end, and answers every VERIFY that was about to be sent and has no answer
// (reference/trust.md §3.1, I3). Call before the first visit of this start. Reasons: those of JournalReader::open, its
// query, and of append.
[[nodiscard]] Result<Settled> settle_what_is_open(const std::filesystem::path& file, ports::JournalPort& journal);

}  // namespace omote::journal
