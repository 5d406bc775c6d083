// What other programs of the clinic use of the host: tokens, events, webhooks, figures (docs/integration.md).
#pragma once

#include <functional>
#include <memory>

#include "console/console_server.hpp"
#include "console/token_api.hpp"
#include "host/event_feed.hpp"
#include "host/journal_watch.hpp"
#include "host/metrics.hpp"
#include "host/webhooks.hpp"

namespace omote::host {

// Loop's thread only; the console and the journal must outlive it.
class Integration {
 public:
  Integration(net::Loop& loop, const Clock& clock, console::ConsoleServer& console, JournalWatch& journal,
              const std::filesystem::path& state_folder, std::function<console::v1::State()> make_state);
  ~Integration();
  Integration(const Integration&) = delete;
  Integration& operator=(const Integration&) = delete;

 private:
  JournalWatch& journal_;
  console::TokenBook tokens_;
  console::TokenApi token_api_;
  EventFeed feed_;
  Webhooks webhooks_;
  Metrics metrics_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace omote::host
