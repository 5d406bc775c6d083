// Finds faces, their landmarks and their embeddings with the three networks.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <vector>

#include "vision/face/kernel_choice.hpp"
#include "vision/face/network.hpp"
#include "vision/face/picture.hpp"

namespace omote::vision::face {

struct FaceBox {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
  double score = 0;  // 0 to 1
};

constexpr std::size_t kEmbeddingSize = 192;
// Of length 1. A template of a person: wipe it after use.
using Embedding = std::array<float, kEmbeddingSize>;
// 1 - cosine: 0 (same) to 2.
[[nodiscard]] double distance(const Embedding& a, const Embedding& b);
// Brings it to length 1.
void normalise(Embedding& embedding);
void wipe(Embedding& embedding);

// The directory that the environment's OMOTE_MODELS names, else build/data/models.
[[nodiscard]] std::filesystem::path default_models_directory();

constexpr double kSureScore = 0.5;

// One thread. Memory: about 60 MB. Keeps what it saw last in its buffers until wipe().
class FaceAnalyser {
 public:
  // Reads mobilefacenet.omm, tiny_face_detector.omm and face_landmark_68.omm (docs/models.md).
  // Reasons: file_missing, those of TensorFile; models_missing when the directory itself is not there.
  [[nodiscard]] static Result<FaceAnalyser> load(const std::filesystem::path& models, const Kernels& kernels = best_kernels());

  // All faces, largest first: three sizes of the detector together, because each misses some distances (reference/people.md
  // §4; the smallest finds faces that fill the picture).
  [[nodiscard]] std::vector<FaceBox> detect(const Picture& picture, double least_score = kSureScore);
  // The face of a picture that shows one person: a second look with a lower score when the first finds none.
  [[nodiscard]] std::optional<FaceBox> find(const Picture& picture);
  // Two passes: around the detector's box, then around the points themselves.
  [[nodiscard]] Landmarks landmarks(const Picture& picture, const FaceBox& box);
  // ArcFace alignment by five points, mean of the chip and its mirror picture (reference/face-embedding.md §2).
  [[nodiscard]] Embedding embed(const Picture& picture, const Landmarks& face);
  void wipe();

 private:
  FaceAnalyser(std::vector<Network> detectors, Network points, Network recognition);
  [[nodiscard]] Landmarks landmarks_in(const Picture& picture, Point centre, double side);
  std::vector<Network> detectors_;
  Network points_;
  Network recognition_;
};

}  // namespace omote::vision::face
