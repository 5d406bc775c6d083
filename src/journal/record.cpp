#include "journal/record.hpp"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>

#include "journal/json.hpp"
#include "journal/words.hpp"

namespace omote::journal {

namespace {

void append_text(std::string& to, std::string_view name, std::string_view text) {
  to += ",\"";
  to += name;
  to += "\":";
  append_json_text(to, text);
}

}  // namespace

std::string type_of(const v1::Event& event) {
  static const auto* const kind = v1::Event::descriptor()->FindOneofByName("kind");
  const auto* field = v1::Event::GetReflection()->GetOneofFieldDescriptor(event, kind);
  return field == nullptr ? "none" : field->name();
}

std::string to_json(const v1::Event& event) {
  std::string json = "{";
  append_json_fields(json, event);
  return json + "}";
}

void append_json(std::string& to, const Record& record) {
  fmt::format_to(std::back_inserter(to), R"({{"sequence":{},"time":"{}","type":"{}",)", record.sequence, to_iso(record.time),
                 record.type);
  append_json_fields(to, record.event);
  to += '}';
}

void append_json_told(std::string& to, const Record& record) {
  const auto told = tell(record.event);
  fmt::format_to(std::back_inserter(to), R"({{"sequence":{},"time":"{}","written":"{}","type":"{}")", record.sequence,
                 to_iso(happened_at(record)), to_iso(record.time), record.type);
  append_text(to, "terminal", record.event.terminal());
  append_text(to, "visit", record.event.visit());
  append_text(to, "source", told.source);
  append_text(to, "level", to_string(told.level));
  append_text(to, "code", told.code);
  append_text(to, "detail", told.detail);
  append_text(to, "incident", told.incident);
  to += ",\"words\":{\"ja\":";
  append_json_text(to, told.ja);
  append_text(to, "en", told.en);
  to += "},\"fields\":{";
  const auto& reflection = *v1::Event::GetReflection();
  static const auto* const kind = v1::Event::descriptor()->FindOneofByName("kind");
  if (const auto* field = reflection.GetOneofFieldDescriptor(record.event, kind)) {
    append_json_fields(to, reflection.GetMessage(record.event, field));
  }
  to += record.fits ? "},\"fits\":true}" : "},\"fits\":false}";
}

WallTime happened_at(const Record& record) {
  const auto& line = record.event.program_log();
  if (line.time_ms() == 0) return record.time;
  return WallTime{std::chrono::milliseconds{line.time_ms() + line.offset_ms()}};
}

ChainHash chain(ByteView before, std::uint64_t sequence, WallTime time, ByteView event) {
  Bytes all(before.begin(), before.end());
  for (const auto value : {sequence, static_cast<std::uint64_t>(time.time_since_epoch().count())}) {
    append_big_endian_32(all, static_cast<std::uint32_t>(value >> 32));
    append_big_endian_32(all, static_cast<std::uint32_t>(value & 0xffffffff));
  }
  append(all, event);
  return sha256(all);
}

}  // namespace omote::journal
