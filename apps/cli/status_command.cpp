#include <cstdio>
#include <memory>
#include <string>

#include "apps/cli/commands.hpp"
#include "link/messages/web_json.hpp"
#include "net/http.hpp"
#include "schema/console.pb.h"

namespace omote::cli {

namespace {

struct Options {
  std::uint16_t port = 8601;
  bool json = false;
};

void print(const console::v1::State& state) {
  std::printf("%s  (%s, %s, Omote %s)\n", state.clinic_name().c_str(), state.institution_code().c_str(),
              state.environment().c_str(), state.version().c_str());
  std::printf("national system: %s, mode %s, face security level 1e-%u\n", state.national().state().c_str(),
              state.national().mode().c_str(), state.national().face_security_level());
  std::printf("output: %s, %u waiting in the outbox\n", state.output().folder().c_str(), state.output().waiting());
  if (state.terminals().empty()) std::printf("no terminal is paired; the console's page shows those that were found\n");
  for (const auto& terminal : state.terminals()) {
    std::printf("terminal %s: link %s, reader %s, %s, screen \"%s\"\n", terminal.serial().c_str(), terminal.link().c_str(),
                terminal.reader_state().c_str(), terminal.visit_state().c_str(), terminal.screen().id().c_str());
  }
  for (const auto& visit : state.last_visits()) {
    std::printf("visit %s: %s %s %s %s\n", visit.id().c_str(), visit.way().c_str(), visit.outcome().c_str(), visit.code().c_str(),
                visit.detail().c_str());
  }
}

int run(const Options& options) {
  net::ClientOptions where;
  where.port = options.port;
  where.time = std::chrono::seconds(3);
  net::HttpClient client(std::move(where));
  net::Request request;
  request.target = "/api/state";
  request.headers = {{"Host", "127.0.0.1:" + std::to_string(options.port)}};
  const auto answer = client.exchange(std::move(request));
  if (!answer || answer->status != 200) {
    std::fprintf(stderr,
                 "omote status: no host answers at 127.0.0.1:%u (%s)\n"
                 "Is omote-host running? Its console's port is console.port in its settings; name it with --port.\n",
                 options.port, answer ? "unexpected answer" : describe(answer.error()).c_str());
    return 1;
  }
  // Names of people stay on the console's page: status is for logs and scripts.
  console::v1::State state;
  if (!link::from_web_json(answer->body, state)) {
    std::fprintf(stderr, "omote status: the answer from 127.0.0.1:%u is not a host's state\n", options.port);
    return 1;
  }
  for (auto& visit : *state.mutable_last_visits()) visit.clear_person();
  if (options.json) {
    std::printf("%s\n", link::to_web_json(state).c_str());
  } else {
    print(state);
  }
  return 0;
}

}  // namespace

void add_status_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* command = app.add_subcommand("status", "the state of the host, its terminals and the last visits");
  command->add_option("--port", options->port, "the console's port on this machine")->capture_default_str();
  command->add_flag("--json", options->json, "one JSON document");
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace omote::cli
