// What to do next, as decision-theoretic troubleshooting orders it: remedies by probability over cost, and a question first
// when its answer is expected to save more time than asking takes.
#include <algorithm>
#include <optional>

#include "diagnosis/rules/rank.hpp"

namespace omote::diagnosis {

namespace {

// Less than this is no reason to send a person anywhere.
constexpr double kLeastProbability = 0.02;
constexpr double kLeastCost = 1;

struct Repair {
  const catalogue::Remedy* remedy = nullptr;
  std::string cause;       // the most probable of those that it cures
  double probability = 0;  // that it helps
  double cost = kLeastCost;
  [[nodiscard]] double gain() const { return probability / cost; }
};

using Weights = std::vector<double>;  // of the findings, in their order

std::vector<Repair> repairs(const std::vector<Finding>& findings, const Weights& weights, const catalogue::Catalogue& catalogue,
                            const std::set<std::string>& tried) {
  std::vector<Repair> all;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const auto* cause = catalogue.cause(findings[i].cause);
    if (cause == nullptr) continue;
    for (const auto& id : cause->remedies) {
      const auto* remedy = catalogue.remedy(id);
      if (remedy == nullptr || tried.contains(id)) continue;
      auto at = std::ranges::find(all, remedy, &Repair::remedy);
      if (at == all.end()) at = all.insert(all.end(), {remedy, cause->id, 0, std::max(kLeastCost, remedy->cost_s)});
      at->probability += weights[i];
    }
  }
  std::erase_if(all, [](const Repair& repair) { return repair.probability < kLeastProbability; });
  std::ranges::stable_sort(all, std::greater{}, &Repair::gain);
  return all;
}

// Seconds until it is cured when the remedies are tried in that order, each only if those before did not help.
double expected_cost(const std::vector<Finding>& findings, const Weights& weights, const catalogue::Catalogue& catalogue,
                     const std::set<std::string>& tried) {
  std::vector<bool> cured(findings.size(), false);
  double cost = 0;
  double open = 1;
  for (const auto& repair : repairs(findings, weights, catalogue, tried)) {
    cost += open * repair.cost;
    for (std::size_t i = 0; i < findings.size(); ++i) {
      const auto* cause = catalogue.cause(findings[i].cause);
      if (cause == nullptr || cured[i] || std::ranges::find(cause->remedies, repair.remedy->id) == cause->remedies.end())
        continue;
      cured[i] = true;
      open = std::max(0.0, open - weights[i]);
    }
  }
  return cost;
}

// How much that answer speaks for a finding.
double factor_of(const Finding& finding, const std::string& question, bool answer, const catalogue::Catalogue& catalogue) {
  const auto* cause = catalogue.cause(finding.cause);
  if (cause == nullptr) return 1;
  fact::Facts answered;
  answered.put(fact::known(question, "", answer, {}));
  double factor = 1;
  for (const auto& evidence : cause->evidence) {
    if (evidence.condition.fact == question && catalogue::met(evidence.condition, answered, "")) factor *= evidence.factor;
  }
  return factor;
}

struct Question {
  std::string id;
  double cost = kLeastCost;
  double saves = 0;  // seconds, the asking already paid
};

// A question's two answers split the findings; how probable each is under a finding follows from its two factors.
double expected_cost_after(const std::vector<Finding>& findings, const std::string& question,
                           const catalogue::Catalogue& catalogue, const std::set<std::string>& tried) {
  double cost = 0;
  for (const bool answer : {true, false}) {
    Weights weights;
    double probability = 0;
    for (const auto& finding : findings) {
      const double here = factor_of(finding, question, answer, catalogue);
      const double other = factor_of(finding, question, !answer, catalogue);
      weights.push_back(here + other > 0 ? finding.probability * here / (here + other) : 0);
      probability += weights.back();
    }
    if (probability <= 0) continue;
    for (auto& weight : weights) weight /= probability;
    cost += probability * expected_cost(findings, weights, catalogue, tried);
  }
  return cost;
}

std::optional<Question> best_question(const std::vector<Finding>& findings, const Weights& weights,
                                      const catalogue::Catalogue& catalogue, const std::set<std::string>& tried,
                                      const std::set<std::string>& asked) {
  std::optional<Question> best;
  const double now = expected_cost(findings, weights, catalogue, tried);
  std::set<std::string> seen;
  for (const auto& finding : findings) {
    for (const auto& id : finding.missing) {
      const auto* rule = catalogue.fact(id);
      if (rule == nullptr || rule->probe != "person" || asked.contains(id) || !seen.insert(id).second) continue;
      Question question{id, std::max(kLeastCost, rule->cost_s), 0};
      question.saves = now - expected_cost_after(findings, id, catalogue, tried) - question.cost;
      if (question.saves > 0 && (!best || question.saves > best->saves)) best = question;
    }
  }
  return best;
}

}  // namespace

NextStep next_step(const std::vector<Finding>& findings, const catalogue::Catalogue& catalogue,
                   const std::set<std::string>& tried, const std::set<std::string>& asked) {
  Weights weights;
  for (const auto& finding : findings) weights.push_back(finding.probability);
  const auto all = repairs(findings, weights, catalogue, tried);
  if (const auto question = best_question(findings, weights, catalogue, tried, asked)) {
    return {NextStep::Kind::Question, question->id, findings.front().cause, question->saves / question->cost};
  }
  if (all.empty()) return {};
  return {NextStep::Kind::Remedy, all.front().remedy->id, all.front().cause, all.front().gain()};
}

}  // namespace omote::diagnosis
