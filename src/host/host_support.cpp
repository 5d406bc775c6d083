// The support desk: a terminal's reset, ordered over the link.
#include "base/log.hpp"
#include "host/host.hpp"

namespace omote::host {

namespace {

constexpr std::chrono::seconds kLongestOrder{10};  // for the answer; the link may break meanwhile

}  // namespace

void Host::open_support() {
  SupportApiParts parts{
      console_->audit(), parts_.settings.support, [this] { return managed_terminals(); },
      [this](const std::string& note, std::function<void(Result<std::string>)> made) {
        records_->collect_with_note(note, console_->port(), std::move(made));
      },
      [this](const std::string& serial, std::function<void(Result<void>)> done) { reset_terminal(serial, std::move(done)); },
      // Later: the terminal's answer is being heard at its desk, which goes with it.
      [this](const std::string& serial) {
        parts_.loop.post([this, alive = std::weak_ptr(alive_), serial] {
          if (!alive.expired()) forget(serial);
        });
      },
      [this](const std::string& serial) {
        const auto* registration = registrations_ ? registrations_->here().of_reader(serial) : nullptr;
        return registration == nullptr ? std::string() : registration->device_id;
      }};
  support_api_.emplace(std::move(parts));
  support_api_->add_to(console_->routes());
}

void Host::reset_terminal(const std::string& serial, std::function<void(Result<void>)> done) {
  auto open = std::make_shared<std::function<void(Result<void>)>>(std::move(done));
  const auto answer = [open](Result<void> result) {
    if (*open) std::exchange(*open, {})(std::move(result));
  };
  order_terminal({"factory_reset", serial, {}}, answer);
  parts_.loop.after(kLongestOrder, [alive = std::weak_ptr(alive_), answer] {
    if (!alive.expired()) answer(fail("reset_not_answered"));
  });
}

}  // namespace omote::host
