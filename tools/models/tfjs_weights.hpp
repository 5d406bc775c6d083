// Reads weights as TensorFlow.js stores them: a JSON manifest (alone, or inside a graph model) and one .bin file with all
// tensors in the manifest's order without gaps (reference/face.md §2.1).
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "vision/face/tensor_file.hpp"

namespace omote::tools::models {

struct TfjsWeights {
  std::map<std::string, vision::face::Tensor> tensors;  // float32; quantised bytes are expanded, int32 constants left out
  std::string digest;                                   // SHA-256 of the .bin file
};

// Reasons: manifest_wrong (says what), and those of omote::read_file.
[[nodiscard]] Result<TfjsWeights> read_tfjs_weights(const std::filesystem::path& manifest, const std::filesystem::path& data);

}  // namespace omote::tools::models
