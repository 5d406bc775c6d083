// A million records as 62 days of a busy clinic leave them, and the same as lines of text for the peers.
#pragma once

#include <filesystem>

#include "base/clock.hpp"

namespace omote::bench {

// Writes the journal's file, whole and chained but not indexed; the last record is a moment before `now`.
bool write_rows(const std::filesystem::path& file, std::uint64_t count, WallTime now);
// One line a record, as `omote log` prints it in both languages; its size, or 0.
std::uintmax_t write_lines(const std::filesystem::path& journal, const std::filesystem::path& text);

}  // namespace omote::bench
