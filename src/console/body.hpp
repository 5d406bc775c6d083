// The JSON object in a request, read without surprises: a part that is missing or of another kind is empty.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "net/http.hpp"

namespace omote::console {

using Json = nlohmann::ordered_json;

// An empty object for a request without a body. Reason: request_malformed (no JSON object, or texts that are no UTF-8).
[[nodiscard]] inline Result<Json> body_of(const net::Request& request) {
  if (request.body.empty()) return Json::object();
  auto json = Json::parse(request.body, nullptr, false);
  if (!json.is_object()) return fail("request_malformed");
  return json;
}
[[nodiscard]] inline std::string text_in(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
}
[[nodiscard]] inline bool flag_in(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_boolean() && at->get<bool>();
}
[[nodiscard]] inline net::Response json_answer(const Json& json, unsigned status = 200) {
  return net::json_response(status, json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace omote::console
