#include "apps/cli/collect_command.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "base/file.hpp"
#include "base/process.hpp"
#include "base/version.hpp"
#include "host/settings.hpp"
#include "journal/bundle/sources.hpp"
#include "journal/json.hpp"
#include "link/messages/web_json.hpp"
#include "net/http.hpp"
#include "net/local_token.hpp"
#include "schema/console.pb.h"

namespace omote::cli {

namespace {

namespace fs = std::filesystem;
namespace bundle = journal::bundle;
using namespace std::chrono_literals;

constexpr std::size_t kMostNote = 64 << 10;

struct Options {
  std::string out;
  std::string settings = "/etc/omote/host.toml";
  std::string terminal_settings = "/etc/omote/terminal.toml";
  std::string state;
  std::uint16_t port = 0;
  std::string since, until, incident, note;
  bool json = false;
  bool progress = false;
};

Result<std::string> ask_host(std::uint16_t port, const std::string& path) {
  net::ClientOptions where;
  where.port = port;
  where.time = 3s;
  net::HttpClient client(std::move(where));
  net::Request request;
  request.target = path;
  request.headers = net::local_headers(port);
  auto answer = client.exchange(std::move(request));
  if (!answer) return pass(answer);
  if (answer->status != 200) return fail("host_answers_otherwise", fmt::format("{}: status {}", path, answer->status));
  return std::move(answer->body);
}

// What the host shows, field by field: no person, no name, nothing that a screen says to a patient.
Result<std::string> state_document(std::uint16_t port) {
  auto body = ask_host(port, "/api/state");
  if (!body) return pass(body);
  console::v1::State all;
  if (!link::from_web_json(*body, all)) return fail("host_state_unreadable", "port " + std::to_string(port));
  console::v1::State kept;
  kept.set_institution_code(all.institution_code());
  kept.set_environment(all.environment());
  kept.set_version(all.version());
  kept.set_time(all.time());
  *kept.mutable_national() = all.national();
  *kept.mutable_output() = all.output();
  for (const auto& terminal : all.terminals()) {
    auto& mine = *kept.add_terminals();
    mine.set_serial(terminal.serial());
    mine.set_address(terminal.address());
    mine.set_link(terminal.link());
    mine.set_software(terminal.software());
    mine.set_reader(terminal.reader());
    mine.set_reader_state(terminal.reader_state());
    mine.set_visit_state(terminal.visit_state());
    mine.mutable_screen()->set_id(terminal.screen().id());
    mine.set_page_connected(terminal.page_connected());
    mine.set_face_camera(terminal.face_camera());
    mine.set_card_face_camera(terminal.card_face_camera());
    mine.set_link_latency_us(terminal.link_latency_us());
  }
  for (const auto& visit : all.last_visits()) {
    auto& mine = *kept.add_last_visits();
    mine.set_id(visit.id());
    mine.set_terminal(visit.terminal());
    mine.set_began(visit.began());
    mine.set_way(visit.way());
    mine.set_outcome(visit.outcome());
    mine.set_code(visit.code());
    mine.set_detail(visit.detail());
    mine.set_reason(visit.reason());
    *mine.mutable_steps() = visit.steps();
    mine.set_total_ms(visit.total_ms());
    mine.set_human_ms(visit.human_ms());
  }
  *kept.mutable_incidents() = all.incidents();
  for (auto& incident : *kept.mutable_incidents()) incident.clear_qr();  // a drawing of its number
  *kept.mutable_self_test() = all.self_test();
  return link::to_web_json(kept) + "\n";
}

Result<std::string> facts_document(std::uint16_t port) {
  auto body = ask_host(port, "/api/facts");
  if (!body) return pass(body);
  console::v1::Facts facts;
  if (!link::from_web_json(*body, facts)) return fail("host_facts_unreadable", "port " + std::to_string(port));
  return link::to_web_json(facts) + "\n";
}

// The probes of this machine, by our own command: they work without a host.
Result<std::string> doctor_document() {
  const int file = ::memfd_create("omote-doctor", MFD_CLOEXEC);
  Command command{{own_executable(), "doctor", "--json"}, {}, {{file, 1}}, "/dev/null", false};
  auto process = start_process(command);
  if (!process) {
    ::close(file);
    return pass(process);
  }
  const auto code = process->wait(9s);
  std::string text;
  char buffer[65536];
  ::lseek(file, 0, SEEK_SET);
  for (ssize_t n = 0; (n = ::read(file, buffer, sizeof buffer)) > 0;) text.append(buffer, static_cast<std::size_t>(n));
  ::close(file);
  // It exits with an error when it found trouble: what it printed counts.
  if (!code || !text.starts_with('{')) return fail("doctor_says_nothing", code ? fmt::format("exit {}", *code) : "it hangs");
  return text;
}

struct Places {
  fs::path state;
  std::vector<fs::path> settings, folders;
  std::uint16_t port = 8601;
  std::string mistakes;
};

Places places_of(const Options& options) {
  Places places;
  places.settings = {options.settings};
  std::error_code error;
  if (fs::exists(options.terminal_settings, error)) places.settings.emplace_back(options.terminal_settings);
  places.state = "/var/lib/omote/host";
  const auto settings = host::load_settings(options.settings);
  if (settings) {
    places.state = settings->state_folder;
    places.port = settings->console_port == 0 ? places.port : settings->console_port;
    places.folders = {settings->state_folder, settings->output_folder};
  } else {
    places.mistakes = describe(settings.error());
  }
  if (!options.state.empty()) places.state = options.state;
  if (options.port != 0) places.port = options.port;
  places.folders.push_back("/");
  return places;
}

std::vector<bundle::Source> sources_of(const Places& places, const fs::path& note, journal::Filter filter) {
  const auto port = places.port;
  std::vector<bundle::Source> sources;
  if (!note.empty()) {
    sources.push_back(bundle::document_source("note", "note.json", 1s, [note]() -> Result<std::string> {
      auto text = read_file(note, kMostNote);
      if (!text) return pass(text);
      return std::string(as_text(*text)) + "\n";
    }));
  }
  sources.push_back(bundle::document_source("state", "diagnosis/state.json", 5s, [port] { return state_document(port); }));
  sources.push_back(bundle::document_source("facts", "diagnosis/facts.json", 5s, [port] { return facts_document(port); }));
  sources.push_back(bundle::document_source("doctor", "diagnosis/doctor.json", 10s, doctor_document));
  sources.push_back(bundle::settings_source(places.settings));
  sources.push_back(bundle::document_source("settings_check", "settings/mistakes.txt", 5s, [mistakes = places.mistakes] {
    return Result<std::string>(mistakes.empty() ? "none\n" : mistakes + "\n");
  }));
  sources.push_back(bundle::system_source(places.folders));
  sources.push_back(bundle::programs_source(fs::path(own_executable()).parent_path()));
  sources.push_back(bundle::terminal_log_source(places.state / "terminal_log"));
  sources.push_back(bundle::journal_source(places.state / "journal.sqlite", std::move(filter)));
  return sources;
}

std::string document(const bundle::Made& made) {
  std::string missing;
  for (const auto& source : made.sources) {
    if (source.why.empty()) continue;
    missing += fmt::format("{}{{\"name\":{},\"why\":{}}}", missing.empty() ? "" : ",", journal::json_text(source.name),
                           journal::json_text(source.why));
  }
  return fmt::format("{{\"file\":{},\"bytes\":{},\"missing\":[{}]}}", journal::json_text(made.file.string()), made.bytes,
                     missing);
}

int run(const Options& options) {
  const SystemClock clock;
  journal::Filter filter;
  for (const auto& [name, value] :
       {std::pair("since", &options.since), std::pair("until", &options.until), std::pair("incident", &options.incident)}) {
    const auto set = ports::set_condition(filter, name, *value, clock.now());
    if (set) continue;
    fmt::print(stderr, "omote collect: {}\n", set.error().context);
    return 2;
  }
  bundle::Order order;
  order.file = fs::absolute(options.out.empty() ? "omote-bundle-" + to_stamp(clock.now()) + ".zip" : options.out);
  order.reason = options.incident;
  order.on_step = [&](int percent) {
    if (options.progress) {
      fmt::print("{{\"percent\":{}}}\n", percent);
      std::fflush(stdout);
    } else if (::isatty(2) != 0) {
      fmt::print(stderr, "\r{:3} %", percent);
    }
  };
  const auto made = bundle::make_bundle(order, sources_of(places_of(options), options.note, filter), clock);
  if (::isatty(2) != 0 && !options.progress) fmt::print(stderr, "\r      \r");
  if (!made) {
    fmt::print(stderr, "omote collect: {}\nNothing was left behind. Name another place with --out.\n", describe(made.error()));
    std::fflush(nullptr);
    std::_Exit(1);
  }
  if (options.json) {
    fmt::print("{}\n", document(*made));
  } else {
    fmt::print("{}  {:.1f} MB\n", made->file.string(), static_cast<double>(made->bytes) / 1e6);
    for (const auto& source : made->sources) {
      if (!source.why.empty()) fmt::print("without {}: {}\n", source.name, source.why);
    }
    for (const auto& skipped : made->skipped) fmt::print("left out {}: {}\n", skipped.name, skipped.why);
  }
  // A source that hangs sits on its thread; nobody waits for it.
  std::fflush(nullptr);
  std::_Exit(0);
}

}  // namespace

void add_collect_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* collect = app.add_subcommand("collect", "the bundle for the support desk: a zip without names and secrets");
  collect->add_option("--out", options->out, "the file; without it omote-bundle-<time>.zip in this folder");
  collect->add_option("--since", options->since, "the journal from this time on; without it all 62 days (2026-11-22, 12h, 3d)");
  collect->add_option("--until", options->until, "the journal before this time");
  collect->add_option("--incident", options->incident, "the journal around this incident: a day before it to an hour after");
  collect->add_option("--settings", options->settings, "the host's settings file")
      ->envname("OMOTE_SETTINGS")
      ->capture_default_str();
  collect->add_option("--terminal-settings", options->terminal_settings, "a terminal's settings file, if it runs here")
      ->capture_default_str();
  collect->add_option("--state", options->state, "the host's state folder; without it the one of its settings");
  collect->add_option("--port", options->port, "the console's port; without it the one of the settings");
  collect->add_option("--note", options->note, "a file with words of those who ask: reason, state, what was done");
  collect->add_flag("--json", options->json, "one JSON document: file, bytes, what is missing and why");
  collect->add_flag("--progress", options->progress, "before it a line {\"percent\": N} for each step");
  collect->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace omote::cli
