// What the machine can do by itself: actions by name, as the catalogue's remedies ask for them (catalogue/actions.yaml).
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>

#include "base/result.hpp"
#include "domain/fact/fact.hpp"

namespace omote::diagnosis {

struct Order {
  std::string action;
  std::string terminal;  // serial number, or "" for the PC
  fact::Facts facts;     // as known when it was ordered
};

// Called once, on the thread that ordered. A failure says why the action could not be carried out; whether it helped is for
// the facts to say.
using ActionDone = std::function<void(Result<void>)>;
// Must not block.
using Action = std::function<void(const Order& order, ActionDone done)>;

class Actions {
 public:
  void add(std::string name, Action action) { actions_[std::move(name)] = std::move(action); }
  [[nodiscard]] bool knows(const std::string& name) const { return actions_.contains(name); }
  // Reason: action_not_here (this system or this set-up cannot do it).
  void start(const Order& order, ActionDone done) const;

 private:
  std::map<std::string, Action> actions_;
};

}  // namespace omote::diagnosis
