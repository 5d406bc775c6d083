// What the console answers to what it does not do: a reason for programs, and what is expected, for people.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "net/http.hpp"

namespace omote::console {

// {"reason", "field", "expected": {"ja", "en"}}; the words are those of catalogue/languages, console.refused.REASON (an
// empty "expected" for a reason without words). `field` names the part of the request that is meant, "" for all of it.
[[nodiscard]] net::Response refuse(unsigned status, std::string_view reason, std::string_view field = "");
// The same for a failure.
[[nodiscard]] net::Response refuse(unsigned status, const Failure& failure, std::string_view field = "");
// 429 with Retry-After.
[[nodiscard]] net::Response refuse_for_now(std::string_view reason, std::chrono::seconds wait);

struct RefusalWords {
  std::string_view ja, en;
};
// Empty words for a reason that has none.
[[nodiscard]] RefusalWords words_of_refusal(std::string_view reason);

}  // namespace omote::console
