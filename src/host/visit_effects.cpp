// The effects of visit::step, carried out.
#include <algorithm>

#include "base/log.hpp"
#include "host/reception_notes.hpp"
#include "host/visit_runner.hpp"
#include "link/messages/codec.hpp"

namespace omote::host {

namespace {

constexpr std::size_t kMostDetail = 64;  // bytes of a reason's name that came from outside

}  // namespace

bool person_next(const kiosk::v1::Screen& screen) {
  return !screen.actions().empty() && screen.id() != "reading" && screen.id() != "face" && screen.id() != "card_face";
}

template <class Answer, class Handler>
std::function<void(Answer)> VisitRunner::in_this_visit(Handler handler) {
  return [this, alive = std::weak_ptr(alive_), number = state_.number, handler = std::move(handler)](Answer answer) {
    if (!alive.expired() && state_.running && state_.number == number) handler(std::move(answer));
  };
}

// The answer to a VERIFY belongs into the journal even when its visit is over (cancelled meanwhile): an entry that stays
// without answer means that the outcome is unknown.
template <class Answer, class Handler>
std::function<void(Answer)> VisitRunner::journalled(std::string key, Handler handler) {
  return [this, alive = std::weak_ptr(alive_), visit = log_.id(), card = card_hash_, key = std::move(key),
          goes_on = in_this_visit<Answer>(std::move(handler))](Answer answer) {
    if (alive.expired()) return;
    static constexpr std::string_view kOutcomes[] = {"accepted", "wrong", "blocked", "unknown"};
    log_.write([&](journal::v1::Event& event) {
      event.set_visit(visit);
      auto& verified = *event.mutable_verify_answered();
      verified.set_card_hash(card);
      verified.set_key(key);
      const bool sent = answer || answer.error().reason.text() != key + "_not_sent";
      verified.set_outcome(std::string(answer ? kOutcomes[static_cast<std::size_t>(answer->outcome)]
                                       : sent ? "unknown"
                                              : "not_sent"));
      verified.set_tries_left(answer ? answer->tries_left.value_or(-1) : -1);
    });
    goes_on(std::move(answer));
  };
}

void VisitRunner::run(visit::Show& effect) {
  screen_.Clear();
  screen_.set_id(effect.screen);
  screen_.set_revision(effect.revision);
  screen_.set_seconds_left(effect.seconds_left);
  for (auto& [name, value] : effect.params) (*screen_.mutable_params())[name] = std::move(value);
  for (auto& action : effect.actions) screen_.add_actions(std::move(action));
  if (!person_next(screen_)) log_.person_answered();  // now the machine is at work
  link::v1::ToTerminal message;
  *message.mutable_screen() = screen_;
  parts_.send(std::move(message));
}

void VisitRunner::run(visit::BeginVisit&) {
  traits_ = {};
  log_.begin();
  note_.Clear();
  note_.set_visit(log_.id());
  log_.write([](journal::v1::Event& event) { event.mutable_visit_began(); });
  parts_.national.refresh();
}

void VisitRunner::run(visit::ReadCard&) {
  parts_.card.recognise(in_this_visit<Result<ports::CardSummary>>(
      [this](Result<ports::CardSummary> answer) { card_recognised(std::move(answer)); }));
}

void VisitRunner::run(visit::StartCardFace& effect) {
  link::v1::ToTerminal message;
  auto& start = *message.mutable_start_card_face();
  start.set_visit(state_.number);
  if (effect.expiry) start.set_chip_expiry(to_digits(*effect.expiry));
  start.set_limit_ms(static_cast<std::uint32_t>(policy().card_face_limit.count()));
  parts_.send(std::move(message));
}

void VisitRunner::run(visit::StopCardFace&) {
  link::v1::ToTerminal message;
  message.mutable_stop_card_face()->set_visit(state_.number);
  parts_.send(std::move(message));
}

// The counter seen is on stable storage before anything is sent (reference/trust.md §3.1).
void VisitRunner::run(visit::ReadPhoto& effect) {
  const bool written = log_.write([&](journal::v1::Event& event) {
    auto& about = *event.mutable_verify_about_to_be_sent();
    about.set_card_hash(card_hash_);
    about.set_key("number_b");
    about.set_tries_seen(effect.tries_expected);
  });
  if (!written)
    return parts_.loop.post([this, alive = std::weak_ptr(alive_)] {
      if (!alive.expired()) on(visit::CardFailed{"number_b_not_sent"});
    });
  parts_.card.read_photo(std::move(effect.number_b), effect.tries_expected,
                         journalled<Result<ports::PhotoAnswer>>(
                             "number_b", [this](Result<ports::PhotoAnswer> answer) { photo_answered(std::move(answer)); }));
}

// What came instead of an answer, or why a registration was refused, speaks for the cause; other contexts are for the log.
void VisitRunner::national_failed(const Failure& failure) {
  const std::string reason(failure.reason.text());
  if (reason == "national_answer_unreadable" || reason.starts_with("registration_")) {
    const auto word = failure.context.substr(0, failure.context.find(','));
    traits_.reason_detail = word.substr(0, kMostDetail);
  }
  on(visit::NationalFailed{reason});
}

void VisitRunner::run(visit::StartFace&) {
  const auto now = policy();
  link::v1::ToTerminal message;
  auto& start = *message.mutable_start_face();
  start.set_visit(state_.number);
  start.set_photo_width(static_cast<std::uint32_t>(vault_.photo.width));
  start.set_photo_height(static_cast<std::uint32_t>(vault_.photo.height));
  start.set_photo(vault_.photo.pixels.reveal().data(), vault_.photo.pixels.size());
  start.set_security_level(static_cast<std::uint32_t>(now.face_security_level));
  start.set_liveness_challenge(now.liveness_challenge);
  start.set_limit_ms(static_cast<std::uint32_t>(now.face_limit.count()));
  parts_.send(message);
  link::wipe(message);
}

void VisitRunner::run(visit::StopFace&) {
  link::v1::ToTerminal message;
  message.mutable_stop_face()->set_visit(state_.number);
  parts_.send(std::move(message));
}

void VisitRunner::run(visit::AskChallenge&) {
  parts_.national.challenge(log_.id(), in_this_visit<Result<Bytes>>([this](Result<Bytes> answer) {
                              if (!answer) return national_failed(answer.error());
                              vault_.challenge = std::move(*answer);
                              on(visit::ChallengeCame{});
                            }));
}

void VisitRunner::run(visit::VerifyPin& effect) {
  const bool written = log_.write([&](journal::v1::Event& event) {
    auto& about = *event.mutable_verify_about_to_be_sent();
    about.set_card_hash(card_hash_);
    about.set_key("pin");
    about.set_tries_seen(effect.tries_expected);
  });
  if (!written)
    return parts_.loop.post([this, alive = std::weak_ptr(alive_)] {
      if (!alive.expired()) on(visit::CardFailed{"pin_not_sent"});
    });
  parts_.card.sign_with_pin(
      std::move(effect.pin), effect.tries_expected, vault_.challenge,
      journalled<Result<ports::PinAnswer>>("pin", [this](Result<ports::PinAnswer> answer) { pin_answered(std::move(answer)); }));
}

void VisitRunner::run(visit::AskIdentity& effect) {
  ports::IdentityProof proof;
  proof.way = effect.way;
  proof.auth_certificate = vault_.auth_certificate;
  proof.staff = effect.staff;
  log_.visit().set_way(std::string(to_string(effect.way)));
  if (effect.way == Way::Pin) {
    proof.challenge = vault_.challenge;
    proof.signature = vault_.signature;
  } else if (effect.way == Way::Face) {
    proof.face_distance = vault_.face_distance;
    proof.face_security_level = policy().face_security_level;
  } else {
    log_.step("staff");
    // What the console said was journalled with the name when it came.
    if (effect.staff == "code") {
      log_.write([&](journal::v1::Event& event) {
        event.mutable_staff_decided()->set_is_the_person(true);
        event.mutable_staff_decided()->set_by(effect.staff);
      });
    }
  }
  parts_.national.identify(
      log_.id(), std::move(proof), in_this_visit<Result<ports::IdentityAnswer>>([this](auto answer) {
        if (!answer) return national_failed(answer.error());
        log_.step("identity");
        vault_.insurance_id = std::move(answer->insurance_id);
        log_.write([&](journal::v1::Event& event) {
          auto& identified = *event.mutable_identified();
          identified.set_way(log_.visit().way());
          identified.set_registered(answer->registered);
          for (const auto& notice : answer->notices) {
            identified.add_notices(notice);
            note_.add_notices(notice);
          }
          identified.set_took_ms(log_.since_begin());
        });
        on(visit::IdentityCame{answer->registered, std::move(answer->questions), std::move(answer->notices)});
      }));
}

void VisitRunner::run(visit::RegisterCard&) {
  parts_.national.register_card(log_.id(), vault_.insurance_id, in_this_visit<Result<void>>([this](Result<void> answer) {
                                  const std::string reason = answer ? "" : std::string(answer.error().reason.text());
                                  log_.write([&](journal::v1::Event& event) {
                                    event.mutable_card_registered()->set_agreed(true);
                                    event.mutable_card_registered()->set_reason(reason);
                                  });
                                  log_.step("registration");
                                  if (!answer) return national_failed(answer.error());
                                  on(visit::RegistrationDone{});
                                }));
}

void VisitRunner::run(visit::AskEligibility& effect) {
  log_.write([&](journal::v1::Event& event) {
    auto& answers = *event.mutable_consent_given()->mutable_answers();
    for (const auto& [question, yes] : effect.consents) answers[question] = yes;
  });
  log_.step("consent");
  parts_.national.eligibility(log_.id(), vault_.insurance_id, effect.consents,
                              in_this_visit<Result<eligibility::Message>>([this](auto answer) {
                                if (!answer) return national_failed(answer.error());
                                log_.step("eligibility");
                                vault_.message = std::move(*answer);
                                const std::string validity(vault_.message.body().value("QualificationValidity"));
                                log_.write([&](journal::v1::Event& event) {
                                  auto& received = *event.mutable_eligibility_received();
                                  received.set_validity(validity);
                                  received.set_records(static_cast<std::uint32_t>(vault_.message.records().size()));
                                  received.set_took_ms(log_.since_begin());
                                });
                                on(visit::EligibilityCame{validity});
                              }));
}

void VisitRunner::run(visit::Deliver&) {
  ports::Delivery delivery{log_.id(), parts_.clock.now(), parts_.institution_code, vault_.message};
  const std::string validity(vault_.message.body().value("QualificationValidity"));
  auto done = in_this_visit<Result<ports::Delivered>>([this, validity](Result<ports::Delivered> answer) {
    if (!answer) return on(visit::DeliveryFailed{std::string(answer.error().reason.text())});
    log_.step(answer->kept ? "kept" : "written");
    log_.visit().set_file(answer->file);
    log_.write([&](journal::v1::Event& event) {
      auto& delivered = *event.mutable_result_delivered();
      delivered.set_file(answer->file.substr(answer->file.rfind('/') + 1));
      delivered.set_kept(answer->kept);
      delivered.set_reason(answer->reason);
    });
    note_result(note_, vault_.message);
    *log_.visit().mutable_person() = person_of(vault_.message, vault_.name_picture, vault_.address_picture);
    on(visit::ResultDelivered{answer->kept, validity});
  });
  parts_.output_queue.post([this, delivery = std::move(delivery), done = std::move(done)]() mutable {
    parts_.loop.post([done = std::move(done), answer = parts_.output.deliver(delivery)]() mutable { done(std::move(answer)); });
  });
}

void VisitRunner::run(visit::EndVisit& effect) {
  log_.visit().set_phase(effect.phase);
  log_.end(std::string(to_string(effect.outcome)), effect.code, effect.detail, effect.reason, parts_.card.statistics().apdus);
  parts_.ended(log_.visit());
  log_.visit().clear_person();
  note_.Clear();
}

void VisitRunner::run(visit::NoteTrouble& effect) {
  parts_.trouble(log_.id(), effect.reason, effect.phase);
}

void VisitRunner::run(visit::ReleaseCard&) {
  parts_.card.release();
}

void VisitRunner::run(visit::Wipe&) {
  link::v1::ToTerminal message;
  message.mutable_wipe()->set_visit(state_.number);
  parts_.send(std::move(message));
  wipe_memory(vault_.challenge.data(), vault_.challenge.size());
  wipe_memory(vault_.signature.data(), vault_.signature.size());
  vault_ = Vault();
  card_hash_.clear();
}

void VisitRunner::run(visit::StartTimer& effect) {
  auto& timer = timers_[static_cast<std::size_t>(effect.timer)];
  parts_.loop.cancel(timer);
  timer = parts_.loop.after(effect.time, [this, which = effect.timer] { on(visit::TimeUp{which}); });
}

void VisitRunner::run(visit::StopTimer& effect) {
  parts_.loop.cancel(timers_[static_cast<std::size_t>(effect.timer)]);
}

}  // namespace omote::host
