#include "vision/cardface/convolution.hpp"

#include <algorithm>

#if defined(__x86_64__) && defined(__ELF__)
#define OMOTE_EVERY_PROCESSOR __attribute__((target_clones("arch=skylake-avx512", "arch=haswell", "default")))
#else
#define OMOTE_EVERY_PROCESSOR
#endif

namespace omote::vision::cardface {

void gather_patches(const PrintLayer& layer, const Planes& in, std::vector<float>& patches) {
  const int height = output_height(layer, in.height);
  const int width = in.width;
  const int pad = layer.columns / 2;
  patches.assign(static_cast<std::size_t>(layer.fan()) * height * width, 0.0f);
  float* to = patches.data();
  for (int plane = 0; plane < layer.in; ++plane) {
    const float* from = in.values.data() + static_cast<std::ptrdiff_t>(plane) * in.area();
    for (int row = 0; row < layer.rows; ++row)
      for (int column = 0; column < layer.columns; ++column, to += static_cast<std::ptrdiff_t>(height) * width) {
        const int shift = column - pad;
        const int begin = std::max(0, -shift);
        const int end = std::min(width, width - shift);
        for (int y = 0; y < height; ++y) {
          const int source = y + row - layer.pad_rows;
          if (source < 0 || source >= in.height || begin >= end) continue;
          const float* line = from + static_cast<std::ptrdiff_t>(source) * width;
          std::copy(line + begin + shift, line + end + shift, to + static_cast<std::ptrdiff_t>(y) * width + begin);
        }
      }
  }
}

OMOTE_EVERY_PROCESSOR
void multiply_add(int m, int n, int k, const float* a, const float* b, float* c) {
  constexpr int kTile = 64;  // columns held in registers while k runs
  for (int column = 0; column < n; column += kTile) {
    const int wide = std::min(kTile, n - column);
    for (int row = 0; row < m; row += 2) {
      float sum[2][kTile] = {};
      const float* first = a + static_cast<std::ptrdiff_t>(row) * k;
      const bool two = row + 1 < m;
      const float* second = two ? first + k : first;
      if (wide == kTile) {
        for (int i = 0; i < k; ++i) {
          const float* line = b + static_cast<std::ptrdiff_t>(i) * n + column;
          const float x = first[i];
          const float y = second[i];
          for (int j = 0; j < kTile; ++j) {
            sum[0][j] += x * line[j];
            sum[1][j] += y * line[j];
          }
        }
      } else {
        for (int i = 0; i < k; ++i) {
          const float* line = b + static_cast<std::ptrdiff_t>(i) * n + column;
          for (int j = 0; j < wide; ++j) {
            sum[0][j] += first[i] * line[j];
            sum[1][j] += second[i] * line[j];
          }
        }
      }
      for (int j = 0; j < wide; ++j) c[static_cast<std::ptrdiff_t>(row) * n + column + j] += sum[0][j];
      if (two)
        for (int j = 0; j < wide; ++j) c[static_cast<std::ptrdiff_t>(row + 1) * n + column + j] += sum[1][j];
    }
  }
}

}  // namespace omote::vision::cardface
