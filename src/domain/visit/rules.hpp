// Inside of step(): the state being changed, the effects being asked for, and the moves that several phases share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/catalogue/failures.hpp"
#include "domain/visit/step.hpp"

namespace omote::visit {

using Params = std::vector<std::pair<std::string, std::string>>;

class Rules {
 public:
  Rules(State& state, std::vector<Effect>& effects, const Policy& policy) : s_(state), effects_(effects), policy_(policy) {}

  void apply(Event&& event);

 private:
  // rules.cpp: shared moves
  void ask(Effect effect) { effects_.push_back(std::move(effect)); }
  void show(std::string screen, Params params, std::vector<std::string> actions, std::uint32_t seconds_left = 0);
  void settle();
  void begin();
  void close(std::optional<EndVisit> end);
  const catalogue::FailureEntry& fail(std::string_view reason, std::string_view phase);
  void fail_visit(std::string_view reason, std::string_view phase);
  void person_waited_for();

  void on(CounterLent& event);
  void on(CounterReturned& event);

  // move.cpp: to another terminal
  void on(VisitLeft& event);
  void on(VisitCame& event);
  void card_at_other_terminal(CardFacts card);
  void go_on(Moved moved);

  // card.cpp: the card, its front, its photo
  void on(CardRecognised& event);
  void recognised(CardFacts card);
  void on(CardFailed& event);
  void on(CardFrontRead& event);
  void on(CardFrontEnded& event);
  void on(PhotoAnswered& event);
  void start_front();
  [[nodiscard]] bool front_possible() const;
  void face_not_possible(std::string reason);
  void show_face_trouble();

  // identify.cpp: choosing, face, PIN, staff
  void on(FaceEnded& event);
  void on(ChallengeCame& event);
  void on(PinAnswered& event);
  void on(StaffDecided& event);
  void show_choose();
  void choose_face();
  void choose_pin();
  void choose_staff();
  void start_face();
  void stop_face();
  void show_pin(bool wrong);
  void enter_pin(Secret pin);
  void enter_staff_code(const Secret& code);
  void identified_by(Way way, std::string staff);
  [[nodiscard]] std::vector<std::string> other_ways(std::vector<std::string> first, Way without) const;

  // answer.cpp: the national system, registration, consent, delivery
  void on(IdentityCame& event);
  void on(RegistrationDone& event);
  void on(EligibilityCame& event);
  void on(NationalFailed& event);
  void on(ResultDelivered& event);
  void on(DeliveryFailed& event);
  void ask_consent();
  void give_consent(std::map<std::string, bool> answers);
  void submit_consents(const Secret& value);

  // rules.cpp: what stands outside the visit, touches, time
  void on(TerminalWentUp& event);
  void on(TerminalWentDown& event);
  void on(NationalWentUp& event);
  void on(NationalWentDown& event);
  void on(RecordsStopped& event);
  void on(RecordsResumed& event);
  void on(ReaderSeen& event);
  void on(Touched& event);
  void on(CancelledByStaff& event);
  void on(CheckInSwitched& event);
  void on(TimeUp& event);
  void card_went(Reader now);
  void touch_in_visit(const std::string& action, Secret& value);

  State& s_;
  std::vector<Effect>& effects_;
  const Policy& policy_;
};

}  // namespace omote::visit
