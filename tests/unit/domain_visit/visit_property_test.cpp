// Random sequences of events: what must hold whatever happens (reference/trust.md §4, I1, I3, I5, I6).
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "tests/unit/domain_visit/driver.hpp"

namespace omote::visit::test {
namespace {

class RandomVisit {
 public:
  explicit RandomVisit(std::uint32_t seed) : random_(seed) {
    d_.policy.staff_code_hash = to_hex(sha256(as_bytes("1311234567:204816")));
    if (pick(4) == 0) d_.policy.mode = Mode::StaffConfirmation;
  }

  void run(int events) {
    d_.to_ready();
    watch();
    for (int i = 0; i < events; ++i) {
      const bool asked_consent = d_.state.screen == "consent" || d_.state.screen == "consent_each";
      touched_consent_ = false;
      happen(asked_consent);
      watch();
    }
  }

 private:
  int pick(int n) { return static_cast<int>(random_() % static_cast<std::uint32_t>(n)); }

  CardFacts some_card() {
    CardFacts card = good_card();
    card.my_number = pick(8) != 0;
    card.pin_tries = pick(6) == 0 ? std::nullopt : std::optional<int>(pick(4));
    card.pin_set = pick(6) != 0;
    card.number_b_tries = pick(6) == 0 ? std::nullopt : std::optional<int>(pick(11));
    if (pick(8) == 0) card.expiry.reset();
    return card;
  }

  void some_touch(bool asked_consent) {
    static const std::vector<std::string> kAll{"face",  "pin",     "staff", "cancel", "enter", "continue", "again",
                                               "agree", "decline", "all",   "each",   "none",  "submit",   "back"};
    const auto& offered = d_.state.actions;
    const auto action = !offered.empty() && pick(5) != 0
                            ? offered[static_cast<std::size_t>(pick(static_cast<int>(offered.size())))]
                            : kAll[static_cast<std::size_t>(pick(static_cast<int>(kAll.size())))];
    const auto revision = pick(10) == 0 ? d_.state.revision - 1 : d_.state.revision;
    const std::string value = action == "submit" ? "PharmacistsInfo=1" : pick(2) == 0 ? "204816" : "1234";
    const bool counts = revision == d_.state.revision;
    if (counts && d_.state.screen == "pin" && action == "enter" && value == "1234") ++entries_;
    if (counts && asked_consent && (action == "all" || action == "submit" || action == "none")) touched_consent_ = true;
    d_.on(Touched{revision, action, Secret(value)});
  }

  void happen(bool asked_consent) {
    switch (pick(23)) {
      case 0: return d_.on(pick(6) == 0 ? Event(TerminalWentDown{"link_silent"}) : Event(TerminalWentUp{}));
      case 1: return d_.on(pick(6) == 0 ? Event(NationalWentDown{"national_unreachable"}) : Event(NationalWentUp{}));
      case 2: return d_.on(ReaderSeen{static_cast<Reader>(pick(4))});
      case 3: return d_.on(ReaderSeen{Reader::Card});
      case 4:
      case 5: return d_.on(CardRecognised{some_card()});
      case 6: return d_.on(CardFailed{pick(2) == 0 ? "card_removed" : "photo_not_decodable"});
      case 7: return d_.on(CardFrontRead{Secret(pick(2) == 0 ? "55021720352285" : "55021720352286")});
      case 8: return d_.on(CardFrontEnded{"unclear"});
      case 9: return d_.on(PhotoAnswered{static_cast<Verified>(pick(4)), pick(11)});
      case 10: return d_.on(FaceEnded{static_cast<FaceResult>(pick(6))});
      case 11: return d_.on(ChallengeCame{});
      case 12: return d_.on(PinAnswered{static_cast<Verified>(pick(4)), pick(4)});
      case 13: return d_.on(StaffDecided{pick(3) != 0});
      case 14: return d_.on(IdentityCame{pick(4) != 0, {"PharmacistsInfo", "DiagnosisInfo"}, {}});
      case 15: return d_.on(EligibilityCame{"1"});
      case 16: return d_.on(ResultDelivered{pick(4) == 0, "1"});
      case 17: return d_.on(pick(2) == 0 ? Event(NationalFailed{"national_time_out"}) : Event(RegistrationDone{}));
      case 18: return d_.on(TimeUp{pick(2) == 0 ? Timer::Patience : Timer::News});
      case 19: return d_.on(pick(4) == 0 ? Event(RecordsStopped{}) : Event(RecordsResumed{}));
      default: return some_touch(asked_consent);
    }
  }

  void watch() {
    for (const auto& effect : d_.last) {
      if (std::holds_alternative<BeginVisit>(effect)) {
        ASSERT_FALSE(open_) << "a visit began inside a visit";
        open_ = true;
        proved_ = photo_ = false;
        sent_b_.clear();
      }
      if (std::holds_alternative<EndVisit>(effect)) {
        ASSERT_TRUE(open_) << "a visit ended twice";
        open_ = false;
        ++ended_;
      }
      if (std::holds_alternative<VerifyPin>(effect)) {
        ++verifies_;
        ASSERT_LE(verifies_, entries_) << "a VERIFY without an entry";
      }
      if (const auto* read = std::get_if<ReadPhoto>(&effect)) {
        ASSERT_GE(read->tries_expected, d_.policy.number_b_tries_for_machine);
        ASSERT_TRUE(sent_b_.insert(as_text(read->number_b.reveal())).second) << "the same number B was sent twice";
      }
      if (std::holds_alternative<AskIdentity>(effect)) proved_ = true;
      if (const auto* ask = std::get_if<AskEligibility>(&effect)) {
        ASSERT_TRUE(proved_) << "eligibility without a proved way";
        for (const auto& [question, yes] : ask->consents) {
          if (yes) {
            ASSERT_TRUE(touched_consent_) << question;
          }
        }
      }
    }
    ASSERT_EQ(open_, d_.state.running);
    if (!open_) {
      ASSERT_TRUE(holds_nothing(d_.state)) << "something is held after closing, phase " << to_string(d_.state.phase);
    }
  }

  std::mt19937 random_;
  Driver d_;
  bool open_ = false;
  bool proved_ = false;
  bool photo_ = false;
  bool touched_consent_ = false;
  int entries_ = 0;
  int verifies_ = 0;
  std::set<std::string> sent_b_;

 public:
  int ended_ = 0;
};

TEST(VisitProperties, hold_over_random_sequences) {
  int ended = 0;
  for (std::uint32_t seed = 1; seed <= 2000; ++seed) {
    RandomVisit visit(seed);
    visit.run(250);
    ended += visit.ended_;
    if (HasFatalFailure()) FAIL() << "seed " << seed;
  }
  // The sequences really reach ends; a property over nothing proves nothing.
  EXPECT_GT(ended, 5000);
}

TEST(VisitProperties, same_events_give_the_same_effects) {
  for (int round = 0; round < 2; ++round) {
    Driver a;
    Driver b;
    a.to_choosing();
    b.to_choosing();
    ASSERT_EQ(a.last.size(), b.last.size());
    for (std::size_t i = 0; i < a.last.size(); ++i) EXPECT_EQ(name_of(a.last[i]), name_of(b.last[i]));
  }
}

}  // namespace
}  // namespace omote::visit::test
