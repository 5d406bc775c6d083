#include "terminal/kiosk_server.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "base/secret.hpp"
#include "link/messages/web_json.hpp"

namespace omote::terminal {

namespace {

constexpr std::chrono::milliseconds kPingEvery{2'000};
// Two answers may be late on a busy machine.
constexpr std::chrono::milliseconds kDrawsWithin{7'000};

void wipe_words(kiosk::v1::DeviceSignIn& typed) {
  wipe_memory(typed.mutable_password()->data(), typed.password().size());
  wipe_memory(typed.mutable_code()->data(), typed.code().size());
}

}  // namespace

KioskServer::KioskServer(net::Loop& loop, std::filesystem::path web_folder, KioskNews news)
    : web_(std::move(web_folder)), news_(std::move(news)), pings_(loop, kPingEvery, [this] { ping(); }) {}

Result<std::unique_ptr<KioskServer>> KioskServer::open(net::Loop& loop, std::uint16_t port, std::filesystem::path web_folder,
                                                       KioskNews news) {
  auto kiosk = std::unique_ptr<KioskServer>(new KioskServer(loop, std::move(web_folder), std::move(news)));
  net::ServerOptions options;
  options.port = port;
  auto server = net::HttpServer::listen(loop, std::move(options));
  if (!server) return pass(server);
  kiosk->server_ = std::move(*server);
  auto* self = kiosk.get();
  self->server_->on_request([self](const net::Request& request, const net::HttpServer::Answer& answer) {
    auto file = request.method == "GET" ? net::serve_file(self->web_, request.path()) : std::nullopt;
    answer(file ? std::move(*file) : net::text_response(404, "not found"));
  });
  self->server_->on_socket("/socket",
                           [self](const net::Request&, const std::shared_ptr<net::WebSocket>& page) { self->welcome(page); });
  return kiosk;
}

void KioskServer::welcome(const std::shared_ptr<net::WebSocket>& page) {
  pages_[page] = std::chrono::steady_clock::now();
  page->on_text = [this, weak = std::weak_ptr(page)](const std::string& text) { hear(weak.lock(), text); };
  page->on_close = [this, weak = std::weak_ptr(page)] {
    pages_.erase(weak.lock());
    news_.page(page_connected());
  };
  kiosk::v1::ToPage message;
  *message.mutable_settings() = settings_;
  page->send_text(link::to_web_json(message));
  *message.mutable_screen() = screen_;
  page->send_text(link::to_web_json(message));
  if (!device_.stage().empty()) {
    *message.mutable_device() = device_;
    page->send_text(link::to_web_json(message));
  }
  news_.page(true);
}

void KioskServer::ping() {
  if (pages_.empty()) return;
  kiosk::v1::ToPage message;
  message.mutable_draw_ping()->set_number(++ping_);
  send(message);
}

bool KioskServer::page_alive() const {
  const auto now = std::chrono::steady_clock::now();
  return std::ranges::any_of(pages_, [&](const auto& page) { return now - page.second < kDrawsWithin; });
}

void KioskServer::hear(const std::shared_ptr<net::WebSocket>& page, const std::string& text) {
  kiosk::v1::FromPage message;
  if (!link::from_web_json(text, message)) {
    log::warning("the kiosk page sent something that is not a message of ours");
    return;
  }
  if (message.has_pointer() && news_.pointer) news_.pointer(message.pointer().down());
  if (const auto at = pages_.find(page); message.has_drawn() && at != pages_.end()) at->second = std::chrono::steady_clock::now();
  if (message.has_touch()) news_.touched(std::move(*message.mutable_touch()));
  if (message.has_device()) {
    news_.device(message.device());
    if (message.device().has_sign_in()) wipe_words(*message.mutable_device()->mutable_sign_in());
  }
  if (message.has_shown()) news_.shown(message.shown().revision());
  if (message.has_language()) news_.language(message.language().language());
}

void KioskServer::send(const kiosk::v1::ToPage& message) {
  const auto text = link::to_web_json(message);
  for (const auto& [page, drawn] : pages_) page->send_text(text);
}

void KioskServer::show(const kiosk::v1::Screen& screen) {
  screen_ = screen;
  kiosk::v1::ToPage message;
  *message.mutable_screen() = screen;
  send(message);
}

void KioskServer::live(kiosk::v1::Live live) {
  live.set_revision(screen_.revision());
  kiosk::v1::ToPage message;
  *message.mutable_live() = std::move(live);
  send(message);
}

void KioskServer::picture(const Bytes& jpeg) {
  for (const auto& [page, drawn] : pages_) page->send_picture(jpeg);
}

void KioskServer::drop_pages() {
  const auto pages = pages_;  // each takes itself out of the map
  for (const auto& [page, drawn] : pages) page->close();
}

void KioskServer::settings(const kiosk::v1::PageSettings& settings) {
  settings_ = settings;
  kiosk::v1::ToPage message;
  *message.mutable_settings() = settings;
  send(message);
}

void KioskServer::device(const kiosk::v1::DeviceState& state) {
  device_ = state;
  kiosk::v1::ToPage message;
  *message.mutable_device() = state;
  send(message);
}

}  // namespace omote::terminal
