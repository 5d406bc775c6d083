#include "host/library_device.hpp"

#include <algorithm>

#include "base/ids.hpp"
#include "base/log.hpp"

namespace omote::host {

namespace {

constexpr std::size_t kNumberBDigits = 14;
constexpr std::size_t kPinDigits = 4;
// A program may spend a try of number B only while so many are left (reference/trust.md §3.1).
constexpr int kLeastTriesOfNumberB = 4;

bool digits(ByteView text, std::size_t count) {
  return text.size() == count && std::ranges::all_of(text, [](std::uint8_t c) { return c >= '0' && c <= '9'; });
}

std::string_view word_for(ports::VerifyOutcome outcome) {
  switch (outcome) {
    case ports::VerifyOutcome::Accepted: return "accepted";
    case ports::VerifyOutcome::Wrong: return "wrong";
    case ports::VerifyOutcome::Blocked: return "blocked";
    case ports::VerifyOutcome::Unknown: return "unknown";
  }
  return "unknown";
}

// A call that failed before anything was sent cost no try; any other failure leaves the outcome open.
std::string_view word_for(const Failure& failure, std::string_view not_sent) {
  return failure.reason.text() == not_sent ? "not_sent" : "unknown";
}

Result<void> bad_parameter(std::string what) {
  return fail("library_bad_parameter", std::move(what));
}

}  // namespace

LibraryDevice::~LibraryDevice() {
  parts_.card->release();
}

Result<ports::NationalPolicy> LibraryDevice::initialise() {
  auto policy = parts_.national->login();
  if (!policy) return pass(policy);
  const auto presence = parts_.card->wait_for_change(ports::Presence::Empty, std::chrono::milliseconds(0));
  if (presence == ports::Presence::NoService || presence == ports::Presence::ServiceSilent)
    return fail("library_without_card_service");
  if (presence == ports::Presence::NoReader) return fail("library_without_reader");
  parts_.card->release();
  order_.initialised();
  return policy;
}

Result<ports::Presence> LibraryDevice::wait_for_card(std::chrono::milliseconds time) {
  const auto until = parts_.clock.steady() + time;
  auto presence = ports::Presence::Empty;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - parts_.clock.steady());
    presence = parts_.card->wait_for_change(presence, std::max(left, std::chrono::milliseconds(0)));
    if (presence == ports::Presence::Card) return presence;
    if (presence != ports::Presence::Empty) return fail("library_reader_vanished");
    if (left.count() <= 0) return fail("library_no_card");
  }
}

Result<ports::CardSummary> LibraryDevice::check_card(std::chrono::milliseconds time) {
  if (auto allowed = order_.may_check_card(); !allowed) return pass(allowed);
  order_.card_checked(false);
  if (auto placed = wait_for_card(time); !placed) return pass(placed);
  auto summary = parts_.card->recognise();
  if (!summary || summary->kind != ports::CardKind::MyNumber) {
    parts_.card->release();
    if (!summary) return pass(summary);
    return fail("library_card_other_kind");
  }
  card_ = *summary;
  visit_ = new_id(parts_.clock.now());
  order_.card_checked(true);
  return summary;
}

Result<void> LibraryDevice::end_check() {
  if (auto allowed = order_.may_end_check(); !allowed) return allowed;
  parts_.card->release();
  card_ = {};
  visit_.clear();
  order_.check_ended();
  return {};
}

Result<void> LibraryDevice::note_try(const std::string& key, int tries_seen) {
  journal::v1::Event event;
  event.set_visit(visit_);
  event.set_terminal(parts_.registration.reader);
  auto& about = *event.mutable_verify_about_to_be_sent();
  about.set_card_hash(card_.card_hash);
  about.set_key(key);
  about.set_tries_seen(tries_seen);
  if (auto written = parts_.journal.append(event); !written) return pass(written);
  return {};
}

void LibraryDevice::note_answer(const std::string& key, std::string_view outcome, ports::Tries left) {
  journal::v1::Event event;
  event.set_visit(visit_);
  event.set_terminal(parts_.registration.reader);
  auto& answered = *event.mutable_verify_answered();
  answered.set_card_hash(card_.card_hash);
  answered.set_key(key);
  answered.set_outcome(std::string(outcome));
  answered.set_tries_left(left.value_or(-1));
  if (auto written = parts_.journal.append(event); !written) log::error("{}", describe(written.error()));
}

Result<LibraryPhoto> LibraryDevice::read_photo(Secret number_b) {
  if (!digits(number_b.reveal(), kNumberBDigits)) {
    auto bad = bad_parameter("number_b: 14 digits are expected (birth date, expiry year, security code)");
    return pass(bad);
  }
  if (auto allowed = order_.may_use_card(); !allowed) return pass(allowed);
  const int tries = card_.number_b_tries.value_or(0);
  if (tries < kLeastTriesOfNumberB) return fail("library_number_b_low", std::to_string(tries) + " tries left");
  if (auto noted = note_try("number_b", tries); !noted) return pass(noted);
  auto answer = parts_.card->read_photo(number_b, tries);
  note_answer("number_b", answer ? word_for(answer->outcome) : word_for(answer.error(), "number_b_not_sent"),
              answer ? answer->tries_left : std::nullopt);
  if (!answer) return pass(answer);
  card_.number_b_tries = answer->tries_left;
  LibraryPhoto photo;
  photo.outcome = answer->outcome;
  photo.tries_left = answer->tries_left;
  if (answer->outcome == ports::VerifyOutcome::Accepted && answer->record) photo.photo = std::move(answer->record->photo);
  return photo;
}

Result<ports::NationalPolicy> LibraryDevice::read_mode() {
  auto policy = parts_.national->policy();
  if (policy) order_.mode_read(policy->mode);
  return policy;
}

Result<ports::IdentityProof> LibraryDevice::prove_by_pin(Secret pin) {
  ports::IdentityProof proof;
  proof.way = Way::Pin;
  auto challenge = parts_.national->challenge(visit_);
  if (!challenge) return pass(challenge);
  const int tries = card_.pin_tries.value_or(0);
  if (auto noted = note_try("pin", tries); !noted) return pass(noted);
  auto answer = parts_.card->sign_with_pin(pin, tries, *challenge);
  note_answer("pin", answer ? word_for(answer->outcome) : word_for(answer.error(), "pin_not_sent"),
              answer ? answer->tries_left : std::nullopt);
  if (!answer) return pass(answer);
  card_.pin_tries = answer->tries_left;
  switch (answer->outcome) {
    case ports::VerifyOutcome::Accepted: break;
    case ports::VerifyOutcome::Wrong: return fail("library_pin_wrong", std::to_string(answer->tries_left.value_or(-1)));
    case ports::VerifyOutcome::Blocked: return fail("library_pin_blocked");
    case ports::VerifyOutcome::Unknown: return fail("library_pin_answer_lost");
  }
  proof.challenge = std::move(*challenge);
  proof.signature = std::move(answer->signature);
  return proof;
}

Result<LibraryIdentity> LibraryDevice::identify(const std::string& way, Secret pin, const std::string& staff) {
  const bool by_pin = way == "pin" && digits(pin.reveal(), kPinDigits);
  const bool by_staff = way == "staff" && staff.find_first_not_of(' ') != std::string::npos;
  if (!by_pin && !by_staff) {
    auto bad = bad_parameter("way: \"pin\" with pin (4 digits), or \"staff\" with staff (a name) is expected");
    return pass(bad);
  }
  if (auto allowed = order_.may_use_card(); !allowed) return pass(allowed);
  auto policy = parts_.national->policy();
  if (!policy) return pass(policy);
  if (auto allowed = order_.may_identify(policy->mode); !allowed) return pass(allowed);
  ports::IdentityProof proof;
  if (by_pin) {
    auto proved = prove_by_pin(std::move(pin));
    if (!proved) return pass(proved);
    proof = std::move(*proved);
  } else {
    proof.way = Way::Staff;
    proof.staff = staff;
  }
  proof.auth_certificate = card_.auth_certificate;
  auto answer = parts_.national->identify(visit_, proof);
  if (!answer) return pass(answer);
  return LibraryIdentity{answer->insurance_id, answer->registered, answer->questions};
}

Result<eligibility::Message> LibraryDevice::eligibility(const std::string& insurance_id, const ports::Consents& consents) {
  if (auto allowed = order_.may_use_card(); !allowed) return pass(allowed);
  return parts_.national->eligibility(visit_, insurance_id, consents);
}

}  // namespace omote::host
