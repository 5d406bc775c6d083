// One record of the journal, the chain that binds it to the one before, and its forms for people and programs.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "schema/journal.pb.h"

namespace omote::journal {

using ChainHash = std::array<std::uint8_t, 32>;

struct Record {
  std::uint64_t sequence = 0;
  WallTime time{};
  std::string type;  // the name of the event's kind in schema/journal.proto: "visit_began"
  v1::Event event;
  bool fits = true;  // the chain holds from the record before to this one
};

// The name of the kind that is set; "none" when none is.
[[nodiscard]] std::string type_of(const v1::Event& event);
// One line of JSON with the field names of the schema; fields with their default value are written too.
[[nodiscard]] std::string to_json(const v1::Event& event);
// One line of JSON: sequence, time, type and the event's fields. This is what a bundle holds.
void append_json(std::string& to, const Record& record);
// As people look at it (docs/log.md): time by the host's clock, the words they see, level, source, code, detail, incident, the
// kind's own fields, and whether the chain holds.
void append_json_told(std::string& to, const Record& record);
// When it happened by the host's clock: the record's time, or the time of the program that told it, brought to that clock.
[[nodiscard]] WallTime happened_at(const Record& record);
// SHA-256 over the hash before, sequence number, time in milliseconds (both 64-bit big endian) and the event's bytes.
[[nodiscard]] ChainHash chain(ByteView before, std::uint64_t sequence, WallTime time, ByteView event);

}  // namespace omote::journal
