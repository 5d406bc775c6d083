// Answers of the national system of any bytes: nothing but a failure or a tree that can be written and read again.
#include <cstdlib>
#include <string_view>

#include "national/https/tree_json.hpp"
#include "national/https/wire.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace omote::national::https;
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  static_cast<void>(read_session(body));
  static_cast<void>(read_challenge(body, "V"));
  static_cast<void>(read_identity(body, "V"));
  static_cast<void>(read_eligibility(body, "V", "I", "9910000001"));
  static_cast<void>(read_refusal(body));
  const auto tree = tree_from_json(body);
  if (!tree) return 0;
  const auto again = tree_from_json(tree_to_json(*tree));
  if (!again || *again != *tree) std::abort();
  return 0;
}
