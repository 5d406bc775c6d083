// The JSON mapping of our messages as the pages speak it: field names as written in schema/, zero values printed.
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <string_view>

namespace omote::link {

[[nodiscard]] std::string to_web_json(const google::protobuf::Message& message);
// False when the text is no such message; unknown fields are refused.
[[nodiscard]] bool from_web_json(std::string_view text, google::protobuf::Message& message);

}  // namespace omote::link
