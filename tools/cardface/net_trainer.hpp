// Back propagation for the print net: cross entropy per column, Adam.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "tools/cardface/line_samples.hpp"
#include "vision/cardface/convolution.hpp"

namespace omote::tools::cardface {

using Weights = std::array<vision::cardface::PrintNet::Weights, vision::cardface::kPrintLayers.size()>;

[[nodiscard]] Weights random_weights(std::uint64_t seed);

struct Lesson {
  double loss = 0;  // sums
  int counted = 0, right = 0;
  int marks = 0, marks_right = 0;  // columns of characters only
};
// Adds the gradients of one sample.
void learn(const Weights& weights, const LineSample& sample, Weights& gradient, Lesson& lesson);

class Adam {
 public:
  explicit Adam(const Weights& shape);
  void step(Weights& weights, const Weights& gradient, double rate, double scale);

 private:
  Weights mean_, square_;
  int steps_ = 0;
};

}  // namespace omote::tools::cardface
