#include "vision/face/nets.hpp"

#include <fmt/format.h>

namespace omote::vision::face {
namespace {

// Appends layers one behind the other and tells their numbers.
class Builder {
 public:
  explicit Builder(NetworkPlan& plan) : plan_(plan) {}
  [[nodiscard]] int last() const { return static_cast<int>(plan_.layers.size()) - 1; }
  int add(Layer layer) {
    plan_.layers.push_back(std::move(layer));
    return last();
  }

  // weights, bias and slopes under one prefix, as mobilefacenet has them.
  int convolution(const std::string& name, int kernel, int stride, int channels, Activation activation, int residual = -2) {
    return add({Operation::Convolution, last(), kernel, stride, Padding::Same, channels, activation, residual, name + "/weights",
                name + "/bias", name + "/slopes"});
  }
  int depthwise(const std::string& name, int kernel, int stride, Padding padding, Activation activation) {
    return add({Operation::Depthwise, last(), kernel, stride, padding, 0, activation, -2, name + "/weights", name + "/bias",
                name + "/slopes"});
  }
  // Depthwise without bias, then pointwise, as the detector and the landmarks have them.
  int separable(const std::string& name, int input, int stride, int channels, Activation activation, int residual = -2) {
    add({Operation::Depthwise, input, 3, stride, Padding::Same, 0, Activation::None, -2, name + "/depthwise_filter", "", ""});
    return add({Operation::Convolution, last(), 1, 1, Padding::Same, channels, activation, residual, name + "/pointwise_filter",
                name + "/bias", ""});
  }

 private:
  NetworkPlan& plan_;
};

void inverted_residual(Builder& b, const std::string& name, int expand, int out, int stride, bool skip) {
  const int input = b.last();
  b.convolution(name + "/expand", 1, 1, expand, Activation::PerChannel);
  b.depthwise(name + "/depthwise", 3, stride, Padding::Same, Activation::PerChannel);
  b.convolution(name + "/project", 1, 1, out, Activation::None, skip ? input : -2);
}

// o1; o2 from o1; o3 from relu(o1+o2); o4 from relu(o1+o2+o3); the result is relu(o1+o2+o3+o4).
void dense_block(Builder& b, const std::string& name, int channels, bool first) {
  const int in = b.last();
  const int o1 = first ? b.add({Operation::Convolution, in, 3, 2, Padding::Same, channels, Activation::Relu, -2,
                                name + "/conv0/filters", name + "/conv0/bias", ""})
                       : b.separable(name + "/conv0", in, 2, channels, Activation::Relu);
  const int sum2 = b.separable(name + "/conv1", o1, 1, channels, Activation::None, o1);
  const int relu2 = b.add({Operation::Relu, sum2, 1, 1, Padding::Same, 0, Activation::None, -2, "", "", ""});
  const int sum3 = b.separable(name + "/conv2", relu2, 1, channels, Activation::None, sum2);
  const int relu3 = b.add({Operation::Relu, sum3, 1, 1, Padding::Same, 0, Activation::None, -2, "", "", ""});
  b.separable(name + "/conv3", relu3, 1, channels, Activation::Relu, sum3);
}

}  // namespace

NetworkPlan mobile_face_net() {
  NetworkPlan plan{"mobilefacenet", 112, 112, {}};
  Builder b(plan);
  b.convolution("Conv2d_0", 3, 2, 64, Activation::PerChannel);
  b.depthwise("SeparableConv2d", 3, 1, Padding::Same, Activation::PerChannel);
  b.convolution("Conv", 1, 1, 64, Activation::None);
  const auto stage = [&b](int number, int blocks, int expand, int out, bool shrink) {
    for (int i = 0; i < blocks; ++i) {
      const bool narrow = shrink && i == 0;
      inverted_residual(b, fmt::format("Conv2d_{}_InvResBlock_{}", number, i), expand, out, narrow ? 2 : 1, !narrow);
    }
  };
  stage(2, 5, 128, 64, true);
  stage(3, 1, 256, 128, true);
  stage(4, 6, 256, 128, false);
  stage(5, 1, 512, 128, true);
  stage(6, 2, 256, 128, false);
  b.convolution("Conv2d_7", 1, 1, 512, Activation::PerChannel);
  b.depthwise("Logits/SeparableConv2d", 7, 1, Padding::Valid, Activation::None);
  b.convolution("Logits/Conv", 1, 1, 512, Activation::None);
  b.convolution("Logits/LinearConv1x1", 1, 1, 192, Activation::None);
  return plan;
}

NetworkPlan tiny_face_detector(int size) {
  NetworkPlan plan{"tiny_face_detector", size, size, {}};
  Builder b(plan);
  b.add({Operation::Convolution, -1, 3, 1, Padding::Valid, 16, Activation::Leaky, -2, "conv0/filters", "conv0/bias", ""});
  const auto pool = [&b](int stride) {
    b.add({Operation::MaxPool, b.last(), 2, stride, Padding::Same, 0, Activation::None, -2, "", "", ""});
  };
  pool(2);
  for (int i = 1; i <= 5; ++i) {
    b.separable(fmt::format("conv{}", i), b.last(), 1, 16 << i, Activation::Leaky);
    pool(i < 5 ? 2 : 1);
  }
  b.add({Operation::Convolution, b.last(), 1, 1, Padding::Same, 25, Activation::None, -2, "conv8/filters", "conv8/bias", ""});
  return plan;
}

NetworkPlan face_landmark_68() {
  NetworkPlan plan{"face_landmark_68", 112, 112, {}};
  Builder b(plan);
  for (int i = 0; i < 4; ++i) dense_block(b, fmt::format("dense{}", i), 32 << i, i == 0);
  b.add({Operation::Mean, b.last(), 1, 1, Padding::Same, 0, Activation::None, -2, "", "", ""});
  b.add({Operation::Convolution, b.last(), 1, 1, Padding::Same, 136, Activation::None, -2, "fc/weights", "fc/bias", ""});
  return plan;
}

}  // namespace omote::vision::face
