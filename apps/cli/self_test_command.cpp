#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "apps/cli/commands.hpp"
#include "link/messages/web_json.hpp"
#include "net/http.hpp"
#include "net/local_token.hpp"
#include "schema/console.pb.h"

namespace omote::cli {

namespace {

constexpr std::chrono::seconds kAtMost{30};

struct Options {
  std::uint16_t port = 8601;
  bool json = false;
};

// The console's own conversation: the wish up, states down until the test that began after the wish has ended.
class Conversation {
 public:
  explicit Conversation(std::uint16_t port) {
    net::open_socket(
        loop_, "127.0.0.1", port, "/socket",
        [this](Result<std::shared_ptr<net::WebSocket>> socket) {
          if (!socket) return end("no host answers: " + describe(socket.error()));
          socket_ = *socket;
          socket_->on_text = [this](const std::string& text) { hear(text); };
          socket_->on_close = [this] { end("the host closed the connection"); };
        },
        net::local_headers(port));
    loop_.after(kAtMost, [this] { end("the host did not finish within 30 s"); });
    loop_.run();
    if (socket_) {
      socket_->on_text = nullptr;
      socket_->on_close = nullptr;
    }
  }
  [[nodiscard]] const std::optional<console::v1::SelfTest>& result() const { return result_; }
  [[nodiscard]] const std::string& trouble() const { return trouble_; }

 private:
  void end(const std::string& trouble) {
    if (!result_ && trouble_.empty()) trouble_ = trouble;
    loop_.stop();
  }
  void hear(const std::string& text) {
    console::v1::ToPage message;
    if (!link::from_web_json(text, message) || !message.has_state()) return;
    const auto& test = message.state().self_test();
    if (!asked_) {
      before_ = test.ended().empty() ? "" : test.began();
      asked_ = true;
      console::v1::FromPage wish;
      wish.mutable_run_self_test();
      return socket_->send_text(link::to_web_json(wish));
    }
    if (test.ended().empty() || test.began() == before_) return;
    result_ = test;
    loop_.stop();
  }

  net::Loop loop_;
  std::shared_ptr<net::WebSocket> socket_;
  bool asked_ = false;
  std::string before_;  // when the last test began that had ended already
  std::optional<console::v1::SelfTest> result_;
  std::string trouble_;
};

int run(const Options& options) {
  const Conversation conversation(options.port);
  const auto& result = conversation.result();
  if (!result) {
    std::fprintf(stderr, "omote self-test: 127.0.0.1:%u: %s\nIs omote-host running? Name its console's port with --port.\n",
                 options.port, conversation.trouble().c_str());
    return 2;
  }
  int bad = 0;
  for (const auto& check : result->checks()) bad += check.result() == "bad" ? 1 : 0;
  if (options.json) {
    std::printf("%s\n", link::to_web_json(*result).c_str());
    return bad == 0 ? 0 : 1;
  }
  for (const auto& check : result->checks()) {
    const auto name = check.terminal().empty() ? check.name() : check.terminal() + " " + check.name();
    std::printf("%-8s %-28s %6u ms  %s%s%s\n", check.result().c_str(), name.c_str(), check.took_ms(), check.detail().c_str(),
                check.row().empty() ? "" : "  omote explain ", check.row().c_str());
  }
  return bad == 0 ? 0 : 1;
}

}  // namespace

void add_self_test_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* command =
      app.add_subcommand("self-test", "exercise the whole chain now: exit 0 when all is good, 1 when something is bad");
  command->add_option("--port", options->port, "the console's port on this machine")->capture_default_str();
  command->add_flag("--json", options->json, "one JSON document");
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace omote::cli
