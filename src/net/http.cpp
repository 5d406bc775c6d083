#include "net/http.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/file.hpp"
#include "net/http_rules.hpp"

namespace omote::net {

namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view find_header(const Headers& headers, std::string_view name) {
  const auto at = std::ranges::find_if(headers, [&](const auto& header) { return same_word(header.first, name); });
  return at == headers.end() ? std::string_view() : std::string_view(at->second);
}

std::string_view content_type(const std::filesystem::path& file) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kTypes{{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".jpg", "image/jpeg"},
      {".webp", "image/webp"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".txt", "text/plain; charset=utf-8"},
      {".mp3", "audio/mpeg"},
      {".webmanifest", "application/manifest+json"},
  }};
  const auto extension = file.extension().string();
  const auto at = std::ranges::find(kTypes, extension, &std::pair<std::string_view, std::string_view>::first);
  return at == kTypes.end() ? "application/octet-stream" : at->second;
}

// Plain names between single slashes; nothing hidden, nothing encoded: built pages need no more.
bool is_plain_path(std::string_view path) {
  if (!path.starts_with('/')) return false;
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./";
  if (path.find_first_not_of(kAllowed) != std::string_view::npos) return false;
  return path.find("//") == std::string_view::npos && path.find("/.") == std::string_view::npos;
}

}  // namespace

std::string http_date(WallTime time) {
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

std::string_view Request::header(std::string_view name) const {
  return find_header(headers, name);
}
std::string_view Request::path() const {
  return std::string_view(target).substr(0, target.find_first_of("?#"));
}
std::string_view Response::header(std::string_view name) const {
  return find_header(headers, name);
}

Response text_response(unsigned status, std::string text) {
  return {status, {{"Content-Type", "text/plain; charset=utf-8"}, {"X-Content-Type-Options", "nosniff"}}, std::move(text)};
}
Response json_response(unsigned status, std::string json) {
  return {
      status,
      {{"Content-Type", "application/json; charset=utf-8"}, {"X-Content-Type-Options", "nosniff"}, {"Cache-Control", "no-store"}},
      std::move(json)};
}

std::optional<Response> serve_file(const std::filesystem::path& folder, std::string_view path) {
  if (!is_plain_path(path)) return std::nullopt;
  auto relative = std::string(path.substr(1));
  if (relative.empty() || relative.ends_with('/')) relative += "index.html";
  std::error_code error;
  const auto root = std::filesystem::canonical(folder, error);
  const auto file = std::filesystem::canonical(root / relative, error);  // links resolved: none may lead outside
  if (error || !std::filesystem::is_regular_file(file, error)) return std::nullopt;
  if (!std::ranges::equal(root, std::ranges::subrange(file.begin(), std::next(file.begin(), std::ranges::distance(root))))) {
    return std::nullopt;
  }
  const auto contents = read_file(file);
  if (!contents) return std::nullopt;
  return Response{200,
                  {{"Content-Type", std::string(content_type(file))},
                   {"Content-Security-Policy",
                    "default-src 'self'; img-src 'self' data: blob:; "
                    "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
                   {"X-Content-Type-Options", "nosniff"},
                   {"Referrer-Policy", "no-referrer"},
                   {"Cross-Origin-Resource-Policy", "same-origin"},
                   {"Cross-Origin-Opener-Policy", "same-origin"},
                   {"Cache-Control", "no-cache"}},
                  as_text(*contents)};
}

std::vector<std::string> own_hosts(const std::string& address, std::uint16_t port, bool tls) {
  std::vector<std::string> names{"localhost", address.find(':') == std::string::npos ? address : '[' + address + ']'};
  std::vector<std::string> hosts;
  for (const auto& name : names) {
    hosts.push_back(fmt::format("{}:{}", name, port));
    if (port == (tls ? 443 : 80)) hosts.push_back(name);
  }
  return hosts;
}

unsigned refusal(const std::vector<std::string>& hosts, bool tls, const Request& request) {
  const auto count = std::ranges::count_if(request.headers, [](const auto& header) { return same_word(header.first, "Host"); });
  if (count != 1) return 400;
  const auto host = request.header("Host");
  if (std::ranges::none_of(hosts, [&](const auto& own) { return same_word(own, host); })) return 421;
  const auto scheme = tls ? "https://" : "http://";
  const bool has_origin =
      std::ranges::any_of(request.headers, [](const auto& header) { return same_word(header.first, "Origin"); });
  const auto origin = request.header("Origin");
  if (has_origin && std::ranges::none_of(hosts, [&](const auto& own) { return same_word(scheme + own, origin); })) return 403;
  // What a browser says by itself about a request that another page caused (a picture, a form): following a link is fine.
  const auto site = request.header("Sec-Fetch-Site");
  const bool foreign = site == "cross-site" || site == "same-site";
  const bool following = request.header("Sec-Fetch-Mode") == "navigate" && (request.method == "GET" || request.method == "HEAD");
  return foreign && !following ? 403 : 0;
}

}  // namespace omote::net
