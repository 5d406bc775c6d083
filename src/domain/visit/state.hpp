// Where a visit stands (design §4). A state is plain data; step() alone changes it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/secret.hpp"
#include "domain/policy/policy.hpp"

namespace omote::visit {

enum class Phase {
  Waiting,      // for the terminal, the reader or the national system
  Ready,        // for a card
  Moved,        // came from another terminal, waits for the same card
  CardPlaced,   // the card is being recognised
  Choosing,     // the patient chooses a way; the card front and the photo are read meanwhile
  Face,         // card front still being read, or the face is being compared
  Pin,          // PIN entry, or the card checks it
  Staff,        // a member of staff confirms
  Asking,       // the national system is asked who this is
  Registering,  // first use of the card: the patient agrees, the national system registers
  Consent,      // the patient answers
  Delivering,   // eligibility is asked and the result written
  TakeCard      // the last word stands until the card is gone
};
[[nodiscard]] std::string_view to_string(Phase phase);

// A program that uses the client library has the reader to itself (S17).
enum class Lent {
  No,
  Yes,
  UntilEmpty  // the program is done; its card still lies there and must not become a visit
};

enum class Reader { ServiceMissing, ServiceSilent, Missing, Empty, Card };

// What recognition told about the card; no personal data.
struct CardFacts {
  bool my_number = true;
  std::string hash;
  std::optional<int> pin_tries;
  bool pin_set = true;
  std::optional<int> number_b_tries;
  std::optional<Date> expiry;
};

// Work ahead of the patient: the card front, then the photo behind it.
enum class FrontReading { Idle, Running, Read, Ended };
enum class PhotoReading { None, Running, Ready, Failed };

// What a visit takes along to another terminal of the same host: no PIN, no number B, no photo, no answer of a person. Consent
// that was given is on its way already, so there is none here.
struct Moved {
  std::string card_hash;
  Phase from = Phase::Choosing;
  std::optional<Way> way;  // proved; the questions and notices came with the answer
  std::vector<std::string> questions;
  std::vector<std::string> notices;
  int failed_faces = 0;
  int wrong_staff_codes = 0;
};

struct State {
  Phase phase = Phase::Waiting;

  // What the visit needs from outside.
  bool terminal_up = false;
  std::string terminal_reason;
  bool national_up = false;
  std::string national_reason;
  Reader reader = Reader::Missing;
  bool records = true;  // what happens can be recorded
  bool open = true;     // staff want patients to check in here
  Lent lent = Lent::No;

  // The running visit; number 0 before the first. Everything from here to `consents` is emptied when a visit closes.
  std::uint32_t number = 0;
  bool running = false;
  CardFacts card;
  FrontReading front = FrontReading::Idle;
  std::string face_reason;  // why face is not possible at present, "" when nothing is against it
  PhotoReading photo = PhotoReading::None;
  std::optional<Secret> wrong_number_b;  // refused by this card: never sent again
  bool face_running = false;
  int failed_faces = 0;
  std::optional<Secret> pin;  // from entry until it is handed to the card
  bool pin_at_card = false;
  bool last_try_confirmed = false;
  int wrong_staff_codes = 0;
  std::optional<Way> way;  // proved
  std::vector<std::string> questions;
  std::vector<std::string> notices;
  std::map<std::string, bool> consents;
  std::optional<Moved> moved;  // until the same card is recognised

  // The screen that stands now.
  std::uint32_t revision = 0;
  std::string screen;
  std::vector<std::string> actions;
};

// No PIN, no number B, no answer of a person is held.
[[nodiscard]] bool holds_nothing(const State& state);

}  // namespace omote::visit
