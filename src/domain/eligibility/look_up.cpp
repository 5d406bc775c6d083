#include "domain/eligibility/look_up.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/date.hpp"

namespace omote::eligibility {

namespace {

constexpr std::string_view kEnding = ".xml";
constexpr std::size_t kPrefix = std::string_view("OQSsiquc01req_").size();
constexpr std::size_t kMostSuffix = 64;

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

bool digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

struct Rule {
  std::string_view element;
  std::size_t most;  // characters; bytes are counted, so long names of three bytes each have less room
  bool needed;
  std::string_view expected;
};

constexpr std::array<Rule, 4> kInsurance{{
    {"InsuredCardSymbol", 60, false, "at most 20 characters"},
    {"InsuredIdentificationNumber", 60, true, "1 to 20 characters"},
    {"InsuredBranchNumber", 2, false, "2 digits"},
    {"ReferenceNumber", 50, false, "1 to 50 characters"},
}};

std::unexpected<Failure> incomplete(std::string_view element, std::string_view expected) {
  return fail("look_up_incomplete", std::string(element) + ": " + std::string(expected));
}

}  // namespace

std::optional<LookUp> look_up_kind(std::string_view file_name) {
  const auto name = lower(file_name);
  if (name.size() <= kPrefix + kEnding.size() || !name.ends_with(kEnding)) return std::nullopt;
  const auto suffix = std::string_view(name).substr(kPrefix, name.size() - kPrefix - kEnding.size());
  const auto known = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '-'; };
  if (suffix.size() > kMostSuffix || !std::ranges::all_of(suffix, known)) return std::nullopt;
  if (name.starts_with("oqssiquc01req_")) return LookUp::Eligibility;
  if (name.starts_with("oqssiimm01req_")) return LookUp::ReferenceNumber;
  return std::nullopt;
}

std::string answer_name(std::string request_name) {
  return request_name.replace(kPrefix - std::string_view("req_").size(), 3, "res");
}

Result<void> complete_look_up(Message& request, LookUp kind, std::string_view institution_code) {
  if (request.root.name != "XmlMsg") return incomplete("XmlMsg", "the root of every message");
  if (request.header_value("MedicalInstitutionCode") != institution_code) {
    return fail("look_up_of_another_institution", std::string(request.header_value("MedicalInstitutionCode")));
  }
  const bool reference = kind == LookUp::ReferenceNumber;
  const auto name = reference ? "ReferenceNumberRegistrationInfo" : "QualificationConfirmSearchInfo";
  if (request.body().find(name) == nullptr) return incomplete(name, "in MessageBody");
  auto& wanted = request.root.child("MessageBody").child(name);
  std::string insurer(wanted.value("InsurerNumber"));
  insurer.erase(0, insurer.find_first_not_of(' '));
  if (!digits(insurer) || insurer.size() > 8) return incomplete("InsurerNumber", "up to 8 digits");
  wanted.set("InsurerNumber", std::string(8 - insurer.size(), ' ') + insurer);
  for (const auto& rule : kInsurance) {
    const auto text = wanted.value(rule.element);
    const bool needed = rule.needed || (reference && rule.element == "ReferenceNumber");
    if (text.size() > rule.most || (needed && text.empty())) return incomplete(rule.element, rule.expected);
  }
  if (!reference && !parse_date(wanted.value("Birthdate"))) return incomplete("Birthdate", "a day as yyyymmdd");
  return {};
}

}  // namespace omote::eligibility
