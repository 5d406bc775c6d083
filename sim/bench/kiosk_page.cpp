#include "sim/bench/kiosk_page.hpp"

#include <algorithm>

#include "link/messages/web_json.hpp"

namespace omote::sim::bench {

namespace {

constexpr std::chrono::milliseconds kTryAgain{100};

}  // namespace

std::string param_of(const kiosk::v1::Screen& screen, const std::string& name) {
  const auto at = screen.params().find(name);
  return at == screen.params().end() ? "" : at->second;
}

bool offers(const kiosk::v1::Screen& screen, std::string_view action) {
  return std::ranges::find(screen.actions(), action) != screen.actions().end();
}

KioskPage::KioskPage(KioskPageOptions options) : options_(std::move(options)) {
  thread_ = std::jthread([this] {
    if (options_.on_thread && !options_.on_thread()) return;
    connect();
    loop_.run();
    page_.reset();
  });
}

KioskPage::~KioskPage() {
  loop_.post([this] {
    closing_ = true;
    if (page_) {
      page_->on_text = nullptr;
      page_->close();
    }
    loop_.stop();
  });
}

void KioskPage::connect() {
  net::open_socket(loop_, "127.0.0.1", options_.port, "/socket", [this](Result<std::shared_ptr<net::WebSocket>> page) {
    if (closing_) return;
    if (!page) {
      loop_.after(kTryAgain, [this] { connect(); });
      return;
    }
    page_ = *page;
    page_->on_text = [this](const std::string& text) { hear(text); };
    page_->on_close = [this] {
      if (!closing_) loop_.after(kTryAgain, [this] { connect(); });
    };
  });
}

void KioskPage::hear(const std::string& text) {
  kiosk::v1::ToPage message;
  if (!link::from_web_json(text, message)) return;
  if (message.has_live() && message.live().face_hint() != hint_) {
    hint_ = message.live().face_hint();
    if (options_.on_hint) options_.on_hint(hint_);
  }
  if (!message.has_screen()) return;
  kiosk::v1::FromPage shown;
  shown.mutable_shown()->set_revision(message.screen().revision());
  page_->send_text(link::to_web_json(shown));
  const std::scoped_lock lock(mutex_);
  seen_.push_back({std::chrono::steady_clock::now(), message.screen()});
  changed_.notify_all();
}

bool KioskPage::wait_for(const Wanted& wanted, std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, time, [&] { return !seen_.empty() && wanted(seen_.back().screen); });
}

void KioskPage::touch(const std::string& action, const std::string& value) {
  touch_at(screen().revision(), action, value);
}

void KioskPage::touch_at(std::uint32_t revision, const std::string& action, const std::string& value) {
  kiosk::v1::FromPage message;
  message.mutable_touch()->set_revision(revision);
  message.mutable_touch()->set_action(action);
  message.mutable_touch()->set_value(value);
  loop_.post([this, text = link::to_web_json(message)] {
    if (page_) page_->send_text(text);
  });
}

kiosk::v1::Screen KioskPage::screen() const {
  const std::scoped_lock lock(mutex_);
  return seen_.empty() ? kiosk::v1::Screen() : seen_.back().screen;
}

std::string KioskPage::param(const std::string& name) const {
  return param_of(screen(), name);
}

bool KioskPage::offers(const std::string& action) const {
  return bench::offers(screen(), action);
}

std::vector<SeenScreen> KioskPage::seen() const {
  const std::scoped_lock lock(mutex_);
  return seen_;
}

}  // namespace omote::sim::bench
