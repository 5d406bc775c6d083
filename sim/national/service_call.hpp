// Private to sim/national: one request being answered, and refusing it.
#pragma once

#include <cmath>
#include <string>
#include <string_view>

#include "national/https/strict_json.hpp"
#include "sim/national/service.hpp"

namespace omote::sim::national {

// The JSON's fields, and who asks.
class Service::Call {
 public:
  using Json = omote::national::https::Json;

  Call(Json the_json, std::string_view the_body, std::string the_institution)
      : json(std::move(the_json)), body(the_body), institution(std::move(the_institution)) {}
  [[nodiscard]] std::string text(const char* name) const {
    const auto at = json.find(name);
    return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
  }
  [[nodiscard]] double number(const char* name) const {
    const auto at = json.find(name);
    return at != json.end() && at->is_number() ? at->get<double>() : std::nan("");
  }

  Json json;
  std::string_view body;
  std::string institution;
};

[[nodiscard]] Reply refuse(unsigned status, const std::string& code, const std::string& message, const std::string& detail = "");
[[nodiscard]] Reply not_understood(const std::string& what);

}  // namespace omote::sim::national
