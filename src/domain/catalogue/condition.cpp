#include "domain/catalogue/condition.hpp"

#include <algorithm>

namespace omote::catalogue {

namespace {

bool fits(const Condition& condition, const fact::Value& value) {
  const auto* number = std::get_if<double>(&value);
  const auto* text = std::get_if<std::string>(&value);
  const auto* limit = std::get_if<double>(&condition.value);
  const auto* part = std::get_if<std::string>(&condition.value);
  switch (condition.kind) {
    case Condition::Kind::Is: return value == condition.value;
    case Condition::Kind::Not: return value != condition.value;
    case Condition::Kind::Over: return number && limit && *number > *limit;
    case Condition::Kind::Under: return number && limit && *number < *limit;
    case Condition::Kind::Has: return text && part && text->find(*part) != std::string::npos;
    default: return false;
  }
}

void collect(const Condition& condition, std::vector<std::string>& ids) {
  if (!condition.fact.empty() && std::ranges::find(ids, condition.fact) == ids.end()) ids.push_back(condition.fact);
  for (const auto& part : condition.parts) collect(part, ids);
}

}  // namespace

bool met(const Condition& condition, const fact::Facts& facts, std::string_view subject) {
  const auto part_met = [&](const Condition& part) { return met(part, facts, subject); };
  switch (condition.kind) {
    case Condition::Kind::All: return std::ranges::all_of(condition.parts, part_met);
    case Condition::Kind::Any: return std::ranges::any_of(condition.parts, part_met);
    case Condition::Kind::None: return std::ranges::none_of(condition.parts, part_met);
    default: break;
  }
  const auto* fact = facts.find(condition.fact, subject);
  const bool unknown = !fact || !fact->value;
  if (condition.kind == Condition::Kind::Unknown) return unknown;
  return !unknown && fits(condition, *fact->value);
}

std::vector<std::string> facts_of(const Condition& condition) {
  std::vector<std::string> ids;
  collect(condition, ids);
  return ids;
}

}  // namespace omote::catalogue
