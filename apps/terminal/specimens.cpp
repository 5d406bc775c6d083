#include "apps/terminal/specimens.hpp"

#include <fmt/format.h>

#include "base/toml_settings.hpp"
#include "vision/camera/image_file.hpp"
#include "vision/cardface/card_face_reader.hpp"
#include "vision/face/face_verifier.hpp"

namespace omote::terminal {

namespace {

namespace fs = std::filesystem;
using Check = link::v1::SelfTestAnswer::Check;

constexpr std::chrono::milliseconds kBetweenPictures{400};

// The pictures NAME_1.png, NAME_2.png … with the sequence and the times of a camera.
Result<std::vector<ports::Frame>> pictures(const fs::path& folder, const std::string& name) {
  std::vector<ports::Frame> frames;
  for (int i = 1;; ++i) {
    const auto file = folder / fmt::format("{}_{}.png", name, i);
    std::error_code ignored;
    if (!fs::exists(file, ignored)) return frames;
    auto frame = vision::camera::read_image(file);
    if (!frame) return pass(frame);
    frame->sequence = static_cast<std::uint64_t>(i);
    frame->taken = SteadyTime(i * kBetweenPictures);
    frames.push_back(std::move(*frame));
  }
}

struct Specimen {
  std::string number_b;
  Date expiry;
};

Result<Specimen> read_specimen(const fs::path& folder) {
  auto toml = TomlSettings::open(folder / "specimen.toml");
  if (!toml) return pass(toml);
  const auto number_b = toml->need_text("number_b", "14 digits");
  const auto expiry = parse_date(toml->need_text("expiry", "a day, YYYYMMDD"));
  if (!expiry) toml->wrong("expiry", "a day, YYYYMMDD");
  if (auto finished = toml->finish(); !finished) return pass(finished);
  return Specimen{number_b, *expiry};
}

// "" for the known answer, else what came instead.
Result<std::string> read_card(const Settings& settings, const Specimen& specimen) {
  auto reader = vision::cardface::CardFaceReader::built_in();
  if (!reader) return pass(reader);
  auto frames = pictures(settings.specimens, "card");
  if (!frames) return pass(frames);
  reader->begin(specimen.expiry);
  ports::CardFaceProgress progress;
  for (const auto& frame : *frames) {
    progress = reader->observe(frame);
    if (progress.number_b) break;
  }
  const bool right = progress.number_b && same(*progress.number_b, Secret(specimen.number_b));
  reader->end();
  return right ? "" : progress.number_b ? "another number" : std::string(to_string(progress.sight));
}

Result<std::string> compare_face(const Settings& settings) {
  auto analyser = vision::face::FaceAnalyser::load(settings.models);
  if (!analyser) return pass(analyser);
  vision::face::FaceVerifierSettings options;
  if (!settings.means.empty()) {
    auto means = vision::face::MeanVectors::read(settings.means, settings.people);
    if (!means) return pass(means);
    options.means = std::move(*means);
  }
  vision::face::FaceVerifier verifier(std::move(*analyser), std::move(options));
  auto photo = vision::camera::read_image(settings.specimens / "photo.png");
  if (!photo) return pass(photo);
  auto frames = pictures(settings.specimens, "face");
  if (!frames) return pass(frames);
  if (auto begun = verifier.begin(vision::camera::to_grey(*photo), {2, false}); !begun) return pass(begun);
  ports::FaceProgress progress;
  for (const auto& frame : *frames) {
    progress = verifier.observe(frame);
    if (progress.verdict) break;
  }
  verifier.end();
  if (progress.verdict && progress.verdict->decision == ports::FaceDecision::Matched) return "";
  return std::string(progress.verdict ? to_string(progress.verdict->decision) : to_string(progress.hint));
}

template <class Try>
Check timed(const char* name, Try attempt) {
  const auto begin = std::chrono::steady_clock::now();
  const Result<std::string> answer = attempt();
  Check check;
  check.set_name(name);
  check.set_result(answer && answer->empty() ? "good" : "bad");
  check.set_detail(answer ? *answer : describe(answer.error()));
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
  check.set_took_ms(static_cast<std::uint32_t>(took.count()));
  return check;
}

Check skipped(const char* name, const std::string& why) {
  Check check;
  check.set_name(name);
  check.set_result("skipped");
  check.set_detail(why);
  return check;
}

}  // namespace

std::vector<Check> try_specimens(const Settings& settings) {
  auto specimen = read_specimen(settings.specimens);
  if (!specimen) {
    const auto why = describe(specimen.error());
    return {skipped("card_reading", why), skipped("face_networks", why)};
  }
  return {timed("card_reading", [&] { return read_card(settings, *specimen); }),
          timed("face_networks", [&] { return compare_face(settings); })};
}

}  // namespace omote::terminal
