// omote-sim: the simulators as programs: `demo` (a whole clinic), `national` (the national system alone) and
// `scenario` (faults, and how the clinic gets over them).
#include <CLI/CLI.hpp>
#include <cstdlib>

#include "apps/sim/demo.hpp"
#include "apps/sim/stand.hpp"
#include "base/log.hpp"
#include "base/share.hpp"
#include "base/version.hpp"
#include "sim/national/national_system.hpp"
#include "sim/scenario/run_all.hpp"

namespace {

// What is installed beside the program, else what it was built from.
std::string part_of_ours(const std::string& name, const char* built) {
  const auto own = omote::share_beside(name);
  return std::filesystem::exists(own) ? own : built;
}

// Where nobody names a folder: one of this user's own, in which keys and certificates of the simulated authorities are made,
// beside what is installed.
std::filesystem::path own_data() {
  const char* wished = std::getenv("XDG_DATA_HOME");
  const char* home = std::getenv("HOME");
  const auto base =
      wished != nullptr ? std::filesystem::path(wished) : std::filesystem::path(home != nullptr ? home : "/tmp") / ".local/share";
  const auto folder = base / "omote-sim";
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  for (const auto* part : {"models", "people", "self-test"}) {
    std::filesystem::remove(folder / part, ignored);
    std::filesystem::create_directory_symlink(omote::share_beside(part), folder / part, ignored);
  }
  return folder;
}

void add_data(CLI::App& command, std::filesystem::path& data) {
  command.add_option("--data", data, "folder of models, people and authorities (default: one of yours, with what is installed)");
}

// CLI11 leaves an option alone that nobody gave.
void complete(std::filesystem::path& data) {
  data = data.empty() ? own_data() : std::filesystem::absolute(data);
}

void add_demo(CLI::App& app, omote::sim::DemoOptions& options, int& exit_code) {
  auto* demo = app.add_subcommand("demo", "start a clinic with simulators and print its pages' addresses");
  add_data(*demo, options.data);
  demo->add_option("--web", options.pages, "folder of the built pages")->default_val(omote::share_beside("web"));
  demo->add_option("--personas", options.personas, "folder of the personas")
      ->default_val(part_of_ours("personas", OMOTE_PERSONAS));
  demo->add_option("--scenarios", options.scenarios, "folder of the scenarios")
      ->default_val(part_of_ours("scenarios", OMOTE_SCENARIOS));
  demo->add_option("--dir", options.folder, "keep this run's files here (default: a temporary folder)");
  demo->add_option("--out", options.out, "put the result files here");
  demo->add_option("--encoding", options.encoding, "of the result files")->check(CLI::IsMember({"cp932", "utf8"}));
  demo->add_flag("--json", options.json, "one JSON document on standard output");
  demo->add_flag("--verbose", options.verbose, "more of the programs' logs");
  demo->add_flag("--unpaired", options.unpaired, "host and terminal are strangers: compare the number on console and kiosk");
  auto* once = demo->add_flag("--once", options.once, "send one patient through, print the result, stop everything");
  demo->add_option("--by", options.by, "the patient's way")->check(CLI::IsMember({"face", "pin", "staff"}))->needs(once);
  demo->add_option("--persona", options.persona, "whose card")->needs(once);
  demo->add_option("--before-camera", options.before_camera, "who stands before the camera: a persona, or nobody")->needs(once);
  demo->add_option("--timing", options.timing, "of the card")->check(CLI::IsMember({"full", "typeb"}))->needs(once);
  demo->add_option("--pin", options.pin, "what the patient types (default: the persona's PIN)")->needs(once);
  demo->callback([&] {
    complete(options.data);
    for (auto* folder : {&options.pages, &options.personas}) *folder = std::filesystem::absolute(*folder);
    exit_code = omote::sim::run_demo(options);
  });
}

// The simulated national system alone; --data names the folder that ./dev makes.
void add_national(CLI::App& app, std::filesystem::path& data, omote::sim::national::NationalOptions& options, int& exit_code) {
  auto* national = app.add_subcommand("national", "the simulated national system alone, until a signal stops it");
  add_data(*national, data);
  national->add_option("--personas", options.personas, "folder of the personas")
      ->default_val(part_of_ours("personas", OMOTE_PERSONAS));
  national->add_option("--exchange", options.exchange, "folder that holds req/ and res/ of the file exchange");
  national->add_option("--address", options.address, "where clinics reach it");
  national->add_option("--port", options.port, "0: a free one");
  national->add_option("--control-port", options.control_port, "of the switches; 0: a free one");
  national->add_option("--environment", options.environment)->check(CLI::IsMember({"verification", "production"}));
  national->add_option("--server-certificate", options.server_certificate, "file name in the folder of certificates");
  national->callback([&] {
    complete(data);
    options.pki = data / "national";
    options.card_authority = data / "authorities" / "card-trust" / "jpki_auth_ca.pem";
    exit_code = omote::sim::national::run_national(options);
  });
}

// The counter alone, for programs that run elsewhere on this machine.
void add_stand(CLI::App& app, omote::sim::StandOptions& options, int& exit_code) {
  auto* stand = app.add_subcommand("stand", "what stands around installed programs: reader, card, cameras, the patient");
  add_data(*stand, options.data);
  stand->add_option("--personas", options.personas, "folder of the personas")
      ->default_val(part_of_ours("personas", OMOTE_PERSONAS));
  stand->add_option("--folder", options.folder, "of the sockets that card service and terminal are to use")
      ->capture_default_str();
  stand->add_option("--kiosk-port", options.kiosk_port, "kiosk.port of the terminal")->capture_default_str();
  stand->add_option("--console-port", options.console_port, "console.port of the host")->capture_default_str();
  stand->add_option("--wait", options.wait, "seconds until host and terminal must be ready")->capture_default_str();
  stand->add_flag("--pair", options.pair, "host and terminal are strangers: the number is compared first");
  auto* once = stand->add_flag("--once", options.once, "send one patient through, print the result, end");
  stand->add_option("--persona", options.persona, "whose card")->needs(once);
  stand->add_option("--by", options.by, "the patient's way")->check(CLI::IsMember({"face", "pin", "staff"}))->needs(once);
  stand->add_option("--pin", options.pin, "what the patient types (default: the persona's PIN)")->needs(once);
  stand->callback([&] {
    complete(options.data);
    exit_code = omote::sim::run_stand(options);
  });
}

// Scenarios; with --inside this process becomes the world of one of them.
void add_scenario(CLI::App& app, omote::sim::scenario::RunOptions& options, std::string& inside, int& exit_code) {
  auto* scenario = app.add_subcommand("scenario", "inject real faults, see them recognised and cured");
  scenario->add_option("ids", options.ids, "ids or rows (default: all)");
  add_data(*scenario, options.places.data);
  scenario->add_option("--web", options.places.pages, "folder of the built pages")->default_val(omote::share_beside("web"));
  scenario->add_option("--personas", options.places.personas, "folder of the personas")
      ->default_val(part_of_ours("personas", OMOTE_PERSONAS));
  scenario->add_option("--scenarios", options.scenarios, "folder of the scenarios")
      ->default_val(part_of_ours("scenarios", OMOTE_SCENARIOS));
  scenario->add_option("--dir", options.places.folder, "keep the runs' files here (default: a temporary folder)");
  scenario->add_option("--at-once", options.at_once, "how many run side by side")->check(CLI::Range(1, 16));
  scenario->add_flag("--json", options.json, "one JSON document on standard output");
  scenario->add_flag("--verbose", options.verbose, "the programs' logs of what failed");
  scenario->add_flag("--list", options.list, "name the scenarios and end");
  scenario->add_option("--inside", inside, "used by the program itself")->group("");
  scenario->callback([&] {
    complete(options.places.data);
    for (auto* folder : {&options.places.pages, &options.places.personas, &options.scenarios}) {
      *folder = std::filesystem::absolute(*folder);
    }
    exit_code = inside.empty() ? run_all(options) : run_one(options, options.ids.front(), inside);
  });
}

}  // namespace

int main(int argc, char** argv) {
  omote::log::start("omote-sim", omote::log::Level::Info);
  CLI::App app{"The simulators of Omote."};
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string(omote::kVersion));
  omote::sim::DemoOptions options;
  int exit_code = 0;
  add_demo(app, options, exit_code);
  std::filesystem::path data;
  omote::sim::national::NationalOptions national;
  add_national(app, data, national, exit_code);
  omote::sim::StandOptions stand;
  add_stand(app, stand, exit_code);
  omote::sim::scenario::RunOptions scenarios;
  std::string inside;
  add_scenario(app, scenarios, inside, exit_code);
  CLI11_PARSE(app, argc, argv);
  return exit_code;
}
