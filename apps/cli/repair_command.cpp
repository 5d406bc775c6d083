#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>

#include "apps/cli/commands.hpp"
#include "link/messages/web_json.hpp"
#include "net/http.hpp"
#include "net/local_token.hpp"
#include "schema/console.pb.h"

namespace omote::cli {

namespace {

constexpr std::chrono::seconds kRefused{3};  // a host that does not begin by then said no in its log

struct Options {
  std::uint16_t port = 8601;
  std::string incident;
  std::string remedy;
  unsigned patience_s = 120;
};

// Speaks with the host as the console does: the whole state down, one wish up.
class Repair {
 public:
  explicit Repair(const Options& options) : options_(options) {}

  int run() {
    net::open_socket(
        loop_, "127.0.0.1", options_.port, "/socket",
        [this](Result<std::shared_ptr<net::WebSocket>> opened) {
          if (!opened)
            return end(2, "no host answers at 127.0.0.1:" + std::to_string(options_.port) + "; is omote-host running?");
          page_ = *opened;
          page_->on_text = [this](const std::string& text) { hear(text); };
          page_->on_close = [this] { end(2, "the host closed the connection"); };
        },
        net::local_headers(options_.port));
    loop_.after(std::chrono::seconds(options_.patience_s), [this] { end(1, "not done yet; see omote doctor"); });
    loop_.run();
    if (page_) {
      page_->on_close = {};
      page_->on_text = {};
    }
    std::fprintf(exit_ == 0 ? stdout : stderr, "omote repair: %s\n", words_.c_str());
    return exit_;
  }

 private:
  void hear(const std::string& text) {
    console::v1::ToPage message;
    if (!link::from_web_json(text, message)) return;
    const auto& incidents = message.state().incidents();
    if (row_.empty()) {
      const auto at = std::ranges::find(incidents, options_.incident, &console::v1::Incident::number);
      if (at == incidents.end()) return end(2, "no incident has the number " + options_.incident + "; omote doctor lists them");
      row_ = at->row();
      terminal_ = at->terminal();
      tried_ = at->tried_size();
      return ask();
    }
    for (const auto& incident : incidents) {
      if (incident.row() != row_ || incident.terminal() != terminal_) continue;
      begun_ = begun_ || incident.repair().remedy() == options_.remedy;
      if (incident.tried_size() <= tried_ || incident.tried(incident.tried_size() - 1).remedy() != options_.remedy) continue;
      const auto& result = incident.tried(incident.tried_size() - 1).result();
      return end(result == "cured" ? 0 : 1, result);
    }
  }

  void ask() {
    console::v1::FromPage wish;
    wish.mutable_run_remedy()->set_incident(options_.incident);
    wish.mutable_run_remedy()->set_remedy(options_.remedy);
    page_->send_text(link::to_web_json(wish));
    loop_.after(kRefused, [this] {
      if (!begun_) end(2, "the host does not offer " + options_.remedy + " for this incident");
    });
  }

  void end(int exit, std::string words) {
    if (exit_ < 0) {
      exit_ = exit;
      words_ = std::move(words);
    }
    loop_.stop();
  }

  const Options& options_;
  net::Loop loop_;
  std::shared_ptr<net::WebSocket> page_;
  std::string row_, terminal_;
  int tried_ = 0;
  bool begun_ = false;
  int exit_ = -1;
  std::string words_;
};

}  // namespace

void add_repair_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand("repair", "lets the machine carry out a remedy that omote doctor names");
  command->add_option("incident", options->incident, "its number, as console, kiosk and omote doctor show it")->required();
  command->add_option("remedy", options->remedy, "the remedy's id")->required();
  command->add_option("--port", options->port, "the console's port on this machine")->capture_default_str();
  command->add_option("--patience", options->patience_s, "seconds to wait for the result")->capture_default_str();
  command->footer("Exit status: 0 cured, 1 it did not help or is not done yet, 2 it could not be asked for.");
  command->callback([options, &exit_code] { exit_code = Repair(*options).run(); });
}

}  // namespace omote::cli
