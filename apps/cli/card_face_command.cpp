#include "apps/cli/card_face_command.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "vision/camera/image_file.hpp"
#include "vision/cardface/card_face_reader.hpp"

namespace omote::cli {

namespace {

using Json = nlohmann::ordered_json;
using vision::cardface::CardSide;
using vision::cardface::Doubt;
using vision::cardface::FrameReader;
using vision::cardface::FrameReading;
using vision::cardface::NumberVote;
using vision::cardface::PrintNet;

struct Options {
  std::vector<std::string> frames;
  std::string expiry, profile;
  bool json = false;
};

int complain(const std::string& what) {
  fmt::print(stderr, "{}\n", what);
  return 2;
}

Result<FrameReader> make_reader(const Options& options) {
  Result<vision::cardface::Profile> profile = vision::cardface::built_in_specimen_profile();
  if (!options.profile.empty()) {
    Result<Bytes> file = read_file(options.profile);
    if (!file) return pass(file);
    profile = vision::cardface::parse_profile(as_text(*file));
  }
  if (!profile) return pass(profile);
  Result<PrintNet> net = PrintNet::built_in();
  if (!net) return pass(net);
  return FrameReader(std::move(*profile), std::move(*net));
}

Json number(const Secret& digits) {
  return digits.empty() ? Json() : Json(as_text(digits.reveal()));
}

const char* side_name(const FrameReading& reading) {
  if (reading.doubt == Doubt::NoCard) return "none";
  return reading.side == CardSide::Front ? "front" : reading.side == CardSide::Back ? "back" : "other";
}

std::string reason_of(const NumberVote& vote, const std::vector<FrameReading>& readings) {
  if (vote.dissent()) return "frames_differ";
  if (vote.agreed()) return "agreed";
  for (const FrameReading& r : readings)
    if (r.accepted()) return "second_frame_missing";
  return std::string(to_string(readings.back().doubt));
}

void print_in_words(const Json& answer) {
  if (answer["accepted"])
    fmt::print("number B {}\n", answer["number_b"].get<std::string>());
  else
    fmt::print("refused: {}\n", answer["reason"].get<std::string>());
  for (const Json& f : answer["frames"])
    fmt::print("  {} {} margin {:.1f} {:.0f} ms\n", f["number_b"].is_null() ? "-" : f["number_b"].get<std::string>(),
               f["reason"].get<std::string>(), f["margin"].get<double>(), f["ms"].get<double>());
}

int run(const Options& options) {
  std::optional<Date> expiry;
  if (!options.expiry.empty()) {
    expiry = parse_date(options.expiry);
    if (!expiry) return complain(fmt::format("--expiry {}: expected a day as YYYYMMDD, such as 20350217", options.expiry));
  }
  const Result<FrameReader> reader = make_reader(options);
  if (!reader) return complain(describe(reader.error()));
  NumberVote vote;
  std::vector<FrameReading> readings;
  Json frames = Json::array();
  for (const std::string& path : options.frames) {
    const Result<ports::Frame> frame = vision::camera::read_image(path);
    if (!frame) return complain(describe(frame.error()));
    const auto start = std::chrono::steady_clock::now();
    FrameReading reading = reader->read(*frame, expiry);
    const double ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    vote.add(reading, sha256(frame->pixels));
    frames.push_back(
        {{"number_b", number(reading.number_b)}, {"margin", reading.margin}, {"reason", to_string(reading.doubt)}, {"ms", ms}});
    readings.push_back(std::move(reading));
  }
  const FrameReading* shown = &readings.back();
  for (const FrameReading& r : readings)
    if (r.side == CardSide::Front) shown = &r;
  const Json answer{{"number_b", vote.agreed() ? number(vote.number()) : Json()},
                    {"accepted", vote.agreed()},
                    {"reason", reason_of(vote, readings)},
                    {"side", side_name(*shown)},
                    {"rotation", shown->turned ? 180 : 0},
                    {"frames", std::move(frames)}};
  if (options.json)
    fmt::print("{}\n", answer.dump(2));
  else
    print_in_words(answer);
  return 0;
}

}  // namespace

void add_card_face_command(CLI::App& vision, int& exit_code) {
  auto options = std::make_shared<Options>();
  CLI::App* command = vision.add_subcommand("card-face", "Read number B from pictures of a card's front, or say why not");
  command->add_option("frames", options->frames, "pictures of the same lying card (PNG, JPEG, PPM); two must agree")->required();
  command->add_option("--expiry", options->expiry, "the expiry in the chip, YYYYMMDD; without it stricter limits hold");
  command->add_option("--profile", options->profile, "layout of the card front (JSON), instead of specimen-1");
  command->add_flag("--json", options->json, "one JSON document");
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace omote::cli
