// The failures that both ways to the national system can meet; each is raised here and nowhere else.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace omote::national {

[[nodiscard]] std::unexpected<Failure> unreachable(std::string context);
[[nodiscard]] std::unexpected<Failure> timed_out(std::string context);
// The context begins with what came instead: "web_page", "damaged", "of_another_request", "server_error" are words of
// the fact visit.reason_detail; anything else names the field.
[[nodiscard]] std::unexpected<Failure> unreadable(std::string context);
// "web_page" or "damaged", for text that is no message at all.
[[nodiscard]] std::string what_else(std::string_view body);

}  // namespace omote::national
