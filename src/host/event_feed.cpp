#include "host/event_feed.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "console/body.hpp"
#include "console/refusal.hpp"
#include "link/messages/web_json.hpp"

namespace omote::host {

namespace {

constexpr std::size_t kKept = 500;
constexpr std::size_t kMostWaiters = 32;
// Shorter than what proxies and clients wait; the client asks again at once (retry).
constexpr std::chrono::seconds kPatience{20};

constexpr std::array<std::string_view, 14> kPublic{"visit_began",     "visit_ended",      "result_delivered", "link_changed",
                                                   "terminal_paired", "national_changed", "incident_opened",  "incident_closed",
                                                   "remedy_started",  "remedy_ended",     "self_test_ended",  "bundle_made",
                                                   "account_changed", "program_started"};

std::uint64_t number_in(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

std::optional<PublicEvent> public_event(const journal::v1::Event& event, std::uint64_t number, WallTime time) {
  const auto* kinds = journal::v1::Event::descriptor()->FindOneofByName("kind");
  const auto* field = event.GetReflection()->GetOneofFieldDescriptor(event, kinds);
  if (field == nullptr || std::ranges::find(kPublic, field->name()) == kPublic.end()) return std::nullopt;
  const auto& data = event.GetReflection()->GetMessage(event, field);
  const console::Json json{{"number", number},       {"time", to_iso(time)},
                           {"type", field->name()},  {"terminal", event.terminal()},
                           {"visit", event.visit()}, {"data", console::Json::parse(link::to_web_json(data))}};
  return PublicEvent{number, field->name(), json.dump()};
}

EventFeed::~EventFeed() {
  for (auto& waiter : waiters_) loop_.cancel(waiter.timer);
}

void EventFeed::add_to(console::Routes& routes) {
  routes.add("GET", "/api/events", console::Right::Look,
             [this](const console::Asked& asked, const console::Answer& answer) { serve(asked, answer); });
}

void EventFeed::take(const journal::v1::Event& event, std::uint64_t number) {
  auto told = public_event(event, number, clock_.now());
  if (!told) return;
  newest_ = number;
  last_.push_back(std::move(*told));
  if (last_.size() > kKept) last_.pop_front();
  for (auto& waiter : std::exchange(waiters_, {})) {
    loop_.cancel(waiter.timer);
    tell(waiter);
  }
  for (const auto& listener : listeners_) listener(last_.back());
}

// Whoever names no number hears from now on.
void EventFeed::serve(const console::Asked& asked, const console::Answer& answer) {
  const auto named = asked.request.header("Last-Event-ID");
  Waiter waiter{answer, named.empty() ? newest_ : number_in(named), 0};
  if (!named.empty() && waiter.after < newest_) return tell(waiter);
  if (waiters_.size() >= kMostWaiters) return answer(console::refuse_for_now("too_busy", std::chrono::seconds(2)));
  const auto at = waiters_.insert(waiters_.end(), std::move(waiter));
  at->timer = loop_.after(kPatience, [this, at] {
    auto waited = std::move(*at);
    waiters_.erase(at);
    tell(waited);
  });
}

void EventFeed::tell(Waiter& waiter) {
  net::Response response;
  response.headers = {{"Content-Type", "text/event-stream; charset=utf-8"}, {"Cache-Control", "no-store"}};
  response.body = "retry: 100\n\n" + text_after(waiter.after);
  waiter.answer(std::move(response));
}

std::string EventFeed::text_after(std::uint64_t number) const {
  std::string text;
  // What is no longer here is named, so that the other side reads the journal or the state instead.
  if (!last_.empty() && number != 0 && last_.front().number > number + 1 && last_.size() >= kKept) {
    text += "event: gap\ndata: {\"after\": " + std::to_string(number) + "}\n\n";
  }
  for (const auto& event : last_) {
    if (event.number <= number) continue;
    text += "id: " + std::to_string(event.number) + "\nevent: " + event.type + "\ndata: " + event.json + "\n\n";
  }
  if (text.empty()) text = "id: " + std::to_string(newest_) + "\n: nothing happened\n\n";
  return text;
}

}  // namespace omote::host
