// How long the card takes, beside what limits it: the air at Type B speed, OpenJPEG without a jail, and OpenSC for the one
// file that both can read.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <optional>
#include <thread>
#include <vector>

#include "base/log.hpp"
#include "base/process.hpp"
#include "tests/support/card/desk.hpp"
#include "vision/decode/jp2.hpp"

namespace {

using namespace omote;
using Milliseconds = std::chrono::duration<double, std::milli>;

struct Row {
  std::string name;
  double value;
  std::string unit;
  std::optional<double> target;
  std::string peer;
  std::optional<double> peer_value;
  std::optional<double> limit;
};

std::string number(const std::optional<double>& value) {
  return value ? fmt::format("{:.3f}", *value) : std::string("null");
}

void print(const std::vector<Row>& rows) {
  std::string text = "[";
  for (const auto& row : rows) {
    text += fmt::format(
        R"({}{{"name":"{}","value":{:.3f},"unit":"{}","better":"lower","target":{},"peer":{},"peer_value":{},"limit":{}}})",
        text.size() > 1 ? ",\n " : "", row.name, row.value, row.unit, number(row.target),
        row.peer.empty() ? "null" : '"' + row.peer + '"', number(row.peer_value), number(row.limit));
  }
  std::puts((text + "]").c_str());
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

double median_ms(int times, const std::function<void()>& work) {
  std::vector<double> took;
  for (int i = 0; i < times; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    took.push_back(Milliseconds(std::chrono::steady_clock::now() - begin).count());
  }
  return median(took);
}

// What ends the program with a word: a figure of something that failed is no figure.
template <class T>
T need(Result<T> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "bench_card: %s\n", describe(result.error()).c_str());
  std::exit(1);
}

class Bench {
 public:
  void run() {
    desk_.reader->insert(test::persona_card());
    while (port_->wait_for_change(ports::Presence::Empty, std::chrono::seconds(1)) != ports::Presence::Card) {
    }
    present();  // the first one starts the worker
    const double full = median_ms(15, [this] { present(); });
    rows_.push_back({"card_apdus_tries_number_b_photo", static_cast<double>(port_->statistics().apdus), "APDU", 16, "", {}, {}});
    rows_.push_back({"card_recognise_and_photo_full_speed", full, "ms", {}, "", {}, {}});
    type_b();
    opensc();
    photo();
    print(rows_);
  }

 private:
  void present() {
    need(port_->recognise());
    need(port_->read_photo(number_b_, 10));
    port_->release();
  }

  void type_b() {
    const auto timing = sim::card::CardTiming::type_b();
    desk_.reader->set_timing(timing);
    const double took = median_ms(3, [this] { present(); });
    const double bytes_only = static_cast<double>(port_->statistics().bytes) * timing.us_per_byte / 1000;
    rows_.push_back({"card_recognise_and_photo_type_b", took, "ms", 1.2 * bytes_only, "", {}, bytes_only});
    desk_.reader->set_timing(sim::card::CardTiming::full());
  }

  // Both from a cold start of a process to the certificate: OpenSC's tool, and a new worker.
  void opensc() {
    const double peer = median_ms(5, [this] {
      Command command;
      command.argv = {"pkcs15-tool", "--read-certificate", "1"};
      command.environment = {{"OPENSC_DRIVER", "jpki"}, desk_.service.environment()};
      command.quiet = true;
      auto tool = need(start_process(command));
      if (tool.wait(std::chrono::seconds(20)) != 0) std::fputs("bench_card: pkcs15-tool failed\n", stderr);
    });
    const double ours = median_ms(5, [this] {
      auto cold = desk_.open_port();
      need(cold->recognise());
      cold->release();
    });
    rows_.push_back({"card_certificate_from_cold_start", ours, "ms", {}, "OpenSC pkcs15-tool --read-certificate", peer, {}});
  }

  void photo() {
    const auto jp2 = need(sim::card::encode_jp2(need(sim::card::placeholder_photo()), 20'000));
    auto decoder = need(vision::decode::PhotoDecoder::open());
    need(decoder.decode(jp2));
    const double inside = median_ms(30, [&] { static_cast<void>(vision::decode::decode_jp2(jp2)); });
    // As in a visit: the next process is warm by the time it is wanted.
    std::vector<double> took;
    for (int i = 0; i < 30; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      took.push_back(median_ms(1, [&] { need(decoder.decode(jp2)); }));
    }
    rows_.push_back({"photo_decode_in_jail", median(took), "ms", {}, "OpenJPEG in process", inside, inside});
  }

  test::Desk desk_;
  std::unique_ptr<ports::CardPort> port_ = desk_.open_port();
  Secret number_b_{test::persona().number_b()};
  std::vector<Row> rows_;
};

}  // namespace

int main() {
  log::start("bench_card", log::Level::Warning);
  Bench().run();
  return 0;
}
