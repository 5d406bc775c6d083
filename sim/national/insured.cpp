#include "sim/national/insured.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace omote::sim::national {

namespace {

using eligibility::Element;
using personas::Section;

// A mapping becomes children, a list repeated children, a day eight digits where the element is one.
void fill(Element& element, const Section& section, const Date& today, Date birth) {
  if (!section.scalar.empty()) {
    const auto day =
        element.name.find("Date") == std::string::npos ? std::nullopt : personas::parse_day(section.scalar, today, birth);
    element.text = day ? to_digits(*day) : section.scalar;
    return;
  }
  for (const auto& [name, value] : section.fields) {
    if (value.items.empty()) {
      fill(element.add({name, "", {}}), value, today, birth);
      continue;
    }
    for (const auto& item : value.items) fill(element.add({name, "", {}}), item, today, birth);
  }
}

Result<Insured> read(personas::Persona persona, const Date& today) {
  Insured insured{.persona = std::move(persona)};
  const auto& section = insured.persona.insurance;
  if (section.empty()) return fail("insurance_missing", insured.persona.id);
  personas::Fields fields(section, "insurance");
  insured.registered = fields.flag_or("registered", true);
  insured.validity = fields.text_or("validity", "1");
  insured.reference_number = fields.text_or("reference_number", "");
  static_cast<void>(fields.texts("records"));
  const auto at = section.fields.find("records");
  if (at == section.fields.end() || at->second.items.empty()) {
    fields.wrong("records", "a list of records is expected");
  } else {
    for (const auto& item : at->second.items) {
      fill(insured.records.emplace_back(Element{"ResultOfQualificationConfirmation", "", {}}), item, today,
           insured.persona.identity.birth);
    }
  }
  if (auto fine = fields.finish(); !fine) return pass(fine);
  return insured;
}

void add_person(Element& record, const personas::Identity& who) {
  record.set("Name", in_national_characters(who.name));
  record.set("NameKana", kana_to_half_width(who.kana));
  record.set("Sex1", std::string(1, who.sex == '9' ? '3' : who.sex));
  record.set("Birthdate", to_digits(who.birth));
  record.set("Address", in_national_characters(who.address));
  record.set("PostNumber", who.postal);
}

void add_consent(Element& record, const std::string& prefix, bool yes, WallTime now) {
  record.set(prefix + "ConsFlg", yes ? "1" : "0");
  if (!yes) return;  // only the flag is written
  record.set(prefix + "ConsTime", to_stamp(now));
  record.set(prefix + "AvailableTime", to_stamp(now + std::chrono::hours(24)));
}

void add_limit(Element& record, bool yes, WallTime now) {
  record.set("LimitApplicationCertificateRelatedConsFlg", yes ? "1" : "0");
  if (yes) record.set("LimitApplicationCertificateRelatedConsTime", to_stamp(now));
  if (!yes)
    std::erase_if(record.children, [](const Element& child) { return child.name == "LimitApplicationCertificateRelatedInfo"; });
}

void add_specific_diseases(Element& record, bool yes, WallTime now) {
  if (record.find("SpecificDiseasesCertificateList") == nullptr) return;
  record.set("SpecificDiseasesCertificateRelatedConsFlg", yes ? "1" : "0");
  if (yes) record.set("SpecificDiseasesCertificateRelatedConsTime", to_stamp(now));
  if (!yes) std::erase_if(record.children, [](const Element& child) { return child.name == "SpecificDiseasesCertificateList"; });
}

std::vector<Element> records_with_person(const Insured& insured) {
  auto records = insured.records;
  for (auto& record : records) {
    add_person(record, insured.persona.identity);
    if (!insured.reference_number.empty()) record.set("ReferenceNumber", insured.reference_number);
  }
  return records;
}

}  // namespace

bool Insured::has_specific_disease() const {
  return std::ranges::any_of(records,
                             [](const Element& record) { return record.find("SpecificDiseasesCertificateList") != nullptr; });
}

std::string in_national_characters(std::string_view utf8) {
  return from_cp932(to_cp932(utf8).bytes);
}

Result<std::vector<Insured>> load_insured(const std::filesystem::path& folder, const Date& today) {
  auto people = personas::load_personas(folder, today);
  if (!people) return pass(people);
  std::vector<Insured> all;
  for (auto& persona : *people) {
    auto insured = read(std::move(persona), today);
    if (!insured) return pass(insured);
    all.push_back(std::move(*insured));
  }
  return all;
}

std::vector<Element> records_for_card(const Insured& insured, const Agreed& agreed, WallTime now) {
  auto records = records_with_person(insured);
  for (auto& record : records) {
    add_limit(record, true, now);  // always supplied with a card since 2024-10 (reference/online-eligibility.md §9)
    add_specific_diseases(record, agreed.specific_diseases, now);
    add_consent(record, "SpecificHealthCheckupsInfo", agreed.health_checkups, now);
    add_consent(record, "PharmacistsInfo", agreed.medicines, now);
    add_consent(record, "DiagnosisInfo", agreed.diagnoses, now);
    add_consent(record, "OperationInfo", agreed.operations, now);
    drop_empty(record);
  }
  return records;
}

std::vector<Element> records_for_lookup(const Insured& insured, bool limit, WallTime now) {
  auto records = records_with_person(insured);
  for (auto& record : records) {
    add_limit(record, limit, now);
    add_specific_diseases(record, false, now);
    drop_empty(record);
  }
  return records;
}

}  // namespace omote::sim::national
