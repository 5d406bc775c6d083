#include "host/environment_api.hpp"

#include <fmt/ranges.h>

#include <set>

#include "base/log.hpp"
#include "console/refusal.hpp"

namespace omote::host {

using console::Json;
using console::refuse;

void EnvironmentApi::add_to(console::Routes& routes) {
  routes.add("GET", "/api/environment", console::Right::Look,
             [this](const console::Asked&, const console::Answer& answer) { answer(console::json_answer(told())); });
  routes.add("POST", "/api/environment", console::Right::Change,
             [this](const console::Asked& asked, const console::Answer& answer) {
               const auto body = console::body_of(asked.request);
               if (!body) return answer(refuse(400, body.error()));
               change(*body, asked.by, answer);
             });
}

std::vector<std::string> EnvironmentApi::simulated_readers() const {
  std::set<std::string> found;
  if (is_simulated_reader(parts_.settings.any_terminal.reader)) found.insert(parts_.settings.any_terminal.reader);
  for (const auto& [serial, terminal] : parts_.settings.terminals)
    if (is_simulated_reader(terminal.reader)) found.insert(terminal.reader);
  return {found.begin(), found.end()};
}

Json EnvironmentApi::told() const {
  const auto& settings = parts_.settings;
  const auto chosen = choice_.chosen();
  auto environments = Json::array();
  for (const auto name : kEnvironments) {
    const bool here = settings.environment == name;
    const auto& all = here ? parts_.registrations.here() : parts_.registrations.others().at(std::string(name)).all;
    auto accounts = Json::array();
    for (const auto& one : all.all()) accounts.push_back({{"login", one.device_id}, {"terminal", one.reader}});
    const auto place = settings.national_places.find(std::string(name));
    environments.push_back(
        {{"name", name}, {"host", place == settings.national_places.end() ? "" : place->second.host}, {"accounts", accounts}});
  }
  return {{"environment", settings.environment},
          {"from", settings.environment_chosen ? "console" : "settings"},
          {"next", chosen.empty() || chosen == settings.environment ? "" : chosen},
          {"can_restart", static_cast<bool>(parts_.restart)},
          {"simulated_readers", simulated_readers()},
          {"environments", environments}};
}

void EnvironmentApi::change(const Json& body, const console::Caller& by, const console::Answer& answer) {
  const auto wanted = console::text_in(body, "environment");
  const auto chosen = choice_.chosen();
  const bool same = wanted == parts_.settings.environment && (chosen.empty() || chosen == wanted);
  if (same) return answer(refuse(409, "environment_in_use", "environment"));
  if (const auto readers = simulated_readers(); wanted == kProduction && !readers.empty())
    return answer(refuse(409, Failure{"simulated_reader_in_production", fmt::format("{}", fmt::join(readers, ", "))}));
  if (parts_.visit_runs()) return answer(refuse(409, "visit_runs"));
  if (const auto set = choice_.choose(wanted); !set) {
    const bool unknown = set.error().reason.text() == "environment_unknown";
    return answer(refuse(unknown ? 400 : 500, set.error(), "environment"));
  }
  parts_.audit.setting_changed(by, "environment", wanted);
  auto answered = told();
  answered["restarts"] = static_cast<bool>(parts_.restart) && wanted != parts_.settings.environment;
  answer(console::json_answer(answered));
  if (!parts_.restart || wanted == parts_.settings.environment) return;
  if (const auto restarted = parts_.restart(); !restarted) log::error("{}", describe(restarted.error()));
}

}  // namespace omote::host
