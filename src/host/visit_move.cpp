// A visit that leaves one terminal and goes on at another, under the same number.
#include "host/visit_runner.hpp"

namespace omote::host {

Result<MovedVisit> VisitRunner::leave(const std::string& to, const std::string& by) {
  if (const auto why = visit::why_not_movable(state_)) return fail(*why);
  MovedVisit moved{.kept = visit::moved_from(state_)};
  const bool written = log_.write([&](journal::v1::Event& event) {
    auto& entry = *event.mutable_visit_moved();
    entry.set_from(parts_.terminal);
    entry.set_to(to);
    entry.set_phase(std::string(visit::to_string(state_.phase)));
    entry.add_kept(moved.kept.way ? "identity" : "way");
    entry.set_account(by);
  });
  if (!written) return fail("move_not_recorded");
  moved.note = note_;
  moved.insurance_id = vault_.insurance_id;
  moved.name_picture = vault_.name_picture;
  moved.address_picture = vault_.address_picture;
  moved.course = log_.leave();
  note_.Clear();
  on(visit::VisitLeft{});
  return moved;
}

void VisitRunner::come(MovedVisit moved) {
  traits_ = {};
  log_.go_on(std::move(moved.course));
  note_ = std::move(moved.note);
  vault_.insurance_id = std::move(moved.insurance_id);
  vault_.name_picture = std::move(moved.name_picture);
  vault_.address_picture = std::move(moved.address_picture);
  parts_.national.refresh();
  on(visit::VisitCame{std::move(moved.kept)});
}

}  // namespace omote::host
