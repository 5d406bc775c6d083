#include <algorithm>

#include "base/bytes.hpp"
#include "domain/visit/rules.hpp"

namespace omote::visit {

namespace {

std::string number_or_unknown(std::optional<int> number) {
  return number ? std::to_string(*number) : "unknown";
}

bool four_digits(const Secret& pin) {
  return pin.size() == 4 && std::ranges::all_of(pin.reveal(), [](std::uint8_t c) { return c >= '0' && c <= '9'; });
}

}  // namespace

// The ways that are open besides `without`, after the given actions and before "cancel".
std::vector<std::string> Rules::other_ways(std::vector<std::string> first, Way without) const {
  const bool face = policy_.mode == Mode::Unattended && (s_.photo == PhotoReading::Ready || front_possible()) &&
                    s_.failed_faces < policy_.face_tries;
  const bool pin = s_.card.pin_set && s_.card.pin_tries != 0;
  if (face && without != Way::Face) first.emplace_back("face");
  if (pin && without != Way::Pin) first.emplace_back("pin");
  if (without != Way::Staff) first.emplace_back("staff");
  first.emplace_back("cancel");
  return first;
}

void Rules::show_choose() {
  const bool reading = s_.front == FrontReading::Running || s_.photo == PhotoReading::Running;
  const bool ready = s_.photo == PhotoReading::Ready;
  const bool pin = s_.card.pin_set && s_.card.pin_tries != 0;
  std::vector<std::string> actions;
  if (ready || reading || front_possible()) actions.emplace_back("face");
  if (pin) actions.emplace_back("pin");
  actions.emplace_back("staff");
  actions.emplace_back("cancel");
  const std::string face = ready ? "yes" : reading ? "reading" : "no";
  show("choose",
       {{"face", face},
        {"face_reason", s_.face_reason},
        {"pin", pin ? "yes" : "no"},
        {"pin_reason", pin               ? ""
                       : s_.card.pin_set ? "blocked"
                                         : "not_set"},
        {"pin_tries", number_or_unknown(s_.card.pin_tries)},
        {"staff", "yes"}},
       std::move(actions));
}

void Rules::choose_face() {
  s_.phase = Phase::Face;
  if (s_.photo == PhotoReading::Ready) return start_face();
  if (s_.front != FrontReading::Running && s_.photo != PhotoReading::Running) {
    if (!front_possible()) return show_face_trouble();
    start_front();
  }
  show("card_face", {{"sight", s_.face_reason}}, other_ways({}, Way::Face));
}

void Rules::start_face() {
  s_.phase = Phase::Face;
  s_.face_running = true;
  ask(StartFace{});
  show("face", {}, other_ways({}, Way::Face), static_cast<std::uint32_t>(policy_.face_limit.count() / 1000));
  person_waited_for();
}

void Rules::stop_face() {
  if (!s_.face_running) return;
  s_.face_running = false;
  ask(StopFace{});
}

void Rules::on(FaceEnded& event) {
  if (s_.phase != Phase::Face || !s_.face_running) return;
  s_.face_running = false;
  if (event.result == FaceResult::Matched) return identified_by(Way::Face, "");
  const std::string reason(to_string(event.result));
  ask(NoteTrouble{event.result == FaceResult::CameraFailed ? reason : "face_" + reason, "before"});
  ++s_.failed_faces;
  const bool again = s_.failed_faces < policy_.face_tries && event.result != FaceResult::PhotoUnusable;
  std::vector<std::string> actions;
  if (again) actions.emplace_back("face");
  show("face_failed", {{"reason", std::string(to_string(event.result))}, {"again", again ? "yes" : "no"}},
       other_ways(std::move(actions), Way::Face));
  person_waited_for();
}

void Rules::choose_pin() {
  stop_face();
  s_.phase = Phase::Pin;
  if (!s_.card.pin_set || s_.card.pin_tries == 0) return show("pin_blocked", {}, other_ways({}, Way::Pin));
  if (s_.card.pin_tries == 1 && !s_.last_try_confirmed) {
    return show("pin_last", {{"tries_left", "1"}}, other_ways({"continue"}, Way::Pin));
  }
  show_pin(false);
}

void Rules::show_pin(bool wrong) {
  show("pin", {{"tries_left", number_or_unknown(s_.card.pin_tries)}, {"wrong", wrong ? "yes" : "no"}},
       other_ways({"enter"}, Way::Pin));
}

// One entry, one VERIFY. Without a known counter nothing is sent (reference/trust.md §3.1).
void Rules::enter_pin(Secret pin) {
  if (s_.pin_at_card || s_.pin) return;
  if (!four_digits(pin)) return show_pin(false);
  if (!s_.card.pin_tries) return fail_visit("pin_tries_unknown", "card");
  s_.pin = std::move(pin);
  ask(AskChallenge{});
  show("asking", {}, {});
}

void Rules::on(ChallengeCame&) {
  if (s_.phase != Phase::Pin || !s_.pin) return;
  s_.pin_at_card = true;
  s_.last_try_confirmed = false;
  ask(VerifyPin{std::move(*s_.pin), *s_.card.pin_tries});
  s_.pin.reset();
}

void Rules::on(PinAnswered& event) {
  if (s_.phase != Phase::Pin || !s_.pin_at_card) return;
  s_.pin_at_card = false;
  if (event.outcome == Verified::Accepted) return identified_by(Way::Pin, "");
  if (event.outcome == Verified::Unknown) {
    fail("pin_answer_lost", "card");
    return show("pin_unknown", {}, s_.reader == Reader::Card ? std::vector<std::string>{"again"} : std::vector<std::string>{});
  }
  s_.card.pin_tries = event.outcome == Verified::Blocked ? std::optional<int>(0) : event.tries_left;
  ask(NoteTrouble{s_.card.pin_tries == 0 ? "pin_blocked" : "pin_wrong", "card"});
  if (s_.card.pin_tries.value_or(2) <= 1) {
    choose_pin();
  } else {
    show_pin(true);
  }
  person_waited_for();
}

void Rules::choose_staff() {
  stop_face();
  s_.phase = Phase::Staff;
  const bool by_code = policy_.mode == Mode::Unattended && !policy_.staff_code_hash.empty();
  std::vector<std::string> actions;
  if (by_code && s_.wrong_staff_codes < policy_.staff_code_tries) actions.emplace_back("enter");
  const std::string by = actions.empty() ? "mode" : "code";
  show("staff_call", {{"by", by}, {"wrong", s_.wrong_staff_codes > 0 ? "yes" : "no"}},
       other_ways(std::move(actions), Way::Staff));
}

void Rules::enter_staff_code(const Secret& code) {
  const auto digest = to_hex(sha256(as_bytes(policy_.institution_code + ":" + as_text(code.reveal()))));
  if (digest == policy_.staff_code_hash) return identified_by(Way::Staff, "code");
  ++s_.wrong_staff_codes;
  choose_staff();
}

void Rules::on(StaffDecided& event) {
  const bool possible = s_.phase == Phase::Staff || s_.phase == Phase::Choosing || s_.phase == Phase::Face ||
                        (s_.phase == Phase::Pin && !s_.pin_at_card && !s_.pin);
  if (!s_.running || !possible) return;
  if (event.is_the_person) {
    stop_face();
    return identified_by(Way::Staff, policy_.mode == Mode::StaffConfirmation ? "mode" : "console");
  }
  close(EndVisit{.outcome = Outcome::Cancelled, .reason = "staff_refused"});
  show("cancelled", {{"why", "staff"}}, {});
}

void Rules::identified_by(Way way, std::string staff) {
  if (s_.front == FrontReading::Running) {
    s_.front = FrontReading::Ended;
    ask(StopCardFace{});
  }
  s_.way = way;
  s_.phase = Phase::Asking;
  ask(AskIdentity{way, std::move(staff)});
  show("asking", {}, {});
  person_waited_for();
}

}  // namespace omote::visit
