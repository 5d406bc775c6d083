// How quickly programs hear of a card, and how fast the virtual card answers, through the real card service.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <thread>
#include <vector>

#include "tests/integration/card_service/pcsc_client.hpp"

namespace {

using namespace omote;
using namespace omote::sim::reader;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

double ms_since(steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(steady_clock::now() - start).count();
}

double quantile(std::vector<double> values, double q) {
  std::ranges::sort(values);
  return values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1))];
}

std::string entry(std::string_view name, double value, std::string_view unit, std::string_view target = "null") {
  return fmt::format(
      R"({{"name":"{}","value":{:.3f},"unit":"{}","better":"lower","target":{},"peer":null,"peer_value":null,"limit":null}})",
      name, value, unit, target);
}

// From the act until a program that waits in SCardGetStatusChange has the new state.
double event_ms(DWORD now, DWORD wanted, const std::function<void()>& act) {
  const Context context;
  SCARD_READERSTATE state{};
  state.szReader = kFirst;
  do {
    SCardGetStatusChange(context.get(), 50, &state, 1);
    state.dwCurrentState = state.dwEventState;
  } while ((state.dwEventState & now) == 0);
  steady_clock::time_point started;
  std::jthread actor([&] {
    std::this_thread::sleep_for(20ms);
    started = steady_clock::now();
    act();
  });
  do {
    SCardGetStatusChange(context.get(), 5000, &state, 1);
    state.dwCurrentState = state.dwEventState;
  } while ((state.dwEventState & wanted) == 0);
  const auto seen = steady_clock::now();
  actor.join();
  return std::chrono::duration<double, std::milli>(seen - started).count();
}

void measure_events(CardDesk& desk, std::vector<std::string>& out) {
  const auto card = specimen_card();
  std::vector<double> inserted;
  std::vector<double> removed;
  for (int i = 0; i < 100; ++i) {
    inserted.push_back(event_ms(SCARD_STATE_EMPTY, SCARD_STATE_PRESENT, [&] { desk.first->insert(card); }));
    removed.push_back(event_ms(SCARD_STATE_PRESENT, SCARD_STATE_EMPTY, [&] { desk.first->remove(); }));
  }
  out.push_back(entry("card_inserted_to_event_p50", quantile(inserted, 0.5), "ms", "10"));
  out.push_back(entry("card_inserted_to_event_p99", quantile(inserted, 0.99), "ms", "10"));
  out.push_back(entry("card_removed_to_event_p50", quantile(removed, 0.5), "ms", "10"));
  out.push_back(entry("card_removed_to_event_p99", quantile(removed, 0.99), "ms", "10"));
  std::vector<double> unplugged;
  for (int i = 0; i < 20; ++i) {
    unplugged.push_back(event_ms(SCARD_STATE_EMPTY, SCARD_STATE_UNAVAILABLE, [&] { desk.first->plug(false); }));
    desk.first->plug(true);
  }
  out.push_back(entry("reader_unplugged_to_event_p50", quantile(unplugged, 0.5), "ms", "2000"));
}

Bytes read_extended(Connection& connection) {
  return connection.transmit(*from_hex("00B08200000000"));
}

void measure_apdus(CardDesk& desk, std::vector<std::string>& out) {
  const Context context;
  desk.first->insert(specimen_card());
  context.wait_for(kFirst, SCARD_STATE_PRESENT);
  Connection connection(context, kFirst);
  connection.select(sim::card::kVisualAid);
  connection.send(verify_number_b(specimen()));
  std::vector<double> small;
  for (int i = 0; i < 2000; ++i) {
    const auto start = steady_clock::now();
    connection.send("00A40000");
    small.push_back(ms_since(start) * 1000);
  }
  out.push_back(entry("small_apdu_p50", quantile(small, 0.5), "us"));
  out.push_back(entry("small_apdu_p99", quantile(small, 0.99), "us"));
  std::vector<double> blocks;
  std::vector<double> extended;
  std::size_t size = 0;
  for (int i = 0; i < 50; ++i) {
    auto start = steady_clock::now();
    size = read_extended(connection).size();
    extended.push_back(ms_since(start));
    start = steady_clock::now();
    for (std::size_t at = 0; at < size - 2; at += 256) {
      connection.transmit(Bytes{0x00, 0xB0, static_cast<std::uint8_t>(at >> 8), static_cast<std::uint8_t>(at), 0x00});
    }
    blocks.push_back(ms_since(start));
  }
  out.push_back(entry(fmt::format("card_face_{}_bytes_extended_p50", size - 2), quantile(extended, 0.5), "ms"));
  out.push_back(entry(fmt::format("card_face_{}_bytes_256_blocks_p50", size - 2), quantile(blocks, 0.5), "ms"));
  desk.first->set_timing(sim::card::CardTiming::type_b());
  const auto start = steady_clock::now();
  read_extended(connection);
  const double took = ms_since(start);
  const double pure = static_cast<double>(sim::card::CardTiming::type_b().time(7, size).count()) / 1000;
  out.push_back(entry("card_face_type_b", took, "ms"));
  out.push_back(entry("card_face_type_b_over_model", 100 * (took / pure - 1), "%", "5"));
  desk.first->set_timing(sim::card::CardTiming::full());
}

}  // namespace

int main() {
  std::vector<std::string> out;
  const auto start = steady_clock::now();
  CardDesk desk;
  out.push_back(entry("card_service_start", ms_since(start), "ms"));
  measure_events(desk, out);
  measure_apdus(desk, out);
  fmt::print("[{}]\n", fmt::join(out, ",\n "));
}
