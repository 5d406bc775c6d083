#include "vision/face/network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <new>

#include "base/secret.hpp"

namespace omote::vision::face {
namespace {

constexpr int kChannelUnit = 16;
constexpr std::size_t kAlignment = 64;

int round_up(int value, int unit) {
  return (value + unit - 1) / unit * unit;
}

// Zeroed, aligned floats.
class FloatBuffer {
 public:
  FloatBuffer() = default;
  explicit FloatBuffer(std::size_t count)
      : count_(count), data_(static_cast<float*>(::operator new(count * sizeof(float), std::align_val_t{kAlignment}))) {
    std::fill_n(data_, count_, 0.0F);
  }
  FloatBuffer(FloatBuffer&& other) noexcept
      : count_(std::exchange(other.count_, 0)), data_(std::exchange(other.data_, nullptr)) {}
  FloatBuffer& operator=(FloatBuffer&& other) noexcept {
    std::swap(count_, other.count_);
    std::swap(data_, other.data_);
    return *this;
  }
  ~FloatBuffer() {
    if (!data_) return;
    wipe();
    ::operator delete(data_, std::align_val_t{kAlignment});
  }
  void wipe() { wipe_memory(data_, count_ * sizeof(float)); }
  [[nodiscard]] float* data() const { return data_; }
  [[nodiscard]] std::size_t size() const { return count_; }

 private:
  std::size_t count_ = 0;
  float* data_ = nullptr;
};

// A picture inside the network with a border of zeros, so that no kernel asks where the edge is.
struct Plane {
  int width = 0;
  int height = 0;
  int channels = 0;
  int step = 0;  // floats from pixel to pixel: channels, rounded up except for the input
  int border = 0;
  int buffer = -1;
  [[nodiscard]] long row() const { return static_cast<long>(width + 2 * border) * step; }
  [[nodiscard]] std::size_t floats() const { return static_cast<std::size_t>(row()) * (height + 2 * border); }
  [[nodiscard]] bool same_shape(const Plane& o) const {
    return width == o.width && height == o.height && step == o.step && border == o.border;
  }
};

struct Prepared {
  Layer layer;
  int in = 0;  // plane numbers: 0 is the input
  int residual = -1;
  int before_x = 0;  // zeros before the first pixel
  int before_y = 0;
  FloatBuffer weights;
  FloatBuffer bias;
  FloatBuffer slopes;
};

int same_before(int size, int kernel, int stride) {
  const int out = (size + stride - 1) / stride;
  return std::max((out - 1) * stride + kernel - size, 0) / 2;
}

}  // namespace

struct Network::State {
  const Kernels* kernels = nullptr;
  std::vector<Plane> planes;
  std::vector<Prepared> layers;
  std::vector<FloatBuffer> buffers;
  std::vector<float> result;
  double operations = 0;

  [[nodiscard]] float* first(const Plane& plane) const {
    return buffers[plane.buffer].data() + plane.border * (plane.row() + plane.step);
  }
  Result<void> shape(const NetworkPlan& plan);
  Result<void> prepare(Prepared& layer, int number, const TensorFile& file);
  Result<void> pack_convolution(Prepared& layer, const Plane& in, const Plane& out, const TensorFile& file);
  Result<void> pack_per_channel(Prepared& layer, const Plane& out, const TensorFile& file);
  void place();
  void run_layer(const Prepared& layer, const Plane& out) const;
  void convolve(const Prepared& layer, const Plane& in, const Plane& out) const;
  void convolve_depthwise(const Prepared& layer, const Plane& in, const Plane& out) const;
  void mean(const Plane& in, const Plane& out) const;
  void relu(const Plane& in, const Plane& out) const;
};

// Sizes of all planes, and the borders that their readers need.
Result<void> Network::State::shape(const NetworkPlan& plan) {
  planes.push_back({plan.width, plan.height, 3, 3, 0, -1});
  for (const Layer& layer : plan.layers) {
    const int number = static_cast<int>(planes.size());
    if (layer.input < -1 || layer.input + 1 >= number || layer.residual + 1 >= number || layer.kernel < 1 || layer.stride < 1)
      return fail("network_plan_wrong", fmt::format("{}: layer {}", plan.name, number - 1));
    Prepared prepared{layer, layer.input + 1, layer.residual == -2 ? -1 : layer.residual + 1, 0, 0, {}, {}, {}};
    Plane& in = planes[prepared.in];
    Plane out{1, 1, layer.operation == Operation::Convolution ? layer.channels : in.channels, 0, 0, -1};
    if (layer.operation != Operation::Mean) {
      const int taken = layer.padding == Padding::Same ? layer.stride - 1 : layer.stride - layer.kernel;
      out.width = (in.width + taken) / layer.stride;
      out.height = (in.height + taken) / layer.stride;
    }
    const bool needs_border = layer.padding == Padding::Same && layer.kernel > 1 && layer.operation != Operation::MaxPool;
    if (needs_border) {
      in.border = std::max(in.border, layer.kernel / 2);
      prepared.before_x = same_before(in.width, layer.kernel, layer.stride);
      prepared.before_y = same_before(in.height, layer.kernel, layer.stride);
    }
    out.step = round_up(out.channels, kChannelUnit);
    planes.push_back(out);
    layers.push_back(std::move(prepared));
  }
  return {};
}

// Planes of the same shape share a buffer when one is no longer read; the border stays zero because nobody writes it.
void Network::State::place() {
  std::vector<int> last_reader(planes.size(), 0);
  for (std::size_t i = 0; i < layers.size(); ++i) {
    last_reader[layers[i].in] = static_cast<int>(i);
    if (layers[i].residual >= 0) last_reader[layers[i].residual] = static_cast<int>(i);
  }
  std::vector<Plane> owners;
  std::vector<int> busy_until;
  for (std::size_t p = 0; p < planes.size(); ++p) {
    const int written_by = static_cast<int>(p) - 1;
    std::size_t slot = 0;
    while (slot < owners.size() && !(owners[slot].same_shape(planes[p]) && busy_until[slot] < written_by)) ++slot;
    if (slot == owners.size()) {
      owners.push_back(planes[p]);
      busy_until.push_back(0);
      // The last taps of a row may read a few floats behind the last row.
      buffers.emplace_back(planes[p].floats() + kAlignment);
    }
    planes[p].buffer = static_cast<int>(slot);
    busy_until[slot] = p == 0 ? static_cast<int>(layers.size()) : std::max(last_reader[p], written_by);
  }
}

Result<void> Network::State::pack_convolution(Prepared& p, const Plane& in, const Plane& out, const TensorFile& file) {
  const int k = p.layer.kernel;
  auto found = file.find(p.layer.weights, {k, k, in.channels, out.channels});
  if (!found) return pass(found);
  const int tap_length = k * in.step;
  const int block = kernels->block;
  p.weights = FloatBuffer(static_cast<std::size_t>(k) * tap_length * out.step);
  float* to = p.weights.data();
  for (int channel = 0; channel < out.step; channel += block) {
    const int wide = std::min(block, out.step - channel);
    for (int ky = 0; ky < k; ++ky)
      for (int kx = 0; kx < k; ++kx)
        for (int ic = 0; ic < in.step; ++ic, to += wide)
          for (int o = 0; o < wide && ic < in.channels && channel + o < out.channels; ++o)
            to[o] = (*found)[((static_cast<std::size_t>(ky) * k + kx) * in.channels + ic) * out.channels + channel + o];
  }
  operations += static_cast<double>(out.width) * out.height * k * k * in.channels * out.channels;
  return {};
}

Result<void> Network::State::pack_per_channel(Prepared& p, const Plane& out, const TensorFile& file) {
  p.bias = FloatBuffer(out.step);
  if (!p.layer.bias.empty()) {
    auto found = file.find(p.layer.bias, {out.channels});
    if (!found) return pass(found);
    std::ranges::copy(*found, p.bias.data());
  }
  if (p.layer.activation == Activation::None) return {};
  p.slopes = FloatBuffer(out.step);
  if (p.layer.activation == Activation::Leaky) std::fill_n(p.slopes.data(), out.step, 0.1F);
  if (p.layer.activation == Activation::PerChannel) {
    auto found = file.find(p.layer.slopes, {out.channels});
    if (!found) return pass(found);
    std::ranges::copy(*found, p.slopes.data());
  }
  return {};
}

Result<void> Network::State::prepare(Prepared& p, int number, const TensorFile& file) {
  const Plane& in = planes[p.in];
  const Plane& out = planes[number];
  if (p.layer.operation == Operation::Convolution) {
    if (auto packed = pack_convolution(p, in, out, file); !packed) return packed;
    return pack_per_channel(p, out, file);
  }
  if (p.layer.operation == Operation::Depthwise) {
    const int k = p.layer.kernel;
    auto found = file.find(p.layer.weights, {k, k, in.channels, 1});
    if (!found) return pass(found);
    p.weights = FloatBuffer(static_cast<std::size_t>(k) * k * out.step);
    for (int tap = 0; tap < k * k; ++tap)
      std::copy_n(found->data() + static_cast<std::size_t>(tap) * in.channels, in.channels,
                  p.weights.data() + static_cast<std::size_t>(tap) * out.step);
    operations += static_cast<double>(out.width) * out.height * k * k * out.channels;
    return pack_per_channel(p, out, file);
  }
  return {};
}

void Network::State::convolve(const Prepared& p, const Plane& in, const Plane& out) const {
  ConvolutionTask task{};
  task.in = first(in) - p.before_y * in.row() - static_cast<long>(p.before_x) * in.step;
  task.in_row = in.row() * p.layer.stride;
  task.in_pixel = static_cast<long>(in.step) * p.layer.stride;
  task.tap_row = in.row();
  task.tap_rows = p.layer.kernel;
  task.tap_length = p.layer.kernel * in.step;
  task.out = first(out);
  task.out_row = out.row();
  task.out_pixel = out.step;
  if (p.residual >= 0) {
    const Plane& residual = planes[p.residual];
    task.residual = first(residual);
    task.residual_row = residual.row();
    task.residual_pixel = residual.step;
  }
  task.weights = p.weights.data();
  task.bias = p.bias.data();
  task.slopes = p.slopes.data();
  task.width = out.width;
  task.height = out.height;
  task.channels = out.step;
  kernels->convolve(task);
}

void Network::State::convolve_depthwise(const Prepared& p, const Plane& in, const Plane& out) const {
  DepthwiseTask task{};
  task.in = first(in) - p.before_y * in.row() - static_cast<long>(p.before_x) * in.step;
  task.in_row = in.row() * p.layer.stride;
  task.in_pixel = static_cast<long>(in.step) * p.layer.stride;
  task.tap_row = in.row();
  task.tap_pixel = in.step;
  task.kernel = p.layer.kernel;
  task.stride = p.layer.stride;
  task.out = first(out);
  task.out_row = out.row();
  task.out_pixel = out.step;
  task.weights = p.weights.data();
  task.bias = p.bias.data();
  task.slopes = p.slopes.data();
  task.width = out.width;
  task.height = out.height;
  task.channels = out.step;
  kernels->convolve_depthwise(task);
}

void Network::State::mean(const Plane& in, const Plane& out) const {
  float* to = first(out);
  std::fill_n(to, out.step, 0.0F);
  const float* from = first(in);
  const float share = 1.0F / static_cast<float>(in.width * in.height);
  for (int y = 0; y < in.height; ++y)
    for (int x = 0; x < in.width; ++x)
      for (int c = 0; c < in.step; ++c) to[c] += share * from[y * in.row() + static_cast<long>(x) * in.step + c];
}

void Network::State::relu(const Plane& in, const Plane& out) const {
  for (int y = 0; y < in.height; ++y) {
    const float* from = first(in) + y * in.row();
    float* to = first(out) + y * out.row();
    for (int i = 0; i < in.width * in.step; ++i) to[i] = std::max(from[i], 0.0F);
  }
}

void Network::State::run_layer(const Prepared& p, const Plane& out) const {
  const Plane& in = planes[p.in];
  switch (p.layer.operation) {
    case Operation::Convolution: return convolve(p, in, out);
    case Operation::Depthwise: return convolve_depthwise(p, in, out);
    case Operation::Mean: return mean(in, out);
    case Operation::Relu: return relu(in, out);
    case Operation::MaxPool:
      return kernels->max_pool({first(in), in.row(), in.step, p.layer.stride, in.width, in.height, first(out), out.row(),
                                out.width, out.height, out.step});
  }
}

Network::Network(std::unique_ptr<State> state) : state_(std::move(state)) {}
Network::Network(Network&&) noexcept = default;
Network& Network::operator=(Network&&) noexcept = default;
Network::~Network() = default;

Result<Network> Network::make(const NetworkPlan& plan, const TensorFile& weights, const Kernels& kernels) {
  auto state = std::make_unique<State>();
  state->kernels = &kernels;
  if (auto shaped = state->shape(plan); !shaped) return pass(shaped);
  for (std::size_t i = 0; i < state->layers.size(); ++i)
    if (auto ready = state->prepare(state->layers[i], static_cast<int>(i) + 1, weights); !ready) return pass(ready);
  state->place();
  const Plane& last = state->planes.back();
  state->result.resize(static_cast<std::size_t>(last.width) * last.height * last.channels);
  return Network(std::move(state));
}

float* Network::input_row(int y) {
  const Plane& in = state_->planes.front();
  return state_->first(in) + y * in.row();
}
int Network::width() const {
  return state_->planes.front().width;
}
int Network::height() const {
  return state_->planes.front().height;
}
double Network::operations() const {
  return state_->operations;
}

std::span<const float> Network::run() {
  for (std::size_t i = 0; i < state_->layers.size(); ++i) state_->run_layer(state_->layers[i], state_->planes[i + 1]);
  const Plane& last = state_->planes.back();
  float* to = state_->result.data();
  for (int y = 0; y < last.height; ++y)
    for (int x = 0; x < last.width; ++x, to += last.channels)
      std::copy_n(state_->first(last) + y * last.row() + static_cast<long>(x) * last.step, last.channels, to);
  return state_->result;
}

void Network::wipe() {
  for (FloatBuffer& buffer : state_->buffers) buffer.wipe();
  wipe_memory(state_->result.data(), state_->result.size() * sizeof(float));
}

}  // namespace omote::vision::face
