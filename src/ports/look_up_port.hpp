// Questions by insured data instead of a card, as the receipt computer asks them. Calls block, at most the adapter's time-out;
// one thread at a time per object.
#pragma once

#include "base/result.hpp"
#include "domain/eligibility/look_up.hpp"
#include "domain/eligibility/message.hpp"

namespace omote::ports {

class LookUpPort {
 public:
  virtual ~LookUpPort() = default;
  // A whole question as complete_look_up() leaves it; the answer is to that question and to that institution. It may say that
  // nobody was found: that is an answer. Reasons: those of NationalPort::policy().
  [[nodiscard]] virtual Result<eligibility::Message> ask(eligibility::LookUp kind, const eligibility::Message& request) = 0;
};

}  // namespace omote::ports
