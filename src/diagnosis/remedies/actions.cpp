#include "diagnosis/remedies/actions.hpp"

namespace omote::diagnosis {

void Actions::start(const Order& order, ActionDone done) const {
  const auto at = actions_.find(order.action);
  if (at == actions_.end()) return done(fail("action_not_here", order.action));
  at->second(order, std::move(done));
}

}  // namespace omote::diagnosis
