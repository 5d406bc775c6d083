#include "apps/cli/host_client.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>

#include "base/text.hpp"
#include "net/local_token.hpp"

namespace omote::cli {

namespace {

constexpr std::size_t kMostShown = 300;

std::string text_in(const Json& json, const char* key) {
  const auto at = json.find(key);
  return at != json.end() && at->is_string() ? at->get<std::string>() : "";
}

}  // namespace

bool in_japanese() {
  const char* language = std::getenv("LANG");
  return language != nullptr && std::string_view(language).starts_with("ja");
}

void add_host_options(CLI::App& command, HostOptions& options) {
  command.add_option("--port", options.port, "the console's port on this machine")->envname("OMOTE_PORT")->capture_default_str();
  command.add_flag("--json", options.json, "one JSON document");
}

HostClient::HostClient(std::string command, HostOptions options) : command_(std::move(command)), options_(options) {}

std::string HostClient::address() const {
  return fmt::format("http://127.0.0.1:{}", options_.port);
}

void HostClient::say(const std::string& sentence) const {
  fmt::print(stderr, "{}: {}\n", command_, to_one_line(sentence));
}

std::expected<net::Response, int> HostClient::exchange(const std::string& method, const std::string& path,
                                                       const std::string& body) {
  net::ClientOptions where;
  where.port = options_.port;
  where.time = longest_;
  net::Request request;
  request.method = method;
  request.target = path;
  request.headers = net::local_headers(options_.port);
  request.headers.emplace_back("Content-Type", "application/json");
  request.body = body;
  auto answer = net::HttpClient(std::move(where)).exchange(std::move(request));
  if (!answer) {
    say(fmt::format("no host answers at 127.0.0.1:{} ({})", options_.port, describe(answer.error())));
    fmt::print(stderr, "Is omote-host running? Its console's port is console.port in its settings; name it with --port.\n");
    return std::unexpected(kNoHost);
  }
  if (answer->status >= 300) return std::unexpected(refused(*answer));
  return std::move(*answer);
}

std::expected<Json, int> HostClient::call(const std::string& method, const std::string& path, const std::optional<Json>& body) {
  const auto answer = exchange(method, path, body ? body->dump(-1, ' ', false, Json::error_handler_t::replace) : "");
  if (!answer) return std::unexpected(answer.error());
  if (answer->body.empty()) return Json::object();
  auto json = Json::parse(answer->body, nullptr, false);
  if (!json.is_discarded()) return json;
  say(fmt::format("127.0.0.1:{} answers, but not as an Omote host does", options_.port));
  return std::unexpected(kNoHost);
}

// What the host expects, in the words that its page has too.
int HostClient::refused(const net::Response& answer) const {
  const auto json = Json::parse(answer.body, nullptr, false);
  const auto reason = json.is_object() ? text_in(json, "reason") : "";
  if (options_.json && json.is_object()) {
    fmt::print(stderr, "{}\n", answer.body);
    return kRefused;
  }
  if (answer.status == 401 && reason == "not_signed_in") {
    say(in_japanese() ? "受付プログラムと同じユーザーか、root（sudo）で実行してください。"
                      : "run this as the user that the host runs as, or as root (sudo)");
    return kRefused;
  }
  const auto expected = json.is_object() ? json.value("expected", Json::object()) : Json::object();
  auto words = expected.is_object() ? text_in(expected, in_japanese() ? "ja" : "en") : "";
  if (words.empty()) words = reason.empty() ? to_one_line(answer.body, kMostShown) : reason;
  const auto field = json.is_object() ? text_in(json, "field") : "";
  const auto context = json.is_object() ? text_in(json, "context") : "";
  say(fmt::format("{}{}{}{}", field, field.empty() ? "" : ": ", words, context.empty() ? "" : " (" + context + ")"));
  return kRefused;
}

}  // namespace omote::cli
