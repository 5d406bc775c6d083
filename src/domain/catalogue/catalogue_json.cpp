// The catalogue's JSON document, as tools/catalogue writes it.
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "domain/catalogue/catalogue.hpp"

namespace omote::catalogue {

namespace {

using Json = nlohmann::json;

template <class T>
using Names = std::vector<std::pair<std::string_view, T>>;
using Kind = Condition::Kind;

const Names<Kind> kGroups{{"all", Kind::All}, {"any", Kind::Any}, {"none", Kind::None}};
const Names<Kind> kComparisons{{"is", Kind::Is},       {"not", Kind::Not}, {"over", Kind::Over},
                               {"under", Kind::Under}, {"has", Kind::Has}, {"unknown", Kind::Unknown}};
const Names<Severity> kSeverities{{"blocks", Severity::Blocks}, {"visit", Severity::Visit}, {"warns", Severity::Warns}};
const Names<RemedyKind> kRemedyKinds{
    {"automatic", RemedyKind::Automatic}, {"consent", RemedyKind::Consent}, {"hand", RemedyKind::Hand}};

template <class T>
T named(const Names<T>& names, const std::string& name) {
  for (const auto& [word, value] : names)
    if (word == name) return value;
  throw std::invalid_argument(name);
}

fact::Value value_of(const Json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number()) return json.get<double>();
  return json.get<std::string>();
}

Condition condition_of(const Json& json) {
  Condition condition;
  for (const auto& [word, kind] : kGroups) {
    if (!json.contains(word)) continue;
    condition.kind = kind;
    for (const auto& part : json.at(std::string(word))) condition.parts.push_back(condition_of(part));
    return condition;
  }
  condition.fact = json.at("fact");
  for (const auto& [word, kind] : kComparisons) {
    if (!json.contains(word)) continue;
    condition.kind = kind;
    condition.value = value_of(json.at(std::string(word)));
    return condition;
  }
  throw std::invalid_argument("a condition without comparison over " + condition.fact);
}

std::optional<Condition> condition_in(const Json& row, const char* field) {
  if (!row.contains(field)) return std::nullopt;
  return condition_of(row.at(field));
}

Words words_of(const Json& json) {
  return {json.at("ja"), json.at("en")};
}

Entry entry_of(const Json& row) {
  Entry entry{.row = row.at("row"),
              .code = row.at("code"),
              .detail = row.at("detail"),
              .shows = row.at("shows"),
              .aliases = row.at("aliases"),
              .phase = row.at("phase"),
              .who = row.at("who"),
              .severity = named(kSeverities, row.at("severity")),
              .question = row.at("kind") == "question",
              .when = condition_in(row, "when"),
              .heading = words_of(row.at("heading")),
              .patient = words_of(row.at("patient")),
              .staff = words_of(row.at("staff")),
              .vendor = words_of(row.at("vendor")),
              .say = words_of(row.at("say")),
              .scenarios = row.at("scenarios"),
              .takes_over = row.value("takes_over", std::vector<std::string>())};
  for (const auto& raised : row.at("raised"))
    entry.raised.push_back({raised.at("reason"), raised.at("phase"), raised.value("who", entry.who)});
  for (const auto& cause : row.at("causes")) entry.causes.push_back({cause.at("id"), cause.at("prior")});
  return entry;
}

Cause cause_of(const Json& row) {
  Cause cause{.id = row.at("id"),
              .who = row.at("who"),
              .title = words_of(row.at("title")),
              .explain = words_of(row.at("explain")),
              .remedies = row.at("remedies")};
  for (const auto& evidence : row.at("evidence"))
    cause.evidence.push_back({condition_of(evidence.at("condition")), evidence.at("factor")});
  return cause;
}

Remedy remedy_of(const Json& row) {
  Remedy remedy{.id = row.at("id"),
                .kind = named(kRemedyKinds, row.at("kind")),
                .cost_s = row.at("cost_s"),
                .action = row.at("action"),
                .title = words_of(row.at("title"))};
  for (const auto& step : row.at("steps"))
    remedy.steps.push_back(
        {words_of(step.at("say")), step.at("picture"), step.at("wait_s").get<int>(), condition_in(step, "check")});
  return remedy;
}

FactRule fact_of(const Json& row) {
  FactRule rule{.id = row.at("id"),
                .kind = row.at("kind"),
                .subject = row.at("subject"),
                .probe = row.at("probe"),
                .values = row.at("values"),
                .cost_s = row.at("cost_s")};
  if (row.contains("ask")) rule.ask = words_of(row.at("ask"));
  const auto words = row.value("words", Json::object());
  if (words.contains("title")) rule.title = words_of(words.at("title"));
  if (words.contains("is")) rule.is = words_of(words.at("is"));
  if (words.contains("not")) rule.is_not = words_of(words.at("not"));
  const auto values = words.value("values", Json::object());
  for (const auto& [value, said] : values.items()) rule.value_words[value] = words_of(said);
  return rule;
}

}  // namespace

Result<Catalogue> Catalogue::from_json(std::string_view json) {
  Catalogue catalogue;
  try {
    const auto document = Json::parse(json);
    for (const auto& row : document.at("facts")) catalogue.facts_.push_back(fact_of(row));
    for (const auto& row : document.at("entries")) catalogue.entries_.push_back(entry_of(row));
    for (const auto& row : document.at("causes")) catalogue.causes_.push_back(cause_of(row));
    for (const auto& row : document.at("remedies")) catalogue.remedies_.push_back(remedy_of(row));
  } catch (const std::exception& error) {
    return fail("catalogue_unreadable", error.what());
  }
  return catalogue;
}

}  // namespace omote::catalogue
