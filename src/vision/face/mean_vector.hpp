// The mean embeddings of an environment's card photos and live pictures. Taking them off before the comparison spreads people
// of one domain apart (reference/face-embedding.md §0, §4; people.md §0). A mean of another environment does harm, so a file
// is bound to one by a word, "real" or "simulated", and refused elsewhere.
//
// File: tensors (vision/face/tensor_file.hpp) `card` [192], `live` [192] and `thresholds` [3] (levels 2, 3, 4), facts
// `net mobilefacenet`, `environment WORD`, `source …`.
#pragma once

#include <array>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "vision/face/face_analyser.hpp"

namespace omote::vision::face {

// The greatest distance that is still the same person, for the false accept rates 1e-2, 1e-3, 1e-4.
struct Thresholds {
  std::array<double, 3> by_level{};
  // Levels below 2 count as 2, above 4 as 4.
  [[nodiscard]] double at(int level) const;
};
constexpr Thresholds kRawThresholds = {{0.46, 0.40, 0.36}};       // reference/face-embedding.md §5
constexpr Thresholds kCentredThresholds = {{0.61, 0.52, 0.455}};  // with a mean of the same domain

struct MeanVectors {
  std::string environment;  // "real" or "simulated"
  std::string source;       // whose mean it is, for people who ask
  Embedding card{};
  Embedding live{};
  Thresholds thresholds = kCentredThresholds;

  // Reasons: mean_environment_wrong (says both), mean_net_wrong, and those of TensorFile.
  [[nodiscard]] static Result<MeanVectors> read(const std::filesystem::path& path, std::string_view environment);
  // Reason: file_unwritable.
  [[nodiscard]] Result<void> write(const std::filesystem::path& path) const;
};

// (e - mean) at length 1.
[[nodiscard]] Embedding centred(const Embedding& e, const Embedding& mean);
// The mean over persons of each person's mean, so that nobody counts twice. One span of embeddings for each person.
[[nodiscard]] Embedding mean_of_persons(std::span<const std::vector<Embedding>> persons);

}  // namespace omote::vision::face
