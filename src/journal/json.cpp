#include "journal/json.hpp"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>

#include <iterator>
#include <utility>

#include "base/text.hpp"

namespace omote::journal {

namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void append_value(std::string& to, const Message& message, const FieldDescriptor& field, int at) {
  const auto& r = *message.GetReflection();
  const bool one = at < 0;
  const auto out = std::back_inserter(to);
  std::string scratch;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return append_json_text(to, one ? r.GetStringReference(message, &field, &scratch)
                                      : r.GetRepeatedStringReference(message, &field, at, &scratch));
    case FieldDescriptor::CPPTYPE_BOOL:
      to += (one ? r.GetBool(message, &field) : r.GetRepeatedBool(message, &field, at)) ? "true" : "false";
      return;
    case FieldDescriptor::CPPTYPE_INT32:
      fmt::format_to(out, "{}", one ? r.GetInt32(message, &field) : r.GetRepeatedInt32(message, &field, at));
      return;
    case FieldDescriptor::CPPTYPE_UINT32:
      fmt::format_to(out, "{}", one ? r.GetUInt32(message, &field) : r.GetRepeatedUInt32(message, &field, at));
      return;
    // Numbers of 64 bits are texts in JSON: its readers have none that wide.
    case FieldDescriptor::CPPTYPE_INT64:
      fmt::format_to(out, "\"{}\"", one ? r.GetInt64(message, &field) : r.GetRepeatedInt64(message, &field, at));
      return;
    case FieldDescriptor::CPPTYPE_UINT64:
      fmt::format_to(out, "\"{}\"", one ? r.GetUInt64(message, &field) : r.GetRepeatedUInt64(message, &field, at));
      return;
    case FieldDescriptor::CPPTYPE_DOUBLE: {
      const double value = one ? r.GetDouble(message, &field) : r.GetRepeatedDouble(message, &field, at);
      if (value - value != 0) return append_json_text(to, value != value ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
      fmt::format_to(out, "{}", value);
      return;
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      to += '{';
      append_json_fields(to, one ? r.GetMessage(message, &field) : r.GetRepeatedMessage(message, &field, at));
      to += '}';
      return;
    default: to += "null";
  }
}

void append_repeated(std::string& to, const Message& message, const FieldDescriptor& field) {
  const auto& r = *message.GetReflection();
  const int count = r.FieldSize(message, &field);
  to += field.is_map() ? '{' : '[';
  for (int i = 0; i < count; ++i) {
    if (i > 0) to += ',';
    if (field.is_map()) {
      const auto& entry = r.GetRepeatedMessage(message, &field, i);
      append_value(to, entry, *entry.GetDescriptor()->field(0), -1);
      to += ':';
      append_value(to, entry, *entry.GetDescriptor()->field(1), -1);
    } else {
      append_value(to, message, field, i);
    }
  }
  to += field.is_map() ? '}' : ']';
}

}  // namespace

void append_json_text(std::string& to, std::string_view text) {
  to += '"';
  bool ascii = true;
  for (const char c : text) ascii = ascii && static_cast<unsigned char>(c) < 0x80;
  const std::string repaired = ascii ? std::string() : to_utf8(to_code_points(text));
  for (const char c : ascii ? text : std::string_view(repaired)) {
    if (c == '"' || c == '\\') {
      to += '\\';
      to += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      fmt::format_to(std::back_inserter(to), "\\u{:04x}", static_cast<unsigned>(c));
    } else {
      to += c;
    }
  }
  to += '"';
}

void append_json_fields(std::string& to, const Message& message) {
  const auto& descriptor = *message.GetDescriptor();
  const auto& reflection = *message.GetReflection();
  bool first = true;
  const auto append = [&](const FieldDescriptor& field) {
    if (!std::exchange(first, false)) to += ',';
    to += '"';
    to += field.name();
    to += "\":";
    field.is_repeated() ? append_repeated(to, message, field) : append_value(to, message, field, -1);
  };
  for (int i = 0; i < descriptor.field_count(); ++i) {
    if (const auto& field = *descriptor.field(i); field.containing_oneof() == nullptr) append(field);
  }
  for (int i = 0; i < descriptor.oneof_decl_count(); ++i) {
    if (const auto* field = reflection.GetOneofFieldDescriptor(message, descriptor.oneof_decl(i))) append(*field);
  }
}

}  // namespace omote::journal
