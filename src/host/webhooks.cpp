#include "host/webhooks.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <thread>

#include "base/log.hpp"
#include "console/body.hpp"
#include "console/refusal.hpp"

namespace omote::host {

namespace {

using console::Answer;
using console::Asked;
using console::Json;
using console::refuse;

constexpr std::size_t kMostHooks = 10;
constexpr std::uint64_t kMostWaiting = 1'000;
constexpr std::size_t kLongestUrl = 200;
constexpr std::size_t kSecretBytes = 32;
constexpr std::chrono::seconds kTime{2};  // for one try: the other side is on this machine
constexpr std::chrono::milliseconds kSlice{50};

}  // namespace

std::optional<HookAddress> hook_address(std::string_view url) {
  constexpr std::string_view kScheme = "http://";
  const auto plain = std::ranges::all_of(url, [](char c) { return c > ' ' && c < 0x7f; });
  if (!plain || url.size() > kLongestUrl || !url.starts_with(kScheme)) return std::nullopt;
  url.remove_prefix(kScheme.size());
  HookAddress address;
  const auto slash = url.find('/');
  if (slash != std::string_view::npos) address.path = std::string(url.substr(slash));
  auto place = url.substr(0, slash);
  for (const std::string_view host : {"127.0.0.1", "localhost", "[::1]"}) {
    if (!place.starts_with(host)) continue;
    address.host = host == "[::1]" ? "::1" : std::string(host);
    place.remove_prefix(host.size());
    if (place.empty()) return address;
    if (!place.starts_with(':')) return std::nullopt;
    place.remove_prefix(1);
    const auto read = std::from_chars(place.data(), place.data() + place.size(), address.port);
    const bool whole = read.ec == std::errc() && read.ptr == place.data() + place.size() && address.port != 0;
    return whole ? std::optional(address) : std::nullopt;
  }
  return std::nullopt;
}

std::string hook_signature(const Secret& secret, std::string_view body) {
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> mac{};
  unsigned size = 0;
  const auto key = secret.reveal();
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(body.data()), body.size(),
       mac.data(), &size);
  return "sha256=" + to_hex(ByteView(mac).first(size));
}

Webhooks::Webhooks(std::filesystem::path file, Result<SecretBox> box, const console::Audit& audit,
                   std::vector<std::chrono::milliseconds> pauses)
    : file_(KeptFile::open(std::move(file), "omote-webhooks")), box_(std::move(box)), audit_(audit), pauses_(std::move(pauses)) {
  read();
}

void Webhooks::read() {
  if (file_.contents().empty()) return;
  const auto json = Json::parse(file_.contents(), nullptr, false);
  if (!json.is_array()) return log::error("{}: no list of addresses", file_.file().string());
  for (const auto& row : json) {
    auto hook = std::make_unique<Hook>();
    hook->url = row.value("url", "");
    hook->sealed = row.value("secret", "");
    for (const auto& type : row.value("types", Json::array())) hook->types.push_back(type.get<std::string>());
    if (hook_address(hook->url)) hooks_[hook->url] = std::move(hook);
  }
}

Result<void> Webhooks::save() const {
  auto rows = Json::array();
  for (const auto& [url, hook] : hooks_) rows.push_back({{"url", url}, {"secret", hook->sealed}, {"types", hook->types}});
  return file_.save(rows.dump());
}

void Webhooks::add_to(console::Routes& routes) {
  using console::Right;
  routes.add("GET", "/api/webhooks", Right::Change, [this](const Asked&, const Answer& answer) { list(answer); });
  routes.add("POST", "/api/webhooks", Right::Change, [this](const Asked& asked, const Answer& answer) { add(asked, answer); });
  routes.add("POST", "/api/webhooks/remove", Right::Change,
             [this](const Asked& asked, const Answer& answer) { remove(asked, answer); });
}

void Webhooks::list(const Answer& answer) const {
  auto rows = Json::array();
  for (const auto& [url, hook] : hooks_) {
    rows.push_back({{"url", url},
                    {"types", hook->types},
                    {"delivered", hook->delivered.load()},
                    {"failed", hook->failed.load()},
                    {"dropped", hook->dropped.load()},
                    {"waiting", hook->waiting.load()},
                    {"last_status", hook->last_status.load()}});
  }
  answer(console::json_answer({{"webhooks", rows}}));
}

void Webhooks::add(const Asked& asked, const Answer& answer) {
  const auto body = console::body_of(asked.request);
  if (!body) return answer(refuse(400, body.error()));
  auto hook = std::make_unique<Hook>();
  hook->url = console::text_in(*body, "url");
  if (!hook_address(hook->url)) return answer(refuse(400, "webhook_address_wrong", "url"));
  if (hooks_.contains(hook->url)) return answer(refuse(409, "webhook_there_already", "url"));
  if (hooks_.size() >= kMostHooks) return answer(refuse(409, "webhook_too_many"));
  const auto types = body->find("types");
  for (const auto& type : types != body->end() && types->is_array() ? *types : Json::array()) {
    if (type.is_string()) hook->types.push_back(type.get<std::string>());
  }
  if (!box_) return answer(refuse(503, box_.error()));
  const auto secret = to_hex(random_bytes(kSecretBytes));
  hook->sealed = box_->seal(Secret(secret));
  const auto url = hook->url;
  hooks_[url] = std::move(hook);
  if (const auto saved = save(); !saved) {
    hooks_.erase(url);
    return answer(refuse(503, saved.error()));
  }
  audit_.setting_changed(asked.by, "webhooks", url);
  answer(console::json_answer({{"url", url}, {"secret", secret}}, 201));
}

void Webhooks::remove(const Asked& asked, const Answer& answer) {
  const auto body = console::body_of(asked.request);
  if (!body) return answer(refuse(400, body.error()));
  const auto at = hooks_.find(console::text_in(*body, "url"));
  if (at == hooks_.end()) return answer(refuse(404, "webhook_unknown", "url"));
  auto hook = hooks_.extract(at);
  if (const auto saved = save(); !saved) {
    hooks_.insert(std::move(hook));
    return answer(refuse(503, saved.error()));
  }
  audit_.setting_changed(asked.by, "webhooks", hook.key());
  answer(console::json_answer({{"url", hook.key()}}));
}

void Webhooks::send(const PublicEvent& event) {
  for (const auto& [url, hook] : hooks_) {
    if (!hook->types.empty() && std::ranges::find(hook->types, event.type) == hook->types.end()) continue;
    // A program that hears nothing for so long reads the journal when it is back.
    if (hook->waiting >= kMostWaiting) {
      ++hook->dropped;
      continue;
    }
    ++hook->waiting;
    hook->queue.post([this, one = hook.get(), event] {
      deliver(*one, event);
      --one->waiting;
    });
  }
}

// On the hook's thread.
void Webhooks::deliver(Hook& hook, const PublicEvent& event) const {
  const auto address = hook_address(hook.url);
  auto secret = box_ ? box_->unseal(hook.sealed) : Result<Secret>(std::unexpected(box_.error()));
  if (!address || !secret) {
    ++hook.failed;
    return log::warning("webhook {}: {}", hook.url, secret ? "no address" : describe(secret.error()));
  }
  for (std::size_t tries = 0;; ++tries) {
    net::ClientOptions where;
    where.host = address->host;
    where.port = address->port;
    where.time = kTime;
    net::HttpClient client(std::move(where));
    net::Request request{"POST", address->path, {}, event.json, {}, {}};
    request.headers = {{"Content-Type", "application/json"},
                       {"X-Omote-Event", event.type},
                       {"X-Omote-Signature", hook_signature(*secret, event.json)}};
    const auto response = client.exchange(std::move(request));
    hook.last_status = response ? response->status : 0;
    if (response && response->status >= 200 && response->status < 300) {
      ++hook.delivered;
      return;
    }
    if (tries >= pauses_.size()) break;
    for (auto left = pauses_[tries]; left.count() > 0 && !closing_; left -= kSlice) std::this_thread::sleep_for(kSlice);
    if (closing_) return;
  }
  ++hook.failed;
  log::warning("webhook {}: event {} was not taken (status {})", hook.url, event.number, hook.last_status.load());
}

}  // namespace omote::host
