#include "host/console_server.hpp"

#include "base/log.hpp"
#include "link/messages/web_json.hpp"

namespace omote::host {

namespace {

constexpr std::chrono::milliseconds kGather{30};

}  // namespace

Result<std::unique_ptr<ConsoleServer>> ConsoleServer::open(net::Loop& loop, std::uint16_t port, std::filesystem::path web_folder,
                                                           MakeState make_state, OnWish on_wish) {
  auto console =
      std::unique_ptr<ConsoleServer>(new ConsoleServer(loop, std::move(web_folder), std::move(make_state), std::move(on_wish)));
  net::ServerOptions options;
  options.port = port;
  auto server = net::HttpServer::listen(loop, std::move(options));
  if (!server) return pass(server);
  console->server_ = std::move(*server);
  auto* self = console.get();
  self->server_->on_request([self](const net::Request& request, const net::HttpServer::Answer& answer) {
    if (request.method == "GET" && request.path() == "/api/state") {
      console::v1::ToPage message;
      *message.mutable_state() = self->make_state_();
      return answer(net::json_response(200, link::to_web_json(message.state())));
    }
    for (const auto& route : self->routes_) {
      if (route(request, answer)) return;
    }
    auto file = request.method == "GET" ? net::serve_file(self->web_, request.path()) : std::nullopt;
    answer(file ? std::move(*file) : net::text_response(404, "not found"));
  });
  self->server_->on_socket("/socket",
                           [self](const net::Request&, const std::shared_ptr<net::WebSocket>& page) { self->welcome(page); });
  return console;
}

ConsoleServer::~ConsoleServer() {
  loop_.cancel(timer_);
}

std::string ConsoleServer::state_text() const {
  console::v1::ToPage message;
  *message.mutable_state() = make_state_();
  return link::to_web_json(message);
}

void ConsoleServer::welcome(const std::shared_ptr<net::WebSocket>& page) {
  pages_.insert(page);
  page->on_close = [this, weak = std::weak_ptr(page)] { pages_.erase(weak.lock()); };
  page->on_text = [this](const std::string& text) {
    console::v1::FromPage wish;
    if (!link::from_web_json(text, wish)) return log::warning("the console page sent something that is not a message of ours");
    on_wish_(wish);
  };
  page->send_text(state_text());
}

void ConsoleServer::changed() {
  if (planned_ || pages_.empty()) return;
  planned_ = true;
  timer_ = loop_.after(kGather, [this] {
    planned_ = false;
    const auto text = state_text();
    for (const auto& page : pages_) page->send_text(text);
  });
}

}  // namespace omote::host
