#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "tools/catalogue/document.hpp"

namespace omote::tools {

namespace {

const std::set<std::string> kWho{"patient", "staff", "network", "vendor", "national", "municipality", "insurer"};
const std::set<std::string> kPhases{"", "start", "idle", "card", "card_face", "before", "after", "output"};
const std::set<std::string> kSeverities{"blocks", "visit", "warns"};
const std::set<std::string> kEntryKinds{"fault", "question"};
const std::set<std::string> kRemedyKinds{"automatic", "consent", "hand"};
const std::set<std::string> kFactKinds{"flag", "number", "text"};
const std::set<std::string> kSubjects{"pc", "terminal"};

class Check {
 public:
  Check(const Json& document, Mistakes& mistakes) : document_(document), mistakes_(mistakes) {}

  void everything() {
    ids("facts", std::regex("[a-z]+\\.[a-z0-9_]+"), "area.name");
    ids("pictures", kId, "snake_case");
    ids("causes", kId, "snake_case");
    ids("remedies", kId, "snake_case");
    facts();
    fact_words();
    for (const auto& entry : document_["entries"]) check_entry(entry);
    for (const auto& entry : document_["entries"]) check_takes_over(entry);
    for (const auto& cause : document_["causes"]) check_cause(cause);
    for (const auto& remedy : document_["remedies"]) check_remedy(remedy);
    unreachable("causes", used_causes_, "no entry names it");
    unreachable("remedies", used_remedies_, "no cause names it");
    if (!reasons_.contains("unknown@")) mistakes_.push_back("entries: no entry is raised by the reason \"unknown\"");
  }

 private:
  const std::regex kId{"[a-z][a-z0-9_]*"};

  void wrong(const Json& row, const std::string& what) {
    const auto name = row.contains("row") ? row.value("row", "") : row.value("id", row.value("reason", ""));
    mistakes_.push_back(fmt::format("{}: {}: {}", row.value(kAt, ""), name, what));
  }

  void one_of(const Json& row, const char* field, const std::set<std::string>& allowed) {
    const auto value = row.value(field, "");
    if (allowed.contains(value)) return;
    wrong(row, fmt::format("{} is \"{}\", expected one of {}", field, value, Json(allowed).dump()));
  }

  void ids(const char* kind, const std::regex& form, const char* form_in_words) {
    for (const auto& row : document_[kind]) {
      const auto id = row.value("id", "");
      if (!std::regex_match(id, form)) wrong(row, fmt::format("the id is expected to be {}", form_in_words));
      if (!ids_[kind].insert(id).second) wrong(row, fmt::format("the id stands twice under {}", kind));
    }
  }

  void refers(const Json& row, const char* kind, const std::string& id, std::set<std::string>& used) {
    if (!ids_[kind].contains(id)) wrong(row, fmt::format("\"{}\" does not stand under {}", id, kind));
    used.insert(id);
  }

  void unreachable(const char* kind, const std::set<std::string>& used, const char* why) {
    for (const auto& row : document_[kind])
      if (!used.contains(row.value("id", ""))) wrong(row, why);
  }

  void facts() {
    for (const auto& fact : document_["facts"]) {
      one_of(fact, "kind", kFactKinds);
      one_of(fact, "subject", kSubjects);
      if (!fact["values"].empty() && fact.value("kind", "") != "text") wrong(fact, "only a text has values");
      if (fact.value("probe", "") != "person") continue;
      if (!fact.contains("ask")) wrong(fact, "a question needs its words: ask");
      if (fact.value("kind", "") != "flag") wrong(fact, "a person answers yes or no: kind is flag");
      if (fact.value("cost_s", 0.0) <= 0) wrong(fact, "a question takes time: cost_s over 0");
    }
  }

  // Every fact can be said; `is` of a number or text holds its value.
  void fact_words() {
    std::set<std::string> said;
    for (const auto& words : document_["fact_words"]) {
      const auto id = words.value("id", "");
      said.insert(id);
      if (!ids_["facts"].contains(id)) wrong(words, "no such fact in facts.yaml");
    }
    for (const auto& fact : document_["facts"])
      if (!said.contains(fact.value("id", ""))) wrong(fact, "no words in fact_words.yaml");
  }

  void check_entry(const Json& entry) {
    const auto row = entry.value("row", "");
    const auto code = entry.value("code", "");
    const auto detail = entry.value("detail", "");
    if (!std::regex_match(row, std::regex("[EQ]\\d{2}|OMT\\d{2}"))) wrong(entry, "the row is E or Q or OMT and two digits");
    if (code != row && !std::regex_match(code, std::regex("\\d{3}|FUJ\\d{3}|FUJIP\\d{2}|OMT\\d{2}")))
      wrong(entry, fmt::format("code \"{}\" is neither one of the field's nor the row", code));
    if (!keys_.insert(row + "@" + detail).second) wrong(entry, "row and detail stand twice");
    if (!codes_.insert(fmt::format("{}@{}@{}", code, detail, entry.value("phase", ""))).second)
      wrong(entry, "code, detail and phase stand twice");
    check_pattern(entry, detail, entry.value("shows", ""));
    one_of(entry, "phase", kPhases);
    one_of(entry, "who", kWho);
    one_of(entry, "severity", kSeverities);
    one_of(entry, "kind", kEntryKinds);
    check_kind(entry);
    check_raised(entry);
    check_priors(entry);
    if (entry.value("scenarios", Json::array()).empty()) wrong(entry, "no scenario proves it");
    for (const auto& scenario : entry.value("scenarios", Json::array()))
      if (!std::regex_match(scenario.get<std::string>(), std::regex("(?:[EQ]|OMT)\\d{2}(?:-[a-z0-9]+)+")))
        wrong(entry, fmt::format("scenario \"{}\": expected the row, then words in small letters", scenario.get<std::string>()));
  }

  // A detail that begins with xx stands for many, with any digits there; programs write one of them.
  void check_pattern(const Json& entry, const std::string& detail, const std::string& shows) {
    const bool pattern = std::regex_search(detail, std::regex("^xx+[A-Z]"));
    if (pattern != !shows.empty()) wrong(entry, "shows: the concrete detail of a pattern, and only of a pattern");
    if (!pattern) return;
    const auto digits = std::regex_replace(detail, std::regex("x+"), "\\d+");
    if (!std::regex_match(shows, std::regex(digits))) wrong(entry, fmt::format("shows \"{}\" does not fit {}", shows, detail));
  }

  void check_kind(const Json& entry) {
    const bool seen = entry.contains("when") || !entry.value("raised", Json::array()).empty();
    const bool question = entry.value("kind", "") == "question";
    if (question && seen) wrong(entry, "a question is never recognised: neither raised nor when");
    if (!question && !seen) wrong(entry, "nothing recognises it: neither raised nor when");
    if (!question && entry.value("causes", Json::array()).empty()) wrong(entry, "no cause");
  }

  const Json* entry_of(const std::string& row) const {
    for (const auto& entry : document_["entries"])
      if (entry.value("row", "") == row) return &entry;
    return nullptr;
  }

  std::set<std::string> remedies_of(const Json& entry) const {
    std::set<std::string> remedies;
    for (const auto& named : entry.value("causes", Json::array())) {
      for (const auto& cause : document_["causes"]) {
        if (cause.value("id", "") != named.value("id", "")) continue;
        for (const auto& remedy : cause.value("remedies", Json::array())) remedies.insert(remedy.get<std::string>());
      }
    }
    return remedies;
  }

  // Whoever follows `takes_over` from that row comes by `wanted`.
  bool leads_to(const std::string& row, const std::string& wanted, std::set<std::string>& seen) const {
    const auto* entry = entry_of(row);
    if (entry == nullptr || !seen.insert(row).second) return false;
    return std::ranges::any_of(entry->value("takes_over", Json::array()), [&](const Json& next) {
      return next.get<std::string>() == wanted || leads_to(next.get<std::string>(), wanted, seen);
    });
  }

  // What is told within another entry must be no worse than it, and must find a cure there.
  void check_takes_over(const Json& entry) {
    const auto row = entry.value("row", "");
    const auto rank = [](const Json& one) {
      return one.value("severity", "") == "blocks" ? 2 : one.value("severity", "") == "visit";
    };
    const auto ours = remedies_of(entry);
    for (const auto& name : entry.value("takes_over", Json::array())) {
      const auto* other = entry_of(name.get<std::string>());
      if (other == nullptr || other->value("kind", "") == "question" || entry.value("kind", "") == "question") {
        wrong(entry, fmt::format("takes_over: {} is no entry that is recognised", name.dump()));
        continue;
      }
      std::set<std::string> seen;
      if (name == row || leads_to(name.get<std::string>(), row, seen))
        wrong(entry, fmt::format("takes_over: {} takes it over in turn", name.dump()));
      if (rank(*other) > rank(entry)) wrong(entry, fmt::format("takes_over: {} is worse than this entry", name.dump()));
      if (std::ranges::none_of(remedies_of(*other), [&](const auto& remedy) { return ours.contains(remedy); }))
        wrong(entry, fmt::format("takes_over: {} has no remedy in common with it", name.dump()));
    }
  }

  void check_raised(const Json& entry) {
    for (const auto& raised : entry.value("raised", Json::array())) {
      one_of(raised, "phase", kPhases);
      if (raised.contains("who")) one_of(raised, "who", kWho);
      if (!reasons_.insert(raised.value("reason", "") + "@" + raised.value("phase", "")).second)
        wrong(raised, "the reason is raised by two entries in the same phase");
    }
  }

  void check_priors(const Json& entry) {
    double sum = 0;
    std::set<std::string> seen;
    for (const auto& cause : entry.value("causes", Json::array())) {
      const auto id = cause.value("id", "");
      if (!seen.insert(id).second) wrong(cause, "the cause stands twice");
      refers(cause, "causes", id, used_causes_);
      const double prior = cause.value("prior", 0.0);
      if (prior <= 0) wrong(cause, "the prior is expected to be over 0");
      sum += prior;
    }
    if (sum > 1 + 1e-9) wrong(entry, fmt::format("the priors add up to {:.2f}, expected 1 at most", sum));
  }

  void check_cause(const Json& cause) {
    one_of(cause, "who", kWho);
    if (cause.value("remedies", Json::array()).empty()) wrong(cause, "no remedy");
    for (const auto& remedy : cause.value("remedies", Json::array()))
      refers(cause, "remedies", remedy.get<std::string>(), used_remedies_);
  }

  void check_remedy(const Json& remedy) {
    one_of(remedy, "kind", kRemedyKinds);
    const auto action = remedy.value("action", "");
    if ((remedy.value("kind", "") == "hand") != action.empty())
      wrong(remedy, "automatic and consent name the action that runs, hand has none");
    for (const auto& step : remedy.value("steps", Json::array()))
      if (const auto picture = step.value("picture", ""); !picture.empty()) refers(remedy, "pictures", picture, used_pictures_);
    if (remedy.value("cost_s", 0.0) <= 0) wrong(remedy, "cost_s is expected to be over 0");
    if (remedy.value("steps", Json::array()).empty()) wrong(remedy, "no step");
  }

  const Json& document_;
  Mistakes& mistakes_;
  std::map<std::string, std::set<std::string>> ids_;
  std::set<std::string> keys_, codes_, reasons_, used_causes_, used_remedies_, used_pictures_;
};

}  // namespace

void check_document(const Json& document, Mistakes& mistakes) {
  Check(document, mistakes).everything();
}

}  // namespace omote::tools
