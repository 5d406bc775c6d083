// omote-host: the service on the clinic's PC. Reads its settings, builds the adapters, runs until SIGTERM. Prints one line
// of JSON with the console's address when it is ready.
#include <google/protobuf/stubs/logging.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <future>
#include <sstream>
#include <thread>

#include "base/file.hpp"
#include "base/log.hpp"
#include "base/supervisor.hpp"
#include "base/version.hpp"
#include "card/worker/worker_card.hpp"
#include "host/environment_choice.hpp"
#include "host/host.hpp"
#include "host/look_up_folder.hpp"
#include "host/own_program.hpp"
#include "host/pc_power.hpp"
#include "host/places.hpp"
#include "journal/log.hpp"
#include "journal/program_log.hpp"
#include "journal/settle.hpp"
#include "national/folder/folder_national.hpp"
#include "national/https/https_national.hpp"
#include "net/repeat.hpp"
#include "output/output_folder.hpp"
#include "vision/decode/photo_decoder.hpp"

namespace {

using omote::Result;
namespace log = omote::log;

constexpr std::chrono::seconds kRestartedJustNow{60};
constexpr std::chrono::seconds kAccountPatience{2};
constexpr std::chrono::milliseconds kSaysGoodbye{300};  // until the terminals have heard that the PC goes down

omote::national::https::Settings https_settings(const omote::host::Settings& settings,
                                                const omote::host::TerminalSettings& terminal, omote::Secret password) {
  omote::national::https::Settings https;
  https.host = settings.national_host;
  https.port = settings.national_port;
  https.authority = settings.national_ca;
  https.certificate = settings.national_certificate;
  https.key = settings.national_key;
  https.institution_code = settings.institution_code;
  https.environment = settings.environment;
  https.device_id = terminal.login;
  https.password = std::move(password);
  https.time = std::chrono::milliseconds(settings.national_time_out_ms);
  return https;
}

Result<std::unique_ptr<omote::ports::NationalPort>> make_national(const omote::host::Settings& settings,
                                                                  const omote::host::TerminalSettings& terminal,
                                                                  omote::Secret password, const omote::host::InsuredBook& insured,
                                                                  const omote::Clock& clock) {
  if (settings.national_way == "folder") {
    omote::national::folder::Settings folder;
    folder.requests = settings.national_req;
    folder.responses = settings.national_res;
    folder.institution_code = settings.institution_code;
    folder.time = std::chrono::milliseconds(settings.national_time_out_ms);
    return omote::national::folder::open_folder(std::move(folder), clock,
                                                [&insured](const std::string& visit) { return insured.of(visit); });
  }
  return omote::national::https::open_https(https_settings(settings, terminal, std::move(password)), clock);
}

// An account of the host, asked for from another thread; nothing when it does not answer, as at its end.
Result<omote::host::LoginAccount> account_of(omote::net::Loop& loop, const omote::host::Host& host) {
  auto answer = std::make_shared<std::promise<Result<omote::host::LoginAccount>>>();
  auto account = answer->get_future();
  loop.post([answer, &host] { answer->set_value(host.any_account()); });
  if (account.wait_for(kAccountPatience) == std::future_status::ready) return account.get();
  return omote::fail("look_up_account_not_told");
}

// What a visit would stumble over is said at the start; the host runs nevertheless, its console is the place to see it.
void warn_of_missing(const omote::host::Settings& settings) {
  const auto look = [](const std::string& key, const std::filesystem::path& path) {
    if (::access(path.c_str(), R_OK) != 0) log::warning("settings: {}: {} cannot be read", key, path.string());
  };
  look("console.pages", settings.console_pages / "index.html");
  look("cards.trust", settings.card_trust);
  for (const auto& folder : {settings.look_up_requests, settings.look_up_responses}) {
    if (!folder.empty()) look("look_ups", folder);
  }
  if (::access(settings.output_folder.c_str(), W_OK) != 0) {
    log::warning("settings: output.folder: {} cannot be written; results wait in the outbox", settings.output_folder.string());
  }
  if (settings.national_way != "https") return;
  look("national.ca", settings.national_ca);
  look("national.certificate", settings.national_certificate);
  look("national.key", settings.national_key);
  if (!settings.any_terminal.password_file.empty()) look("terminal.password_file", settings.any_terminal.password_file);
  for (const auto& [serial, terminal] : settings.terminals)
    look("terminals." + serial + ".password_file", terminal.password_file);
}

// One line for each mistake: a settings file may hold several.
int stop_with(const omote::Failure& failure) {
  std::istringstream lines(describe(failure));
  for (std::string line; std::getline(lines, line);) log::error("{}", line);
  return 1;
}

// A wait that was asked for is no hanging.
void wait_at_start(std::chrono::seconds time, const omote::Supervisor& supervisor) {
  if (time.count() > 0) supervisor.ready("waiting, as start.wait_s says");
  for (; time.count() > 0; --time) {
    supervisor.alive();
    std::this_thread::sleep_for(std::chrono::seconds(1));
  }
}

void note_healed(omote::ports::JournalPort& journal, const std::string& settings_file) {
  omote::journal::v1::Event event;
  event.mutable_settings_healed()->set_file(std::filesystem::path(settings_file).filename());
  event.mutable_settings_healed()->set_how("previous_generation");
  if (const auto written = journal.append(event); !written) log::error("{}", describe(written.error()));
}

int run(const std::string& settings_file) {
  const auto begin = std::chrono::steady_clock::now();
  const auto supervisor = omote::Supervisor::from_environment();
  // Nobody of the same user may look inside, and a crash leaves no picture of a patient (reference/trust.md §3.10).
  prctl(PR_SET_DUMPABLE, 0);
  // What a peer sends must not be able to write into our log.
  google::protobuf::SetLogHandler(nullptr);
  auto settings = omote::host::load_settings(settings_file);
  if (!settings) {
    static_cast<void>(stop_with(settings.error()));
    return omote::kExitSettingsWrong;
  }
  omote::host::use_chosen_environment(*settings);
  warn_of_missing(*settings);
  if (settings->start_wait_s > 0) log::info("waiting {} s, as start.wait_s says", settings->start_wait_s);
  wait_at_start(std::chrono::seconds(settings->start_wait_s), supervisor);
  const omote::SystemClock clock;
  const auto catalogue = omote::catalogue::Catalogue::built_in();
  if (!catalogue) return stop_with(catalogue.error());
  auto journal = omote::journal::Journal::open(settings->state_folder / "journal.sqlite", clock);
  if (!journal) return stop_with(journal.error());
  const omote::journal::ProgramLog own_lines(**journal, "omote-host");
  omote::journal::Log records(settings->state_folder / "journal.sqlite", **journal);
  const auto settled = omote::journal::settle_what_is_open(settings->state_folder / "journal.sqlite", **journal);
  if (!settled) return stop_with(settled.error());
  if (settled->visits + settled->verifies > 0) {
    log::warning("the last run was cut off: {} visits closed, {} tries of unknown outcome", settled->visits, settled->verifies);
  }
  omote::output::OutputOptions options;
  options.folder = settings->output_folder;
  if (settings->output_fhir) options.fhir_folder = settings->output_fhir_folder;
  options.state = settings->state_folder / "output";
  options.encoding =
      settings->output_encoding == "utf8" ? omote::eligibility::Encoding::Utf8 : omote::eligibility::Encoding::ShiftJis;
  auto output = omote::output::OutputFolder::open(std::move(options), clock);
  if (!output) return stop_with(output.error());
  auto decoder = omote::vision::decode::PhotoDecoder::open();
  if (!decoder) return stop_with(decoder.error());

  omote::net::Loop loop;
  loop.stop_on_signals();
  auto identity = omote::net::load_or_make_identity(settings->state_folder / "link.pem", settings->state_folder / "link.key",
                                                    "omote-host " + settings->institution_code);
  if (!identity) return stop_with(identity.error());
  omote::link::HostLinkOptions link;
  link.name = settings->clinic_name;
  link.software = omote::kVersion;
  link.beacon_address = settings->discovery_address;
  link.beacon_port = settings->discovery_port;
  link.pairs = settings->state_folder / "pairs";

  omote::host::JournalWatch watched(**journal, clock);
  omote::host::InsuredBook insured;
  omote::host::HostParts parts{loop,
                               clock,
                               *settings,
                               std::string(omote::kVersion),
                               watched,
                               records,
                               **output,
                               std::move(*identity),
                               std::move(link),
                               {},
                               {},
                               *catalogue,
                               insured};
  auto places = omote::host::places_of(*settings, settings_file);
  places.programs.of_host = true;
  places.programs.settings_state = omote::host::settings_news(clock, settings->state.kept, settings_file);
  parts.probes = omote::diagnosis::make_pc_probes(places);
  parts.probes.push_back(std::make_unique<omote::host::OwnProgram>(clock, supervisor));
  parts.probed_links = places.terminals;
  int status = 0;
  if (supervisor.present()) {
    parts.restart = [&, restarted = !supervisor.restart_reason().empty()](omote::host::RestartFor why) {
      // Who watches over us has just done it.
      const bool repair = why == omote::host::RestartFor::Repair;
      if (repair && restarted && std::chrono::steady_clock::now() - begin < kRestartedJustNow) return Result<void>();
      status = omote::kExitRestart;
      // Who asked hears the answer first.
      loop.after(std::chrono::milliseconds(200), [&] { loop.stop(); });
      return Result<void>();
    };
  }
  parts.make_card = [&](const std::string& reader) {
    omote::card::WorkerCardSettings worker;
    worker.reader = reader;
    worker.trust_folder = settings->card_trust;
    worker.decode_photo = [&](omote::ByteView jp2) { return decoder->decode(jp2); };
    return omote::card::open_worker_card(std::move(worker));
  };
  parts.make_national = [&](const omote::host::TerminalSettings& terminal, omote::Secret password) {
    return make_national(*settings, terminal, std::move(password), insured, clock);
  };
  auto host = omote::host::Host::open(std::move(parts));
  if (!host) return stop_with(host.error());

  std::optional<omote::host::LookUpFolder> look_ups;
  if (!settings->look_up_requests.empty()) {
    look_ups.emplace(omote::host::LookUpFolderParts{
        settings->look_up_requests, settings->look_up_responses, settings->institution_code, clock, watched, *catalogue,
        [&, &host = **host]() -> Result<std::unique_ptr<omote::ports::LookUpPort>> {
          auto account = account_of(loop, host);
          if (!account) return omote::pass(account);
          return omote::national::https::open_https_look_up(
              https_settings(*settings, account->settings, std::move(account->password)), clock);
        }});
  }

  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
  omote::journal::v1::Event started;
  started.mutable_program_started()->set_program("omote-host");
  started.mutable_program_started()->set_version(std::string(omote::kVersion));
  started.mutable_program_started()->set_start_ms(static_cast<std::uint32_t>(took.count()));
  if (const auto written = (*journal)->append(started); !written) return stop_with(written.error());
  if (settings->state.kept != omote::Kept::Whole) note_healed(**journal, settings_file);
  std::printf("{\"console\": \"http://127.0.0.1:%u/\"}\n", (*host)->console_port());
  std::fflush(stdout);
  const omote::net::Repeat alive(loop, supervisor.alive_every().value_or(std::chrono::hours(1)), [&] { supervisor.alive(); });
  supervisor.ready(settings->clinic_name);
  loop.run();
  supervisor.stopping();
  if (status == 0 && omote::host::pc_goes_down(settings->tell_terminals, settings->jobs_command)) {
    (*host)->pc_goes_down();
    loop.after(kSaysGoodbye, [&] { loop.stop(); });
    loop.run();
  }
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"The host of Omote: visits, card reader, the way to the national system, output, console."};
  std::string settings = "/etc/omote/host.toml";
  bool verbose = false;
  app.add_option("--settings", settings, "the settings file")->capture_default_str();
  app.add_flag("--verbose", verbose, "log more");
  app.set_version_flag("--version", std::string(omote::kVersion));
  CLI11_PARSE(app, argc, argv);
  log::start("omote-host", verbose ? log::Level::Debug : log::Level::Info);
  return run(settings);
}
