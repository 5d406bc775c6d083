// A visit that moves to another terminal of the same host. It keeps what was proved, and goes on only with the same card.
#include "domain/visit/rules.hpp"

namespace omote::visit {

std::optional<Reason> why_not_movable(const State& state) {
  if (!state.running) return Reason("move_no_visit");
  switch (state.phase) {
    case Phase::Choosing:
    case Phase::Face:
    case Phase::Staff:
    case Phase::Consent: return std::nullopt;
    case Phase::Pin:
      if (state.pin || state.pin_at_card) return Reason("move_not_now");
      return std::nullopt;
    // Without a touch on the screen the registration is on its way.
    case Phase::Registering:
      if (state.actions.empty()) return Reason("move_not_now");
      return std::nullopt;
    default: return Reason("move_not_now");
  }
}

Moved moved_from(const State& state) {
  return {.card_hash = state.card.hash,
          .from = state.phase,
          .way = state.way,
          .questions = state.questions,
          .notices = state.notices,
          .failed_faces = state.failed_faces,
          .wrong_staff_codes = state.wrong_staff_codes};
}

// Its end comes where it goes on.
void Rules::on(VisitLeft&) {
  if (why_not_movable(s_)) return;
  close(std::nullopt);
  show("cancelled", {{"why", "moved"}}, {});
}

void Rules::on(VisitCame& event) {
  if (s_.phase != Phase::Ready || event.visit.card_hash.empty()) return;
  ++s_.number;
  s_.running = true;
  s_.phase = Phase::Moved;
  s_.moved = std::move(event.visit);
  show("moved", {}, {});
  person_waited_for();
}

// Another card is another person: what came along goes, and that card has a visit of its own.
void Rules::card_at_other_terminal(CardFacts card) {
  if (!card.my_number || card.hash != s_.moved->card_hash) {
    close(EndVisit{.outcome = Outcome::Cancelled, .reason = "moved_other_card"});
    return settle();
  }
  auto moved = std::move(*s_.moved);
  s_.moved.reset();
  s_.failed_faces = moved.failed_faces;
  s_.wrong_staff_codes = moved.wrong_staff_codes;
  if (!moved.way) {
    recognised(std::move(card));
    return go_on(std::move(moved));
  }
  s_.card = std::move(card);
  go_on(std::move(moved));
}

// Where it stood: at the question, or on the way that was chosen.
void Rules::go_on(Moved moved) {
  if (moved.way) {
    s_.way = moved.way;
    s_.phase = Phase::Asking;
    IdentityCame again{moved.from != Phase::Registering, std::move(moved.questions), std::move(moved.notices)};
    return on(again);
  }
  if (s_.phase != Phase::Choosing) return;
  if (moved.from == Phase::Face) choose_face();
  if (moved.from == Phase::Pin) choose_pin();
  if (moved.from == Phase::Staff) choose_staff();
  person_waited_for();
}

}  // namespace omote::visit
