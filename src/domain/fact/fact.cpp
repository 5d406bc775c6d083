#include "domain/fact/fact.hpp"

#include <fmt/format.h>

namespace omote::fact {

namespace {

struct ToText {
  std::string operator()(bool flag) const { return flag ? "true" : "false"; }
  std::string operator()(double number) const { return fmt::format("{}", number); }
  std::string operator()(const std::string& text) const { return text; }
};

}  // namespace

Fact known(std::string id, std::string subject, Value value, WallTime seen) {
  return {std::move(id), std::move(subject), std::move(value), {}, seen};
}

Fact not_known(std::string id, std::string subject, std::string why, WallTime seen) {
  return {std::move(id), std::move(subject), std::nullopt, std::move(why), seen};
}

std::string to_text(const Fact& fact) {
  if (!fact.value) return "? " + fact.unknown;
  return std::visit(ToText{}, *fact.value);
}

bool Facts::put(Fact fact) {
  auto& place = facts_[fact.subject][fact.id];
  const bool other = place.id.empty() || place.value != fact.value || place.unknown != fact.unknown;
  place = std::move(fact);
  return other;
}

const Fact* Facts::find(std::string_view id, std::string_view subject) const {
  for (const auto whose : {subject, std::string_view()}) {
    const auto facts = facts_.find(whose);
    if (facts == facts_.end()) continue;
    if (const auto at = facts->second.find(id); at != facts->second.end()) return &at->second;
  }
  return nullptr;
}

void Facts::forget(std::string_view subject) {
  if (const auto at = facts_.find(subject); at != facts_.end()) facts_.erase(at);
}

std::vector<Fact> Facts::all() const {
  std::vector<Fact> facts;
  for (const auto& [subject, by_id] : facts_)
    for (const auto& [id, fact] : by_id) facts.push_back(fact);
  return facts;
}

}  // namespace omote::fact
