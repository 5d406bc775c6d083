#include "domain/library/call_order.hpp"

namespace omote::library {

namespace {

Result<void> need_initialised(bool initialised) {
  if (!initialised) return fail("library_not_initialised", "initialise has not been called for this device");
  return {};
}

}  // namespace

Result<void> CallOrder::need_watching(const char* what) const {
  if (watching_) return {};
  if (check_failed_)
    return fail("library_check_failed", "the last check_card failed: nothing is watched, and nothing has to end");
  return fail("library_not_watching", what);
}

void CallOrder::initialised() {
  *this = CallOrder();
  initialised_ = true;
}

Result<void> CallOrder::may_check_card() const {
  if (auto ready = need_initialised(initialised_); !ready) return ready;
  if (watching_) return fail("library_watching_already", "end_check comes before the next check_card");
  return {};
}

void CallOrder::card_checked(bool good) {
  watching_ = good;
  check_failed_ = !good;
  mode_.reset();
}

Result<void> CallOrder::may_end_check() const {
  if (auto ready = need_initialised(initialised_); !ready) return ready;
  return need_watching("end_check without check_card");
}

void CallOrder::check_ended() {
  watching_ = false;
  mode_.reset();
}

Result<void> CallOrder::may_use_card() const {
  if (auto ready = need_initialised(initialised_); !ready) return ready;
  return need_watching("check_card comes first");
}

Result<void> CallOrder::may_identify(Mode in_force) const {
  if (auto ready = may_use_card(); !ready) return ready;
  if (!mode_) return fail("library_mode_not_read", "read_mode comes after check_card and before identify");
  if (*mode_ != in_force) return fail("library_mode_changed", "the national system's mode changed after read_mode");
  return {};
}

}  // namespace omote::library
