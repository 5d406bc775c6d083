// The facts of one look as they come together: all seen at one time, about one subject unless another is named.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/fact/fact.hpp"

namespace omote::diagnosis {

class FactList {
 public:
  FactList(std::string subject, WallTime seen) : subject_(std::move(subject)), seen_(seen) {}

  void flag(std::string_view id, bool value) { known(id, value); }
  void number(std::string_view id, double value) { known(id, value); }
  void text(std::string_view id, std::string value) { known(id, std::move(value)); }
  void unknown(std::string_view id, std::string_view why) { unknown(id, why, subject_); }
  void unknown(std::string_view id, std::string_view why, const std::string& subject) {
    facts_.push_back({std::string(id), subject, std::nullopt, std::string(why), seen_});
  }
  // What follows is about another subject.
  void turn_to(std::string subject) { subject_ = std::move(subject); }
  [[nodiscard]] std::vector<fact::Fact> take() { return std::move(facts_); }

 private:
  void known(std::string_view id, fact::Value value) {
    facts_.push_back({std::string(id), subject_, std::move(value), "", seen_});
  }

  std::string subject_;
  WallTime seen_;
  std::vector<fact::Fact> facts_;
};

}  // namespace omote::diagnosis
