#include "host/visit_runner.hpp"

#include <algorithm>
#include <utility>

#include "base/log.hpp"

namespace omote::host {

namespace {

visit::Reader to_reader(ports::Presence presence) {
  switch (presence) {
    case ports::Presence::NoService: return visit::Reader::ServiceMissing;
    case ports::Presence::ServiceSilent: return visit::Reader::ServiceSilent;
    case ports::Presence::NoReader: return visit::Reader::Missing;
    case ports::Presence::Empty: return visit::Reader::Empty;
    case ports::Presence::Card: return visit::Reader::Card;
  }
  return visit::Reader::Missing;
}

}  // namespace

VisitRunner::VisitRunner(RunnerParts parts) : parts_(std::move(parts)), log_(parts_.clock, parts_.journal, parts_.terminal) {}

VisitRunner::~VisitRunner() {
  alive_.reset();
  for (const auto timer : timers_) parts_.loop.cancel(timer);
}

Policy VisitRunner::policy() const {
  const auto& national = parts_.national.policy();
  Policy policy;
  policy.mode = national.mode;
  policy.face_security_level = national.face_security_level;
  policy.liveness_challenge = national.liveness_challenge;
  policy.institution_code = parts_.institution_code;
  policy.staff_code_hash = national.staff_code;
  return policy;
}

void VisitRunner::on(visit::Event event) {
  note_event(event);
  auto step = visit::step(std::move(state_), std::move(event), policy());
  state_ = std::move(step.state);
  for (auto& effect : step.effects) {
    std::visit([this](auto& wanted) { run(wanted); }, effect);
  }
  parts_.changed();
}

void VisitRunner::on_presence(ports::Presence presence) {
  traits_.card_lies = presence == ports::Presence::Card;
  on(visit::ReaderSeen{to_reader(presence)});
}

// What the journal and the step list take from an event before the rules see it.
void VisitRunner::note_event(const visit::Event& event) {
  if (std::holds_alternative<visit::StaffDecided>(event)) log_.person_answered();
  const auto* touch = std::get_if<visit::Touched>(&event);
  if (touch == nullptr || !state_.running || touch->revision != state_.revision) return;
  if (std::ranges::find(state_.actions, touch->action) == state_.actions.end()) return;
  log_.person_answered();
  if (way_from(touch->action)) {
    log_.visit().set_way(touch->action);
    log_.write([&](journal::v1::Event& entry) { entry.mutable_way_chosen()->set_way(touch->action); });
  }
}

void VisitRunner::on_message(const link::v1::ToHost& message) {
  if (message.has_touch()) {
    const auto& touch = message.touch();
    return on(visit::Touched{touch.revision(), touch.action(), Secret(touch.value())});
  }
  if (message.has_card_face_seen()) traits_.card_sight = message.card_face_seen().sight();
  if (message.has_face_seen()) traits_.face_hint = message.face_seen().hint();
  if (message.has_screen_shown()) return screen_shown(message.screen_shown().revision());
  if (message.has_card_face_read() && message.card_face_read().visit() == state_.number) {
    const auto& read = message.card_face_read();
    traits_.card_sight = read.refused().empty() ? "agreed" : read.refused();
    log_.write([&](journal::v1::Event& event) {
      event.mutable_card_face_read()->set_sight(read.refused().empty() ? "agreed" : read.refused());
      event.mutable_card_face_read()->set_took_ms(log_.since_begin());
    });
    if (!read.refused().empty()) return on(visit::CardFrontEnded{read.refused()});
    log_.step("card_face");
    return on(visit::CardFrontRead{Secret(read.number_b())});
  }
  if (message.has_face_finished() && message.face_finished().visit() == state_.number) {
    return face_finished(message.face_finished());
  }
  if (message.has_camera_failed()) {
    log::warning("terminal {}: {} camera: {}", parts_.terminal, message.camera_failed().camera(),
                 message.camera_failed().reason());
  }
}

// A person's time begins when the person can see what to do, not when the machine begins to tell.
void VisitRunner::screen_shown(std::uint32_t revision) {
  if (state_.running && revision == screen_.revision() && person_next(screen_)) log_.waits_for_person();
}

void VisitRunner::face_finished(const link::v1::FaceFinished& finished) {
  log_.person_took(std::chrono::milliseconds(finished.human_ms()));
  log_.step("face");
  vault_.face_distance = finished.distance();
  log_.write([&](journal::v1::Event& event) {
    auto& compared = *event.mutable_face_compared();
    compared.set_decision(finished.decision());
    compared.set_distance(finished.distance());
    compared.set_threshold(finished.threshold());
    compared.set_security_level(static_cast<std::uint32_t>(parts_.national.policy().face_security_level));
    compared.set_liveness(finished.liveness());
    compared.set_frames(finished.frames());
    compared.set_took_ms(log_.since_begin());
  });
  static constexpr std::pair<std::string_view, visit::FaceResult> kResults[] = {
      {"matched", visit::FaceResult::Matched},
      {"other_person", visit::FaceResult::OtherPerson},
      {"not_live", visit::FaceResult::NotLive},
      {"photo_unusable", visit::FaceResult::PhotoUnusable},
      {"camera", visit::FaceResult::CameraFailed}};
  const auto at =
      std::ranges::find(kResults, std::string_view(finished.decision()), &std::pair<std::string_view, visit::FaceResult>::first);
  // Whatever is not a match is none: an unknown word counts as time up.
  on(visit::FaceEnded{at == std::end(kResults) ? visit::FaceResult::TimedOut : at->second});
}

void VisitRunner::card_recognised(Result<ports::CardSummary> answer) {
  log_.step("card");
  if (!answer) return on(visit::CardFailed{std::string(answer.error().reason.text())});
  card_hash_ = answer->card_hash;
  traits_.card = answer->card_hash;
  traits_.card_kind = answer->kind == ports::CardKind::MyNumber ? "my_number" : "other";
  traits_.number_b_tries = answer->number_b_tries.value_or(-1);
  vault_.auth_certificate = std::move(answer->auth_certificate);
  if (answer->certificate_ends) note_.set_certificate_ends(to_iso(*answer->certificate_ends));
  visit::CardFacts facts{answer->kind == ports::CardKind::MyNumber,
                         answer->card_hash,
                         answer->pin_tries,
                         answer->pin_set,
                         answer->number_b_tries,
                         answer->expiry};
  log_.write([&](journal::v1::Event& event) {
    auto& recognised = *event.mutable_card_recognised();
    recognised.set_kind(facts.my_number ? "my_number" : "other");
    recognised.set_pin_tries(facts.pin_tries.value_or(-1));
    recognised.set_number_b_tries(facts.number_b_tries.value_or(-1));
    recognised.set_pin_set(facts.pin_set);
    recognised.set_took_ms(log_.since_begin());
  });
  on(visit::CardRecognised{std::move(facts)});
}

void VisitRunner::photo_answered(Result<ports::PhotoAnswer> answer) {
  if (answer && answer->tries_left) traits_.number_b_tries = *answer->tries_left;
  if (!answer) return on(visit::CardFailed{std::string(answer.error().reason.text())});
  if (answer->record) {
    log_.step("photo");
    vault_.photo = std::move(answer->record->photo);
    vault_.name_picture = std::move(answer->record->name_picture);
    vault_.address_picture = std::move(answer->record->address_picture);
    log_.write([&](journal::v1::Event& event) {
      event.mutable_photo_read()->set_apdus(static_cast<std::uint32_t>(parts_.card.statistics().apdus));
      event.mutable_photo_read()->set_took_ms(log_.since_begin());
      event.mutable_photo_read()->set_signatures_good(true);
    });
  }
  on(visit::PhotoAnswered{static_cast<visit::Verified>(answer->outcome), answer->tries_left});
}

void VisitRunner::pin_answered(Result<ports::PinAnswer> answer) {
  log_.step("pin");
  if (!answer) return on(visit::CardFailed{std::string(answer.error().reason.text())});
  vault_.signature = std::move(answer->signature);
  on(visit::PinAnswered{static_cast<visit::Verified>(answer->outcome), answer->tries_left});
}

}  // namespace omote::host
