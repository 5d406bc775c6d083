#include "vision/cardface/print_net.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "vision/cardface/built_in.hpp"
#include "vision/cardface/convolution.hpp"

namespace omote::vision::cardface {

namespace {

constexpr std::string_view kMagic = "OPN1";
static_assert(std::endian::native == std::endian::little, "the file is little endian");

template <class T>
void put(Bytes& to, T value) {
  std::uint8_t raw[sizeof(T)];
  std::memcpy(raw, &value, sizeof(T));
  to.insert(to.end(), raw, raw + sizeof(T));
}

template <class T>
T take(ByteView& from) {
  T value;
  std::memcpy(&value, from.data(), sizeof(T));
  from = from.subspan(sizeof(T));
  return value;
}

std::size_t file_size() {
  std::size_t size = kMagic.size();
  for (const PrintLayer& layer : kPrintLayers)
    size += static_cast<std::size_t>(layer.out) * (8 + 2 * static_cast<std::size_t>(layer.fan()));
  return size;
}

Planes pooled(const PrintLayer& layer, const Planes& in) {
  Planes out{in.count, in.height / layer.down, in.width / layer.across, {}};
  out.values.resize(static_cast<std::size_t>(out.count) * out.area());
  float* to = out.values.data();
  for (int plane = 0; plane < in.count; ++plane)
    for (int y = 0; y < out.height; ++y)
      for (int x = 0; x < out.width; ++x) {
        float most = 0;  // ReLU
        for (int dy = 0; dy < layer.down; ++dy)
          for (int dx = 0; dx < layer.across; ++dx)
            most = std::max(most, in.values[static_cast<std::size_t>((plane * in.height + y * layer.down + dy) * in.width +
                                                                     x * layer.across + dx)]);
        *to++ = most;
      }
  return out;
}

}  // namespace

int print_class(char32_t character) {
  const std::size_t at = kPrintCharacters.find(character);
  return at == std::u32string_view::npos ? kJunk : static_cast<int>(at);
}

Result<PrintNet> PrintNet::load(ByteView file) {
  if (file.size() != file_size() || as_text(file.first(kMagic.size())) != kMagic)
    return fail("print_net_damaged", std::to_string(file.size()) + " bytes");
  file = file.subspan(kMagic.size());
  PrintNet net;
  for (std::size_t i = 0; i < kPrintLayers.size(); ++i)
    for (int out = 0; out < kPrintLayers[i].out; ++out) {
      const float scale = take<float>(file);
      net.layers_[i].bias.push_back(take<float>(file));
      for (int k = 0; k < kPrintLayers[i].fan(); ++k)
        net.layers_[i].kernel.push_back(scale * static_cast<float>(take<std::int16_t>(file)));
    }
  return net;
}

Bytes PrintNet::save(const std::array<Weights, kPrintLayers.size()>& layers) {
  Bytes file;
  append(file, as_bytes(kMagic));
  for (std::size_t i = 0; i < kPrintLayers.size(); ++i) {
    const int fan = kPrintLayers[i].fan();
    for (int out = 0; out < kPrintLayers[i].out; ++out) {
      const float* row = layers[i].kernel.data() + static_cast<std::ptrdiff_t>(out) * fan;
      float most = 1e-9f;
      for (int k = 0; k < fan; ++k) most = std::max(most, std::abs(row[k]));
      const float scale = most / 32767.0f;
      put(file, scale);
      put(file, layers[i].bias[static_cast<std::size_t>(out)]);
      for (int k = 0; k < fan; ++k) put(file, static_cast<std::int16_t>(std::lround(row[k] / scale)));
    }
  }
  return file;
}

Result<PrintNet> PrintNet::built_in() {
  return load(built_in_print_net());
}

ColumnScores PrintNet::read(const cv::Mat& ink) const {
  Planes planes{1, ink.rows, ink.cols / kColumnStep * kColumnStep, {}};
  for (int y = 0; y < planes.height; ++y)
    planes.values.insert(planes.values.end(), ink.ptr<float>(y), ink.ptr<float>(y) + planes.width);
  std::vector<float> patches;
  for (std::size_t i = 0; i < kPrintLayers.size(); ++i) {
    const PrintLayer& layer = kPrintLayers[i];
    gather_patches(layer, planes, patches);
    Planes out{layer.out, output_height(layer, planes.height), planes.width, {}};
    out.values.resize(static_cast<std::size_t>(out.count) * out.area());
    for (int plane = 0; plane < out.count; ++plane)
      std::fill_n(out.values.begin() + static_cast<std::ptrdiff_t>(plane) * out.area(), out.area(),
                  layers_[i].bias[static_cast<std::size_t>(plane)]);
    multiply_add(out.count, out.area(), layer.fan(), layers_[i].kernel.data(), patches.data(), out.values.data());
    planes = i + 1 < kPrintLayers.size() ? pooled(layer, out) : std::move(out);
  }
  ColumnScores scores{planes.width, std::vector<float>(static_cast<std::size_t>(planes.width) * kClasses)};
  for (int column = 0; column < planes.width; ++column) {
    float* row = scores.values.data() + static_cast<std::ptrdiff_t>(column) * kClasses;
    float most = -1e30f;
    for (int c = 0; c < kClasses; ++c)
      most = std::max(most, row[c] = planes.values[static_cast<std::size_t>(c * planes.width + column)]);
    float sum = 0;
    for (int c = 0; c < kClasses; ++c) sum += std::exp(row[c] - most);
    const float norm = most + std::log(sum);
    for (int c = 0; c < kClasses; ++c) row[c] -= norm;
  }
  return scores;
}

}  // namespace omote::vision::cardface
