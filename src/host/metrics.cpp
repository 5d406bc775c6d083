#include "host/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>

namespace omote::host {

namespace {

// Seconds of a visit's own work; the target without human time is 1.5.
const prometheus::Histogram::BucketBoundaries kSeconds{0.1, 0.25, 0.5, 1, 1.5, 2, 3, 5, 10, 30};

// What is so at the moment of asking: made anew each time, so that a terminal that went leaves no figure behind.
void add_state(prometheus::Registry& now, const console::v1::State& state) {
  prometheus::BuildGauge()
      .Name("omote_info")
      .Help("Version and environment; always 1")
      .Register(now)
      .Add({{"version", state.version()}, {"environment", state.environment()}})
      .Set(1);
  prometheus::BuildGauge()
      .Name("omote_national_connected")
      .Help("The national system answers")
      .Register(now)
      .Add({})
      .Set(state.national().state() == "connected" ? 1 : 0);
  prometheus::BuildGauge()
      .Name("omote_output_waiting")
      .Help("Results that the output folder has not taken")
      .Register(now)
      .Add({})
      .Set(state.output().waiting());
  auto& link = prometheus::BuildGauge().Name("omote_link_up").Help("The terminal is connected").Register(now);
  auto& latency = prometheus::BuildGauge().Name("omote_link_latency_seconds").Help("Round trip to the terminal").Register(now);
  auto& reader = prometheus::BuildGauge().Name("omote_reader_ready").Help("The terminal's card reader is there").Register(now);
  auto& open = prometheus::BuildGauge().Name("omote_terminal_open").Help("Check-in is started at the terminal").Register(now);
  for (const auto& terminal : state.terminals()) {
    const prometheus::Labels labels{{"terminal", terminal.serial()}};
    const bool up = terminal.link() == "connected";
    link.Add(labels).Set(up ? 1 : 0);
    if (up) latency.Add(labels).Set(terminal.link_latency_us() / 1e6);
    reader.Add(labels).Set(terminal.reader_state() == "ready" || terminal.reader_state() == "card" ? 1 : 0);
    open.Add(labels).Set(terminal.stopped() ? 0 : 1);
  }
  auto& incidents = prometheus::BuildGauge().Name("omote_incident_open").Help("Troubles that stand").Register(now);
  for (const auto& incident : state.incidents()) {
    if (incident.state() == "over") continue;
    incidents.Add({{"row", incident.row()}, {"severity", incident.severity()}, {"terminal", incident.terminal()}}).Set(1);
  }
}

}  // namespace

struct Metrics::Counters {
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& visits =
      prometheus::BuildCounter().Name("omote_visits_total").Help("Visits that ended").Register(registry);
  prometheus::Family<prometheus::Counter>& incidents =
      prometheus::BuildCounter().Name("omote_incidents_total").Help("Troubles that began").Register(registry);
  prometheus::Family<prometheus::Counter>& remedies =
      prometheus::BuildCounter().Name("omote_remedies_total").Help("Cures that ended").Register(registry);
  prometheus::Family<prometheus::Histogram>& seconds = prometheus::BuildHistogram()
                                                           .Name("omote_visit_seconds")
                                                           .Help("Time of delivered visits without human time")
                                                           .Register(registry);
  std::map<std::string, std::string> ways;  // of visits that run
};

Metrics::Metrics(std::function<console::v1::State()> make_state)
    : make_state_(std::move(make_state)), counters_(std::make_unique<Counters>()) {}

Metrics::~Metrics() = default;

void Metrics::add_to(console::Routes& routes) {
  routes.add("GET", "/metrics", console::Right::Look, [this](const console::Asked&, const console::Answer& answer) {
    net::Response response;
    response.headers = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}};
    response.body = text();
    answer(std::move(response));
  });
}

void Metrics::take(const journal::v1::Event& event) {
  if (event.has_way_chosen()) counters_->ways[event.visit()] = event.way_chosen().way();
  if (event.has_visit_ended()) {
    const auto& ended = event.visit_ended();
    const auto way = counters_->ways.extract(event.visit());
    const auto word = way.empty() ? std::string("none") : way.mapped();
    counters_->visits.Add({{"outcome", ended.outcome()}, {"way", word}}).Increment();
    if (ended.outcome() == "delivered" || ended.outcome() == "kept") {
      counters_->seconds.Add({{"way", word}}, kSeconds).Observe((ended.total_ms() - ended.human_ms()) / 1e3);
    }
  }
  if (event.has_incident_opened()) counters_->incidents.Add({{"row", event.incident_opened().row()}}).Increment();
  if (event.has_remedy_ended()) {
    const auto& ended = event.remedy_ended();
    counters_->remedies.Add({{"remedy", ended.remedy()}, {"cured", ended.result() == "cured" ? "yes" : "no"}}).Increment();
  }
}

std::string Metrics::text() const {
  prometheus::Registry now;
  add_state(now, make_state_());
  auto families = now.Collect();
  auto counted = counters_->registry.Collect();
  families.insert(families.end(), std::make_move_iterator(counted.begin()), std::make_move_iterator(counted.end()));
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace omote::host
