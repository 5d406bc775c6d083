// Drives step() as the services do, remembering all effects.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "domain/visit/step.hpp"

namespace omote::visit::test {

inline CardFacts good_card() {
  return {true, "0123456789abcdef", 3, true, 10, Date{2035, 2, 17}};
}

class Driver {
 public:
  Policy policy;
  State state;
  std::vector<Effect> last;

  Driver() { policy.institution_code = "1311234567"; }

  void on(Event event) {
    auto step = visit::step(std::move(state), std::move(event), policy);
    state = std::move(step.state);
    last = std::move(step.effects);
  }
  void touch(const std::string& action, std::string_view value = "") { on(Touched{state.revision, action, Secret(value)}); }
  void to_ready() {
    on(TerminalWentUp{});
    on(NationalWentUp{});
    on(ReaderSeen{Reader::Empty});
  }
  void to_choosing(CardFacts card = good_card()) {
    to_ready();
    on(ReaderSeen{Reader::Card});
    on(CardRecognised{std::move(card)});
  }
  void to_photo() {
    on(CardFrontRead{Secret("55021720352285")});
    on(PhotoAnswered{Verified::Accepted, 10});
  }
  template <class T>
  [[nodiscard]] const T* find() const {
    for (const auto& effect : last) {
      if (const auto* found = std::get_if<T>(&effect)) return found;
    }
    return nullptr;
  }
  [[nodiscard]] std::string param(const std::string& name) const {
    const auto* shown = find<Show>();
    if (shown == nullptr) return "";
    for (const auto& [key, value] : shown->params) {
      if (key == name) return value;
    }
    return "";
  }
};

}  // namespace omote::visit::test
