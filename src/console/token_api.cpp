#include "console/token_api.hpp"

#include "base/date.hpp"
#include "console/refusal.hpp"

namespace omote::console {

namespace {

unsigned status_of(const Failure& failure) {
  const auto reason = failure.reason.text();
  if (reason == "token_unknown") return 404;
  return reason == "token_name_wrong" || reason == "token_rights_missing" ? 400 : 409;
}

Json rights_json(const Rights& rights) {
  auto words = Json::array();
  for (const auto right : rights) words.push_back(to_string(right));
  return words;
}

}  // namespace

void TokenApi::add_to(Routes& routes) {
  routes.add("GET", "/api/tokens", Right::Change, [this](const Asked&, const Answer& answer) { list(answer); });
  routes.add("POST", "/api/tokens", Right::Change, [this](const Asked& asked, const Answer& answer) { make(asked, answer); });
  routes.add("POST", "/api/tokens/remove", Right::Change,
             [this](const Asked& asked, const Answer& answer) { remove(asked, answer); });
}

void TokenApi::list(const Answer& answer) const {
  auto rows = Json::array();
  for (const auto& one : book_.tokens()) {
    rows.push_back({{"name", one.name}, {"rights", rights_json(one.rights)}, {"made", one.made}});
  }
  answer(json_answer({{"tokens", rows}}));
}

void TokenApi::make(const Asked& asked, const Answer& answer) {
  const auto body = body_of(asked.request);
  if (!body) return answer(refuse(400, body.error()));
  Rights rights;
  const auto wanted = body->find("rights");
  for (const auto& word : wanted != body->end() && wanted->is_array() ? *wanted : Json::array()) {
    const auto right = word.is_string() ? right_of(word.get<std::string>()) : std::nullopt;
    if (!right) return answer(refuse(400, "right_unknown", "rights"));
    rights.insert(*right);
  }
  const auto name = text_in(*body, "name");
  const auto made = book_.make(name, rights, to_iso(to_jst(clock_.now()).date));
  if (!made) {
    const auto field = made.error().reason.text() == "token_rights_missing" ? "rights" : "name";
    return answer(refuse(status_of(made.error()), made.error(), field));
  }
  audit_.setting_changed(asked.by, "tokens", name);
  answer(json_answer({{"name", name}, {"rights", rights_json(rights)}, {"token", *made}}, 201));
}

void TokenApi::remove(const Asked& asked, const Answer& answer) {
  const auto body = body_of(asked.request);
  if (!body) return answer(refuse(400, body.error()));
  const auto name = text_in(*body, "name");
  if (const auto removed = book_.remove(name); !removed)
    return answer(refuse(status_of(removed.error()), removed.error(), "name"));
  audit_.setting_changed(asked.by, "tokens", name);
  answer(json_answer({{"name", name}}));
}

}  // namespace omote::console
