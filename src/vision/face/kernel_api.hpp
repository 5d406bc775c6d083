// The arithmetic of the networks, behind plain structures. kernel.cpp is compiled once for each instruction set with its own
// flags; this header is all that it may include: an inline function of the standard library, compiled there for AVX-512 and
// then chosen by the linker for everybody, would end the program on an older processor.
#pragma once

namespace omote::vision::face {

// Pictures are stored row by row, pixel by pixel, channels innermost; all distances count floats. Channel counts of
// outputs are multiples of 16 (the widest vector), padded with zero weights.

// out = activation(sum over taps + bias + residual). A k×k kernel is k rows of k*channels contiguous values.
struct ConvolutionTask {
  const float* in;  // first tap of the first output pixel
  long in_row;      // from one output row to the next
  long in_pixel;    // from one output pixel to the next
  long tap_row;     // from one row of taps to the next
  int tap_rows;
  int tap_length;
  float* out;
  long out_row;
  long out_pixel;
  const float* residual;  // null: none
  long residual_row;
  long residual_pixel;
  const float* weights;  // packed: blocks of `block` outputs, each [tap_rows * tap_length][block]; the last may be half
  const float* bias;
  const float* slopes;  // x > 0 ? x : slope * x, for each channel; null: linear
  int width;
  int height;
  int channels;
};

struct DepthwiseTask {
  const float* in;
  long in_row;
  long in_pixel;
  long tap_row;
  long tap_pixel;
  int kernel;
  int stride;
  float* out;
  long out_row;
  long out_pixel;
  const float* weights;  // [kernel * kernel][channels]
  const float* bias;
  const float* slopes;
  int width;
  int height;
  int channels;
};

// 2×2, clipped at the right and lower edge of the input.
struct MaxPoolTask {
  const float* in;
  long in_row;
  long pixel;
  int stride;
  int in_width;
  int in_height;
  float* out;
  long out_row;
  int width;
  int height;
  int channels;
};

struct Kernels {
  const char* name;  // sse2, avx2, avx512 (on other processors: base)
  int block;         // outputs in one block of packed weights
  void (*convolve)(const ConvolutionTask&);
  void (*convolve_depthwise)(const DepthwiseTask&);
  void (*max_pool)(const MaxPoolTask&);
};

}  // namespace omote::vision::face
