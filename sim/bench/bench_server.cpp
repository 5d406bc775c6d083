#include "sim/bench/bench_server.hpp"

#include <fmt/format.h>

#include "base/log.hpp"
#include "link/messages/web_json.hpp"

namespace omote::sim::bench {

namespace {

constexpr std::chrono::milliseconds kGather{100};
template <class Row>
void keep(std::deque<Row>& rows, Row row, std::size_t most) {
  rows.push_back(std::move(row));
  if (rows.size() > most) rows.pop_front();
}

}  // namespace

Result<std::unique_ptr<BenchServer>> BenchServer::open(net::Loop& loop, std::filesystem::path pages, Wardrobe& wardrobe,
                                                       Counter& counter, BenchNews news) {
  auto bench = std::unique_ptr<BenchServer>(new BenchServer(loop, std::move(pages), wardrobe, counter, std::move(news)));
  auto server = net::HttpServer::listen(loop, {});
  if (!server) return pass(server);
  auto* self = bench.get();
  self->server_ = std::move(*server);
  self->server_->on_request([self](const net::Request& request, const net::HttpServer::Answer& answer) {
    auto file = request.method == "GET" ? net::serve_file(self->pages_folder_, request.path()) : std::nullopt;
    answer(file ? std::move(*file) : net::text_response(404, "not found"));
  });
  self->server_->on_socket("/socket",
                           [self](const net::Request&, const std::shared_ptr<net::WebSocket>& page) { self->welcome(page); });
  return bench;
}

BenchServer::~BenchServer() {
  alive_.reset();
}

void BenchServer::set_urls(const std::string& kiosk, const std::string& console) {
  kiosk_url_ = kiosk;
  console_url_ = console;
  changed();
}

void BenchServer::welcome(const std::shared_ptr<net::WebSocket>& page) {
  pages_.insert(page);
  page->on_close = [this, weak = std::weak_ptr(page)] { pages_.erase(weak.lock()); };
  page->on_text = [this](const std::string& text) { hear(text); };
  page->send_text(state_text());
}

void BenchServer::hear(const std::string& text) {
  proto::FromPage wish;
  if (!link::from_web_json(text, wish)) return log::warning("the bench page sent something that is not a message of ours");
  Result<void> done;
  if (wish.has_place_card()) {
    const auto& place = wish.place_card();
    done = counter_.place_card({place.persona(), place.side() == "back", place.rotation() == 180, place.sleeve(),
                                place.timing() == "typeb" ? "typeb" : "full"});
  } else if (wish.has_take_card()) {
    counter_.take_card();
  } else if (wish.has_arrange()) {
    done = counter_.arrange(wish.arrange());
  } else if (wish.has_plug_reader()) {
    counter_.plug_reader(wish.plug_reader().plugged());
  } else if (wish.has_national_switch()) {
    news_.national_switch(wish.national_switch());
  } else if (wish.has_inject_fault()) {
    news_.inject_fault(wish.inject_fault());
  } else if (wish.has_undo_faults()) {
    news_.undo_faults();
  } else if (wish.has_turn_head()) {
    counter_.turn_head(wish.turn_head().side());
  } else if (wish.has_follow()) {
    counter_.follow(wish.follow().on());
  }
  if (!done) log::warning("{}", describe(done.error()));
  changed();
}

void BenchServer::apdu(const reader::ApduTrace& trace) {
  proto::Apdu row;
  row.set_number(trace.number);
  row.set_counter("1");
  row.set_command(card::shown_command(trace.command));
  row.set_answer(card::shown_answer(trace.answer));
  row.set_took_us(static_cast<std::uint32_t>(trace.took.count()));
  {
    const std::scoped_lock lock(mutex_);
    if (trace.number == 1) explainer_.start_again();
    row.set_meaning(explainer_.explain(trace.command, trace.answer));
    keep(apdus_, std::move(row), 200);
  }
  changed();
}

void BenchServer::requests(std::deque<proto::Request> all) {
  {
    const std::scoped_lock lock(mutex_);
    if (!all.empty() && !requests_.empty() && all.back().number() == requests_.back().number()) return;
    requests_ = std::move(all);
  }
  changed();
}

void BenchServer::file(proto::ResultFile file) {
  {
    const std::scoped_lock lock(mutex_);
    keep(files_, std::move(file), 20);
  }
  changed();
}

void BenchServer::turn_head(const std::string& side) {
  counter_.turn_head(side);
  changed();
}

void BenchServer::changed() {
  loop_.post([this, alive = std::weak_ptr(alive_)] {
    if (alive.expired() || planned_ || pages_.empty()) return;
    planned_ = true;
    loop_.after(kGather, [this, alive] {
      if (alive.expired()) return;
      planned_ = false;
      const auto text = state_text();
      for (const auto& page : pages_) page->send_text(text);
    });
  });
}

std::string BenchServer::state_text() const {
  proto::ToPage message;
  auto& state = *message.mutable_state();
  state.set_kiosk_url(kiosk_url_);
  state.set_console_url(console_url_);
  for (const auto& persona : wardrobe_.personas()) {
    auto& row = *state.add_personas();
    row.set_id(persona.id);
    row.set_name(persona.identity.name);
    row.set_kana(persona.identity.kana);
    row.set_birth(to_iso(persona.identity.birth));
    row.set_description_ja(persona.identity.description_ja);
    row.set_description_en(persona.identity.description_en);
    row.set_pin(persona.card.pin.value_or(""));
    row.set_pin_set(persona.card.pin.has_value());
  }
  *state.add_counters() = counter_.state();
  news_.add_faults(state);
  const std::scoped_lock lock(mutex_);
  for (const auto& apdu : apdus_) *state.add_apdus() = apdu;
  for (const auto& request : requests_) *state.add_requests() = request;
  for (const auto& file : files_) *state.add_files() = file;
  return link::to_web_json(message);
}

}  // namespace omote::sim::bench
