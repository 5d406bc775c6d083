#include "domain/visit/rules.hpp"

namespace omote::visit {

namespace {

// The print carries no era year, so number B cannot be read from it, however often one looks.
constexpr std::string_view kWestern = "western";
constexpr std::string_view kPhaseCardFace = "card_face";

bool before_asking(Phase phase) {
  return phase == Phase::CardPlaced || phase == Phase::Choosing || phase == Phase::Face || phase == Phase::Pin ||
         phase == Phase::Staff;
}

}  // namespace

std::string wrong_number_b_reason(std::optional<int> tries_left) {
  if (!tries_left) return "number_b_wrong";
  return "number_b_wrong_" + std::to_string(*tries_left);
}

// The machine spends a try of its own accord only while there are plenty; what failed behind number B fails again.
bool Rules::front_possible() const {
  if (s_.photo == PhotoReading::Failed) return false;
  const auto tries = s_.card.number_b_tries;
  const int least = s_.wrong_number_b ? policy_.number_b_tries_for_second : policy_.number_b_tries_for_machine;
  return tries && *tries >= least && s_.card.expiry && policy_.mode == Mode::Unattended && s_.face_reason != kWestern;
}

void Rules::start_front() {
  s_.front = FrontReading::Running;
  s_.face_reason.clear();
  ask(StartCardFace{s_.card.expiry});
}

void Rules::on(CardRecognised& event) {
  if (s_.phase != Phase::CardPlaced) return;
  if (s_.moved) return card_at_other_terminal(std::move(event.card));
  recognised(std::move(event.card));
}

void Rules::recognised(CardFacts card) {
  if (!card.my_number) {
    const auto& entry = fail("card_other_kind", "card");
    return show("not_my_number", {{"code", std::string(entry.code)}}, {});
  }
  s_.card = std::move(card);
  s_.phase = Phase::Choosing;
  if (front_possible()) {
    start_front();
  } else if (policy_.mode == Mode::StaffConfirmation) {
    s_.face_reason = "mode";
  } else {
    s_.face_reason = s_.card.number_b_tries == 0 ? "number_b_blocked" : s_.card.expiry ? "number_b_low" : "unclear";
  }
  // The desk learns why this patient waits for somebody, or is not offered the face.
  if (!s_.face_reason.empty()) ask(NoteTrouble{s_.face_reason, std::string(kPhaseCardFace)});
  if (policy_.mode == Mode::StaffConfirmation) {
    choose_staff();
  } else {
    show_choose();
  }
  person_waited_for();
}

void Rules::on(CardFailed& event) {
  if (!s_.running || !(before_asking(s_.phase))) return;
  if (event.reason == "photo_not_decodable" || event.reason == "number_b_not_sent") {
    s_.photo = PhotoReading::Failed;
    return face_not_possible(event.reason);
  }
  if (event.reason == "pin_not_sent") {
    // The counter changed under our eyes: nothing was spent, the card is asked anew.
    s_.pin_at_card = false;
    return fail_visit(event.reason, "card");
  }
  fail_visit(event.reason, "card");
}

void Rules::on(CardFrontRead& event) {
  if (!before_asking(s_.phase) || s_.front != FrontReading::Running) return;
  s_.front = FrontReading::Read;
  if (s_.wrong_number_b && same(*s_.wrong_number_b, event.number_b)) return face_not_possible("number_b_wrong");
  if (!front_possible()) return face_not_possible("number_b_low");
  s_.wrong_number_b = event.number_b.copy();  // until the card accepts it
  s_.photo = PhotoReading::Running;
  ask(ReadPhoto{std::move(event.number_b), *s_.card.number_b_tries});
}

void Rules::on(CardFrontEnded& event) {
  if (!before_asking(s_.phase) || s_.front != FrontReading::Running) return;
  s_.front = FrontReading::Ended;
  face_not_possible(event.sight);
}

void Rules::on(PhotoAnswered& event) {
  if (!before_asking(s_.phase) || s_.photo != PhotoReading::Running) return;
  if (event.outcome == Verified::Accepted) {
    s_.photo = PhotoReading::Ready;
    s_.wrong_number_b.reset();
    if (s_.phase == Phase::Face) return start_face();
    if (s_.phase == Phase::Choosing) show_choose();
    return;
  }
  s_.photo = PhotoReading::None;
  if (event.tries_left) s_.card.number_b_tries = event.tries_left;
  if (event.outcome == Verified::Blocked) s_.card.number_b_tries = 0;
  if (event.outcome == Verified::Unknown) return fail_visit("number_b_answer_lost", "card");
  face_not_possible(event.outcome == Verified::Blocked ? "number_b_blocked" : wrong_number_b_reason(event.tries_left));
}

// Remembers why, and tells the patient at once only when the patient waits for the face.
void Rules::face_not_possible(std::string reason) {
  s_.face_reason = std::move(reason);
  ask(NoteTrouble{s_.face_reason, std::string(kPhaseCardFace)});
  if (s_.phase == Phase::Face && !s_.face_running) return show_face_trouble();
  if (s_.phase == Phase::Choosing) show_choose();
}

void Rules::show_face_trouble() {
  const auto& entry = catalogue::find_failure(s_.face_reason, kPhaseCardFace);
  std::vector<std::string> actions;
  if (front_possible()) actions.emplace_back("again");
  show("trouble",
       {{"code", std::string(entry.code)},
        {"detail", std::string(entry.detail)},
        {"reason", s_.face_reason},
        {"who", std::string(entry.who)}},
       other_ways(std::move(actions), Way::Face));
}

}  // namespace omote::visit
