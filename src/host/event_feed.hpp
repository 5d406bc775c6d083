// What happens, told to other programs as it happens (docs/integration.md): server-sent events, and whoever else listens.
// Events come from the journal, by an allow-list; their numbers are the journal's, so that nobody misses one over a restart of
// his own.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "console/routes.hpp"
#include "net/loop.hpp"
#include "schema/journal.pb.h"

namespace omote::host {

struct PublicEvent {
  std::uint64_t number = 0;
  std::string type;  // the event's name in schema/journal.proto: "visit_ended"
  std::string json;  // {"number", "time", "type", "terminal", "visit", "data": {…}}
};

// Nothing for what stays inside.
[[nodiscard]] std::optional<PublicEvent> public_event(const journal::v1::Event& event, std::uint64_t number, WallTime time);

// Loop's thread only.
class EventFeed {
 public:
  EventFeed(net::Loop& loop, const Clock& clock) : loop_(loop), clock_(clock) {}
  EventFeed(const EventFeed&) = delete;
  EventFeed& operator=(const EventFeed&) = delete;
  ~EventFeed();

  void add_to(console::Routes& routes);
  void on_event(std::function<void(const PublicEvent&)> listener) { listeners_.push_back(std::move(listener)); }
  void take(const journal::v1::Event& event, std::uint64_t number);

 private:
  struct Waiter {
    console::Answer answer;
    std::uint64_t after = 0;
    net::Loop::TimerId timer = 0;
  };
  // Answers with what came after the number that the caller names, or waits for the next event.
  void serve(const console::Asked& asked, const console::Answer& answer);
  void tell(Waiter& waiter);
  [[nodiscard]] std::string text_after(std::uint64_t number) const;

  net::Loop& loop_;
  const Clock& clock_;
  std::deque<PublicEvent> last_;
  std::uint64_t newest_ = 0;
  std::list<Waiter> waiters_;
  std::vector<std::function<void(const PublicEvent&)>> listeners_;
};

}  // namespace omote::host
