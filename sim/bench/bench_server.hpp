// Serves the bench page on loopback: what lies on the counter, who stands before the camera, the APDUs, the national
// system's requests, the receipt computer's files.
#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <set>

#include "net/http.hpp"
#include "schema/bench.pb.h"
#include "sim/bench/counter.hpp"
#include "sim/card/explain.hpp"

namespace omote::sim::bench {

struct BenchNews {
  std::function<void(const proto::NationalSwitch&)> national_switch;
  std::function<void(const proto::InjectFault&)> inject_fault;
  std::function<void()> undo_faults;
  std::function<void(proto::State&)> add_faults;  // what can be injected, and what is
};

class BenchServer {
 public:
  // Reasons: those of net::HttpServer::listen.
  [[nodiscard]] static Result<std::unique_ptr<BenchServer>> open(net::Loop& loop, std::filesystem::path pages, Wardrobe& wardrobe,
                                                                 Counter& counter, BenchNews news);
  ~BenchServer();
  void set_urls(const std::string& kiosk, const std::string& console);
  // Any thread.
  void apdu(const reader::ApduTrace& trace);
  void requests(std::deque<proto::Request> all);  // the national system's last ones, newest last
  void file(proto::ResultFile file);
  void look_again() { changed(); }          // what add_faults tells is another
  void turn_head(const std::string& side);  // "left", "right", "back", as proto::TurnHead
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }

 private:
  BenchServer(net::Loop& loop, std::filesystem::path pages, Wardrobe& wardrobe, Counter& counter, BenchNews news)
      : loop_(loop), pages_folder_(std::move(pages)), wardrobe_(wardrobe), counter_(counter), news_(std::move(news)) {}
  void welcome(const std::shared_ptr<net::WebSocket>& page);
  void hear(const std::string& text);
  void changed();  // any thread
  [[nodiscard]] std::string state_text() const;

  net::Loop& loop_;
  std::filesystem::path pages_folder_;
  Wardrobe& wardrobe_;
  Counter& counter_;
  BenchNews news_;
  std::string kiosk_url_, console_url_;
  std::unique_ptr<net::HttpServer> server_;
  std::set<std::shared_ptr<net::WebSocket>> pages_;
  mutable std::mutex mutex_;
  card::ApduExplainer explainer_;
  std::deque<proto::Apdu> apdus_;
  std::deque<proto::Request> requests_;
  std::deque<proto::ResultFile> files_;
  bool planned_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace omote::sim::bench
