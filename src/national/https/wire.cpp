#include "national/https/wire.hpp"

#include <algorithm>
#include <cmath>

#include "national/failures.hpp"
#include "national/https/strict_json.hpp"
#include "national/https/tree_json.hpp"

namespace omote::national::https {

namespace {

// An answer to another question than ours.
constexpr auto* kOfAnother = "of_another_request";

// Reads fields of an answer; the first one that is missing or of another kind is remembered.
class Fields {
 public:
  explicit Fields(std::string_view body) {
    auto json = parse_strictly(body);
    if (!json || !json->is_object()) {
      problem_ = what_else(body);
    } else {
      json_ = std::move(*json);
    }
  }
  std::string text(const char* name) {
    const auto* value = find(name);
    if (value != nullptr && value->is_string()) return value->get<std::string>();
    return wrong(name), std::string();
  }
  int number(const char* name, int least, int most) {
    const auto* value = find(name);
    if (value == nullptr || !value->is_number_integer()) return wrong(name), least;
    const auto number = value->get<std::int64_t>();
    if (number < least || number > most) wrong(name);
    return static_cast<int>(std::clamp<std::int64_t>(number, least, most));
  }
  bool flag(const char* name) {
    const auto* value = find(name);
    if (value != nullptr && value->is_boolean()) return value->get<bool>();
    return wrong(name), false;
  }
  std::vector<std::string> texts(const char* name) {
    std::vector<std::string> found;
    const auto* value = find(name);
    if (value == nullptr || !value->is_array()) return wrong(name), found;
    for (const auto& entry : *value) {
      if (!entry.is_string()) return wrong(name), found;
      found.push_back(entry.get<std::string>());
    }
    return found;
  }
  void expect(const char* name, const std::string& value) {
    if (text(name) != value && problem_.empty()) problem_ = kOfAnother;
  }
  [[nodiscard]] bool fine() const { return problem_.empty(); }
  [[nodiscard]] const std::string& problem() const { return problem_; }
  void wrong(const char* name) {
    if (problem_.empty()) problem_ = std::string("the field ") + name;
  }

 private:
  const Json* find(const char* name) const {
    const auto at = json_.find(name);
    return at == json_.end() ? nullptr : &*at;
  }
  Json json_ = Json::object();
  std::string problem_;
};

bool is_hex(const std::string& text, std::size_t digits) {
  return text.size() == digits && from_hex(text).has_value();
}

ports::NationalPolicy policy_of(Fields& fields) {
  ports::NationalPolicy policy;
  const auto mode = fields.text("mode");
  if (mode != "unattended" && mode != "staff_confirmation") fields.wrong("mode");
  policy.mode = mode == "staff_confirmation" ? ports::Mode::StaffConfirmation : ports::Mode::Unattended;
  policy.face_security_level = fields.number("faceSecurityLevel", 2, 4);
  policy.liveness_challenge = fields.flag("livenessChallenge");
  policy.prescription_choice = fields.flag("prescriptionChoice");
  policy.staff_code = fields.text("staffCode");
  if (!policy.staff_code.empty() && !is_hex(policy.staff_code, 64)) fields.wrong("staffCode");
  policy.notice = fields.text("notice");
  return policy;
}

template <class T>
Result<T> finished(const Fields& fields, T value) {
  if (!fields.fine()) return unreadable(fields.problem());
  return value;
}

}  // namespace

std::string login_request(const std::string& device_id, const Secret& password, const std::string& environment) {
  return Json{{"deviceId", device_id}, {"password", as_text(password.reveal())}, {"environment", environment}}.dump();
}

Result<Session> read_session(std::string_view body) {
  Fields fields(body);
  Session session{fields.text("idToken"), policy_of(fields)};
  if (session.token.empty()) fields.wrong("idToken");
  return finished(fields, std::move(session));
}

Result<ports::NationalPolicy> read_policy(std::string_view body) {
  Fields fields(body);
  auto policy = policy_of(fields);
  return finished(fields, std::move(policy));
}

std::string visit_request(const std::string& visit) {
  return Json{{"visit", visit}}.dump();
}

Result<Bytes> read_challenge(std::string_view body, const std::string& visit) {
  Fields fields(body);
  fields.expect("visit", visit);
  auto challenge = from_hex(fields.text("challenge"));
  if (!challenge || challenge->size() != 32) fields.wrong("challenge");
  return finished(fields, challenge.value_or(Bytes{}));
}

std::string identity_request(const std::string& visit, const ports::IdentityProof& proof) {
  Json json{{"visit", visit}, {"way", to_string(proof.way)}, {"certificate", to_base64(proof.auth_certificate)}};
  if (proof.way == ports::Way::Pin) {
    json["challenge"] = to_hex(proof.challenge);
    json["signature"] = to_base64(proof.signature);
  } else if (proof.way == ports::Way::Face) {
    json["faceDistance"] = proof.face_distance;
    json["faceSecurityLevel"] = proof.face_security_level;
  } else {
    json["staff"] = proof.staff;
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<ports::IdentityAnswer> read_identity(std::string_view body, const std::string& visit) {
  Fields fields(body);
  fields.expect("visit", visit);
  ports::IdentityAnswer answer{fields.text("insuranceId"), fields.flag("registered"), fields.number("age", 0, 150),
                               fields.texts("questions"), fields.texts("notices")};
  if (answer.insurance_id.empty()) fields.wrong("insuranceId");
  return finished(fields, std::move(answer));
}

std::string registration_request(const std::string& visit, const std::string& insurance_id) {
  return Json{{"visit", visit}, {"insuranceId", insurance_id}}.dump();
}

Result<void> read_registration(std::string_view body, const std::string& visit, const std::string& insurance_id) {
  Fields fields(body);
  fields.expect("visit", visit);
  fields.expect("insuranceId", insurance_id);
  if (!fields.flag("registered")) fields.wrong("registered");
  if (!fields.fine()) return unreadable(fields.problem());
  return {};
}

std::string eligibility_request(const std::string& visit, const std::string& insurance_id, const ports::Consents& consents,
                                const std::string& institution, const Date& day) {
  auto flags = Json::object();
  for (const auto& [question, yes] : consents) flags[question] = yes ? "1" : "0";
  const Json header{{"QualificationConfirmationDate", to_digits(day)}, {"MedicalInstitutionCode", institution}};
  return Json{{"visit", visit}, {"insuranceId", insurance_id}, {"consents", flags}, {"XmlMsg", {{"MessageHeader", header}}}}
      .dump();
}

Result<eligibility::Message> read_eligibility(std::string_view body, const std::string& visit, const std::string& insurance_id,
                                              const std::string& institution) {
  Fields fields(body);
  fields.expect("visit", visit);
  fields.expect("insuranceId", insurance_id);
  if (!fields.fine()) return unreadable(fields.problem());
  auto tree = tree_from_json(body);
  if (!tree) return pass(tree);
  eligibility::Message message{std::move(*tree)};
  if (message.header_value("MedicalInstitutionCode") != institution) return unreadable(kOfAnother);
  if (message.header_value("ReferenceClassification") != "1") return unreadable(kOfAnother);
  const auto segment = message.header_value("SegmentOfResult");
  if (segment != "1" && segment != "9") return unreadable("SegmentOfResult");
  if (segment == "1" && !message.validity()) return unreadable("QualificationValidity");
  return message;
}

Result<eligibility::Message> read_look_up(std::string_view body, const eligibility::Message& request) {
  auto tree = tree_from_json(body);
  if (!tree) return pass(tree);
  eligibility::Message message{std::move(*tree)};
  for (const auto* name : {"MedicalInstitutionCode", "ArbitraryFileIdentifier"}) {
    if (message.header_value(name) != request.header_value(name)) return unreadable(kOfAnother);
  }
  const auto segment = message.header_value("SegmentOfResult");
  if (segment != "1" && segment != "9") return unreadable("SegmentOfResult");
  return message;
}

std::optional<Refusal> read_refusal(std::string_view body) {
  const auto json = parse_strictly(body);
  if (!json || !json->is_object()) return std::nullopt;
  const auto error = json->find("error");
  if (error == json->end() || !error->is_object() || !error->contains("code") || !error->at("code").is_string())
    return std::nullopt;
  Refusal refusal{error->at("code").get<std::string>(), ""};
  if (const auto detail = error->find("detail"); detail != error->end() && detail->is_string()) {
    refusal.detail = detail->get<std::string>();
  }
  return refusal;
}

}  // namespace omote::national::https
