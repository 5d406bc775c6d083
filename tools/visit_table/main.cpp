// omote-visit-table: plays every event in every phase through visit::step and prints what the rules answered, as docs/visit.md.
#include <fmt/format.h>

#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "domain/visit/step.hpp"

namespace {

using namespace omote;
using namespace omote::visit;

Policy policy() {
  Policy policy;
  policy.institution_code = "0000000000";
  policy.staff_code_hash = to_hex(sha256(as_bytes("0000000000:000000")));
  return policy;
}

class Play {
 public:
  Play& on(Event event) {
    auto step = visit::step(std::move(state), std::move(event), policy());
    state = std::move(step.state);
    effects = std::move(step.effects);
    return *this;
  }
  Play& touch(const std::string& action, std::string_view value = "") {
    return on(Touched{state.revision, action, Secret(value)});
  }
  State state;
  std::vector<Effect> effects;
};

Play ready() {
  Play play;
  play.on(TerminalWentUp{}).on(NationalWentUp{}).on(ReaderSeen{Reader::Empty});
  return play;
}
Play choosing() {
  Play play = ready();
  play.on(ReaderSeen{Reader::Card}).on(CardRecognised{CardFacts{true, "hash", 3, true, 10, Date{2035, 2, 17}}});
  return play;
}
Play with_photo() {
  Play play = choosing();
  play.on(CardFrontRead{Secret("00000000000000")}).on(PhotoAnswered{Verified::Accepted, 10});
  return play;
}
Play asking() {
  Play play = choosing();
  play.on(StaffDecided{true});
  return play;
}

// A way into every phase (some have an inner side that answers differently).
const std::vector<std::pair<std::string, std::function<Play()>>> kPlaces{
    {"waiting", [] { return Play(); }},
    {"ready", ready},
    {"moved",
     [] {
       Play p = ready();
       p.on(VisitCame{Moved{.card_hash = "hash", .from = Phase::Consent, .way = Way::Staff, .questions = {"PharmacistsInfo"}}});
       return p;
     }},
    {"card_placed (of a visit that moved)",
     [] {
       Play p = ready();
       p.on(VisitCame{Moved{.card_hash = "hash", .from = Phase::Consent, .way = Way::Staff, .questions = {"PharmacistsInfo"}}})
           .on(ReaderSeen{Reader::Card});
       return p;
     }},
    {"card_placed",
     [] {
       Play p = ready();
       p.on(ReaderSeen{Reader::Card});
       return p;
     }},
    {"choosing (card front being read)", choosing},
    {"choosing (photo there)", with_photo},
    {"face (waits for the card front)",
     [] {
       Play p = choosing();
       p.touch("face");
       return p;
     }},
    {"face (being compared)",
     [] {
       Play p = with_photo();
       p.touch("face");
       return p;
     }},
    {"pin (entry)",
     [] {
       Play p = choosing();
       p.touch("pin");
       return p;
     }},
    {"pin (challenge asked)",
     [] {
       Play p = choosing();
       p.touch("pin").touch("enter", "1234");
       return p;
     }},
    {"pin (at the card)",
     [] {
       Play p = choosing();
       p.touch("pin").touch("enter", "1234").on(ChallengeCame{});
       return p;
     }},
    {"staff",
     [] {
       Play p = choosing();
       p.touch("staff");
       return p;
     }},
    {"asking", asking},
    {"registering",
     [] {
       Play p = asking();
       p.on(IdentityCame{false, {"PharmacistsInfo"}, {}});
       return p;
     }},
    {"consent",
     [] {
       Play p = asking();
       p.on(IdentityCame{true, {"PharmacistsInfo"}, {}});
       return p;
     }},
    {"delivering",
     [] {
       Play p = asking();
       p.on(IdentityCame{true, {}, {}});
       return p;
     }},
    {"take_card", [] {
       Play p = asking();
       p.on(IdentityCame{true, {}, {}}).on(EligibilityCame{"1"}).on(ResultDelivered{false, "1"});
       return p;
     }}};

using MakeEvent = std::function<Event()>;
const std::vector<std::pair<std::string, MakeEvent>> kEvents{
    {"TerminalWentUp", [] { return Event(TerminalWentUp{}); }},
    {"TerminalWentDown", [] { return Event(TerminalWentDown{"link_silent"}); }},
    {"NationalWentUp", [] { return Event(NationalWentUp{}); }},
    {"NationalWentDown", [] { return Event(NationalWentDown{"national_unreachable"}); }},
    {"RecordsStopped", [] { return Event(RecordsStopped{}); }},
    {"RecordsResumed", [] { return Event(RecordsResumed{}); }},
    {"ReaderSeen: card", [] { return Event(ReaderSeen{Reader::Card}); }},
    {"ReaderSeen: empty", [] { return Event(ReaderSeen{Reader::Empty}); }},
    {"ReaderSeen: missing", [] { return Event(ReaderSeen{Reader::Missing}); }},
    {"CounterLent", [] { return Event(CounterLent{}); }},
    {"CounterReturned", [] { return Event(CounterReturned{}); }},
    {"CardRecognised", [] { return Event(CardRecognised{CardFacts{true, "hash", 3, true, 10, Date{2035, 2, 17}}}); }},
    {"CardRecognised: another kind", [] { return Event(CardRecognised{CardFacts{false, "", {}, true, {}, {}}}); }},
    {"CardFailed", [] { return Event(CardFailed{"card_not_readable"}); }},
    {"CardFrontRead", [] { return Event(CardFrontRead{Secret("00000000000000")}); }},
    {"CardFrontEnded", [] { return Event(CardFrontEnded{"unclear"}); }},
    {"PhotoAnswered: accepted", [] { return Event(PhotoAnswered{Verified::Accepted, 10}); }},
    {"PhotoAnswered: wrong", [] { return Event(PhotoAnswered{Verified::Wrong, 9}); }},
    {"FaceEnded: matched", [] { return Event(FaceEnded{FaceResult::Matched}); }},
    {"FaceEnded: other person", [] { return Event(FaceEnded{FaceResult::OtherPerson}); }},
    {"ChallengeCame", [] { return Event(ChallengeCame{}); }},
    {"PinAnswered: accepted", [] { return Event(PinAnswered{Verified::Accepted, 3}); }},
    {"PinAnswered: wrong", [] { return Event(PinAnswered{Verified::Wrong, 2}); }},
    {"PinAnswered: unknown", [] { return Event(PinAnswered{Verified::Unknown, {}}); }},
    {"StaffDecided: yes", [] { return Event(StaffDecided{true}); }},
    {"StaffDecided: no", [] { return Event(StaffDecided{false}); }},
    {"IdentityCame", [] { return Event(IdentityCame{true, {"PharmacistsInfo"}, {}}); }},
    {"RegistrationDone", [] { return Event(RegistrationDone{}); }},
    {"EligibilityCame", [] { return Event(EligibilityCame{"1"}); }},
    {"NationalFailed", [] { return Event(NationalFailed{"national_time_out"}); }},
    {"ResultDelivered", [] { return Event(ResultDelivered{false, "1"}); }},
    {"DeliveryFailed", [] { return Event(DeliveryFailed{"output_lost"}); }},
    {"CancelledByStaff", [] { return Event(CancelledByStaff{}); }},
    {"CheckInSwitched: closed", [] { return Event(CheckInSwitched{false}); }},
    {"VisitLeft", [] { return Event(VisitLeft{}); }},
    {"VisitCame", [] { return Event(VisitCame{Moved{.card_hash = "hash", .from = Phase::Choosing}}); }},
    {"TimeUp: patience", [] { return Event(TimeUp{Timer::Patience}); }},
    {"TimeUp: news", [] { return Event(TimeUp{Timer::News}); }}};

std::string describe(const std::vector<Effect>& effects) {
  std::string text;
  for (const auto& effect : effects) {
    if (!text.empty()) text += ", ";
    const auto* show = std::get_if<Show>(&effect);
    text += show != nullptr ? "show *" + show->screen + "*" : std::string(name_of(effect));
  }
  return text;
}

void print_row(const std::string& event, const Play& before, const Play& after) {
  if (after.effects.empty() && after.state.phase == before.state.phase) return;
  fmt::print("| {} | {} | {} |\n", event, to_string(after.state.phase), describe(after.effects));
}

}  // namespace

int main() {
  fmt::print(
      "# A visit: what every event does in every phase\n\n"
      "Printed by `./dev docs` from the rules in `src/domain/visit`; the test `docs_are_fresh` fails when they differ.\n"
      "Events that leave a phase as it is are left out. *Names in italics* are screens (catalogue/screens.yaml).\n"
      "Every way out of a visit goes through one closing path: ReleaseCard, Wipe, EndVisit.\n\n"
      "A visit can move to another terminal of the same host (`omote visit move`, the console): it leaves by the same path\n"
      "without EndVisit and keeps its number, so that it is counted once. It takes along who was identified and how, the way\n"
      "that was chosen, failed faces and wrong staff codes; no PIN, number B, signature, photo or answer. The other terminal\n"
      "waits 90 seconds for the same card (the hash of its certificate); another card ends the visit and begins its own.\n"
      "Tries that are left are read from the card again. While the card, the national system or the result is being worked\n"
      "on, a visit stays where it is; consent that was given is on its way and cannot move.\n");
  for (const auto& [name, make] : kPlaces) {
    fmt::print("\n## {}\n\n| event | next phase | effects |\n|---|---|---|\n", name);
    for (const auto& [event, make_event] : kEvents) {
      Play after = make();
      after.on(make_event());
      print_row(event, make(), after);
    }
    const auto actions = make().state.actions;
    for (const auto& action : actions) {
      Play after = make();
      after.touch(action, action == "enter" ? "1234" : "");
      print_row("touch: " + action, make(), after);
    }
  }
  return 0;
}
