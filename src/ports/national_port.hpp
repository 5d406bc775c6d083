// The national system (オンライン資格確認等システム) as the host sees it. Calls block, at most the adapter's time-out; one
// thread at a time per object.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "domain/eligibility/message.hpp"
#include "domain/policy/policy.hpp"

namespace omote::ports {

using omote::Mode;
using omote::Way;

// Central policy, valid until the next answer.
struct NationalPolicy {
  Mode mode = Mode::Unattended;
  int face_security_level = 3;  // exponent of the false accept rate, 2 to 4
  bool liveness_challenge = true;
  bool prescription_choice = false;  // ask for electronic or paper prescription (OQSCD039 = 2)
  std::string staff_code;  // hex SHA-256 of institution code + ':' + the staff code of the day, or empty when there is none
  std::string notice;      // outage announced: id of a text, or empty
};

// What was proved at the counter, for one visit.
struct IdentityProof {
  Way way = Way::Face;
  Bytes auth_certificate;
  Bytes challenge;              // the server's, with Pin
  Bytes signature;              // over it, with Pin
  double face_distance = 0;     // with Face
  int face_security_level = 0;  // with Face
  std::string staff;            // with Staff: "code", "mode" or the member of staff's name at the console
};

// What a person's insurance papers say, for the exchange by folder.
struct InsuredData {
  std::string insurer_number;  // up to eight digits
  std::string symbol;          // may be empty
  std::string number;
  std::string branch;  // two digits, may be empty
  Date birth;
  bool limit_certificate = false;  // consent to the limit certificate's data
};

struct IdentityAnswer {
  std::string insurance_id;  // names the person at the national system for this visit
  bool registered = true;    // false: first use of the card as insurance card
  int age = 0;
  std::vector<std::string> questions;  // consent asked: prefixes of online-eligibility.md §3.5 ("PharmacistsInfo", …)
  std::vector<std::string> notices;    // "certificate_ends_soon", "certificate_in_grace" …
};

// Answer per question; a question that is absent here was not answered and counts as no.
using Consents = std::map<std::string, bool>;

class NationalPort {
 public:
  virtual ~NationalPort() = default;
  // Logs in with the device account; the policy comes back. Reasons: national_unreachable, national_time_out,
  // national_certificate_refused, login_unknown_account, login_wrong_password, login_locked, login_not_yet_valid,
  // login_wrong_environment, national_outage, national_closed, national_answer_unreadable.
  [[nodiscard]] virtual Result<NationalPolicy> login() = 0;
  // The present policy (mode, strength); logs in again when the session ran out.
  [[nodiscard]] virtual Result<NationalPolicy> policy() = 0;
  // 32 fresh bytes to be signed by the card in this visit.
  [[nodiscard]] virtual Result<Bytes> challenge(const std::string& visit) = 0;
  // Further reasons: identity_certificate_revoked, identity_certificate_expired, identity_proof_refused, identity_mode_differs.
  [[nodiscard]] virtual Result<IdentityAnswer> identify(const std::string& visit, const IdentityProof& proof) = 0;
  // First use of the card. Reason: registration_refused (context: the portal's reason id).
  [[nodiscard]] virtual Result<void> register_card(const std::string& visit, const std::string& insurance_id) = 0;
  // Reason: eligibility_unknown_id. The message may say invalid, not found or several: that is an answer, not a failure.
  [[nodiscard]] virtual Result<eligibility::Message> eligibility(const std::string& visit, const std::string& insurance_id,
                                                                 const Consents& consents) = 0;
};

}  // namespace omote::ports
