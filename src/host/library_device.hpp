// The client library (S17) for one device account: blocking functions on one thread, in the order that domain/library allows.
// Each try of number B or PIN is on the journal before it goes to the card, as in a visit (reference/trust.md §3.1).
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "domain/account/registrations.hpp"
#include "domain/library/call_order.hpp"
#include "ports/card_port.hpp"
#include "ports/journal_port.hpp"
#include "ports/national_port.hpp"

namespace omote::host {

struct LibraryDeviceParts {
  const Clock& clock;
  ports::JournalPort& journal;
  account::Registration registration;
  std::unique_ptr<ports::CardPort> card;
  std::unique_ptr<ports::NationalPort> national;
};

struct LibraryPhoto {
  ports::VerifyOutcome outcome = ports::VerifyOutcome::Unknown;
  ports::GreyImage photo;
  ports::Tries tries_left;
};
struct LibraryIdentity {
  std::string insurance_id;
  bool registered = true;
  std::vector<std::string> questions;
};

class LibraryDevice {
 public:
  explicit LibraryDevice(LibraryDeviceParts parts) : parts_(std::move(parts)) {}
  LibraryDevice(const LibraryDevice&) = delete;
  LibraryDevice& operator=(const LibraryDevice&) = delete;
  ~LibraryDevice();

  // Logs in and looks for the reader. Reasons: those of NationalPort::login; reader_missing, card_service_missing.
  [[nodiscard]] Result<ports::NationalPolicy> initialise();
  // Waits for a card, at most `time`, and recognises it; from then on the reader is watched. Reasons: those of CallOrder and
  // CardPort::recognise, library_no_card, card_other_kind_here.
  [[nodiscard]] Result<ports::CardSummary> check_card(std::chrono::milliseconds time);
  [[nodiscard]] Result<void> end_check();
  // Number B as read from the print: 14 digits. Reasons: those of CallOrder and CardPort::read_photo, library_bad_parameter,
  // library_number_b_low (not sent: too few tries are left for a program to spend).
  [[nodiscard]] Result<LibraryPhoto> read_photo(Secret number_b);
  [[nodiscard]] Result<ports::NationalPolicy> read_mode();
  // "pin" with four digits, or "staff" with the member's name. Reasons: those of CallOrder, CardPort::sign_with_pin and
  // NationalPort::identify, library_bad_parameter.
  [[nodiscard]] Result<LibraryIdentity> identify(const std::string& way, Secret pin, const std::string& staff);
  // Reasons: those of CallOrder and NationalPort::eligibility.
  [[nodiscard]] Result<eligibility::Message> eligibility(const std::string& insurance_id, const ports::Consents& consents);

  [[nodiscard]] bool watching() const { return order_.watching(); }
  [[nodiscard]] const account::Registration& registration() const { return parts_.registration; }

 private:
  [[nodiscard]] Result<ports::Presence> wait_for_card(std::chrono::milliseconds time);
  [[nodiscard]] Result<void> note_try(const std::string& key, int tries_seen);
  void note_answer(const std::string& key, std::string_view outcome, ports::Tries left);
  [[nodiscard]] Result<ports::IdentityProof> prove_by_pin(Secret pin);

  LibraryDeviceParts parts_;
  library::CallOrder order_;
  ports::CardSummary card_;
  std::string visit_;  // names this card's use in the journal and at the national system
};

}  // namespace omote::host
