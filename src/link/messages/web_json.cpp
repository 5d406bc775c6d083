#include "link/messages/web_json.hpp"

#include <google/protobuf/util/json_util.h>

namespace omote::link {

std::string to_web_json(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string text;
  // Fails only for malformed UTF-8, which our own writers do not produce; the page then gets an empty object.
  if (!google::protobuf::util::MessageToJsonString(message, &text, options).ok()) text = "{}";
  return text;
}

bool from_web_json(std::string_view text, google::protobuf::Message& message) {
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = false;
  return google::protobuf::util::JsonStringToMessage(google::protobuf::StringPiece(text.data(), text.size()), &message, options)
      .ok();
}

}  // namespace omote::link
