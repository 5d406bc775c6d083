#include "national/failures.hpp"

namespace omote::national {

std::unexpected<Failure> unreachable(std::string context) {
  return fail("national_unreachable", std::move(context));
}
std::unexpected<Failure> timed_out(std::string context) {
  return fail("national_time_out", std::move(context));
}
std::string what_else(std::string_view body) {
  const auto first = body.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && body[first] == '<' ? "web_page" : "damaged";
}

std::unexpected<Failure> unreadable(std::string context) {
  return fail("national_answer_unreadable", std::move(context));
}

}  // namespace omote::national
