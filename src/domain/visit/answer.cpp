#include <algorithm>

#include "domain/catalogue/failures.hpp"
#include "domain/visit/rules.hpp"

namespace omote::visit {

void Rules::on(IdentityCame& event) {
  if (s_.phase != Phase::Asking) return;
  s_.questions = std::move(event.questions);
  s_.notices = std::move(event.notices);
  if (event.registered) {
    ask_consent();
  } else {
    s_.phase = Phase::Registering;
    show("register", {}, {"agree", "decline"});
  }
  person_waited_for();
}

void Rules::on(RegistrationDone&) {
  if (s_.phase != Phase::Registering) return;
  ask_consent();
  person_waited_for();
}

void Rules::ask_consent() {
  if (s_.questions.empty()) return give_consent({});
  s_.phase = Phase::Consent;
  show("consent", {{"questions", catalogue::join(s_.questions)}}, {"all", "each", "none"});
}

void Rules::give_consent(std::map<std::string, bool> answers) {
  s_.consents = std::move(answers);
  s_.phase = Phase::Delivering;
  ask(AskEligibility{s_.consents});
  show("delivering", {}, {});
}

// "PharmacistsInfo=1,DiagnosisInfo=0". Only questions that were asked count; what is not answered is no.
void Rules::submit_consents(const Secret& value) {
  std::map<std::string, bool> answers;
  for (const auto& question : s_.questions) answers[question] = false;
  const auto bytes = value.reveal();
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(',', at), text.size());
    const auto pair = text.substr(at, end - at);
    const auto equal = pair.find('=');
    const auto known = equal == std::string_view::npos ? answers.end() : answers.find(std::string(pair.substr(0, equal)));
    if (known != answers.end()) known->second = pair.substr(equal + 1) == "1";
    at = end + 1;
  }
  give_consent(std::move(answers));
}

void Rules::on(EligibilityCame& event) {
  if (s_.phase != Phase::Delivering) return;
  static_cast<void>(event);
  ask(Deliver{});
}

void Rules::on(NationalFailed& event) {
  // Without the challenge the PIN never goes to the card: nobody is identified yet.
  const bool before = s_.phase == Phase::Pin && s_.pin;
  const bool after = s_.phase == Phase::Asking || s_.phase == Phase::Registering || s_.phase == Phase::Delivering;
  if (!s_.running || !(before || after)) return;
  fail_visit(event.reason, before ? "before" : "after");
}

void Rules::on(ResultDelivered& event) {
  if (s_.phase != Phase::Delivering) return;
  const auto notices = catalogue::join(s_.notices);
  if (event.kept) {
    close(EndVisit{.outcome = Outcome::Kept, .reason = "output_kept", .phase = "output"});
  } else {
    close(EndVisit{.outcome = Outcome::Delivered});
  }
  show("take_card", {{"outcome", event.kept ? "kept" : "delivered"}, {"validity", event.validity}, {"notices", notices}}, {});
}

void Rules::on(DeliveryFailed& event) {
  if (s_.phase != Phase::Delivering) return;
  fail_visit(event.reason, "output");
}

}  // namespace omote::visit
