#include "host/support_api.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "console/refusal.hpp"

namespace omote::host {

namespace {

using console::Json;
using console::refuse;

constexpr std::size_t kMostBytes = 2000;  // of an answer: some 600 characters of Japanese

bool says_something(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") != std::string::npos;
}

}  // namespace

void SupportApi::add_to(console::Routes& routes) {
  routes.add("GET", "/api/support", console::Right::Look, [this](const console::Asked&, const console::Answer& answer) {
    answer(console::json_answer({{"contact", contact()}}));
  });
  routes.add("POST", "/api/support/reset", console::Right::Change,
             [this](const console::Asked& asked, const console::Answer& answer) {
               const auto body = console::body_of(asked.request);
               if (!body) return answer(refuse(400, body.error()));
               reset(*body, asked.by, answer);
             });
}

Json SupportApi::contact() const {
  return {{"name", parts_.contact.name}, {"phone", parts_.contact.phone}, {"hours", parts_.contact.hours}};
}

std::string SupportApi::why_not(const std::string& serial) const {
  const auto terminals = parts_.terminals();
  const auto at = std::ranges::find(terminals, serial, &ManagedTerminal::serial);
  if (at == terminals.end()) return "terminal_unknown";
  if (at->visit_runs) return "visit_runs";
  return at->connected ? "" : "reset_terminal_away";
}

void SupportApi::reset(const Json& body, const console::Caller& by, const console::Answer& answer) {
  const Wish wish{console::text_in(body, "terminal"), console::text_in(body, "reason"), console::text_in(body, "state"),
                  console::text_in(body, "done"), by};
  for (const auto& [field, text] :
       {std::pair("reason", &wish.reason), std::pair("state", &wish.state), std::pair("done", &wish.done)}) {
    if (!says_something(*text)) return answer(refuse(400, "reset_answer_missing", field));
    if (text->size() > kMostBytes) return answer(refuse(400, "reset_answer_long", field));
  }
  if (const auto why = why_not(wish.terminal); !why.empty())
    return answer(refuse(why == "terminal_unknown" ? 404 : 409, why, "terminal"));
  if (runs_) return answer(refuse(409, "reset_runs"));
  runs_ = true;
  const Json note{{"what", "factory_reset"},
                  {"terminal", wish.terminal},
                  {"reason", wish.reason},
                  {"state", wish.state},
                  {"done", wish.done}};
  parts_.collect(note.dump(1), [this, wish, answer](const Result<std::string>& bundle) {
    runs_ = false;
    // The records that the reset erases are in nothing else.
    if (!bundle) return answer(refuse(500, "reset_without_bundle"));
    order(wish, *bundle, answer);
  });
}

void SupportApi::order(const Wish& wish, const std::string& bundle, const console::Answer& answer) {
  // Collecting takes seconds: somebody may have come meanwhile.
  if (const auto why = why_not(wish.terminal); !why.empty()) return answer(refuse(409, why, "terminal"));
  runs_ = true;
  parts_.reset(wish.terminal, [this, wish, bundle, answer](const Result<void>& done) {
    runs_ = false;
    if (done) return ended(wish, bundle, answer);
    log::error("terminal {}: not reset: {}", wish.terminal, describe(done.error()));
    answer(refuse(409, "reset_terminal_could_not", "terminal"));
  });
}

void SupportApi::ended(const Wish& wish, const std::string& bundle, const console::Answer& answer) {
  parts_.audit.setting_changed(wish.by, "factory_reset", wish.terminal);
  parts_.forget(wish.terminal);
  answer(console::json_answer({{"terminal", wish.terminal},
                               {"bundle", bundle},
                               {"reason", wish.reason},
                               {"state", wish.state},
                               {"done", wish.done},
                               {"login_kept", parts_.login(wish.terminal)},
                               {"contact", contact()}}));
}

}  // namespace omote::host
