// Results and failures. A function that can fail returns Result<T>; a reason names what happened and where, in
// snake_case ("card_removed"), and is raised at exactly one place under src/ (./dev lint counts). What people are told is
// the catalogue's business, keyed by code and detail; a reason is for programs.
#pragma once

#include <expected>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>

namespace omote {

// A literal only: reasons are never composed at run time.
class Reason {
 public:
  consteval Reason(const char* literal) : text_(literal) {}
  constexpr Reason() = default;
  [[nodiscard]] constexpr std::string_view text() const { return text_; }
  friend constexpr bool operator==(Reason a, Reason b) { return a.text_ == b.text_; }

 private:
  std::string_view text_ = "none";
};

struct Failure {
  Reason reason;
  std::string context;  // which file, which status word; never a secret, never personal data
  std::source_location where;
};

template <class T>
using Result = std::expected<T, Failure>;

[[nodiscard]] inline std::unexpected<Failure> fail(Reason reason, std::string context = {},
                                                   std::source_location where = std::source_location::current()) {
  return std::unexpected(Failure{reason, std::move(context), where});
}

// Hands a failure on unchanged: `if (!x) return pass(x);`
template <class T>
[[nodiscard]] std::unexpected<Failure> pass(Result<T>& result) {
  return std::unexpected(std::move(result.error()));
}

// "reason: context", for logs and standard error.
[[nodiscard]] std::string describe(const Failure& failure);

}  // namespace omote
