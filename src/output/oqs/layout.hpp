// The order of the elements in a result file (reference/online-eligibility.md §3.3–3.5). Readers find elements by name; one
// fixed order makes files comparable.
#pragma once

#include "domain/eligibility/message.hpp"

namespace omote::output::oqs {

// Known elements of header, body and records in the order of the layout, unknown ones behind them in their own order.
void put_in_order(eligibility::Element& root);

}  // namespace omote::output::oqs
