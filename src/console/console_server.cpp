#include "console/console_server.hpp"

#include "base/log.hpp"
#include "console/refusal.hpp"
#include "link/messages/web_json.hpp"

namespace omote::console {

namespace {

constexpr std::chrono::milliseconds kGather{30};
constexpr std::chrono::seconds kTidy{1};

const Caller kNobody{};

}  // namespace

ConsoleServer::ConsoleServer(ConsoleParts parts)
    : parts_(std::move(parts)),
      audit_(parts_.journal),
      book_(StaffBook::open(parts_.state_folder / "staff")),
      box_(SecretBox::open(SecretBox::key_file_for(parts_.state_folder))),
      sessions_(parts_.clock, [this](const auto& id, const auto& session, const auto& why) { session_ended(id, session, why); }),
      tidy_(parts_.loop, kTidy, [this] { sessions_.tidy(); }),
      work_(parts_.loop) {}

Result<std::unique_ptr<ConsoleServer>> ConsoleServer::open(ConsoleParts parts) {
  net::ServerOptions options;
  options.port = parts.port;
  auto server = net::HttpServer::listen(parts.loop, std::move(options));
  if (!server) return pass(server);
  auto token = net::LocalToken::write((*server)->port());
  if (!token) return pass(token);
  auto console = std::unique_ptr<ConsoleServer>(new ConsoleServer(std::move(parts)));
  auto* self = console.get();
  self->server_ = std::move(*server);
  self->token_.emplace(std::move(*token));
  self->door_.emplace(self->sessions_, self->token_->text(), self->port());
  const StaffRoom room{self->parts_.clock, self->audit_, self->book_,  self->sessions_,
                       *self->door_,       self->work_,  self->tries_, self->box_};
  self->session_api_.emplace(room);
  self->session_api_->add_to(self->routes_);
  self->staff_api_.emplace(room);
  self->staff_api_->add_to(self->routes_);
  self->routes_.add("GET", "/api/state", Right::Look, [self](const Asked&, const Answer& answer) {
    answer(net::json_response(200, link::to_web_json(self->parts_.make_state())));
  });
  if (!self->box_) log::warning("secrets cannot be kept: {}", describe(self->box_.error()));
  self->server_->on_request([self](const net::Request& request, const Answer& answer) { self->serve(request, answer); });
  self->server_->on_socket(
      "/socket",
      [self](const net::Request& request, const std::shared_ptr<net::WebSocket>& page) { self->welcome(request, page); },
      [self](const net::Request& request) { return self->admit(request); });
  return console;
}

ConsoleServer::~ConsoleServer() {
  // They close after this object has gone.
  for (const auto& [page, by] : pages_) page->on_close = nullptr, page->on_text = nullptr;
  parts_.loop.cancel(timer_);
}

void ConsoleServer::serve(const net::Request& request, const Answer& answer) {
  const auto path = request.path();
  const auto found = routes_.find(request.method, path);
  // The page's own files are open: they say nothing of the clinic, and without them nobody could sign in.
  if (found.route == nullptr && !found.other_method && !path.starts_with("/api/")) {
    auto file = request.method == "GET" ? net::serve_file(parts_.pages, path) : std::nullopt;
    return answer(file ? std::move(*file) : net::text_response(404, "not found"));
  }
  const auto caller = door_->who(request);
  if (found.route != nullptr && !found.route->right) {
    return found.route->handler({request, caller ? *caller : kNobody, found.rest}, answer);
  }
  const auto needed = found.route == nullptr ? Right::Look : *found.route->right;
  if (auto refused = door_->refusal(caller, needed, request)) {
    if (caller) log::warning("{} was refused {} {}: {}", caller->name, request.method, path, refused->status);
    return answer(std::move(*refused));
  }
  if (found.route == nullptr) {
    return answer(found.other_method ? refuse(405, "method_unknown") : refuse(404, "address_unknown"));
  }
  found.route->handler({request, *caller, found.rest}, answer);
}

unsigned ConsoleServer::admit(const net::Request& request) const {
  const auto caller = door_->who(request);
  if (!caller) return 401;
  return caller->may(Right::Look) ? 0 : 403;
}

std::string ConsoleServer::state_text() const {
  v1::ToPage message;
  *message.mutable_state() = parts_.make_state();
  return link::to_web_json(message);
}

void ConsoleServer::welcome(const net::Request& request, const std::shared_ptr<net::WebSocket>& page) {
  const auto caller = door_->who(request);
  if (!caller) return page->close();  // ended between the two
  pages_[page] = *caller;
  page->on_close = [this, weak = std::weak_ptr(page)] { pages_.erase(weak.lock()); };
  page->on_text = [this, by = *caller](const std::string& text) { hear(by, text); };
  page->send_text(state_text());
}

void ConsoleServer::hear(const Caller& by, const std::string& text) {
  v1::FromPage wish;
  if (!link::from_web_json(text, wish)) return log::warning("the console page sent something that is not a message of ours");
  const auto needed = right_of(wish);
  if (!needed) return log::warning("the console page sent a wish without contents");
  if (!door_->stands(by)) return log::warning("a wish of a session that is over");
  if (!by.may(*needed)) return log::warning("{} may not wish {}", by.name, name_of(wish));
  sessions_.used(by.session);
  audit_.acted(by, wish);
  parts_.on_wish(wish, by);
}

void ConsoleServer::session_ended(const std::string& id, const Session& session, const std::string& why) {
  audit_.signed_out(session.name, why);
  std::vector<std::shared_ptr<net::WebSocket>> over;
  for (const auto& [page, by] : pages_)
    if (by.session == id) over.push_back(page);
  for (const auto& page : over) page->close();
}

void ConsoleServer::changed() {
  if (planned_ || pages_.empty()) return;
  planned_ = true;
  timer_ = parts_.loop.after(kGather, [this] {
    planned_ = false;
    const auto text = state_text();
    for (const auto& [page, by] : pages_) page->send_text(text);
  });
}

}  // namespace omote::console
