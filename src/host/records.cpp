#include "host/records.hpp"

#include <cmath>
#include <variant>

#include "base/log.hpp"

namespace omote::host {

namespace {

constexpr double kRightWithin = 3600;  // seconds; what matters are days
constexpr std::chrono::minutes kConfirmEvery{30};

}  // namespace

Records::Records(net::Loop& loop, const Clock& clock, const Settings& settings, ports::JournalPort& journal, ports::LogPort& log,
                 const catalogue::Catalogue& catalogue, std::function<void()> changed)
    : clock_(clock),
      journal_(journal),
      log_(log),
      api_(loop, clock, log),
      figures_(loop, clock, log, api_.readers(), catalogue),
      terminal_log_(settings.state_folder / "terminal_log", clock, journal),
      bundle_(loop, clock, settings, [this, changed = std::move(changed)](std::optional<std::chrono::milliseconds> took) {
        if (took) {
          const auto& made = bundle_.state();
          journal::v1::Event event;
          event.mutable_bundle_made()->set_file(made.file().substr(made.file().rfind('/') + 1));
          event.mutable_bundle_made()->set_took_ms(static_cast<std::uint32_t>(took->count()));
          *event.mutable_bundle_made()->mutable_missing() = made.missing();
          if (const auto written = journal_.append(event); !written) omote::log::error("{}", describe(written.error()));
        }
        changed();
      }) {}

void Records::clock_seen(const fact::Facts& facts) {
  const auto* offset = facts.find("pc.clock_offset_s", "");
  const auto* seconds = offset != nullptr && offset->value ? std::get_if<double>(&*offset->value) : nullptr;
  if (seconds == nullptr || std::abs(*seconds) > kRightWithin) return;
  if (confirmed_ && clock_.steady() - *confirmed_ < kConfirmEvery) return;
  confirmed_ = clock_.steady();
  log_.confirm_clock();
}

void Records::serve(console::Routes& routes) {
  const auto log = [this](const console::Asked& asked, const console::Answer& answer) { api_.answer(asked.request, answer); };
  routes.add("GET", "/api/log", console::Right::Look, log);
  routes.add("POST", "/api/log/clock", console::Right::Operate, log);
  routes.add("GET", "/api/figures", console::Right::Look,
             [this](const console::Asked& asked, const console::Answer& answer) { figures_.answer(asked.request, answer); });
  routes.add("GET", "/api/bundle", console::Right::Operate,
             [this](const console::Asked&, const console::Answer& answer) { bundle_.answer(answer); });
}

bool Records::wish(const console::v1::FromPage& wish, std::uint16_t console_port) {
  if (!wish.has_collect()) return false;
  bundle_.collect(wish.collect().incident(), console_port);
  return true;
}

}  // namespace omote::host
