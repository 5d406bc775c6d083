#include "output/fhir/resources.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/date.hpp"
#include "base/text.hpp"

namespace omote::output::fhir {

namespace {

using Json = nlohmann::ordered_json;
using eligibility::Element;
using eligibility::Validity;

constexpr std::string_view kProfiles = "http://jpfhir.jp/fhir/core/StructureDefinition/";
constexpr std::string_view kExtensions = "http://jpfhir.jp/fhir/core/Extension/StructureDefinition/";
constexpr std::string_view kMinistry = "http://jpfhir.jp/fhir/core/mhlw/";

Json with_profile(std::string_view type, std::string_view profile) {
  return {{"resourceType", type}, {"meta", {{"profile", {fmt::format("{}{}", kProfiles, profile)}}}}};
}

Json extension(std::string_view name, std::string_view kind, Json value) {
  return {{"url", fmt::format("{}{}", kExtensions, name)}, {std::string(kind), std::move(value)}};
}

Json coding(std::string system, std::string_view code) {
  return {{"system", std::move(system)}, {"code", code}};
}

void put(Json& resource, const char* name, std::string_view value) {
  if (!value.empty()) resource[name] = value;
}

std::string iso_date(std::string_view digits) {
  const auto date = parse_date(digits);
  return date ? to_iso(*date) : std::string();
}

// Blanks on the left in the files, zeros in FHIR.
std::string insurer_number(const Element& record) {
  auto number = std::string(record.value("InsurerNumber"));
  std::erase(number, ' ');
  return number.empty() ? number : fmt::format("{:0>8}", number);
}

std::string without_wide_blanks(std::string_view text) {
  auto points = to_code_points(text);
  std::erase(points, U'\u3000');
  return to_utf8(points);
}

// "山田　花子" becomes text, family and given.
Json human_name(std::string_view name, std::string_view representation) {
  Json result{{"extension",
               {{{"url", "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation"}, {"valueCode", representation}}}},
              {"use", "usual"},
              {"text", name}};
  const auto points = to_code_points(name);
  const auto blank = points.find_first_of(U"\u3000 ");
  if (blank == std::u32string::npos) return result;
  put(result, "family", to_utf8(std::u32string_view(points).substr(0, blank)));
  const auto given = to_utf8(std::u32string_view(points).substr(blank + 1));
  if (!given.empty()) result["given"] = {given};
  return result;
}

std::string_view gender(std::string_view sex) {
  return sex == "1" ? "male" : sex == "2" ? "female" : "unknown";
}

// Percent of the costs that the person bears, for those over 70 or 75.
std::string_view own_share(const Element& record) {
  const auto late = record.value("InsuredPartialContributionRatio");
  if (!late.empty()) return late;
  const auto* elderly = record.find("ElderlyRecipientCertificateInfo");
  return elderly != nullptr ? elderly->value("ElderlyRecipientContributionRatio") : std::string_view();
}

void add_share(Json& resource, const Element& record) {
  const auto share = own_share(record);
  if (share.empty() || share.size() > 3 || share.find_first_not_of("0123456789") != std::string_view::npos) return;
  resource["costToBeneficiary"] = {
      {{"valueQuantity",
        {{"value", std::stoi(std::string(share))}, {"unit", "%"}, {"system", "http://unitsofmeasure.org"}, {"code", "%"}}}}};
}

void add_limit_class(Json& resource, const Element& record) {
  const auto* limit = record.find("LimitApplicationCertificateRelatedInfo");
  if (limit == nullptr) return;
  const auto value = limit->value("LimitApplicationCertificateClassificationFlag");
  if (value.empty()) return;
  resource["class"] = {
      {{"type",
        {{"coding", {coding("http://terminology.hl7.org/CodeSystem/coverage-class", "subplan")}}, {"text", "限度額適用区分"}}},
       {"value", value}}};
}

Json coverage_identifiers(const Element& record) {
  const auto number = insurer_number(record);
  const auto symbol = without_wide_blanks(record.value("InsuredCardSymbol"));
  const auto person = without_wide_blanks(record.value("InsuredIdentificationNumber"));
  const auto branch = record.value("InsuredBranchNumber");
  return Json::array({{{"system", "http://jpfhir.jp/fhir/clins/Idsystem/JP_Insurance_memberID"},
                       {"value", fmt::format("{}:{}:{}:{}", number, symbol, person, branch)}},
                      {{"system", "http://jpfhir.jp/fhir/core/IdSystem/JP_Coverage_id"},
                       {"value", fmt::format("\"{}\",\"{}\",\"{}\",\"{}\"", number, symbol, person, branch)}}});
}

Json coverage_extensions(const Element& record) {
  Json list = Json::array();
  const auto add = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) list.push_back(extension(name, "valueString", value));
  };
  add("JP_Coverage_InsuredPersonSymbol", record.value("InsuredCardSymbol"));
  add("JP_Coverage_InsuredPersonNumber", record.value("InsuredIdentificationNumber"));
  add("JP_Coverage_InsuredPersonSubNumber", record.value("InsuredBranchNumber"));
  return list;
}

}  // namespace

Json clinic(std::string_view code) {
  auto resource = with_profile("Organization", "JP_Organization");
  const auto number = fmt::format("{:0>10}", code.substr(0, 10));
  const auto ministry = std::string(kMinistry);
  resource["extension"] = {extension("JP_Organization_PrefectureNo", "valueCoding",
                                     coding(ministry + "CodeSystem/PrefectureNo-2digits", number.substr(0, 2))),
                           extension("JP_Organization_InsuranceOrganizationCategory", "valueCoding",
                                     coding(ministry + "CodeSystem/MedicationFeeScoreType", number.substr(2, 1))),
                           extension("JP_Organization_InsuranceOrganizationNo", "valueIdentifier",
                                     {{"system", ministry + "IdSystem/MedicalOrganizationID"}, {"value", number.substr(3)}})};
  resource["identifier"] = {
      {{"system", "http://jpfhir.jp/fhir/core/IdSystem/insurance-medical-institution-no"}, {"value", number}}};
  return resource;
}

Json patient(const Element& record, std::string_view institution_code) {
  auto resource = with_profile("Patient", "JP_Patient");
  if (const auto chart = record.value("ReferenceNumber"); !chart.empty()) {
    resource["identifier"] = {
        {{"system", fmt::format("urn:oid:1.2.392.100495.20.3.51.1{:0>10}", institution_code)}, {"value", chart}}};
  }
  if (const auto name = record.value("Name"); !name.empty()) resource["name"].push_back(human_name(name, "IDE"));
  if (const auto kana = record.value("NameKana"); !kana.empty()) {
    resource["name"].push_back(human_name(kana_to_full_width(kana), "SYL"));
  }
  resource["gender"] = gender(record.value("Sex1"));
  put(resource, "birthDate", iso_date(record.value("Birthdate")));
  Json address;
  put(address, "text", record.value("Address"));
  put(address, "postalCode", record.value("PostNumber"));
  if (!address.is_null()) resource["address"] = Json::array({address});
  return resource;
}

Json insurer(const Element& record) {
  auto resource = with_profile("Organization", "JP_Organization");
  if (const auto number = insurer_number(record); !number.empty()) {
    resource["identifier"] = {{{"system", std::string(kMinistry) + "IdSystem/InsurerNumber"}, {"value", number}}};
  }
  resource["type"] = {{{"coding", {coding("http://terminology.hl7.org/CodeSystem/organization-type", "pay")}}}};
  put(resource, "name", record.value("InsurerName"));
  return resource;
}

Json coverage(const Element& record, Validity validity, const std::string& patient_reference,
              const std::string& insurer_reference) {
  auto resource = with_profile("Coverage", "JP_Coverage");
  if (auto list = coverage_extensions(record); !list.empty()) resource["extension"] = std::move(list);
  resource["identifier"] = coverage_identifiers(record);
  resource["status"] = validity == Validity::Valid || validity == Validity::ValidUnregistered ? "active" : "cancelled";
  resource["type"] = {{"coding", {coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "PUBLICPOL")}}};
  const auto symbol = without_wide_blanks(record.value("InsuredCardSymbol"));
  resource["subscriberId"] = fmt::format("{}:{}", symbol, without_wide_blanks(record.value("InsuredIdentificationNumber")));
  resource["beneficiary"] = {{"reference", patient_reference}};
  put(resource, "dependent", record.value("InsuredBranchNumber"));
  if (const auto relation = record.value("PersonalFamilyClassification"); !relation.empty()) {
    resource["relationship"] = {{"coding", {coding(std::string(kMinistry) + "CodeSystem/InsuredPersonCategory", relation)}}};
  }
  Json period;
  put(period, "start", iso_date(record.value("InsuredCardValidDate")));
  put(period, "end", iso_date(record.value("InsuredCardExpirationDate")));
  if (!period.is_null()) resource["period"] = period;
  resource["payor"] = {{{"reference", insurer_reference}}};
  add_limit_class(resource, record);
  add_share(resource, record);
  return resource;
}

Json outcome(std::string_view text) {
  Json issue{{"severity", "information"}, {"code", "not-found"}};
  if (!text.empty()) issue["details"] = {{"text", text}};
  return {{"resourceType", "OperationOutcome"}, {"issue", Json::array({issue})}};
}

}  // namespace omote::output::fhir
