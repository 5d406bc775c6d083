#include "sim/national/switches.hpp"

#include <algorithm>
#include <regex>

namespace omote::sim::national {

namespace {

constexpr std::string_view kPersona = "persona.";

const SwitchRule* find_rule(std::string_view name) {
  const auto& rules = switch_rules();
  const auto at = std::ranges::find(rules, name, &SwitchRule::name);
  return at == rules.end() ? nullptr : &*at;
}

// "persona.adult.validity" -> the rule "persona.ID.validity"; "persona.adult.record.X" -> "persona.ID.record.NAME".
const SwitchRule* rule_for(const std::string& name) {
  static const std::regex kPersonaName("persona\\.[a-z_]+\\.(record\\.[A-Za-z0-9]+|[a-z_]+)");
  std::smatch match;
  if (!std::regex_match(name, match, kPersonaName)) return find_rule(name);
  const auto what = match[1].str();
  return find_rule("persona.ID." + (what.starts_with("record.") ? "record.NAME" : what));
}

}  // namespace

const std::vector<SwitchRule>& switch_rules() {
  static const std::string kOperation = "(|login|policy|challenge|identify|registration|eligibility|lookup|reference)";
  static const std::string kOnOff = "(on|off)";
  static const std::vector<SwitchRule> kRules{
      {"mode", "unattended", "(unattended|staff_confirmation)", "operating mode"},
      {"face_security_level", "3", "[2-4]", "exponent of the false accept rate"},
      {"liveness_challenge", "on", kOnOff, "demand a liveness challenge"},
      {"prescription_choice", "off", kOnOff, "ask for electronic or paper prescription"},
      {"staff_code", "2468", "([0-9]{4,8}|none)", "staff code of the day"},
      {"notice", "none", "[a-z_]{1,40}", "id of an announcement, or none"},
      {"outage", "off", kOnOff, "the system declares an outage"},
      {"hours", "00:00-24:00", "([01][0-9]|2[0-4]):[0-5][0-9]-([01][0-9]|2[0-4]):[0-5][0-9]", "service hours in Japan"},
      {"latency_ms", "0", "[0-9]{1,5}", "time before each answer"},
      {"clock_ahead_s", "0", "-?[0-9]{1,9}", "how far its clock, in the Date of its answers, is ahead of this PC's"},
      {"challenge_s", "300", "[0-9]{1,4}", "how long a challenge counts"},
      {"network", "up", "(up|down|silent)", "down: nobody listens; silent: no answer ever comes"},
      {"certificate", "server", "server(|_expired|_elsewhere|_unknown)", "which certificate the server shows"},
      {"fault", "none",
       "(none|silent|garbage|html|truncated|cut_[0-9]{1,6}|status_500|status_502|status_503|wrong_visit|wrong_person|"
       "wrong_institution|repeated_name|deep|huge)",
       "what is wrong with the answers"},
      {"fault_at", "", kOperation, "only answers of this operation are wrong; empty: of all"},
      {"validity", "", "[1-6]", "QualificationValidity of everybody"},
      {"environment", "", "(verification|production)", "which environment answers here; empty: as it was started"},
      {"sessions", "", "end", "setting it ends all sessions"},
      {"locks", "", "open", "setting it opens the accounts that wrong passwords locked"},
      {"persona.ID.validity", "", "[1-6]", "QualificationValidity of this person"},
      {"persona.ID.certificate", "", "(revoked|expired|grace|ends_soon|good)", "state of the authentication certificate"},
      {"persona.ID.registered", "", "(yes|no)", "registered as an insurance card"},
      {"persona.ID.registration", "",
       "(subscriber_not_registered|subscriber_duplicate|online_portal_error|portal_error|other_error|"
       "system_link_error)",
       "the portal's reason for refusing the first registration"},
      {"persona.ID.segment", "", "9", "SegmentOfResult: abnormal, with an error code"},
      {"persona.ID.record.NAME", "", "[^\\x00-\\x1f]{1,200}", "text of this element in the first record; - takes it away"},
  };
  return kRules;
}

Switches::Switches() {
  reset();
}

void Switches::reset() {
  values_.clear();
  for (const auto& rule : switch_rules()) {
    if (!rule.name.starts_with(kPersona)) values_[rule.name] = rule.standard;
  }
}

Result<void> Switches::set(const std::string& name, const std::string& value) {
  const auto* rule = rule_for(name);
  if (rule == nullptr) return fail("switch_unknown", name);
  const bool persona = rule->name.starts_with(kPersona);
  if (value.empty()) {
    if (persona)
      values_.erase(name);
    else
      values_[name] = rule->standard;
    return {};
  }
  if (!std::regex_match(value, std::regex(rule->pattern))) return fail("switch_value_wrong", name + ": " + rule->pattern);
  values_[name] = value;
  return {};
}

const std::string& Switches::get(std::string_view name) const {
  static const std::string kNone;
  const auto at = values_.find(name);
  return at == values_.end() ? kNone : at->second;
}

int Switches::number(std::string_view name) const {
  return std::stoi(get(name));
}

std::string Switches::of_persona(std::string_view persona, std::string_view name) const {
  return get(std::string(kPersona) + std::string(persona) + '.' + std::string(name));
}

std::vector<std::pair<std::string, std::string>> Switches::records_of(std::string_view persona) const {
  const auto begin = std::string(kPersona) + std::string(persona) + ".record.";
  std::vector<std::pair<std::string, std::string>> found;
  for (auto at = values_.lower_bound(begin); at != values_.end() && at->first.starts_with(begin); ++at) {
    found.emplace_back(at->first.substr(begin.size()), at->second);
  }
  return found;
}

}  // namespace omote::sim::national
