#include "host/integration.hpp"

namespace omote::host {

Integration::Integration(net::Loop& loop, const Clock& clock, console::ConsoleServer& console, JournalWatch& journal,
                         const std::filesystem::path& state_folder, std::function<console::v1::State()> make_state)
    : journal_(journal),
      tokens_(console::TokenBook::open(state_folder / "tokens")),
      token_api_(tokens_, console.audit(), clock),
      feed_(loop, clock),
      webhooks_(state_folder / "webhooks", SecretBox::open(SecretBox::key_file_for(state_folder)), console.audit()),
      metrics_(std::move(make_state)) {
  token_api_.add_to(console.routes());
  feed_.add_to(console.routes());
  webhooks_.add_to(console.routes());
  metrics_.add_to(console.routes());
  console.on_token([this](std::string_view token) { return tokens_.find(token); });
  feed_.on_event([this](const PublicEvent& event) { webhooks_.send(event); });
  journal.on_written([this, &loop, alive = std::weak_ptr(alive_)](const journal::v1::Event& event, std::uint64_t number) {
    loop.post([this, alive, event, number] {
      if (alive.expired()) return;
      metrics_.take(event);
      feed_.take(event, number);
    });
  });
}

Integration::~Integration() {
  journal_.on_written({});
}

}  // namespace omote::host
