// An event in the words that people see (catalogue/events.yaml), and the two texts by which it is found.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "ports/log_port.hpp"
#include "schema/journal.pb.h"

namespace omote::journal {

using ports::LogLevel;

struct Told {
  std::string ja, en;
  std::string_view source;  // "terminal", "host", "network", "national"
  LogLevel level = LogLevel::Info;
  std::string code, detail, incident;
};
[[nodiscard]] Told tell(const v1::Event& event);

// An event is found by its label (words that many events share: sentence in both languages, type, terminal, codes) or by its
// note (what differs: visit, ids, file names, free text); both in search form. Measured numbers are in neither.
struct Searched {
  std::string label, note;
};
[[nodiscard]] Searched searched(const v1::Event& event);
// Events with the same key have the same label; much cheaper than the label itself.
[[nodiscard]] std::string label_key(const v1::Event& event);
// The event's note alone.
[[nodiscard]] std::string note_of(const v1::Event& event);
[[nodiscard]] std::string_view to_string(LogLevel level);
// Changes when the words do: an index made with other words is made anew.
[[nodiscard]] Bytes words_version();

}  // namespace omote::journal
