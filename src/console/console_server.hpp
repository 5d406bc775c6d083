// Serves the console on loopback: the page's files, its socket (the whole state down whenever it changed, wishes of the staff
// up) and the routes of every tool. All of it passes the door.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "console/session_api.hpp"
#include "console/staff_api.hpp"
#include "net/http.hpp"
#include "net/local_token.hpp"
#include "net/repeat.hpp"
#include "ports/journal_port.hpp"
#include "schema/console.pb.h"

namespace omote::console {

struct ConsoleParts {
  net::Loop& loop;
  const Clock& clock;
  ports::JournalPort& journal;
  std::uint16_t port = 0;              // 0: a free one
  std::filesystem::path pages;         // built
  std::filesystem::path state_folder;  // the staff book stands in it
  std::function<v1::State()> make_state;
  // A wish that its sender may have.
  std::function<void(const v1::FromPage& wish, const Caller& by)> on_wish;
};

class ConsoleServer {
 public:
  // Reasons: those of net::HttpServer::listen and net::LocalToken::write.
  [[nodiscard]] static Result<std::unique_ptr<ConsoleServer>> open(ConsoleParts parts);
  ~ConsoleServer();
  // Where every tool adds what it answers to. Nothing is answered under an address that nobody added but the page's files.
  [[nodiscard]] Routes& routes() { return routes_; }
  void on_token(Door::FindToken find) { door_->on_token(std::move(find)); }
  [[nodiscard]] const Audit& audit() const { return audit_; }
  // Who works here, for those who answer elsewhere than at the page (at a terminal).
  [[nodiscard]] const std::vector<Member>& staff() const { return book_.members(); }
  [[nodiscard]] SessionApi& signing_in() { return *session_api_; }
  // The state changed: pages get it within a tenth of a second, many changes at once.
  void changed();
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }

 private:
  explicit ConsoleServer(ConsoleParts parts);
  void serve(const net::Request& request, const Answer& answer);
  [[nodiscard]] unsigned admit(const net::Request& request) const;
  void welcome(const net::Request& request, const std::shared_ptr<net::WebSocket>& page);
  void hear(const Caller& by, const std::string& text);
  void session_ended(const std::string& id, const Session& session, const std::string& why);
  [[nodiscard]] std::string state_text() const;

  ConsoleParts parts_;
  Audit audit_;
  StaffBook book_;
  Result<SecretBox> box_;
  Sessions sessions_;
  TryLimit tries_;
  Routes routes_;
  std::unique_ptr<net::HttpServer> server_;
  std::optional<net::LocalToken> token_;
  std::optional<Door> door_;
  std::map<std::shared_ptr<net::WebSocket>, Caller> pages_;
  net::Loop::TimerId timer_ = 0;
  bool planned_ = false;
  std::optional<SessionApi> session_api_;
  std::optional<StaffApi> staff_api_;
  net::Repeat tidy_;
  PasswordWork work_;  // last: its thread uses what stands above
};

}  // namespace omote::console
