#include "sim/bench/site.hpp"

#include <fmt/format.h>

#include "base/file.hpp"
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
std::uint16_t Site::national_control_port() const {
  return port_of(":" + said(national_, "control_port"));
}
std::filesystem::path Site::output_folder() const {
  return options_.output.empty() ? options_.folder / "face" : options_.output;
}

Result<void> Site::start_national() {
  Command command;
  command.argv = {program_beside("omote-sim"), "national", "--data", options_.data.string()};
  command.standard_error = (options_.folder / "national.log").string();
  auto starting = Starting::start(std::move(command));
  if (!starting) return pass(starting);
  auto started = std::move(*starting).listen(kStart);
  if (!started) return pass(started);
  national_ = std::move(*started);
  return {};
}

Result<void> Site::write_settings() {
  auto port = free_udp_port();
  if (!port) return pass(port);
  discovery_port_ = *port;
  const auto pki = options_.data / "national";
  const auto host = fmt::format(
      "# A clinic of the simulation (見本).\n"
      "[clinic]\nname = \"見本クリニック\"\ninstitution_code = \"{}\"\nlanguages = [\"ja\", \"en\"]\n"
      "[state]\nfolder = \"host\"\n[console]\nport = 0\npages = \"{}\"\n"
      "[link]\ndiscovery_address = \"127.0.0.1\"\ndiscovery_port = {}\n[cards]\ntrust = \"{}\"\n"
      "[national]\nenvironment = \"verification\"\nway = \"https\"\nhost = \"127.0.0.1\"\nport = {}\nca = \"{}\"\n"
      "certificate = \"{}\"\nkey = \"{}\"\n"
      "[output]\nfolder = \"{}\"\nencoding = \"{}\"\nfhir = true\nfhir_folder = \"{}\"\n"
      "[terminal]\nreader = \"Omote Virtual Reader 00 00\"\nlogin = \"{}\"\npassword_file = \"password\"\n",
      national::kClinic, (options_.pages / "console").string(), discovery_port_, (authorities() / "card-trust").string(),
      port_of(":" + said(national_, "port")), (pki / "ca.pem").string(), (pki / "clinic.crt").string(),
      (pki / "clinic.key").string(), output_folder().string(), options_.encoding, (output_folder() / "fhir").string(),
      national::specimen_accounts().front().device_id);
  const auto terminal = fmt::format(
      "# A terminal of the simulation (見本).\n"
      "[terminal]\nserial = \"{}\"\n[state]\nfolder = \"terminal\"\n[kiosk]\nport = 0\npages = \"{}\"\n"
      "[link]\naddress = \"127.0.0.1\"\nport = 0\ndiscovery_targets = [\"127.0.0.1:{}\"]\n"
      "[cameras]\nface = \"stream:{}\"\ncard_face = \"stream:{}\"\n"
      "[models]\nfolder = \"{}\"\nmeans = \"{}\"\npeople = \"simulated\"\n",
      options_.serial, (options_.pages / "kiosk").string(), discovery_port_, options_.face_stream.string(),
      options_.card_face_stream.string(), (options_.data / "models").string(), (options_.data / "people" / "means.omm").string());
  if (auto written = write_text(options_.folder / "host.toml", host); !written) return pass(written);
  if (auto written = write_text(options_.folder / "terminal.toml", terminal); !written) return pass(written);
  return write_text(options_.folder / "password", national::specimen_accounts().front().password);
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

Result<Starting> Site::start(const std::string& name) const {
  Command command;
  command.argv = {program_beside("omote-" + name), "--settings", (options_.folder / (name + ".toml")).string()};
  if (options_.verbose) command.argv.emplace_back("--verbose");
  command.environment = {options_.card_service};
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
