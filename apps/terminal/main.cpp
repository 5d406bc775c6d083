// omote-terminal: the service on the patient's device. Reads its settings, builds cameras, eyes and link, runs until SIGTERM.
// Prints one line of JSON with the kiosk page's address when it is ready.
#include <google/protobuf/stubs/logging.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <sstream>

#include "apps/terminal/specimens.hpp"
#include "base/log.hpp"
#include "base/supervisor.hpp"
#include "base/version.hpp"
#include "diagnosis/probes/manifest.hpp"
#include "net/repeat.hpp"
#include "terminal/reset.hpp"
#include "terminal/settings.hpp"
#include "terminal/terminal.hpp"
#include "vision/camera/preview.hpp"
#include "vision/camera/stream_camera.hpp"
#include "vision/camera/v4l2_camera.hpp"
#include "vision/cardface/card_face_reader.hpp"
#include "vision/face/face_verifier.hpp"

namespace {

using omote::Result;
namespace log = omote::log;
namespace vision = omote::vision;

std::unique_ptr<omote::ports::CameraPort> make_camera(const std::string& address, int width, int height) {
  const auto name = address.substr(address.find(':') + 1);
  if (address.starts_with("stream:")) return std::make_unique<vision::camera::StreamCamera>(name);
  return std::make_unique<vision::camera::V4l2Camera>(vision::camera::V4l2Settings{name, width, height});
}

Result<std::unique_ptr<omote::ports::FacePort>> make_face(const omote::terminal::Settings& settings) {
  auto analyser = vision::face::FaceAnalyser::load(settings.models);
  if (!analyser) return omote::pass(analyser);
  vision::face::FaceVerifierSettings verifier;
  if (!settings.means.empty()) {
    auto means = vision::face::MeanVectors::read(settings.means, settings.people);
    if (!means) return omote::pass(means);
    verifier.means = std::move(*means);
  }
  return std::make_unique<vision::face::FaceVerifier>(std::move(*analyser), std::move(verifier));
}

// Damaged models take one way of identification, not the terminal: it starts, and says what is damaged.
omote::terminal::EyeParts make_eyes(const omote::terminal::Settings& settings, std::string& damaged_part) {
  omote::terminal::EyeParts parts;
  parts.face_camera = make_camera(settings.face_camera, 640, 480);
  parts.card_face_camera = make_camera(settings.card_face_camera, 1280, 960);
  parts.preview = vision::camera::mirrored_preview;
  parts.idle_look = std::chrono::seconds(settings.idle_look_s);
  parts.tray_reference = settings.state_folder / "tray";
  auto face = make_face(settings);
  auto card_face = vision::cardface::CardFaceReader::built_in();
  if (!face) log::error("no face can be compared: {}", describe(face.error()));
  if (!card_face) log::error("no card front can be read: {}", describe(card_face.error()));
  if (!face || !card_face) damaged_part = "component";
  if (face) parts.face = std::move(*face);
  if (card_face) parts.card_face = std::make_unique<vision::cardface::CardFaceReader>(std::move(*card_face));
  return parts;
}

// "address:port"; the settings were checked.
omote::link::BeaconTarget beacon_target(const std::string& text) {
  const auto colon = text.rfind(':');
  return {text.substr(0, colon), static_cast<std::uint16_t>(std::strtoul(text.c_str() + colon + 1, nullptr, 10))};
}

// One line for each mistake: a settings file may hold several.
int stop_with(const omote::Failure& failure) {
  std::istringstream lines(describe(failure));
  for (std::string line; std::getline(lines, line);) log::error("{}", line);
  return 1;
}

// Everything but the parts that the loop needs to be alive for.
omote::terminal::SelfKnowledge self_knowledge(const omote::terminal::Settings& settings, const omote::Supervisor& supervisor,
                                              const omote::terminal::OwnFiles& files) {
  omote::terminal::SelfKnowledge self;
  self.settings = settings.state.kept;
  self.strength = settings.face_strength;
  self.supervisor = &supervisor;
  self.files = &files;
  self.uptime_file = settings.uptime_file;
  self.power_file = settings.power_file;
  self.power_patience = std::chrono::seconds(settings.power_patience_s);
  self.touch_device = settings.touch_device;
  self.about_folder = settings.about_folder;
  return self;
}

omote::terminal::DeviceKnowledge device_knowledge(const omote::terminal::Settings& settings) {
  omote::terminal::DeviceKnowledge device;
  device.choices = settings.state_folder / "choices";
  device.backlight_folder = settings.backlight_folder;
  device.restart_command = settings.restart_command;
  device.off_command = settings.off_command;
  device.corners = settings.corners;
  device.power = {settings.follow_pc, std::chrono::seconds(settings.power_countdown_s),
                  std::chrono::seconds(settings.port_patience_s)};
  return device;
}

int run(const std::string& settings_file) {
  const auto supervisor = omote::Supervisor::from_environment();
  prctl(PR_SET_DUMPABLE, 0);
  // What a peer sends must not be able to write into our log.
  google::protobuf::SetLogHandler(nullptr);
  auto settings = omote::terminal::load_settings(settings_file);
  if (!settings) {
    static_cast<void>(stop_with(settings.error()));
    return omote::kExitSettingsWrong;
  }
  if (const auto page = settings->kiosk_pages / "index.html"; ::access(page.c_str(), R_OK) != 0) {
    log::error("settings: kiosk.pages: {} cannot be read (made by web/build.sh)", page.string());
    return 1;
  }
  // One that fails is tried again at the next start; the reception goes on meanwhile.
  if (const auto reset = omote::terminal::carry_out_reset(settings->state_folder); !reset) {
    static_cast<void>(stop_with(reset.error()));
  } else if (*reset) {
    log::warning("reset: this is a new terminal now; it has to be paired again");
  }
  const omote::SystemClock clock;
  omote::terminal::LogKeeper lines(clock);
  log::also_to([&lines](log::Level level, std::string_view line) { lines.add(level, line); });
  omote::net::Loop loop;
  loop.stop_on_signals();
  auto identity = omote::net::load_or_make_identity(settings->state_folder / "link.pem", settings->state_folder / "link.key",
                                                    "omote-terminal " + settings->serial);
  if (!identity) return stop_with(identity.error());
  omote::link::TerminalLinkOptions link;
  link.serial = settings->serial;
  link.name = "Omote terminal";
  link.software = omote::kVersion;
  link.address = settings->link_address;
  link.port = settings->link_port;
  link.pairs = settings->state_folder / "pairs";
  for (const auto& target : settings->discovery_targets) link.beacons.push_back(beacon_target(target));
  int status = 0;
  const omote::terminal::OwnFiles files(omote::diagnosis::own_manifest());
  auto self = self_knowledge(*settings, supervisor, files);
  omote::terminal::TerminalParts parts{
      loop,
      clock,
      settings->serial,
      std::string(omote::kVersion),
      settings->kiosk_port,
      settings->kiosk_pages,
      std::move(*identity),
      std::move(link),
      make_eyes(*settings, self.damaged_part),
      {},
      device_knowledge(*settings),
      {omote::terminal::update_way(settings->update_way), settings->state_folder / "update", settings->update_verdict},
      &lines,
      {},
      [&] { return omote::terminal::try_specimens(*settings); }};
  parts.self = std::move(self);
  if (supervisor.present()) {
    parts.restart = [&] {
      status = omote::kExitRestart;
      // The answer to the host goes out first.
      loop.after(std::chrono::milliseconds(200), [&] { loop.stop(); });
      return Result<void>();
    };
  }
  parts.want_reset = [&] { return omote::terminal::want_reset(settings->state_folder); };
  auto terminal = omote::terminal::Terminal::open(std::move(parts));
  if (!terminal) return stop_with(terminal.error());
  const omote::net::Repeat alive(loop, supervisor.alive_every().value_or(std::chrono::hours(1)), [&] { supervisor.alive(); });
  std::printf("{\"kiosk\": \"http://127.0.0.1:%u/\"}\n", (*terminal)->kiosk_port());
  std::fflush(stdout);
  supervisor.ready(settings->serial);
  loop.run();
  supervisor.stopping();
  return status;
}

// For a terminal that the host does not reach: the next start is that of a new one.
int reset(const std::string& settings_file) {
  auto settings = omote::terminal::load_settings(settings_file);
  if (!settings) return stop_with(settings.error());
  if (const auto wanted = omote::terminal::want_reset(settings->state_folder); !wanted) return stop_with(wanted.error());
  std::printf(
      "From its next start this is a new terminal, to be paired again. Keep the records first (omote collect on the PC),\n"
      "then: systemctl restart omote-terminal. Forget the old one on the reception screen.\n");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"The terminal of Omote: kiosk page, cameras, card front, face."};
  std::string settings = "/etc/omote/terminal.toml";
  bool verbose = false, wants_reset = false;
  app.add_option("--settings", settings, "the settings file")->capture_default_str();
  app.add_flag("--verbose", verbose, "log more");
  app.add_flag("--reset", wants_reset, "make it a new terminal at its next start: pairing, key and choices made on it go");
  app.set_version_flag("--version", std::string(omote::kVersion));
  CLI11_PARSE(app, argc, argv);
  log::start("omote-terminal", verbose ? log::Level::Debug : log::Level::Info);
  return wants_reset ? reset(settings) : run(settings);
}
