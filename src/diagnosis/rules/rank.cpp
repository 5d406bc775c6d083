#include "diagnosis/rules/rank.hpp"

#include <algorithm>
#include <cmath>

namespace omote::diagnosis {

namespace {

constexpr double kPriorUnknown = 0.05;
// Each cure at this clinic makes its cause half as likely again, up to this many.
constexpr double kCureWeighs = 1.5;
constexpr int kCuresCounted = 5;

double weight_of(const Experience& experience, const std::string& row, const std::string& cause) {
  const auto at = experience.find({row, cause});
  return at == experience.end() ? 1 : std::pow(kCureWeighs, std::clamp(at->second, 0, kCuresCounted));
}

// Evidence is about one fact: whether it is known, and which it is.
const fact::Fact* subject_of(const catalogue::Evidence& evidence, const fact::Facts& facts, const std::string& subject) {
  return facts.find(evidence.condition.fact, subject);
}

Finding judge(const catalogue::Cause& cause, double score, const fact::Facts& facts, const std::string& subject) {
  Finding finding{cause.id, score, {}, {}};
  for (const auto& evidence : cause.evidence) {
    const auto* fact = subject_of(evidence, facts, subject);
    if (catalogue::met(evidence.condition, facts, subject)) {
      finding.probability *= evidence.factor;
      if (fact != nullptr) finding.evidence.push_back({*fact, evidence.factor});
    } else if (fact == nullptr || !fact->value) {
      if (std::ranges::find(finding.missing, evidence.condition.fact) == finding.missing.end())
        finding.missing.push_back(evidence.condition.fact);
    }
  }
  std::ranges::stable_sort(finding.evidence, std::greater{},
                           [](const Speaks& speaks) { return std::abs(std::log(speaks.factor)); });
  return finding;
}

void normalise(std::vector<Finding>& findings) {
  double sum = 0;
  for (const auto& finding : findings) sum += finding.probability;
  for (auto& finding : findings) finding.probability = sum > 0 ? finding.probability / sum : 0;
}

void sort(std::vector<Finding>& findings) {
  std::ranges::stable_sort(findings, std::greater{}, &Finding::probability);
}

}  // namespace

std::vector<Finding> rank(const catalogue::Entry& entry, const fact::Facts& facts, const std::string& subject,
                          const catalogue::Catalogue& catalogue, const Experience& experience) {
  std::vector<Finding> findings;
  for (const auto& [id, prior] : entry.causes) {
    const auto* cause = catalogue.cause(id);
    if (cause != nullptr) findings.push_back(judge(*cause, prior * weight_of(experience, entry.row, id), facts, subject));
  }
  findings.push_back({"", kPriorUnknown, {}, {}});
  normalise(findings);
  sort(findings);
  return findings;
}

bool for_terminals(const catalogue::Entry& entry, const catalogue::Catalogue& catalogue) {
  if (!entry.when) return false;
  return std::ranges::any_of(catalogue::facts_of(*entry.when), [&](const std::string& id) {
    const auto* rule = catalogue.fact(id);
    return rule != nullptr && rule->subject == "terminal";
  });
}

std::vector<const catalogue::Entry*> recognise(const catalogue::Catalogue& catalogue, const fact::Facts& facts,
                                               const std::string& subject) {
  std::vector<const catalogue::Entry*> found;
  for (const auto& entry : catalogue.entries()) {
    if (!entry.when || !catalogue::met(*entry.when, facts, subject)) continue;
    // What the PC's own facts show already is the PC's, and not each terminal's again.
    if (subject.empty() || !catalogue::met(*entry.when, facts, "")) found.push_back(&entry);
  }
  return found;
}

}  // namespace omote::diagnosis
