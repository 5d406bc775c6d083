// The XmlMsg tree as JSON (reference/online-eligibility.md §7): an element with children is an object, one with text a
// string, several of one name an array of them. A list element (ResultList …) is an array with one object per entry:
// "ResultList": [{"ResultOfQualificationConfirmation": {…}}]. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "domain/eligibility/message.hpp"

namespace omote::national::https {

// The JSON text of {"XmlMsg": …} without the surrounding braces' other fields.
[[nodiscard]] std::string tree_to_json(const eligibility::Element& root);

// The tree under `name` of a JSON object. What comes in is untrusted: names given twice, nesting deeper than 16, numbers and
// other values where texts belong, wrong UTF-8 and more than 100 000 elements are refused.
// Reason: national_answer_unreadable (context says why; never a value).
[[nodiscard]] Result<eligibility::Element> tree_from_json(std::string_view json, std::string_view name = "XmlMsg");

}  // namespace omote::national::https
