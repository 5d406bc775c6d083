// What goes over the wire between the host and the national system, as text in and out (docs/api/national.yaml). Pure.
// Every answer is bound to its request: visit, institution and person are echoed and compared.
// Reason of all read_ functions: national_answer_unreadable.
#pragma once

#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/secret.hpp"
#include "ports/national_port.hpp"

namespace omote::national::https {

struct Session {
  std::string token;
  ports::NationalPolicy policy;
};
// What the server says when it refuses: its code, and what it adds to it.
struct Refusal {
  std::string code;    // "OQSB0103E"
  std::string detail;  // minutes left, the portal's reason …; "" when there is none
};

[[nodiscard]] std::string login_request(const std::string& device_id, const Secret& password, const std::string& environment);
[[nodiscard]] Result<Session> read_session(std::string_view body);
[[nodiscard]] Result<ports::NationalPolicy> read_policy(std::string_view body);

[[nodiscard]] std::string visit_request(const std::string& visit);
[[nodiscard]] Result<Bytes> read_challenge(std::string_view body, const std::string& visit);

[[nodiscard]] std::string identity_request(const std::string& visit, const ports::IdentityProof& proof);
[[nodiscard]] Result<ports::IdentityAnswer> read_identity(std::string_view body, const std::string& visit);

[[nodiscard]] std::string registration_request(const std::string& visit, const std::string& insurance_id);
[[nodiscard]] Result<void> read_registration(std::string_view body, const std::string& visit, const std::string& insurance_id);

// The header says institution and day; consents go as the flags of the record.
[[nodiscard]] std::string eligibility_request(const std::string& visit, const std::string& insurance_id,
                                              const ports::Consents& consents, const std::string& institution, const Date& day);
[[nodiscard]] Result<eligibility::Message> read_eligibility(std::string_view body, const std::string& visit,
                                                            const std::string& insurance_id, const std::string& institution);

// The answer to a question by insured data: of that institution, with the question's identifier.
[[nodiscard]] Result<eligibility::Message> read_look_up(std::string_view body, const eligibility::Message& request);

// Nothing when the body is not the national system's own refusal (a page of something in between).
[[nodiscard]] std::optional<Refusal> read_refusal(std::string_view body);

}  // namespace omote::national::https
