// omote-terminal: the service on the patient's device. Reads its settings, builds cameras, eyes and link, runs until SIGTERM.
// Prints one line of JSON with the kiosk page's address when it is ready.
#include <google/protobuf/stubs/logging.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <sstream>

#include "base/log.hpp"
#include "base/version.hpp"
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

Result<omote::terminal::EyeParts> make_eyes(const omote::terminal::Settings& settings) {
  auto analyser = vision::face::FaceAnalyser::load(settings.models);
  if (!analyser) return omote::pass(analyser);
  vision::face::FaceVerifierSettings verifier;
  if (!settings.means.empty()) {
    auto means = vision::face::MeanVectors::read(settings.means, settings.people);
    if (!means) return omote::pass(means);
    verifier.means = std::move(*means);
  }
  auto card_face = vision::cardface::CardFaceReader::built_in();
  if (!card_face) return omote::pass(card_face);
  omote::terminal::EyeParts parts;
  parts.face_camera = make_camera(settings.face_camera, 640, 480);
  parts.card_face_camera = make_camera(settings.card_face_camera, 1280, 960);
  parts.face = std::make_unique<vision::face::FaceVerifier>(std::move(*analyser), std::move(verifier));
  parts.card_face = std::make_unique<vision::cardface::CardFaceReader>(std::move(*card_face));
  parts.preview = vision::camera::mirrored_preview;
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

int run(const std::string& settings_file) {
  prctl(PR_SET_DUMPABLE, 0);
  // What a peer sends must not be able to write into our log.
  google::protobuf::SetLogHandler(nullptr);
  auto settings = omote::terminal::load_settings(settings_file);
  if (!settings) return stop_with(settings.error());
  if (const auto page = settings->kiosk_pages / "index.html"; ::access(page.c_str(), R_OK) != 0) {
    log::error("settings: kiosk.pages: {} cannot be read (made by web/build.sh)", page.string());
    return 1;
  }
  const omote::SystemClock clock;
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
  auto eyes = make_eyes(*settings);
  if (!eyes) return stop_with(eyes.error());
  auto terminal =
      omote::terminal::Terminal::open({loop, clock, settings->serial, std::string(omote::kVersion), settings->kiosk_port,
                                       settings->kiosk_pages, std::move(*identity), std::move(link), std::move(*eyes)});
  if (!terminal) return stop_with(terminal.error());
  std::printf("{\"kiosk\": \"http://127.0.0.1:%u/\"}\n", (*terminal)->kiosk_port());
  std::fflush(stdout);
  loop.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"The terminal of Omote: kiosk page, cameras, card front, face."};
  std::string settings = "/etc/omote/terminal.toml";
  bool verbose = false;
  app.add_option("--settings", settings, "the settings file")->capture_default_str();
  app.add_flag("--verbose", verbose, "log more");
  app.set_version_flag("--version", std::string(omote::kVersion));
  CLI11_PARSE(app, argc, argv);
  log::start("omote-terminal", verbose ? log::Level::Debug : log::Level::Info);
  return run(settings);
}
