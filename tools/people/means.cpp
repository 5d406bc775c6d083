// omote-people-means SLICE MODELS OUT [PERSONS]: the mean embeddings of simulated card photos and live pictures, from people who
// are no personas. Environment "simulated": the product refuses the file elsewhere.
#include <cstdlib>
#include <iostream>
#include <thread>

#include "tools/people/face_measures.hpp"

using namespace omote;
namespace face = omote::vision::face;

namespace {

constexpr std::uint32_t kFirstSeed = 900'000;
constexpr int kLivePictures = 2;

struct Share {
  std::vector<std::vector<face::Embedding>> cards, live;
  std::string trouble;
};

void measure(Share& share, const std::shared_ptr<const sim::people::Model>& model, const char* models, int first, int step,
             int persons) {
  auto analyser = face::FaceAnalyser::load(models);
  if (!analyser) {
    share.trouble = describe(analyser.error());
    return;
  }
  tools::FaceMeasures measures(model, std::move(*analyser));
  for (int i = first; i < persons; i += step) {
    const auto seed = kFirstSeed + static_cast<std::uint32_t>(i);
    auto seen = measures.see(tools::stranger(seed), kLivePictures, seed);
    if (!seen || seen->live.empty()) continue;
    share.cards.push_back({seen->card});
    share.live.push_back(std::move(seen->live));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::cerr << "usage: omote-people-means SLICE MODELS OUT [PERSONS]\n";
    return 2;
  }
  const int persons = argc > 4 ? std::atoi(argv[4]) : 40;
  auto loaded = sim::people::load_model(argv[1]);
  if (!loaded) {
    std::cerr << "omote-people-means: " << describe(loaded.error()) << "\n";
    return 1;
  }
  const auto model = std::make_shared<const sim::people::Model>(std::move(*loaded));
  // Always two shares, so that the sums, and with them the file, do not depend on the machine.
  Share shares[2];
  {
    std::jthread other([&] { measure(shares[1], model, argv[2], 1, 2, persons); });
    measure(shares[0], model, argv[2], 0, 2, persons);
  }
  const auto join = [&](auto part) {
    auto &all = shares[0].*part, &more = shares[1].*part;
    all.insert(all.end(), more.begin(), more.end());
  };
  join(&Share::cards);
  join(&Share::live);
  const std::string trouble = shares[0].trouble + shares[1].trouble;
  if (!trouble.empty() || static_cast<int>(shares[0].cards.size()) < persons / 2) {
    std::cerr << "omote-people-means: " << (trouble.empty() ? "too few faces were found" : trouble) << "\n";
    return 1;
  }
  face::MeanVectors means;
  means.environment = "simulated";
  means.source = std::to_string(shares[0].cards.size()) + " simulated people who are no personas";
  means.card = face::mean_of_persons(shares[0].cards);
  means.live = face::mean_of_persons(shares[0].live);
  // Rendered people lie closer together than real ones: at the real thresholds one stranger in twenty would pass. Measured
  // on renders: false accept rates of about 1e-2, 1e-3 and 1e-4, while personas stay below 0.14 from their own photo.
  means.thresholds.by_level = {0.34, 0.28, 0.24};
  if (auto written = means.write(argv[3]); !written) {
    std::cerr << "omote-people-means: " << describe(written.error()) << "\n";
    return 1;
  }
  std::cerr << "people: mean embeddings of " << means.source << "\n";
  return 0;
}
