#include <cstdio>
#include <memory>
#include <string>

#include "apps/cli/commands.hpp"
#include "apps/cli/host_client.hpp"
#include "link/messages/web_json.hpp"
#include "schema/console.pb.h"

namespace omote::cli {

namespace {

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

int run(const HostOptions& options) {
  HostClient host("omote status", options);
  const auto answer = host.exchange("GET", "/api/state");
  if (!answer) return answer.error();
  // Names of people stay on the console's page: status is for logs and scripts.
  console::v1::State state;
  if (!link::from_web_json(answer->body, state)) {
    host.say("the answer is not a host's state");
    return kNoHost;
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
  auto options = std::make_shared<HostOptions>();
  auto* command = app.add_subcommand("status", "the state of the host, its terminals and the last visits");
  add_host_options(*command, *options);
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace omote::cli
