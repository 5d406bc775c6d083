// How commands speak with the host that runs on this machine: its console's port, by the local token (docs/security.md).
#pragma once

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>
#include <expected>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "net/http.hpp"

namespace omote::cli {

using Json = nlohmann::ordered_json;

struct HostOptions {
  std::uint16_t port = 8601;
  bool json = false;
};
// --port and --json, for every command that speaks with a host.
void add_host_options(CLI::App& command, HostOptions& options);

// Exit codes of all commands of this kind.
constexpr int kDone = 0, kRefused = 1, kNoHost = 2;

class HostClient {
 public:
  // `command` is how the person called it ("omote staff add"), for sentences about mistakes.
  HostClient(std::string command, HostOptions options);

  // The JSON of a good answer (an empty object where there is none). Otherwise it has been said on standard error why, and
  // the exit code comes back: kNoHost or kRefused.
  [[nodiscard]] std::expected<Json, int> call(const std::string& method, const std::string& path,
                                              const std::optional<Json>& body = std::nullopt);
  // The same, with the answer as it came (a file, other text).
  [[nodiscard]] std::expected<net::Response, int> exchange(const std::string& method, const std::string& path,
                                                           const std::string& body = "");
  [[nodiscard]] std::string address() const;  // http://127.0.0.1:8601

  // For a call that takes long by its nature; 10 s otherwise.
  void wait_at_most(std::chrono::seconds time) { longest_ = time; }

  // Says it on standard error, in front of it the command.
  void say(const std::string& sentence) const;

 private:
  [[nodiscard]] int refused(const net::Response& answer) const;

  std::string command_;
  HostOptions options_;
  std::chrono::seconds longest_{10};  // a password takes a moment
};

// Whether the person reads Japanese: LANG says nothing else.
[[nodiscard]] bool in_japanese();

}  // namespace omote::cli
