// JSON of events, written straight from the messages: a bundle writes a million of them.
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <string_view>

namespace omote::journal {

// A JSON string with its quotes; wrong bytes become U+FFFD.
void append_json_text(std::string& to, std::string_view text);
[[nodiscard]] inline std::string json_text(std::string_view text) {
  std::string json;
  append_json_text(json, text);
  return json;
}
// The fields as "name":value, separated by commas, without braces: the mapping of protocol buffers with the field names of the
// schema. Fields with their default value are written too; a oneof that is not set is left out.
void append_json_fields(std::string& to, const google::protobuf::Message& message);

}  // namespace omote::journal
