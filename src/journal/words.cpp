#include "journal/words.hpp"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <map>
#include <vector>

#include "base/text.hpp"
#include "domain/catalogue/catalogue.hpp"
#include "journal/names.hpp"
#include "journal/pattern.hpp"

namespace omote::journal {

namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

struct Rule {
  const char* field;
  const char* value;  // "*": any other
  const char* then;   // a level or a source
};
struct EventRow {
  const char *type, *source, *level, *ja, *en;
  std::vector<const char*> note;
  std::vector<Rule> when;
};
struct ValueRow {
  const char *field, *value, *ja, *en;
};

const std::vector<EventRow>& event_rows() {
  static const std::vector<EventRow> rows{
#include "catalogue/event_words.inc"
  };
  return rows;
}
const std::vector<ValueRow>& value_rows() {
  static const std::vector<ValueRow> rows{
#include "catalogue/value_words.inc"
  };
  return rows;
}

// One kind of event, ready for use.
struct Kind {
  const EventRow* row = nullptr;
  const FieldDescriptor* field = nullptr;  // of the oneof
  Pattern ja{""}, en{""};
  std::vector<const FieldDescriptor*> labels, notes;
};

// Whole numbers with a sign are small counts (tries left); the others are measured and differ every time.
bool is_measured(const FieldDescriptor& field) {
  const auto type = field.cpp_type();
  return type != FieldDescriptor::CPPTYPE_STRING && type != FieldDescriptor::CPPTYPE_BOOL &&
         type != FieldDescriptor::CPPTYPE_INT32 && type != FieldDescriptor::CPPTYPE_MESSAGE;
}

std::map<int, Kind> make_kinds() {
  std::map<int, Kind> kinds;
  for (const auto& row : event_rows()) {
    Kind kind;
    kind.row = &row;
    kind.field = v1::Event::descriptor()->FindFieldByName(row.type);
    if (kind.field == nullptr) continue;
    kind.ja = Pattern(row.ja);
    kind.en = Pattern(row.en);
    const auto& message = *kind.field->message_type();
    for (int i = 0; i < message.field_count(); ++i) {
      const auto* field = message.field(i);
      const bool note = std::ranges::any_of(row.note, [&](const char* name) { return field->name() == name; });
      if (note) kind.notes.push_back(field);
      if (!note && !is_measured(*field)) kind.labels.push_back(field);
    }
    kinds[kind.field->number()] = std::move(kind);
  }
  return kinds;
}

const Kind* kind_of(const v1::Event& event) {
  static const auto kinds = make_kinds();
  const auto at = kinds.find(event.kind_case());
  return at == kinds.end() ? nullptr : &at->second;
}

const ValueRow* words_for(std::string_view field, std::string_view value) {
  static const auto by_name = [] {
    std::map<std::pair<std::string_view, std::string_view>, const ValueRow*> all;
    for (const auto& row : value_rows()) all[{row.field, row.value}] = &row;
    return all;
  }();
  const auto at = by_name.find({field, value});
  return at == by_name.end() ? nullptr : at->second;
}

std::string value_text(const Message& message, const FieldDescriptor& field);

std::string repeated_text(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  std::string all;
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    if (i > 0) all += ", ";
    if (!field.is_map()) {
      all += field.cpp_type() == FieldDescriptor::CPPTYPE_STRING ? reflection.GetRepeatedString(message, &field, i) : "";
      continue;
    }
    const auto& entry = reflection.GetRepeatedMessage(message, &field, i);
    all += value_text(entry, *entry.GetDescriptor()->field(0)) + "=" + value_text(entry, *entry.GetDescriptor()->field(1));
  }
  return all;
}

std::string value_text(const Message& message, const FieldDescriptor& field) {
  if (field.is_repeated()) return repeated_text(message, field);
  const auto& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: return reflection.GetString(message, &field);
    case FieldDescriptor::CPPTYPE_BOOL: return reflection.GetBool(message, &field) ? "true" : "false";
    case FieldDescriptor::CPPTYPE_INT32: return fmt::format("{}", reflection.GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_INT64: return fmt::format("{}", reflection.GetInt64(message, &field));
    case FieldDescriptor::CPPTYPE_UINT32: return fmt::format("{}", reflection.GetUInt32(message, &field));
    case FieldDescriptor::CPPTYPE_UINT64: return fmt::format("{}", reflection.GetUInt64(message, &field));
    case FieldDescriptor::CPPTYPE_DOUBLE: return fmt::format("{:.3g}", reflection.GetDouble(message, &field));
    default: return {};
  }
}

// The kind's own message with ways to ask for its fields by name.
class View {
 public:
  View(const v1::Event& event, const Kind& kind)
      : kind_(kind), message_(v1::Event::GetReflection()->GetMessage(event, kind.field)) {}
  [[nodiscard]] std::string raw(const std::string& name) const {
    const auto* field = message_.GetDescriptor()->FindFieldByName(name);
    return field == nullptr ? std::string() : value_text(message_, *field);
  }
  // For people; with searched, what belongs to the note or is measured stays out.
  [[nodiscard]] std::string words(const std::string& name, bool ja, bool for_search) const {
    if (name == "heading") {
      const auto heading = heading_of(raw("row"), raw("code"), raw("detail"));
      return heading ? (ja ? heading->ja : heading->en) : std::string();
    }
    const auto* field = message_.GetDescriptor()->FindFieldByName(name);
    if (field == nullptr || (for_search && std::ranges::find(kind_.labels, field) == kind_.labels.end())) return {};
    auto text = value_text(message_, *field);
    if (const auto* row = words_for(name, text)) return ja ? row->ja : row->en;
    if (const auto title = name_of(name, text)) return ja ? title->ja : title->en;
    return text;
  }
  [[nodiscard]] std::string sentence(bool ja, bool for_search) const {
    return (ja ? kind_.ja : kind_.en).fill([&](const std::string& name) { return words(name, ja, for_search); });
  }
  [[nodiscard]] const Message& message() const { return message_; }

 private:
  const Kind& kind_;
  const Message& message_;
};

bool meets(const Rule& rule, const std::string& value, const EventRow& row) {
  if (rule.value == value) return true;
  if (std::string_view(rule.value) != "*") return false;
  return std::ranges::none_of(
      row.when, [&](const Rule& other) { return std::string_view(other.field) == rule.field && other.value == value; });
}

std::optional<LogLevel> level_of(std::string_view word) {
  if (word == "info") return LogLevel::Info;
  if (word == "warning") return LogLevel::Warning;
  if (word == "error") return LogLevel::Error;
  return std::nullopt;
}

}  // namespace

Told tell(const v1::Event& event) {
  const auto* kind = kind_of(event);
  if (kind == nullptr) return {"未知の記録", "Unknown record", "host", LogLevel::Info, {}, {}, {}};
  const View view(event, *kind);
  Told told{view.sentence(true, false), view.sentence(false, false), kind->row->source, *level_of(kind->row->level),
            view.raw("code"),           view.raw("detail"),          view.raw("number")};
  if (event.has_program_log()) told.incident.clear();  // its number counts lines
  for (const auto& rule : kind->row->when) {
    if (!meets(rule, view.raw(rule.field), *kind->row)) continue;
    if (const auto level = level_of(rule.then)) {
      told.level = *level;
    } else {
      told.source = rule.then;
    }
  }
  return told;
}

std::string label_key(const v1::Event& event) {
  const auto* kind = kind_of(event);
  std::string key = event.terminal();
  if (kind == nullptr) return key;
  key += '\x1f';
  key += kind->row->type;
  const View view(event, *kind);
  for (const auto* field : kind->labels) key += '\x1f' + value_text(view.message(), *field);
  return key;
}

std::string note_of(const v1::Event& event) {
  const auto* kind = kind_of(event);
  std::string note = event.visit();
  if (kind != nullptr) {
    const View view(event, *kind);
    for (const auto* field : kind->notes) {
      const auto text = value_text(view.message(), *field);
      if (!text.empty()) note += '\n' + text;
    }
  }
  return to_search_form(note);
}

Searched searched(const v1::Event& event) {
  std::string label = label_key(event);
  std::ranges::replace(label, '\x1f', '\n');
  if (const auto* kind = kind_of(event)) {
    const View view(event, *kind);
    label += '\n' + view.sentence(true, true) + '\n' + view.sentence(false, true);
  }
  return {to_search_form(label), note_of(event)};
}

std::string_view to_string(LogLevel level) {
  switch (level) {
    case LogLevel::Info: return "info";
    case LogLevel::Warning: return "warning";
    case LogLevel::Error: return "error";
  }
  return "info";
}

Bytes words_version() {
  std::string all;
  for (const auto& row : event_rows()) {
    all += fmt::format("{}{}{}{}{}", row.type, row.source, row.level, row.ja, row.en);
    for (const auto* note : row.note) all += note;
    for (const auto& rule : row.when) all += fmt::format("{}{}{}", rule.field, rule.value, rule.then);
  }
  for (const auto& row : value_rows()) all += fmt::format("{}{}{}{}", row.field, row.value, row.ja, row.en);
  all += catalogue::Catalogue::json();
  const auto hash = sha256(as_bytes(all));
  return {hash.begin(), hash.end()};
}

}  // namespace omote::journal
