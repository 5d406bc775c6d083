// Runs the visits of one terminal: feeds events to visit::step and carries out its effects. All on the loop; what blocks
// goes to the desks. Holds a visit's secrets until the effect Wipe.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "domain/visit/step.hpp"
#include "host/card_desk.hpp"
#include "host/moved_visit.hpp"
#include "host/national_desk.hpp"
#include "host/visit_facts.hpp"
#include "host/visit_log.hpp"
#include "ports/output_port.hpp"
#include "schema/link.pb.h"
#include "schema/reception.pb.h"

namespace omote::host {

struct RunnerParts {
  net::Loop& loop;
  const Clock& clock;
  ports::JournalPort& journal;
  ports::OutputPort& output;
  QueueThread& output_queue;
  CardDesk& card;
  NationalDesk& national;
  std::string terminal;  // serial number
  std::string institution_code;
  std::function<void(link::v1::ToTerminal)> send;
  std::function<void()> changed;                         // something that the console shows
  std::function<void(const console::v1::Visit&)> ended;  // with the person, for the last results
  // Something failed in that visit, and it goes on.
  std::function<void(const std::string& visit, const std::string& reason, const std::string& phase)> trouble;
};

class VisitRunner {
 public:
  explicit VisitRunner(RunnerParts parts);
  VisitRunner(const VisitRunner&) = delete;
  VisitRunner& operator=(const VisitRunner&) = delete;
  ~VisitRunner();

  void on(visit::Event event);
  void on_presence(ports::Presence presence);
  void on_message(const link::v1::ToHost& message);
  // The visit goes to another terminal; nothing of it stays here. `by` is journalled. Reasons: those of why_not_movable,
  // move_not_recorded.
  [[nodiscard]] Result<MovedVisit> leave(const std::string& to, const std::string& by);
  // It came from another terminal, and waits for its card. Only while this one is ready.
  void come(MovedVisit moved);
  // The screen that stands, for a terminal that just came back.
  [[nodiscard]] const kiosk::v1::Screen& screen() const { return screen_; }
  [[nodiscard]] const visit::State& state() const { return state_; }
  [[nodiscard]] const VisitLog& log() const { return log_; }
  // Of the visit that runs, else of the last one.
  [[nodiscard]] const VisitTraits& traits() const { return traits_; }
  // What the reception has to know of the same visit, beside its result.
  [[nodiscard]] const reception::v1::Note& note() const { return note_; }

 private:
  struct Vault {  // what a visit holds of a person
    Bytes auth_certificate;
    Bytes challenge;
    Bytes signature;
    ports::GreyImage photo;
    Bytes name_picture;
    Bytes address_picture;
    double face_distance = 0;
    std::string insurance_id;
    eligibility::Message message;
  };

  void run(visit::Show& effect);
  void run(visit::BeginVisit& effect);
  void run(visit::ReadCard& effect);
  void run(visit::StartCardFace& effect);
  void run(visit::StopCardFace& effect);
  void run(visit::ReadPhoto& effect);
  void run(visit::StartFace& effect);
  void run(visit::StopFace& effect);
  void run(visit::AskChallenge& effect);
  void run(visit::VerifyPin& effect);
  void run(visit::AskIdentity& effect);
  void run(visit::RegisterCard& effect);
  void national_failed(const Failure& failure);
  void run(visit::AskEligibility& effect);
  void run(visit::Deliver& effect);
  void run(visit::EndVisit& effect);
  void run(visit::NoteTrouble& effect);
  void run(visit::ReleaseCard& effect);
  void run(visit::Wipe& effect);
  void run(visit::StartTimer& effect);
  void run(visit::StopTimer& effect);

  void card_recognised(Result<ports::CardSummary> answer);
  void photo_answered(Result<ports::PhotoAnswer> answer);
  void pin_answered(Result<ports::PinAnswer> answer);
  void face_finished(const link::v1::FaceFinished& finished);
  void screen_shown(std::uint32_t revision);
  void note_event(const visit::Event& event);
  [[nodiscard]] Policy policy() const;
  // Hands the answer on only while the visit that asked still runs.
  template <class Answer, class Handler>
  std::function<void(Answer)> in_this_visit(Handler handler);
  // The same, for the answer to a VERIFY of "pin" or "number_b".
  template <class Answer, class Handler>
  std::function<void(Answer)> journalled(std::string key, Handler handler);

  RunnerParts parts_;
  visit::State state_;
  VisitLog log_;
  Vault vault_;
  std::string card_hash_;
  VisitTraits traits_;
  reception::v1::Note note_;
  kiosk::v1::Screen screen_;
  net::Loop::TimerId timers_[2] = {0, 0};
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

// Whether the next move on this screen is a person's alone.
[[nodiscard]] bool person_next(const kiosk::v1::Screen& screen);

// The person of a result, for the console: name and reading, birth date, validity, insurer; the chip's pictures when the
// name or the address holds a replaced character (●).
[[nodiscard]] console::v1::Person person_of(const eligibility::Message& message, ByteView name_picture, ByteView address_picture);

}  // namespace omote::host
