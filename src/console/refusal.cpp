#include "console/refusal.hpp"

#include <nlohmann/json.hpp>

namespace omote::console {

namespace {

using Json = nlohmann::ordered_json;

struct Row {
  std::string_view reason, ja, en;
};
constexpr Row kRows[] = {
#include "catalogue/refusal_words.inc"
};

Json body_of(std::string_view reason, std::string_view field) {
  const auto words = words_of_refusal(reason);
  return {{"reason", reason}, {"field", field}, {"expected", {{"ja", words.ja}, {"en", words.en}}}};
}

net::Response answer(unsigned status, const Json& body) {
  return net::json_response(status, body.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace

RefusalWords words_of_refusal(std::string_view reason) {
  for (const auto& row : kRows)
    if (row.reason == reason) return {row.ja, row.en};
  return {};
}

net::Response refuse(unsigned status, std::string_view reason, std::string_view field) {
  return answer(status, body_of(reason, field));
}

net::Response refuse(unsigned status, const Failure& failure, std::string_view field) {
  auto body = body_of(failure.reason.text(), field);
  if (!failure.context.empty()) body["context"] = failure.context;
  return answer(status, body);
}

net::Response refuse_for_now(std::string_view reason, std::chrono::seconds wait) {
  auto body = body_of(reason, "");
  body["wait_s"] = wait.count();
  auto response = answer(429, body);
  response.headers.emplace_back("Retry-After", std::to_string(wait.count()));
  return response;
}

}  // namespace omote::console
