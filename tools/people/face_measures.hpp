// Embeddings of simulated people, as the product's own pipeline sees them.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "sim/people/renderer.hpp"
#include "vision/face/face_analyser.hpp"
#include "vision/face/mean_vector.hpp"

namespace omote::tools {

struct Seen {
  vision::face::Embedding card{};
  std::vector<vision::face::Embedding> live;
  int missed = 0;  // pictures without a face
};

class FaceMeasures {
 public:
  FaceMeasures(std::shared_ptr<const sim::people::Model> model, vision::face::FaceAnalyser analyser)
      : renderer_(std::move(model)), analyser_(std::move(analyser)) {}

  // The card's photo and so many live pictures under conditions drawn from the seed. Nothing when no face is found in the photo.
  std::optional<Seen> see(const sim::people::Person& person, int live_pictures, std::uint32_t conditions);

 private:
  std::optional<vision::face::Embedding> embedding(const vision::face::Picture& picture);
  sim::people::Renderer renderer_;
  vision::face::FaceAnalyser analyser_;
};

// A person that is no persona: for means and candidates.
[[nodiscard]] sim::people::Person stranger(std::uint32_t seed);

}  // namespace omote::tools
