// The XmlMsg answers of the service: eligibility, lookup by insured data, registration of a reference number.
#include <algorithm>

#include "national/https/tree_json.hpp"
#include "sim/national/service.hpp"
#include "sim/national/service_call.hpp"

namespace omote::sim::national {

using omote::eligibility::Element;
using omote::eligibility::Message;

namespace {

void add_header(Message& message, const std::string& institution, const std::string& classification, WallTime now) {
  auto& header = message.root.child("MessageHeader");
  header.set("ProcessExecutionTime", to_stamp(now));
  header.set("QualificationConfirmationDate", to_digits(to_jst(now).date));
  header.set("MedicalInstitutionCode", institution);
  // Sixteen characters, the last of them "=", as the field's files have it (reference/online-eligibility.md §3.3).
  header.set("ArbitraryFileIdentifier", to_base64(random_bytes(11)));
  header.set("ReferenceClassification", classification);
  header.set("SegmentOfResult", "1");
  header.set("CharacterCodeIdentifier", "0");
}

void make_abnormal(Message& message, const std::string& code, const std::string& text) {
  auto& header = message.root.child("MessageHeader");
  header.set("SegmentOfResult", "9");
  header.set("ErrorCode", code);
  header.set("ErrorMessage", text);
}

// What an invalid insurance looks like: ended, with a reason.
void end_insurance(Element& record, const Date& today) {
  const auto yesterday = to_digits(from_days(to_days(today) - 1));
  if (record.value("DisqualificationDate").empty()) record.set("DisqualificationDate", yesterday);
  if (record.value("ReasonOfLoss").empty()) record.set("ReasonOfLoss", "03");
}

void change(Element& record, const std::vector<std::pair<std::string, std::string>>& changes) {
  for (const auto& [name, value] : changes) {
    if (value == "-") {
      std::erase_if(record.children, [&](const Element& child) { return child.name == name; });
    } else {
      record.set(name, value);
    }
  }
}

// 8 characters, shorter numbers padded on the left; either padding is understood (reference/online-eligibility.md §3.2).
std::string unpadded(std::string_view number) {
  const auto from = number.find_first_not_of(" 0");
  return std::string(from == std::string_view::npos ? std::string_view() : number.substr(from));
}

bool same_insurance(const Element& record, const Element& wanted) {
  const auto same = [&](const char* name) { return record.value(name) == wanted.value(name); };
  return unpadded(record.value("InsurerNumber")) == unpadded(wanted.value("InsurerNumber")) &&
         same("InsuredIdentificationNumber") && (wanted.value("InsuredCardSymbol").empty() || same("InsuredCardSymbol")) &&
         (wanted.value("InsuredBranchNumber").empty() || same("InsuredBranchNumber"));
}

}  // namespace

Message Service::answer(const Insured* person, const std::string& institution, const std::string& classification,
                        std::vector<Element> records) const {
  const auto now = clock_.now();
  Message message;
  add_header(message, institution, classification, now);
  const auto id = person != nullptr ? person->persona.id : std::string();
  if (switches_.of_persona(id, "segment") == "9") {
    make_abnormal(message, "OQSB0801E", "処理中に異常が発生しました（見本）");
    message.root.child("MessageBody");
    return message;
  }
  auto validity = switches_.of_persona(id, "validity");
  if (validity.empty()) validity = switches_.get("validity");
  if (validity.empty()) validity = person != nullptr ? person->validity : "4";
  auto& body = message.root.child("MessageBody");
  body.set("ProcessingResultStatus", "1");
  body.set("QualificationValidity", validity);
  if (validity == "4" || validity == "5") return message;  // nobody, or nobody in particular: no record
  if (switches_.on("prescription_choice")) body.set("PrescriptionIssueSelect", "1");
  auto& list = body.child("ResultList");
  for (auto& record : records) {
    if (validity == "2" || validity == "3") end_insurance(record, to_jst(now).date);
    list.add(std::move(record));
  }
  if (!list.children.empty()) change(list.children.front(), switches_.records_of(id));
  return message;
}

Message Service::lookup(const Message& request, const std::string& institution) {
  const auto* wanted = request.body().find("QualificationConfirmSearchInfo");
  const auto identifier = std::string(request.header_value("ArbitraryFileIdentifier"));
  std::vector<const Insured*> found;
  for (const auto& person : people_) {
    const bool born = wanted != nullptr && to_digits(person.persona.identity.birth) == wanted->value("Birthdate");
    if (born && std::ranges::any_of(person.records, [&](const Element& record) { return same_insurance(record, *wanted); })) {
      found.push_back(&person);
    }
  }
  const bool limit = wanted != nullptr && wanted->value("LimitApplicationCertificateRelatedConsFlg") == "1";
  const auto* person = found.size() == 1 ? found.front() : nullptr;
  auto message = answer(person, institution, "2",
                        person != nullptr ? records_for_lookup(*person, limit, clock_.now()) : std::vector<Element>{});
  if (found.size() > 1) message.root.child("MessageBody").set("QualificationValidity", "5");
  if (wanted == nullptr) make_abnormal(message, "OQSB0902E", "照会条件がありません（見本）");
  if (wanted != nullptr) message.root.child("MessageBody").add(*wanted);
  message.root.child("MessageHeader").set("ArbitraryFileIdentifier", identifier);
  return message;
}

Message Service::register_reference(const Message& request, const std::string& institution) {
  const auto* wanted = request.body().find("ReferenceNumberRegistrationInfo");
  Message message;
  add_header(message, institution, "2", clock_.now());
  message.root.child("MessageHeader").set("ArbitraryFileIdentifier", request.header_value("ArbitraryFileIdentifier"));
  auto& body = message.root.child("MessageBody");
  if (wanted == nullptr || wanted->value("ReferenceNumber").empty() || wanted->value("ReferenceNumber").size() > 50) {
    make_abnormal(message, "OQSB0902E", "照会番号がありません（見本）");
    return message;
  }
  const auto at = std::ranges::find_if(people_, [&](const Insured& person) {
    return std::ranges::any_of(person.records, [&](const Element& record) { return same_insurance(record, *wanted); });
  });
  if (at != people_.end()) at->reference_number = wanted->value("ReferenceNumber");
  body.set("ProcessingResultStatus", at != people_.end() ? "1" : "2");
  if (at == people_.end()) {
    body.set("ProcessingResultCode", "OQSB0602E");
    body.set("ProcessingResultMessage", "該当する資格がありません（見本）");
  }
  body.set("ReferenceNumber", wanted->value("ReferenceNumber"));
  return message;
}

Reply Service::lookup_by_web(Call& call) {
  const auto tree = omote::national::https::tree_from_json(call.body);
  if (!tree || Message{*tree}.header_value("MedicalInstitutionCode") != call.institution) return not_understood("MessageHeader");
  const auto message = lookup(Message{*tree}, call.institution);
  return {200, omote::national::https::tree_to_json(message.root),
          "lookup: validity " + std::string(message.body().value("QualificationValidity"))};
}

Reply Service::reference_by_web(Call& call) {
  const auto tree = omote::national::https::tree_from_json(call.body);
  if (!tree || Message{*tree}.header_value("MedicalInstitutionCode") != call.institution) return not_understood("MessageHeader");
  const auto message = register_reference(Message{*tree}, call.institution);
  return {200, omote::national::https::tree_to_json(message.root),
          "reference number: status " + std::string(message.body().value("ProcessingResultStatus"))};
}

}  // namespace omote::sim::national
