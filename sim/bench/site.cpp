#include "sim/bench/site.hpp"

#include <fmt/format.h>

#include <csignal>

#include "base/file.hpp"
#include "base/supervisor.hpp"
#include "link/pairing/pair_store.hpp"
#include "net/loop.hpp"
#include "net/tls.hpp"
#include "net/udp.hpp"
#include "sim/national/accounts.hpp"
#include "sim/national/pki.hpp"

namespace omote::sim::bench {

namespace {

constexpr std::chrono::seconds kStart{15};

Result<void> write_text(const std::filesystem::path& file, const std::string& text) {
  std::error_code ignored;
  std::filesystem::create_directories(file.parent_path(), ignored);
  return write_durably(file, as_bytes(text));
}

// A port that was free a moment ago, for the one side that must be told before it starts.
Result<std::uint16_t> free_udp_port() {
  net::Loop loop;
  auto socket = net::UdpSocket::open(loop, "127.0.0.1", 0, [](const Bytes&, const std::string&) {});
  if (!socket) return pass(socket);
  return (*socket)->port();
}

std::string quoted(const std::string& text) {
  return '"' + text + '"';
}

// A setting with the value "" is left out.
std::string as_toml(const std::map<std::string, std::string>& settings) {
  std::string text = "# A clinic of the simulation (見本).\n";
  std::string section;
  for (const auto& [name, value] : settings) {
    const auto dot = name.rfind('.');
    if (value.empty()) continue;
    if (name.substr(0, dot) != section) text += fmt::format("[{}]\n", section = name.substr(0, dot));
    text += fmt::format("{} = {}\n", name.substr(dot + 1), value);
  }
  return text;
}

}  // namespace

std::string Site::said(const std::optional<Started>& program, const std::string& what) {
  if (!program) return "";
  const auto at = program->said.find(what);
  return at == program->said.end() ? "" : at->second;
}

std::uint16_t Site::kiosk_port() const {
  return port_of(kiosk_url());
}
std::uint16_t Site::console_port() const {
  return port_of(console_url());
}
std::uint16_t Site::national_port() const {
  return port_of(":" + said(national_, "port"));
}
std::uint16_t Site::national_control_port() const {
  return port_of(":" + said(national_, "control_port"));
}
std::filesystem::path Site::output_folder() const {
  return options_.output.empty() ? options_.folder / "face" : options_.output;
}

bool Site::by_folder() const {
  const auto at = options_.host_settings.find("national.way");
  return at != options_.host_settings.end() && at->second == quoted("folder");
}

Result<void> Site::start_national() {
  Command command;
  const auto& network = options_.network;
  command.argv = network.on_national;
  for (const auto& argument :
       {program_beside("omote-sim"), std::string("national"), std::string("--data"), options_.data.string(),
        std::string("--address"), network.national_address, std::string("--port"), std::to_string(network.national_port)}) {
    command.argv.push_back(argument);
  }
  if (by_folder()) command.argv.insert(command.argv.end(), {"--exchange", exchange_folder().string()});
  command.standard_error = (options_.folder / "national.log").string();
  auto starting = Starting::start(std::move(command));
  if (!starting) return pass(starting);
  auto started = std::move(*starting).listen(kStart);
  if (!started) return pass(started);
  national_ = std::move(*started);
  return {};
}

std::map<std::string, std::string> Site::overridden(const std::string& program,
                                                    const std::map<std::string, std::string>& given) const {
  const auto at = overridden_.find(program);
  auto all = at == overridden_.end() ? std::map<std::string, std::string>() : at->second;
  all.insert(given.begin(), given.end());
  return all;
}

std::map<std::string, std::string> Site::way_to_national() const {
  if (by_folder()) {
    return {{"national.req_folder", quoted((exchange_folder() / "req").string())},
            {"national.res_folder", quoted((exchange_folder() / "res").string())}};
  }
  return {{"national.host", quoted(options_.network.national_name)},
          {"national.port", std::to_string(national_port())},
          {"national.ca", quoted((national_pki() / "ca.pem").string())},
          {"national.certificate", quoted("certificate/clinic.crt")},
          {"national.key", quoted("certificate/clinic.key")},
          {"look_ups.req_folder", quoted((options_.folder / "look-ups/req").string())},
          {"look_ups.res_folder", quoted((options_.folder / "look-ups/res").string())}};
}

std::map<std::string, std::string> Site::host_settings() const {
  const auto& network = options_.network;
  auto all = overridden("host", options_.host_settings);
  all.merge(way_to_national());
  all.merge(std::map<std::string, std::string>{
      {"clinic.name", quoted("見本クリニック")},
      {"clinic.institution_code", quoted(national::kClinic)},
      {"clinic.languages", R"(["ja", "en"])"},
      {"state.folder", quoted("host")},
      {"console.port", "0"},
      {"console.pages", quoted((options_.pages / "console").string())},
      {"link.discovery_address", quoted(network.pc_link)},
      {"link.discovery_port", std::to_string(discovery_port_)},
      {"self_test.at", quoted("")},
      {"cards.trust", quoted((authorities() / "card-trust").string())},
      {"national.environment", quoted("verification")},
      {"national.way", quoted("https")},
      {"output.folder", quoted(output_folder().string())},
      {"output.encoding", quoted(options_.encoding)},
      {"output.fhir", "true"},
      {"output.fhir_folder", quoted((output_folder() / "fhir").string())},
      {"terminal.reader", quoted("Omote Virtual Reader 00 00")},
      {"terminal.login", quoted(national::specimen_accounts().front().device_id)},
      {"terminal.password_file", quoted("password")},
  });
  return all;
}

std::map<std::string, std::string> Site::terminal_settings() const {
  const auto& network = options_.network;
  auto all = overridden("terminal", options_.terminal_settings);
  all.merge(std::map<std::string, std::string>{
      {"terminal.serial", quoted(options_.serial)},
      {"state.folder", quoted("terminal")},
      {"kiosk.port", "0"},
      {"kiosk.pages", quoted((options_.pages / "kiosk").string())},
      {"link.address", quoted(network.terminal_link)},
      {"link.port", "0"},
      {"link.discovery_targets", fmt::format("[\"{}:{}\"]", network.pc_link, discovery_port_)},
      {"cameras.face", quoted("stream:" + options_.face_stream.string())},
      {"cameras.card_face", quoted("stream:" + options_.card_face_stream.string())},
      {"self_test.folder", quoted((options_.data / "self-test").string())},
      {"models.folder", quoted((options_.data / "models").string())},
      {"models.means", quoted((options_.data / "people" / "means.omm").string())},
      {"models.people", quoted("simulated")},
      {"device.about_folder", quoted("about")},
  });
  return all;
}

// The device that a simulated terminal is, as a real one's system tells it (terminal/device.hpp).
Result<void> Site::write_about() const {
  const auto folder = options_.folder / "about";
  for (const auto& [name, value] : {std::pair("sys_vendor", "Omote"), std::pair("product_name", "simulated terminal"),
                                    std::pair("bios_version", "S1.4.2"), std::pair("bios_date", "11/27/2026")}) {
    if (auto written = write_text(folder / name, std::string(value) + "\n"); !written) return written;
  }
  return {};
}

Result<void> Site::write_settings() {
  if (discovery_port_ == 0) {
    auto port = free_udp_port();
    if (!port) return pass(port);
    discovery_port_ = *port;
  }
  // A folder of their own, as at a clinic: the specimens' folder holds other institutions' certificates beside ours.
  for (const auto* name : {"clinic.crt", "clinic.key"}) {
    auto text = read_file(national_pki() / name);
    if (!text) return pass(text);
    if (auto written = write_text(options_.folder / "certificate" / name, as_text(*text)); !written) return pass(written);
  }
  if (auto written = write_about(); !written) return written;
  if (auto written = write_text(options_.folder / "host.toml", as_toml(host_settings())); !written) return pass(written);
  if (auto written = write_text(options_.folder / "terminal.toml", as_toml(terminal_settings())); !written) return pass(written);
  return write_password(password_);
}

// As if two people had compared the number once: each side knows the other's certificate.
Result<void> Site::pair() {
  for (const auto* side : {"host", "terminal"}) {
    std::error_code ignored;
    std::filesystem::create_directories(options_.folder / side, ignored);
  }
  const auto host_folder = options_.folder / "host";
  const auto terminal_folder = options_.folder / "terminal";
  auto host = net::load_or_make_identity(host_folder / "link.pem", host_folder / "link.key", "omote-host");
  if (!host) return pass(host);
  auto terminal = net::load_or_make_identity(terminal_folder / "link.pem", terminal_folder / "link.key", "omote-terminal");
  if (!terminal) return pass(terminal);
  auto host_pairs = link::PairStore::open(host_folder / "pairs");
  auto terminal_pairs = link::PairStore::open(terminal_folder / "pairs");
  if (auto put = host_pairs.put(options_.serial, net::fingerprint(terminal->certificate_pem)); !put) return pass(put);
  return terminal_pairs.put("host", net::fingerprint(host->certificate_pem));
}

Result<void> Site::start_host_and_terminal() {
  if (auto written = write_settings(); !written) return pass(written);
  if (options_.paired) {
    if (auto paired = pair(); !paired) return pass(paired);
  }
  std::error_code ignored;
  std::filesystem::create_directories(output_folder() / "fhir", ignored);
  for (const auto* folder : {"look-ups/req", "look-ups/res"})
    std::filesystem::create_directories(options_.folder / folder, ignored);
  auto host = start("host");
  if (!host) return pass(host);
  began_ = host->began();
  auto terminal = start("terminal");
  if (!terminal) return pass(terminal);
  auto host_started = std::move(*host).listen(kStart);
  if (!host_started) return pass(host_started);
  host_ = std::move(*host_started);
  auto terminal_started = std::move(*terminal).listen(kStart);
  if (!terminal_started) return pass(terminal_started);
  terminal_ = std::move(*terminal_started);
  return {};
}

std::string Site::program_file(const std::string& name) const {
  return installation().empty() ? program_beside(name) : (installation() / "bin" / name).string();
}

Result<Starting> Site::start(const std::string& name) const {
  Command command;
  if (name == "terminal") command.argv = options_.network.on_terminal;
  if (options_.watched) {
    command.argv.insert(command.argv.end(), {program_file("omote-watch"), "--control", watch_of(name).string(), "--"});
  }
  command.argv.push_back(program_file("omote-" + name));
  command.argv.insert(command.argv.end(), {"--settings", (options_.folder / (name + ".toml")).string()});
  if (options_.verbose) command.argv.emplace_back("--verbose");
  command.environment = {options_.card_service};
  if (!installation().empty()) command.environment.emplace_back("LD_LIBRARY_PATH", (installation() / "lib").string());
  command.standard_error = (options_.folder / (name + ".log")).string();
  return Starting::start(std::move(command));
}

Result<void> Site::start_again(const std::string& name, std::optional<Started>& program) const {
  auto starting = start(name);
  if (!starting) return pass(starting);
  auto started = std::move(*starting).listen(kStart);
  if (!started) return pass(started);
  program = std::move(*started);
  return {};
}

std::filesystem::path Site::watch_of(const std::string& name) const {
  return watch_socket(options_.folder / name, "omote-" + name);
}

pid_t Site::pid_of(const std::string& name, const std::optional<Started>& program) const {
  if (!program) return -1;
  if (!options_.watched) return program->process.pid();
  const auto report = ask_watch(watch_of(name));
  return report && report->pid > 0 ? report->pid : -1;
}

pid_t Site::started_pid(const std::string& name) const {
  const auto& running = name == "host" ? host_ : terminal_;
  return running ? running->process.pid() : -1;
}

void Site::let_die(const std::string& name) {
  auto& running = program(name);
  if (!running) return;
  if (!options_.watched) return running->process.kill_now();
  if (const auto pid = pid_of(name, running); pid > 0) ::kill(pid, SIGKILL);
}

void Site::cut_off(const std::string& name) {
  auto& running = program(name);
  if (!running) return;
  const auto pid = pid_of(name, running);
  running->process.kill_now();
  if (options_.watched && pid > 0) ::kill(pid, SIGKILL);
}

Result<void> Site::restart(const std::string& name) {
  if (auto& running = program(name); running) running->process.stop();
  if (auto written = write_settings(); !written) return written;
  return start_again(name, program(name));
}

void Site::override_setting(const std::string& program, const std::string& name, std::optional<std::string> value) {
  if (value) {
    overridden_[program][name] = *value;
  } else {
    overridden_[program].erase(name);
  }
}

bool Site::setting_stands(const std::string& program, const std::string& name) const {
  const auto at = overridden_.find(program);
  const auto contents = read_file(options_.folder / (program + ".toml"));
  if (at == overridden_.end() || !at->second.contains(name) || !contents) return false;
  return as_text(*contents).find(name.substr(name.rfind('.') + 1) + " = " + at->second.at(name)) != std::string::npos;
}

Result<void> Site::write_password(const std::string& password) {
  password_ = password;
  return write_text(options_.folder / "password", password.empty() ? national::specimen_accounts().front().password : password);
}

void Site::stop() {
  terminal_.reset();
  host_.reset();
  national_.reset();
}

std::string Site::logs() const {
  std::string text;
  for (const auto* name : {"national", "host", "terminal"}) {
    const auto contents = read_file(options_.folder / (std::string(name) + ".log"));
    if (!contents || contents->empty()) continue;
    const auto all = as_text(*contents);
    text += fmt::format("--- {}.log\n{}\n", name, all.size() > 3000 ? all.substr(all.size() - 3000) : all);
  }
  return text;
}

}  // namespace omote::sim::bench
