#include "tools/cardface/net_trainer.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace omote::tools::cardface {

using vision::cardface::gather_patches;
using vision::cardface::kClasses;
using vision::cardface::kJunk;
using vision::cardface::kPrintLayers;
using vision::cardface::multiply_add;
using vision::cardface::Planes;
using vision::cardface::PrintLayer;

namespace {

struct Trace {
  Planes in;                   // what the layer saw
  std::vector<float> patches;  // as a matrix
  Planes raw;                  // before ReLU and pooling
  std::vector<int> winner;     // per pooled value: index in raw, -1 when cut by ReLU
};

Planes pool(const PrintLayer& layer, const Planes& in, std::vector<int>& winner) {
  Planes out{in.count, in.height / layer.down, in.width / layer.across, {}};
  out.values.resize(static_cast<std::size_t>(out.count) * out.area());
  winner.assign(out.values.size(), -1);
  std::size_t at = 0;
  for (int plane = 0; plane < in.count; ++plane)
    for (int y = 0; y < out.height; ++y)
      for (int x = 0; x < out.width; ++x, ++at)
        for (int dy = 0; dy < layer.down; ++dy)
          for (int dx = 0; dx < layer.across; ++dx) {
            const int index = (plane * in.height + y * layer.down + dy) * in.width + x * layer.across + dx;
            const float value = in.values[static_cast<std::size_t>(index)];
            if (value > out.values[at]) out.values[at] = value, winner[at] = index;
          }
  return out;
}

void transpose(int rows, int columns, const std::vector<float>& from, std::vector<float>& to) {
  to.resize(from.size());
  for (int r = 0; r < rows; ++r)
    for (int c = 0; c < columns; ++c)
      to[static_cast<std::size_t>(c) * rows + r] = from[static_cast<std::size_t>(r) * columns + c];
}

void scatter_patches(const PrintLayer& layer, const std::vector<float>& patches, Planes& in) {
  const int height = vision::cardface::output_height(layer, in.height);
  const int width = in.width;
  const float* from = patches.data();
  for (int plane = 0; plane < layer.in; ++plane)
    for (int row = 0; row < layer.rows; ++row)
      for (int column = 0; column < layer.columns; ++column, from += static_cast<std::ptrdiff_t>(height) * width) {
        const int shift = column - layer.columns / 2;
        for (int y = 0; y < height; ++y) {
          const int source = y + row - layer.pad_rows;
          if (source < 0 || source >= in.height) continue;
          float* line = in.values.data() + static_cast<std::ptrdiff_t>(plane * in.height + source) * width;
          for (int x = std::max(0, -shift); x < std::min(width, width - shift); ++x)
            line[x + shift] += from[static_cast<std::ptrdiff_t>(y) * width + x];
        }
      }
}

// Turns logits into d loss / d logits and counts.
void grade(Planes& logits, const std::vector<int>& labels, Lesson& lesson) {
  const int columns = logits.width;
  for (int column = 0; column < columns; ++column) {
    const int label = labels[static_cast<std::size_t>(column)];
    float* at = logits.values.data() + column;
    int best = 0;
    for (int c = 1; c < kClasses; ++c)
      if (at[c * columns] > at[best * columns]) best = c;
    const float most = at[best * columns];
    float sum = 0;
    for (int c = 0; c < kClasses; ++c) sum += std::exp(at[c * columns] - most);
    if (label >= 0) {
      lesson.loss -= static_cast<double>(at[label * columns] - most - std::log(sum));
      ++lesson.counted;
      lesson.right += best == label;
      if (label < kJunk) ++lesson.marks, lesson.marks_right += best == label;
    }
    for (int c = 0; c < kClasses; ++c) {
      float& g = at[c * columns];
      g = label < 0 ? 0.0f : std::exp(g - most) / sum - (c == label ? 1.0f : 0.0f);
    }
  }
}

}  // namespace

Weights random_weights(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  Weights weights;
  for (std::size_t i = 0; i < kPrintLayers.size(); ++i) {
    std::normal_distribution<float> normal(0, std::sqrt(2.0f / static_cast<float>(kPrintLayers[i].fan())));
    weights[i].kernel.resize(static_cast<std::size_t>(kPrintLayers[i].out) * kPrintLayers[i].fan());
    for (float& w : weights[i].kernel) w = normal(random);
    weights[i].bias.assign(static_cast<std::size_t>(kPrintLayers[i].out), 0.0f);
  }
  return weights;
}

void learn(const Weights& weights, const LineSample& sample, Weights& gradient, Lesson& lesson) {
  std::array<Trace, kPrintLayers.size()> traces;
  Planes planes{1, sample.ink.rows, sample.ink.cols, {}};
  for (int y = 0; y < planes.height; ++y)
    planes.values.insert(planes.values.end(), sample.ink.ptr<float>(y), sample.ink.ptr<float>(y) + planes.width);
  for (std::size_t i = 0; i < kPrintLayers.size(); ++i) {
    const PrintLayer& layer = kPrintLayers[i];
    Trace& trace = traces[i];
    trace.in = std::move(planes);
    gather_patches(layer, trace.in, trace.patches);
    trace.raw = {layer.out, vision::cardface::output_height(layer, trace.in.height), trace.in.width, {}};
    trace.raw.values.resize(static_cast<std::size_t>(trace.raw.count) * trace.raw.area());
    for (int plane = 0; plane < layer.out; ++plane)
      std::fill_n(trace.raw.values.begin() + static_cast<std::ptrdiff_t>(plane) * trace.raw.area(), trace.raw.area(),
                  weights[i].bias[static_cast<std::size_t>(plane)]);
    multiply_add(layer.out, trace.raw.area(), layer.fan(), weights[i].kernel.data(), trace.patches.data(),
                 trace.raw.values.data());
    if (i + 1 < kPrintLayers.size()) planes = pool(layer, trace.raw, trace.winner);
  }
  grade(traces.back().raw, sample.labels, lesson);

  std::vector<float> turned, error = traces.back().raw.values;
  for (std::size_t i = kPrintLayers.size(); i-- > 0;) {
    const PrintLayer& layer = kPrintLayers[i];
    Trace& trace = traces[i];
    const int area = trace.raw.area();
    for (int plane = 0; plane < layer.out; ++plane)
      for (int n = 0; n < area; ++n)
        gradient[i].bias[static_cast<std::size_t>(plane)] += error[static_cast<std::size_t>(plane) * area + n];
    transpose(layer.fan(), area, trace.patches, turned);
    multiply_add(layer.out, layer.fan(), area, error.data(), turned.data(), gradient[i].kernel.data());
    if (i == 0) break;
    transpose(layer.out, layer.fan(), weights[i].kernel, turned);
    std::vector<float> patches(trace.patches.size(), 0.0f);
    multiply_add(layer.fan(), area, layer.out, turned.data(), error.data(), patches.data());
    std::fill(trace.in.values.begin(), trace.in.values.end(), 0.0f);
    scatter_patches(layer, patches, trace.in);
    const Trace& below = traces[i - 1];
    error.assign(below.raw.values.size(), 0.0f);
    for (std::size_t n = 0; n < below.winner.size(); ++n)
      if (below.winner[n] >= 0) error[static_cast<std::size_t>(below.winner[n])] += trace.in.values[n];
  }
}

Adam::Adam(const Weights& shape) : mean_(shape), square_(shape) {
  for (Weights* w : {&mean_, &square_})
    for (auto& layer : *w) {
      std::fill(layer.kernel.begin(), layer.kernel.end(), 0.0f);
      std::fill(layer.bias.begin(), layer.bias.end(), 0.0f);
    }
}

void Adam::step(Weights& weights, const Weights& gradient, double rate, double scale) {
  ++steps_;
  const double size = rate * std::sqrt(1 - std::pow(0.999, steps_)) / (1 - std::pow(0.9, steps_));
  const auto update = [&](std::vector<float>& w, const std::vector<float>& g, std::vector<float>& m, std::vector<float>& s) {
    for (std::size_t i = 0; i < w.size(); ++i) {
      const float slope = g[i] * static_cast<float>(scale);
      m[i] = 0.9f * m[i] + 0.1f * slope;
      s[i] = 0.999f * s[i] + 0.001f * slope * slope;
      w[i] -= static_cast<float>(size) * m[i] / (std::sqrt(s[i]) + 1e-7f);
    }
  };
  for (std::size_t i = 0; i < weights.size(); ++i) {
    update(weights[i].kernel, gradient[i].kernel, mean_[i].kernel, square_[i].kernel);
    update(weights[i].bias, gradient[i].bias, mean_[i].bias, square_[i].bias);
  }
}

}  // namespace omote::tools::cardface
