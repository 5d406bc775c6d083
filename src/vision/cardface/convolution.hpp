// Plain convolution for the print net: columns of patches, then a matrix product. Shared with its trainer.
#pragma once

#include <vector>

#include "vision/cardface/print_net.hpp"

namespace omote::vision::cardface {

// Planes of height x width floats, one after the other.
struct Planes {
  int count = 0, height = 0, width = 0;
  std::vector<float> values;
  [[nodiscard]] int area() const { return height * width; }
};

// The patches of a layer as a matrix of fan() rows and out_height*width columns.
void gather_patches(const PrintLayer& layer, const Planes& in, std::vector<float>& patches);
[[nodiscard]] constexpr int output_height(const PrintLayer& layer, int height) {
  return height + 2 * layer.pad_rows - layer.rows + 1;
}

// c[m][n] += a[m][k] * b[k][n], row major, for the processor at hand (SSE2, AVX2 or AVX-512).
void multiply_add(int m, int n, int k, const float* a, const float* b, float* c);

}  // namespace omote::vision::cardface
