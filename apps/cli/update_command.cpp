#include "apps/cli/update_command.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "apps/cli/update_words.hpp"
#include "base/toml_settings.hpp"
#include "link/messages/web_json.hpp"
#include "net/http.hpp"
#include "net/local_token.hpp"
#include "schema/console.pb.h"
#include "update/for_terminals.hpp"
#include "update/services.hpp"
#include "update/updater.hpp"

namespace omote::cli {

namespace {

using update::Outcome;
using update::Updater;
using update::Verdict;

struct Options {
  update::Wish wish;
  update::Places places;
  std::string settings = "/etc/omote/host.toml";
  std::int64_t wait = 600;                                          // seconds for visits to end
  std::filesystem::path folder = "/var/lib/omote/terminal/update";  // where the terminal's program puts what its host sent
  bool by_package = false;
  bool json = false;
};

int refuse(const Options& options, const Failure& failure) {
  const auto words = update_refusal(failure);
  if (options.json) {
    std::printf(
        "%s\n",
        nlohmann::ordered_json{{"reason", failure.reason.text()}, {"context", failure.context}, {"words", words}}.dump().c_str());
  } else {
    std::fprintf(stderr, "omote update: %s\n", words.c_str());
  }
  return 1;
}

// Programs in another root folder are not running here.
std::uint16_t console_port(const Options& options) {
  auto toml = TomlSettings::open(options.places.root / options.settings.substr(1));
  if (!toml) return 0;
  return static_cast<std::uint16_t>(toml->number("console.port", 8601, 0, 65535));
}

// How many visits run on this machine's host; nothing when it cannot be asked.
std::optional<int> visits(std::uint16_t port) {
  net::ClientOptions where;
  where.port = port;
  where.time = std::chrono::seconds(3);
  net::Request request;
  request.target = "/api/state";
  request.headers = net::local_headers(port);
  const auto answer = net::HttpClient(std::move(where)).exchange(std::move(request));
  console::v1::State state;
  if (!answer || answer->status != 200 || !link::from_web_json(answer->body, state)) return std::nullopt;
  int running = 0;
  for (const auto& terminal : state.terminals())
    running += terminal.has_visit() && terminal.visit().outcome() == "running" ? 1 : 0;
  return running;
}

// A visit that runs is not cut off. Whether it ended in time.
bool wait_for_visits(std::uint16_t port, std::chrono::seconds time) {
  const auto until = std::chrono::steady_clock::now() + time;
  for (bool told = false; port != 0; told = true) {
    const auto running = visits(port);
    if (!running || *running == 0) return true;
    if (std::chrono::steady_clock::now() >= until) return false;
    if (!told) std::fprintf(stderr, "omote update: a visit is running; waiting until it is over\n");
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
  return true;
}

int tell(const Options& options, const Outcome& outcome, std::chrono::steady_clock::time_point began) {
  const auto took = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  if (options.json) {
    const nlohmann::ordered_json json{{"verdict", to_string(outcome.verdict)},
                                      {"runs", outcome.name},
                                      {"wanted", outcome.wanted},
                                      {"why", outcome.why},
                                      {"noted", outcome.noted},
                                      {"unchanged", outcome.unchanged},
                                      {"seconds", took}};
    std::printf("%s\n", json.dump().c_str());
  } else {
    auto* where = outcome.verdict == Verdict::Good && outcome.noted ? stdout : stderr;
    std::fprintf(where, "%s\n", outcome_in_words(outcome, took).c_str());
  }
  return outcome.verdict == Verdict::Good && outcome.noted ? 0 : 1;
}

// The terminals follow through the host. That they cannot is told, and fails nothing: this machine's own update is done.
void keep_for_terminals(const Options& options, const Updater& updater, const Outcome& outcome) {
  const auto pieces = updater.store().pieces_of(updater.store().current());
  const bool pc = std::ranges::find(pieces, "omote-host") != pieces.end();
  if (!pc || options.by_package || outcome.verdict != Verdict::Good) return;
  const auto kept = update::keep_for_terminals(options.places, SystemClock(), options.wish.from, false);
  if (!kept && kept.error().reason != Reason("release_not_for_terminals"))
    std::fprintf(stderr, "omote update: %s\n", update_refusal(kept.error()).c_str());
  if (kept && !options.json) std::printf("%s\n", kept_in_words(*kept).c_str());
}

Result<Outcome> install(const Options& options, Updater& updater) {
  auto outcome = updater.install(options.wish);
  if (outcome) keep_for_terminals(options, updater, *outcome);
  return outcome;
}

// Everything that changes the machine goes through here: rights, the lock, visits that run.
template <class Work>
int change(const Options& options, Work work) {
  const auto began = std::chrono::steady_clock::now();
  if (options.places.root == "/" && ::geteuid() != 0) return refuse(options, Failure{"update_needs_root", {}, {}});
  const auto port = options.places.root == "/" ? console_port(options) : std::uint16_t{0};
  update::SystemdServices services(port, [&] { return wait_for_visits(port, std::chrono::seconds(options.wait)); });
  const SystemClock clock;
  auto updater = Updater::open(options.places, services, clock);
  if (!updater) return refuse(options, updater.error());
  const Result<Outcome> outcome = work(*updater);
  if (!outcome) return refuse(options, outcome.error());
  if (options.by_package && options.places.root == "/") update::SystemdServices::start_enabled();
  return tell(options, *outcome, began);
}

int check(const Options& options) {
  update::SystemdServices services(0);
  const SystemClock clock;
  auto updater = Updater::open(options.places, services, clock);
  if (!updater) return refuse(options, updater.error());
  const auto release = updater->check(options.wish);
  if (!release) return refuse(options, release.error());
  nlohmann::ordered_json json{{"version", to_string(release->version)},
                              {"runs", updater->store().current()},
                              {"pieces", nlohmann::ordered_json::array()}};
  for (const auto& piece : release->pieces) json["pieces"].push_back(piece.name);
  if (options.json) {
    std::printf("%s\n", json.dump().c_str());
  } else {
    std::printf("%s can be installed here (now: %s). Its signature is right; every file is checked before anything changes.\n",
                to_string(release->version).c_str(),
                updater->store().current().empty() ? "none" : updater->store().current().c_str());
  }
  return 0;
}

int status(const Options& options) {
  const update::Store store(options.places.programs());
  const auto notes = update::Book::open(options.places.book()).notes();
  if (options.json) {
    nlohmann::ordered_json json{{"runs", store.current()},
                                {"pieces", store.pieces_of(store.current())},
                                {"previous", notes.previous},
                                {"trial", notes.trial},
                                {"verdict", to_string(notes.verdict)},
                                {"version", notes.version},
                                {"why", notes.why},
                                {"when", notes.when},
                                {"failed", nlohmann::ordered_json::array()}};
    for (const auto& one : notes.failed) json["failed"].push_back({{"version", one.name}, {"why", one.why}, {"when", one.when}});
    std::printf("%s\n", json.dump().c_str());
  } else {
    std::printf("%s\n", notes_in_words(store.current(), notes).c_str());
  }
  return store.current().empty() || !notes.trial.empty() ? 1 : 0;
}

int offer(const Options& options) {
  if (options.places.root == "/" && ::geteuid() != 0) return refuse(options, Failure{"update_needs_root", {}, {}});
  const auto kept = update::keep_for_terminals(options.places, SystemClock(), options.wish.from, options.wish.all_pieces);
  if (!kept) return refuse(options, kept.error());
  if (options.json) {
    std::printf(
        "%s\n",
        nlohmann::ordered_json{{"version", kept->version}, {"size", kept->size}, {"sha256", kept->sha256}}.dump().c_str());
  } else {
    std::printf("%s\n", kept_in_words(*kept).c_str());
  }
  return 0;
}

// An update that runs already is waited for: what lies there must not be lost to it.
Result<Updater> open_in_time(const Options& options, update::Services& services, const Clock& clock) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(options.wait);
  while (true) {
    auto updater = Updater::open(options.places, services, clock);
    if (updater || std::chrono::steady_clock::now() >= until) return updater;
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
}

// Run by omote-terminal-update.service.
int take(const Options& options) {
  if (options.places.root == "/" && ::geteuid() != 0) return refuse(options, Failure{"update_needs_root", {}, {}});
  // On a terminal there is no host to ask: its own host waits for visits before it sends the last of it.
  const auto port = options.places.root == "/" ? console_port(options) : std::uint16_t{0};
  update::SystemdServices services(port, [&] { return wait_for_visits(port, std::chrono::seconds(options.wait)); });
  const SystemClock clock;
  auto updater = open_in_time(options, services, clock);
  if (!updater) return refuse(options, updater.error());
  const auto taken = update::take_release(options.places, clock, *updater, options.folder);
  if (!taken) return refuse(options, taken.error());
  if (!*taken) return 0;
  std::printf("%s\n",
              nlohmann::ordered_json{{"version", (*taken)->version}, {"verdict", (*taken)->verdict}, {"why", (*taken)->why}}
                  .dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
                  .c_str());
  return (*taken)->verdict == "good" ? 0 : 1;
}

int settle(const Options& options) {
  if (update::Book::open(options.places.book()).notes().trial.empty()) return 0;
  return change(options, [](Updater& updater) { return updater.settle(); });
}

using Shared = std::shared_ptr<Options>;

CLI::App* add(CLI::App& group, const Shared& options, const char* name, const char* what, int& exit_code,
              int (*run)(const Options&)) {
  auto* command = group.add_subcommand(name, what);
  command->add_option("--root", options->places.root, "of the machine, for an image that is being made")->capture_default_str();
  command->add_flag("--json", options->json, "one JSON document");
  command->callback([options, &exit_code, run] { exit_code = run(*options); });
  return command;
}

}  // namespace

void add_update_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* group = app.add_subcommand("update", "signed new versions: look, install, go back");
  group->require_subcommand(1);
  group->footer("Exit status: 0 done, or nothing to do; 1 refused, taken back, or on trial. docs/update.md has the whole story.");
  auto* look = add(*group, options, "check", "would this release be taken? Changes nothing", exit_code, check);
  look->add_option("FILE", options->wish.from, "the release: one file, or a folder")->required();
  auto* install = add(*group, options, "install", "install it, judge it, take it back when it is not healthy", exit_code,
                      [](const Options& given) {
                        return change(given, [&](Updater& updater) { return ::omote::cli::install(given, updater); });
                      });
  install->add_option("FILE", options->wish.from, "the release: one file, or a folder")->required();
  install->add_flag("--again", options->wish.again, "although it failed here before");
  install->add_flag("--by-package", options->by_package, "used by the Debian packages")->group("");
  auto* kept =
      add(*group, options, "offer", "keep it for the terminals: they follow through this PC's program", exit_code, offer);
  kept->add_option("FILE", options->wish.from, "the release: one file, or a folder")->required();
  kept->add_flag("--all-pieces", options->wish.all_pieces, "also those that a terminal does not need");
  auto* taken = add(*group, options, "take", "install what this terminal's host sent; run by omote-terminal-update.service",
                    exit_code, take);
  taken->add_option("--folder", options->folder, "where it lies")->capture_default_str();
  taken->group("");
  for (auto* command : {look, install}) {
    command->add_flag("--allow-downgrade", options->wish.downgrade, "although it is older than what ran here");
    command->add_flag("--all-pieces", options->wish.all_pieces, "also those that are not installed here yet");
  }
  auto* back = add(*group, options, "back", "return to the version before", exit_code,
                   [](const Options& given) { return change(given, [](Updater& updater) { return updater.back(); }); });
  for (auto* command : {install, back, taken}) {
    command->add_option("--wait", options->wait, "seconds that a running visit may take to end")
        ->capture_default_str()
        ->check(CLI::Range(0, 3600));
    command->add_option("--settings", options->settings, "the host's settings file")
        ->envname("OMOTE_SETTINGS")
        ->capture_default_str();
  }
  add(*group, options, "status", "what runs, what was before, how the last update ended", exit_code, status);
  add(*group, options, "settle", "bring a cut-off update to its end; run at every start of the machine", exit_code, settle)
      ->group("");
}

}  // namespace omote::cli
