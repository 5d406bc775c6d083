#include "sim/national/service.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <regex>

#include "national/https/tree_json.hpp"
#include "sim/national/service_call.hpp"

namespace omote::sim::national {

using omote::eligibility::Element;
using omote::eligibility::Message;
using omote::national::https::Json;
using omote::national::https::parse_strictly;

struct Service::Visit {
  std::string institution;
  Bytes challenge;
  WallTime challenged{};
  Insured* person = nullptr;
  std::string insurance_id;
  bool grace = false;
  std::string consents;  // of the last answer
  std::optional<Message> answered;
};

Reply refuse(unsigned status, const std::string& code, const std::string& message, const std::string& detail) {
  Json error{{"code", code}, {"message", message}};
  if (!detail.empty()) error["detail"] = detail;
  return {status, Json{{"error", error}}.dump(), code + " " + message + (detail.empty() ? "" : " (" + detail + ")")};
}
Reply not_understood(const std::string& what) {
  return refuse(400, "OQSB0901E", "request not understood", what);
}

namespace {

bool is_visit(const std::string& text) {
  static const std::regex kVisit("[0-9A-Za-z_-]{1,64}");
  return std::regex_match(text, kVisit);
}

Reply refuse_login(const Login& login) {
  switch (login.result) {
    case LoginResult::UnknownAccount: return refuse(401, "OQSB0101E", "unknown account");
    case LoginResult::WrongPassword: return refuse(401, "OQSB0102E", "wrong password");
    case LoginResult::Locked: return refuse(423, "OQSB0103E", "account locked, minutes left", login.detail);
    case LoginResult::NotYetValid: return refuse(403, "OQSB0104E", "account not yet valid, first day", login.detail);
    default: return refuse(403, "OQSB0105E", "account of another environment; this one is", login.detail);
  }
}

}  // namespace

const std::vector<Operation>& operations() {
  static const std::vector<Operation> kOperations{
      {"login", "POST", "/auth/login"},
      {"policy", "GET", "/policy"},
      {"challenge", "POST", "/challenge"},
      {"identify", "POST", "/identify"},
      {"registration", "POST", "/registration"},
      {"eligibility", "POST", "/eligibility"},
      {"lookup", "POST", "/lookup"},
      {"reference", "POST", "/reference"},
  };
  return kOperations;
}

Service::Service(std::vector<Insured> people, HolderAuthority authority, std::string environment, Switches& switches,
                 const Clock& clock)
    : people_(std::move(people)),
      authority_(std::move(authority)),
      accounts_(all_accounts(), std::move(environment)),
      switches_(switches),
      clock_(clock) {}
Service::~Service() = default;

Reply Service::handle(const Operation& operation, std::string_view body, const std::string& token,
                      const std::string& institution) {
  if (switches_.on("outage")) return refuse(503, "OQSB0201E", "out of service");
  if (!open_now()) return refuse(503, "OQSB0202E", "outside the service hours", switches_.get("hours"));
  auto json = operation.method == "GET" ? Json::object() : parse_strictly(body).value_or(Json());
  if (!json.is_object()) return not_understood("no JSON object");
  Call call(std::move(json), body, institution);
  if (operation.name == "login") return login(call);
  if (!accounts_.valid(token, institution, clock_.now())) return refuse(401, "OQSB0110E", "no session");
  using Step = Reply (Service::*)(Call&);
  static const std::map<std::string_view, Step> kSteps{
      {"policy", &Service::policy},
      {"challenge", &Service::challenge},
      {"identify", &Service::identify},
      {"registration", &Service::registration},
      {"eligibility", &Service::eligibility},
      {"lookup", &Service::lookup_by_web},
      {"reference", &Service::reference_by_web},
  };
  return (this->*kSteps.at(operation.name))(call);
}

Reply Service::login(Call& call) {
  const auto device = call.text("deviceId");
  const auto login = accounts_.login(device, call.text("password"), call.text("environment"), call.institution, clock_.now());
  if (login.result != LoginResult::Ok) {
    auto reply = refuse_login(login);
    reply.summary = device + ": " + reply.summary;
    return reply;
  }
  return {200, policy_json(call.institution, login.token), device + " logged in"};
}

std::string Service::policy_json(const std::string& institution, const std::string& token) const {
  const auto& code = switches_.get("staff_code");
  const auto& notice = switches_.get("notice");
  Json json = Json::object();
  if (!token.empty()) json["idToken"] = token;
  json["mode"] = switches_.get("mode");
  json["faceSecurityLevel"] = switches_.number("face_security_level");
  json["livenessChallenge"] = switches_.on("liveness_challenge");
  json["prescriptionChoice"] = switches_.on("prescription_choice");
  json["staffCode"] = code == "none" ? "" : to_hex(sha256(as_bytes(institution + ':' + code)));
  json["notice"] = notice == "none" ? "" : notice;
  return json.dump();
}

Reply Service::policy(Call& call) {
  return {200, policy_json(call.institution, ""), "mode " + switches_.get("mode")};
}

Service::Visit* Service::visit_of(Call& call) {
  const auto id = call.text("visit");
  if (!is_visit(id)) return nullptr;
  constexpr std::size_t kMostVisits = 10'000;
  if (visits_.size() > kMostVisits) visits_.erase(visits_.begin());  // ids are sorted by time: the oldest goes
  auto& visit = visits_[id];
  if (visit.institution.empty()) visit.institution = call.institution;
  return visit.institution == call.institution ? &visit : nullptr;
}

Reply Service::challenge(Call& call) {
  auto* visit = visit_of(call);
  if (visit == nullptr) return not_understood("visit");
  if (visit->challenge.empty()) {
    visit->challenge = random_bytes(32);
    visit->challenged = clock_.now();
  }
  return {200, Json{{"visit", call.text("visit")}, {"challenge", to_hex(visit->challenge)}}.dump(), "challenge given"};
}

Insured* Service::by_serial(std::uint64_t serial) {
  const auto at =
      std::ranges::find(people_, serial, [](const Insured& one) { return std::uint64_t{one.persona.certificate_serial()}; });
  return at == people_.end() ? nullptr : &*at;
}

Reply Service::identify(Call& call) {
  auto* visit = visit_of(call);
  if (visit == nullptr) return not_understood("visit");
  const auto der = from_base64(call.text("certificate"));
  const auto certificate = der ? authority_.check(*der) : std::nullopt;
  if (!certificate) return refuse(403, "OQSB0303E", "proof refused", "certificate");
  if (auto refused = prove(call, *visit, *certificate); refused.status != 200) return refused;
  auto* person = by_serial(certificate->serial);
  if (person == nullptr) return refuse(404, "OQSB0501E", "unknown person");
  if (visit->person != nullptr && visit->person != person) return refuse(403, "OQSB0303E", "proof refused", "another person");
  return identified(*visit, call.text("visit"), *person, *certificate);
}

// Status 200 when the way of proof is open and the proof holds.
Reply Service::prove(Call& call, Visit& visit, const HolderCertificate& certificate) {
  const auto way = call.text("way");
  const bool staff_mode = switches_.get("mode") == "staff_confirmation";
  const auto differs = [](const char* why) { return refuse(409, "OQSB0304E", "operating mode differs", why); };
  const auto refused = [](const char* why) { return refuse(403, "OQSB0303E", "proof refused", why); };
  if (way == "face") {
    if (staff_mode) return differs("face needs unattended mode");
    const auto distance = call.number("faceDistance");
    if (!std::isfinite(distance) || distance < 0) return refused("face distance");
    if (!(call.number("faceSecurityLevel") >= switches_.number("face_security_level"))) return refused("face security level");
  } else if (way == "pin") {
    const auto signature = from_base64(call.text("signature"));
    const auto challenge = from_hex(call.text("challenge"));
    if (visit.challenge.empty() || !challenge || *challenge != visit.challenge) return refused("challenge");
    if (clock_.now() - visit.challenged > std::chrono::seconds(switches_.number("challenge_s"))) return refused("too late");
    if (!signature || !signature_holds(certificate, visit.challenge, *signature)) return refused("signature");
  } else if (way == "staff") {
    const auto staff = call.text("staff");
    if (staff.empty()) return refused("staff");
    if (staff == "mode" && !staff_mode) return differs("unattended mode");
    if (staff == "code" && switches_.get("staff_code") == "none") return differs("no staff code today");
  } else {
    return not_understood("way");
  }
  return {};
}

Reply Service::identified(Visit& visit, const std::string& id, Insured& person, const HolderCertificate& certificate) {
  const auto today = to_jst(clock_.now()).date;
  const auto forced = switches_.of_persona(person.persona.id, "certificate");
  const bool ended = forced.empty() ? certificate.not_after < today : forced == "grace";
  const bool beyond = forced.empty() ? add_months(certificate.not_after, 3) < today : forced == "expired";
  const bool soon = forced.empty() ? !ended && add_months(today, 3) >= certificate.not_after : forced == "ends_soon";
  if (forced == "revoked") return refuse(403, "OQSB0301E", "certificate revoked");
  if (beyond || today < certificate.not_before) return refuse(403, "OQSB0302E", "certificate expired");
  visit.person = &person;
  visit.grace = ended;
  if (visit.insurance_id.empty()) visit.insurance_id = "I" + to_hex(random_bytes(12));
  const int age = age_at(person.persona.identity.birth, today);
  auto questions = Json::array();
  if (!ended) {  // in the grace after its end: eligibility only, no medical information (reference/online-eligibility.md §8)
    questions = {"PharmacistsInfo", "DiagnosisInfo", "OperationInfo"};
    if (age >= 40) questions.push_back("SpecificHealthCheckupsInfo");
  }
  if (person.has_specific_disease()) questions.push_back("SpecificDiseasesCertificateRelated");
  auto notices = Json::array();
  if (ended) notices.push_back("certificate_in_grace");
  if (soon) notices.push_back("certificate_ends_soon");
  const Json answer{{"visit", id},
                    {"insuranceId", visit.insurance_id},
                    {"registered", registered(person)},
                    {"age", age},
                    {"questions", questions},
                    {"notices", notices}};
  return {200, answer.dump(), person.persona.id + " identified"};
}

bool Service::registered(const Insured& person) const {
  const auto forced = switches_.of_persona(person.persona.id, "registered");
  return forced.empty() ? person.registered : forced == "yes";
}

Reply Service::registration(Call& call) {
  auto* visit = visit_of(call);
  if (visit == nullptr) return not_understood("visit");
  if (visit->person == nullptr || visit->insurance_id != call.text("insuranceId")) {
    return refuse(404, "OQSB0501E", "unknown insurance id");
  }
  const auto& id = visit->person->persona.id;
  const auto reason = switches_.of_persona(id, "registration");
  if (!reason.empty()) return refuse(409, "OQSB0401E", "registration refused", reason);
  visit->person->registered = true;
  static_cast<void>(switches_.set("persona." + id + ".registered", ""));
  const Json answer{{"visit", call.text("visit")}, {"insuranceId", visit->insurance_id}, {"registered", true}};
  return {200, answer.dump(), id + " registered"};
}

bool Service::open_now() const {
  const auto& hours = switches_.get("hours");  // "08:00-21:00"
  const auto minute = [&](std::size_t at) { return std::stoi(hours.substr(at, 2)) * 60 + std::stoi(hours.substr(at + 3, 2)); };
  const auto now = to_jst(clock_.now());
  const int here = now.hour * 60 + now.minute;
  return minute(0) <= here && here < minute(6);
}

std::size_t Service::visits() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(visits_, [](const auto& visit) { return visit.second.answered.has_value(); }));
}

Reply Service::eligibility(Call& call) {
  auto* visit = visit_of(call);
  if (visit == nullptr) return not_understood("visit");
  if (visit->person == nullptr || visit->insurance_id != call.text("insuranceId") || !registered(*visit->person)) {
    return refuse(404, "OQSB0501E", "unknown insurance id");
  }
  const auto tree = omote::national::https::tree_from_json(call.body);
  if (!tree || Message{*tree}.header_value("MedicalInstitutionCode") != call.institution) return not_understood("MessageHeader");
  const auto consents = call.json.value("consents", Json::object());
  const auto yes = [&](const char* question) { return consents.is_object() && consents.value(question, Json()) == "1"; };
  // One visit, one answer: asked again with the same consents, the same bytes come back.
  if (!visit->answered || visit->consents != consents.dump()) {
    const bool medical = !visit->grace;
    const Agreed agreed{medical && yes("SpecificHealthCheckupsInfo"), medical && yes("PharmacistsInfo"),
                        medical && yes("DiagnosisInfo"), medical && yes("OperationInfo"),
                        yes("SpecificDiseasesCertificateRelated")};
    visit->answered = answer(visit->person, call.institution, "1", records_for_card(*visit->person, agreed, clock_.now()));
    visit->consents = consents.dump();
  }
  Json reply{{"visit", call.text("visit")}, {"insuranceId", visit->insurance_id}};
  reply.update(Json::parse(omote::national::https::tree_to_json(visit->answered->root)));
  const auto validity = visit->answered->body().value("QualificationValidity");
  return {200, reply.dump(),
          fmt::format("{}: validity {}, {} record(s)", visit->person->persona.id, validity, visit->answered->records().size())};
}

std::vector<std::string> Service::persona_ids() const {
  std::vector<std::string> ids;
  for (const auto& one : people_) ids.push_back(one.persona.id);
  return ids;
}

}  // namespace omote::sim::national
