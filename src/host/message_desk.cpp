#include "host/message_desk.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "base/text.hpp"
#include "console/body.hpp"
#include "console/refusal.hpp"
#include "link/messages/web_json.hpp"

namespace omote::host {

namespace {

using console::Json;

const std::string& text_of(const kiosk::v1::Texts& texts, std::string_view name) {
  if (name == "clinic_name") return texts.clinic_name();
  if (name == "hours") return texts.hours();
  return name == "ready" ? texts.ready() : texts.waiting();
}

// Only what can be seen, and lines.
bool is_plain(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  return is_utf8(text) && to_one_line(text, text.size() + 1) == text;
}

Result<void> check_texts(const std::string& language, const kiosk::v1::Texts& texts) {
  for (const auto& limit : kTextLimits) {
    const auto& text = text_of(texts, limit.name);
    const auto where = language + "." + std::string(limit.name);
    if (!is_plain(text)) return fail("message_not_plain", where);
    const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
    if (to_code_points(text).size() > limit.characters || lines > limit.lines) return fail("message_too_long", where);
  }
  return {};
}

template <class Which>
void drop_texts(kiosk::v1::Appearance& appearance, Which which) {
  auto& texts = *appearance.mutable_texts();
  for (auto at = texts.begin(); at != texts.end();) at = which(*at) ? texts.erase(at) : std::next(at);
}

// Languages without any text are as if they were not named.
kiosk::v1::Appearance tidied(kiosk::v1::Appearance wanted) {
  drop_texts(wanted, [](const auto& one) { return one.second.ByteSizeLong() == 0; });
  if (wanted.type() == "normal") wanted.clear_type();
  if (wanted.colours() == "standard") wanted.clear_colours();
  return wanted;
}

}  // namespace

Result<void> check_appearance(const kiosk::v1::Appearance& wanted, const std::vector<std::string>& languages) {
  for (const auto& [language, texts] : wanted.texts()) {
    if (std::ranges::find(languages, language) == languages.end()) return fail("message_language_unknown", language);
    if (auto good = check_texts(language, texts); !good) return good;
  }
  const bool type = wanted.type().empty() || wanted.type() == "normal" || wanted.type() == "large";
  const bool colours = wanted.colours().empty() || wanted.colours() == "standard" || wanted.colours() == "calm";
  if (!type || !colours) return fail("look_unknown", type ? "colours" : "type");
  return {};
}

MessageDesk::MessageDesk(const Settings& settings, const console::Audit& audit, std::function<void()> changed)
    : clinic_name_(settings.clinic_name),
      languages_(settings.languages),
      audit_(audit),
      changed_(std::move(changed)),
      file_(KeptFile::open(settings.state_folder / "messages", "omote-messages")) {
  if (file_.contents().empty()) return;
  if (!link::from_web_json(file_.contents(), appearance_)) {
    log::warning("the screens' own words cannot be read; the delivered ones are shown");
    appearance_.Clear();
  }
  // A language that the settings no longer name.
  drop_texts(appearance_, [this](const auto& one) { return std::ranges::find(languages_, one.first) == languages_.end(); });
}

void MessageDesk::serve(console::Routes& routes) {
  routes.add("GET", "/api/messages", console::Right::Look,
             [this](const console::Asked&, const console::Answer& answer) { tell(answer); });
  routes.add("PUT", "/api/messages", console::Right::Change, [this](const console::Asked& asked, const console::Answer& answer) {
    kiosk::v1::Appearance wanted;
    if (!link::from_web_json(asked.request.body, wanted)) return answer(console::refuse(400, "messages_malformed"));
    take(std::move(wanted), asked.by, "changed", answer);
  });
  routes.add("DELETE", "/api/messages", console::Right::Change,
             [this](const console::Asked& asked, const console::Answer& answer) { take({}, asked.by, "reset", answer); });
}

void MessageDesk::tell(const console::Answer& answer) const {
  auto limits = Json::object();
  for (const auto& limit : kTextLimits)
    limits[std::string(limit.name)] = {{"characters", limit.characters}, {"lines", limit.lines}};
  answer(console::json_answer({{"clinic_name", clinic_name_},
                               {"languages", languages_},
                               {"limits", limits},
                               {"messages", Json::parse(link::to_web_json(appearance_))}}));
}

void MessageDesk::take(kiosk::v1::Appearance wanted, const console::Caller& by, const char* what, const console::Answer& answer) {
  if (const auto good = check_appearance(wanted, languages_); !good) {
    return answer(console::refuse(400, good.error(), good.error().context));
  }
  wanted = tidied(std::move(wanted));
  if (const auto saved = file_.save(link::to_web_json(wanted)); !saved) return answer(console::refuse(503, saved.error()));
  appearance_ = std::move(wanted);
  audit_.setting_changed(by, "messages", what);
  changed_();
  tell(answer);
}

}  // namespace omote::host
