// Direct convolution with the compiler's vectors. Compiled once for each instruction set (OMOTE_KERNEL names the copy); a
// vector never is wider than the registers, or the compiler spills everything (reference/face.md §10).
#include "vision/face/kernel_api.hpp"

namespace omote::vision::face::OMOTE_KERNEL {
namespace {

#if defined(__AVX512F__)
constexpr int kLanes = 16;
constexpr int kPixels = 12;  // 24 sums of 32 registers
#elif defined(__AVX2__)
constexpr int kLanes = 8;
constexpr int kPixels = 6;  // 12 sums of 16 registers
#else
constexpr int kLanes = 4;
constexpr int kPixels = 6;
#endif

using Vector = float __attribute__((vector_size(4 * kLanes)));
using Loose = float __attribute__((vector_size(4 * kLanes), aligned(4), may_alias));

inline Vector load(const float* from) {
  return *reinterpret_cast<const Loose*>(from);
}
inline void store(float* to, Vector value) {
  *reinterpret_cast<Loose*>(to) = value;
}
inline Vector activate(Vector x, Vector slope) {
  return x > Vector{} ? x : x * slope;
}

// Pixels × Vectors sums stay in registers while all taps pass.
template <int Pixels, int Vectors>
void convolve_tile(const ConvolutionTask& t, const float* in, const float* weights, float* out, const float* residual,
                   int channel) {
  Vector sums[Pixels][Vectors];
  for (int v = 0; v < Vectors; ++v) {
    const Vector bias = load(t.bias + channel + v * kLanes);
    for (int p = 0; p < Pixels; ++p) sums[p][v] = bias;
  }
  for (int row = 0; row < t.tap_rows; ++row) {
    const float* taps = in + row * t.tap_row;
    for (int tap = 0; tap < t.tap_length; ++tap) {
      Vector w[Vectors];
      for (int v = 0; v < Vectors; ++v) w[v] = load(weights + v * kLanes);
      weights += Vectors * kLanes;
      for (int p = 0; p < Pixels; ++p) {
        const float x = taps[p * t.in_pixel + tap];
        for (int v = 0; v < Vectors; ++v) sums[p][v] += w[v] * x;
      }
    }
  }
  for (int v = 0; v < Vectors; ++v) {
    const int at = channel + v * kLanes;
    for (int p = 0; p < Pixels; ++p) {
      Vector sum = sums[p][v];
      if (residual) sum += load(residual + p * t.residual_pixel + at);
      if (t.slopes) sum = activate(sum, load(t.slopes + at));
      store(out + p * t.out_pixel + at, sum);
    }
  }
}

template <int Vectors>
using Tile = void (*)(const ConvolutionTask&, const float*, const float*, float*, const float*, int);

template <int Vectors>
constexpr Tile<Vectors> kTiles[] = {
    nullptr,
    convolve_tile<1, Vectors>,
    convolve_tile<2, Vectors>,
    convolve_tile<3, Vectors>,
    convolve_tile<4, Vectors>,
    convolve_tile<5, Vectors>,
    convolve_tile<6, Vectors>,
#if defined(__AVX512F__)
    convolve_tile<7, Vectors>,
    convolve_tile<8, Vectors>,
    convolve_tile<9, Vectors>,
    convolve_tile<10, Vectors>,
    convolve_tile<11, Vectors>,
    convolve_tile<12, Vectors>,
#endif
};
static_assert(sizeof kTiles<1> / sizeof kTiles<1>[0] == kPixels + 1);

// One block of output channels over the whole picture: its weights stay in the first cache. Rows are cut into equal pieces
// (14 pixels into 7 and 7, not 12 and 2).
template <int Vectors>
void convolve_block(const ConvolutionTask& t, const float* weights, int channel) {
  const int pieces = (t.width + kPixels - 1) / kPixels;
  for (int y = 0; y < t.height; ++y) {
    for (int piece = 0; piece < pieces; ++piece) {
      const int begin = t.width * piece / pieces;
      const int end = t.width * (piece + 1) / pieces;
      const float* residual = t.residual ? t.residual + y * t.residual_row + begin * t.residual_pixel : nullptr;
      kTiles<Vectors>[end - begin](t, t.in + y * t.in_row + begin * t.in_pixel, weights,
                                   t.out + y * t.out_row + begin * t.out_pixel, residual, channel);
    }
  }
}

void convolve(const ConvolutionTask& t) {
  const long taps = static_cast<long>(t.tap_rows) * t.tap_length;
  int channel = 0;
  const float* weights = t.weights;
  for (; channel + 2 * kLanes <= t.channels; channel += 2 * kLanes, weights += taps * 2 * kLanes)
    convolve_block<2>(t, weights, channel);
  if (channel < t.channels) convolve_block<1>(t, weights, channel);
}

template <int Pixels, int Stride>
void depthwise_tile(const DepthwiseTask& t, const float* in, float* out, const Vector (&w)[9], Vector bias, const float* slopes) {
  Vector sums[Pixels];
  for (int p = 0; p < Pixels; ++p) sums[p] = bias;
  for (int row = 0; row < 3; ++row)
    for (int p = 0; p < Pixels; ++p)
      for (int column = 0; column < 3; ++column)
        sums[p] += w[row * 3 + column] * load(in + row * t.tap_row + (p * Stride + column) * t.tap_pixel);
  for (int p = 0; p < Pixels; ++p) store(out + p * t.out_pixel, slopes ? activate(sums[p], load(slopes)) : sums[p]);
}

template <int Stride>
void depthwise_3x3(const DepthwiseTask& t) {
  for (int channel = 0; channel < t.channels; channel += kLanes) {
    Vector w[9];
    for (int tap = 0; tap < 9; ++tap) w[tap] = load(t.weights + tap * t.channels + channel);
    const Vector bias = load(t.bias + channel);
    const float* slopes = t.slopes ? t.slopes + channel : nullptr;
    for (int y = 0; y < t.height; ++y) {
      const float* in = t.in + y * t.in_row + channel;
      float* out = t.out + y * t.out_row + channel;
      int x = 0;
      for (; x + 4 <= t.width; x += 4) depthwise_tile<4, Stride>(t, in + x * t.in_pixel, out + x * t.out_pixel, w, bias, slopes);
      for (; x < t.width; ++x) depthwise_tile<1, Stride>(t, in + x * t.in_pixel, out + x * t.out_pixel, w, bias, slopes);
    }
  }
}

void depthwise_any(const DepthwiseTask& t) {
  for (int channel = 0; channel < t.channels; channel += kLanes)
    for (int y = 0; y < t.height; ++y)
      for (int x = 0; x < t.width; ++x) {
        const float* in = t.in + y * t.in_row + x * t.in_pixel + channel;
        Vector sum = load(t.bias + channel);
        for (int row = 0; row < t.kernel; ++row)
          for (int column = 0; column < t.kernel; ++column)
            sum += load(t.weights + (row * t.kernel + column) * t.channels + channel) *
                   load(in + row * t.tap_row + column * t.tap_pixel);
        if (t.slopes) sum = activate(sum, load(t.slopes + channel));
        store(t.out + y * t.out_row + x * t.out_pixel + channel, sum);
      }
}

void convolve_depthwise(const DepthwiseTask& t) {
  if (t.kernel == 3 && t.stride == 1) return depthwise_3x3<1>(t);
  if (t.kernel == 3 && t.stride == 2) return depthwise_3x3<2>(t);
  depthwise_any(t);
}

void max_pool(const MaxPoolTask& t) {
  for (int y = 0; y < t.height; ++y)
    for (int x = 0; x < t.width; ++x) {
      const float* in = t.in + y * t.stride * t.in_row + x * t.stride * t.pixel;
      const long right = x * t.stride + 1 < t.in_width ? t.pixel : 0;
      const long below = y * t.stride + 1 < t.in_height ? t.in_row : 0;
      float* out = t.out + y * t.out_row + x * t.pixel;
      for (int channel = 0; channel < t.channels; channel += kLanes) {
        const Vector a = load(in + channel);
        const Vector b = load(in + right + channel);
        const Vector c = load(in + below + channel);
        const Vector d = load(in + right + below + channel);
        const Vector ab = a > b ? a : b;
        const Vector cd = c > d ? c : d;
        store(out + channel, ab > cd ? ab : cd);
      }
    }
}

}  // namespace

extern const Kernels kKernels;
const Kernels kKernels = {OMOTE_KERNEL_NAME, 2 * kLanes, convolve, convolve_depthwise, max_pool};

}  // namespace omote::vision::face::OMOTE_KERNEL
