// Questions that the receipt computer asks by insured data, as files (reference/online-eligibility.md §2.2, §3.2, §3.6): which
// there are, what a whole one holds, what its answer is called. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "domain/eligibility/message.hpp"

namespace omote::eligibility {

enum class LookUp {
  Eligibility,      // OQSsiquc01req_: what the insurance covers
  ReferenceNumber,  // OQSsiimm01req_: the clinic's own number of a patient (照会番号) is registered
};

// Nothing for a name that is no such request; letters in any case.
[[nodiscard]] std::optional<LookUp> look_up_kind(std::string_view file_name);
// The same name with "res" for "req". `request_name` must be one that look_up_kind() knows.
[[nodiscard]] std::string answer_name(std::string request_name);

// Whether it may be asked in that institution's name; insurer numbers get their eight characters (blanks in front).
// Reasons: look_up_of_another_institution, look_up_incomplete (context: the element and what is expected).
[[nodiscard]] Result<void> complete_look_up(Message& request, LookUp kind, std::string_view institution_code);

}  // namespace omote::eligibility
