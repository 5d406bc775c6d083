// Every copy of the kernels that this processor can run, against the definition of a convolution.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "vision/face/kernel_choice.hpp"
#include "vision/face/network.hpp"

namespace omote::vision::face {
namespace {

std::vector<float> noise(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<float> values(count);
  for (float& v : values) v = static_cast<float>(random() % 2001) / 1000.0F - 1.0F;
  return values;
}

struct Image {
  int width, height, channels;
  std::vector<float> values;
  [[nodiscard]] float at(int y, int x, int c) const {
    if (x < 0 || y < 0 || x >= width || y >= height) return 0;
    return values[(static_cast<std::size_t>(y) * width + x) * channels + c];
  }
};

int before(int size, int kernel, int stride, Padding padding) {
  if (padding == Padding::Valid) return 0;
  const int out = (size + stride - 1) / stride;
  return std::max((out - 1) * stride + kernel - size, 0) / 2;
}
int out_size(int size, int kernel, int stride, Padding padding) {
  return padding == Padding::Same ? (size + stride - 1) / stride : (size - kernel) / stride + 1;
}

Image convolve_slowly(const Image& in, const std::vector<float>& w, const std::vector<float>& bias, const Layer& layer) {
  Image out{out_size(in.width, layer.kernel, layer.stride, layer.padding),
            out_size(in.height, layer.kernel, layer.stride, layer.padding),
            layer.channels,
            {}};
  const int bx = before(in.width, layer.kernel, layer.stride, layer.padding);
  const int by = before(in.height, layer.kernel, layer.stride, layer.padding);
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x)
      for (int o = 0; o < out.channels; ++o) {
        double sum = bias[o];
        for (int ky = 0; ky < layer.kernel; ++ky)
          for (int kx = 0; kx < layer.kernel; ++kx)
            for (int c = 0; c < in.channels; ++c)
              sum += static_cast<double>(in.at(y * layer.stride - by + ky, x * layer.stride - bx + kx, c)) *
                     w[((static_cast<std::size_t>(ky) * layer.kernel + kx) * in.channels + c) * out.channels + o];
        if (layer.activation == Activation::Leaky && sum < 0) sum *= 0.1;
        if (layer.activation == Activation::Relu && sum < 0) sum = 0;
        out.values.push_back(static_cast<float>(sum));
      }
  return out;
}

Image depthwise_slowly(const Image& in, const std::vector<float>& w, const Layer& layer) {
  Image out{out_size(in.width, layer.kernel, layer.stride, layer.padding),
            out_size(in.height, layer.kernel, layer.stride, layer.padding),
            in.channels,
            {}};
  const int bx = before(in.width, layer.kernel, layer.stride, layer.padding);
  const int by = before(in.height, layer.kernel, layer.stride, layer.padding);
  for (int y = 0; y < out.height; ++y)
    for (int x = 0; x < out.width; ++x)
      for (int c = 0; c < out.channels; ++c) {
        double sum = 0;
        for (int ky = 0; ky < layer.kernel; ++ky)
          for (int kx = 0; kx < layer.kernel; ++kx)
            sum += static_cast<double>(in.at(y * layer.stride - by + ky, x * layer.stride - bx + kx, c)) *
                   w[(static_cast<std::size_t>(ky) * layer.kernel + kx) * in.channels + c];
        out.values.push_back(static_cast<float>(sum));
      }
  return out;
}

class KernelTest : public testing::TestWithParam<const Kernels*> {
 protected:
  // A network of a first convolution (3 -> channels, so that widths and channel counts of all kinds arise) and one more layer.
  static void compare(const Kernels& kernels, int width, int height, Layer first, Layer second, bool residual = false) {
    const Image in{width, height, 3, noise(static_cast<std::size_t>(width) * height * 3, 1)};
    TensorFile file;
    const int middle = first.channels;
    const auto first_weights = noise(static_cast<std::size_t>(first.kernel) * first.kernel * 3 * middle, 2);
    const auto first_bias = noise(middle, 3);
    file.add("w1", {{first.kernel, first.kernel, 3, middle}, first_weights});
    file.add("b1", {{middle}, first_bias});
    first.weights = "w1";
    first.bias = "b1";
    second.input = 0;
    second.weights = "w2";
    const Image hidden = convolve_slowly(in, first_weights, first_bias, first);
    Image expected;
    if (second.operation == Operation::Convolution) {
      const auto weights = noise(static_cast<std::size_t>(second.kernel) * second.kernel * middle * second.channels, 4);
      file.add("w2", {{second.kernel, second.kernel, middle, second.channels}, weights});
      expected = convolve_slowly(hidden, weights, std::vector<float>(second.channels), second);
    } else {
      const auto weights = noise(static_cast<std::size_t>(second.kernel) * second.kernel * middle, 4);
      file.add("w2", {{second.kernel, second.kernel, middle, 1}, weights});
      expected = depthwise_slowly(hidden, weights, second);
    }
    if (residual) {
      second.residual = 0;
      for (std::size_t i = 0; i < expected.values.size(); ++i) expected.values[i] += hidden.values[i];
    }
    auto network = Network::make({"test", width, height, {first, second}}, file, kernels);
    ASSERT_TRUE(network) << describe(network.error());
    for (int y = 0; y < height; ++y)
      std::copy_n(in.values.data() + static_cast<std::size_t>(y) * width * 3, width * 3, network->input_row(y));
    for (int round = 0; round < 2; ++round) {  // twice: the borders must still be zero
      const auto got = network->run();
      ASSERT_EQ(got.size(), expected.values.size());
      for (std::size_t i = 0; i < got.size(); ++i) ASSERT_NEAR(got[i], expected.values[i], 2e-3) << "value " << i;
    }
  }
};

TEST_P(KernelTest, ConvolutionOfEveryWidth_equalsTheDefinition) {
  for (int width = 17; width <= 44; ++width)
    compare(*GetParam(), width, 5, {.kernel = 3, .channels = 16, .activation = Activation::Leaky}, {.kernel = 1, .channels = 40});
}
TEST_P(KernelTest, StrideTwoOnOddAndEvenSizes_padsAsTensorFlowDoes) {
  for (int width = 20; width <= 23; ++width)
    compare(*GetParam(), width, width + 1, {.kernel = 3, .stride = 2, .channels = 32, .activation = Activation::Relu},
            {.operation = Operation::Depthwise, .kernel = 3, .stride = 2});
}
TEST_P(KernelTest, DepthwiseOfStrideOne_equalsTheDefinition) {
  for (int width = 17; width <= 24; ++width)
    compare(*GetParam(), width, 6, {.kernel = 1, .channels = 48}, {.operation = Operation::Depthwise, .kernel = 3});
}
TEST_P(KernelTest, ValidDepthwiseOverTheWholePicture_equalsTheDefinition) {
  compare(*GetParam(), 17, 17, {.kernel = 3, .stride = 2, .channels = 64},
          {.operation = Operation::Depthwise, .kernel = 9, .padding = Padding::Valid});
}
TEST_P(KernelTest, DenseThreeByThreeInTheMiddle_readsPaddedChannelsAsZero) {
  compare(*GetParam(), 19, 8, {.kernel = 1, .channels = 25}, {.kernel = 3, .channels = 33});
}
TEST_P(KernelTest, Residual_isAdded) {
  compare(*GetParam(), 18, 9, {.kernel = 3, .channels = 32}, {.kernel = 1, .channels = 32}, true);
}
TEST_P(KernelTest, MaxPoolOfOddSize_isClippedAtTheEdge) {
  const int size = 17;
  TensorFile file;
  std::vector<float> same(9, 0.0F);
  for (int c = 0; c < 3; ++c) same[c * 3 + c] = 1;
  file.add("w", {{1, 1, 3, 3}, same});
  auto network =
      Network::make({"test",
                     size,
                     size,
                     {{.channels = 3, .weights = "w"}, {.operation = Operation::MaxPool, .input = 0, .kernel = 2, .stride = 2}}},
                    file, *GetParam());
  ASSERT_TRUE(network) << describe(network.error());
  const auto values = noise(size * size * 3, 9);
  for (int y = 0; y < size; ++y)
    for (int i = 0; i < size * 3; ++i)
      network->input_row(y)[i] = values[y * size * 3 + i] - 2;  // all negative: an edge of zeros would show
  const auto out = network->run();
  ASSERT_EQ(out.size(), 9U * 9 * 3);
  for (int y = 0; y < 9; ++y)
    for (int x = 0; x < 9; ++x)
      for (int c = 0; c < 3; ++c) {
        float most = -10;
        for (int dy = 0; dy < 2; ++dy)
          for (int dx = 0; dx < 2; ++dx)
            if (2 * y + dy < size && 2 * x + dx < size)
              most = std::max(most, values[((2 * y + dy) * size + 2 * x + dx) * 3 + c] - 2);
        ASSERT_FLOAT_EQ(out[(y * 9 + x) * 3 + c], most);
      }
}

INSTANTIATE_TEST_SUITE_P(Every, KernelTest, testing::ValuesIn(available_kernels().begin(), available_kernels().end()),
                         [](const auto& param) { return std::string(param.param->name); });

}  // namespace
}  // namespace omote::vision::face
