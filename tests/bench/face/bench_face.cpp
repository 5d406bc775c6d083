// bench_face [MODELS]: milliseconds of one core (thread CPU time, median) for the stages of a 640×480 frame, for each
// instruction set, and for one pass of the embedding network beside OpenCV DNN in the same run. One JSON array on stdout.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <nlohmann/json.hpp>
#include <opencv2/core/utility.hpp>
#include <opencv2/dnn.hpp>

#include "vision/face/face_analyser.hpp"
#include "vision/face/nets.hpp"
#include "vision/face/quality.hpp"

namespace {

using namespace omote;
using namespace omote::vision::face;
using Json = nlohmann::ordered_json;

double thread_ms() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

template <class Work>
double median_ms(int rounds, Work work) {
  work();
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) {
    const double start = thread_ms();
    work();
    times.push_back(thread_ms() - start);
  }
  std::ranges::sort(times);
  return times[times.size() / 2];
}

ports::Frame test_frame() {
  ports::Frame frame{640, 480, 1, {}, Bytes(std::size_t{640} * 480 * 3)};
  for (std::size_t i = 0; i < frame.pixels.size(); ++i)
    frame.pixels[i] = static_cast<std::uint8_t>(128 + 100 * std::sin(0.001 * static_cast<double>(i)));
  return frame;
}

float test_value(int x, int y, int c) {
  return static_cast<float>(static_cast<int>(128 + 100 * std::sin(0.07 * x + c) * std::cos(0.05 * y)) - 127.5) / 128;
}

// The same layer list in OpenCV's words (NCHW, weights OIHW; uneven padding needs a layer of its own).
class OpenCvNet {
 public:
  OpenCvNet(const NetworkPlan& plan, const TensorFile& file) : file_(file) {
    channels_.push_back(3);
    sizes_.push_back(plan.width);
    ids_.push_back(0);
    for (const Layer& layer : plan.layers) add(layer);
    net_.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
  }
  cv::Mat run(const cv::Mat& input) {
    net_.setInput(input);
    return net_.forward();
  }

 private:
  std::span<const float> tensor(const std::string& name, const std::vector<int>& shape) { return *file_.find(name, shape); }

  int append(const std::string& type, cv::dnn::LayerParams params, const std::vector<int>& inputs) {
    const int id = net_.addLayer(fmt::format("{}{}", type, count_++), type, params);
    for (std::size_t i = 0; i < inputs.size(); ++i) net_.connect(inputs[i], 0, id, static_cast<int>(i));
    return id;
  }

  void add(const Layer& layer) {
    const auto in = static_cast<std::size_t>(layer.input + 1);
    const bool depthwise = layer.operation == Operation::Depthwise;
    const int ic = channels_[in];
    const int oc = depthwise ? ic : layer.channels;
    const int k = layer.kernel;
    const int out = layer.padding == Padding::Same ? (sizes_[in] + layer.stride - 1) / layer.stride : sizes_[in] - k + 1;
    int from = ids_[in];
    if (layer.padding == Padding::Same && k > 1) {
      const int all = std::max((out - 1) * layer.stride + k - sizes_[in], 0);
      const int pads[8] = {0, 0, 0, 0, all / 2, all - all / 2, all / 2, all - all / 2};
      cv::dnn::LayerParams padding;
      padding.set("paddings", cv::dnn::DictValue::arrayInt(pads, 8));
      from = append("Padding", padding, {from});
    }
    cv::dnn::LayerParams params;
    params.set("kernel_size", k);
    params.set("stride", layer.stride);
    params.set("num_output", oc);
    params.set("bias_term", true);
    if (depthwise) params.set("group", ic);
    params.blobs = {weights(layer, depthwise, ic, oc), bias(layer, oc)};
    int id = append("Convolution", params, {from});
    if (layer.residual >= 0) id = append("Eltwise", {}, {id, ids_[static_cast<std::size_t>(layer.residual + 1)]});
    if (layer.activation == Activation::PerChannel) {
      cv::dnn::LayerParams slopes;
      slopes.blobs = {cv::Mat(1, oc, CV_32F, const_cast<float*>(tensor(layer.slopes, {oc}).data())).clone()};
      id = append("PReLU", slopes, {id});
    }
    channels_.push_back(oc);
    sizes_.push_back(out);
    ids_.push_back(id);
  }

  cv::Mat weights(const Layer& layer, bool depthwise, int ic, int oc) {
    const int k = layer.kernel;
    const int per_group = depthwise ? 1 : ic;
    const auto from = depthwise ? tensor(layer.weights, {k, k, ic, 1}) : tensor(layer.weights, {k, k, ic, oc});
    const int shape[4] = {oc, per_group, k, k};
    cv::Mat blob(4, shape, CV_32F);
    auto* to = blob.ptr<float>();
    for (int o = 0; o < oc; ++o)
      for (int i = 0; i < per_group; ++i)
        for (int tap = 0; tap < k * k; ++tap)
          *to++ = from[depthwise ? static_cast<std::size_t>(tap) * oc + o : (static_cast<std::size_t>(tap) * ic + i) * oc + o];
    return blob;
  }
  cv::Mat bias(const Layer& layer, int oc) {
    return cv::Mat(1, oc, CV_32F, const_cast<float*>(tensor(layer.bias, {oc}).data())).clone();
  }

  const TensorFile& file_;
  cv::dnn::Net net_;
  int count_ = 0;
  std::vector<int> ids_, channels_, sizes_;
};

Json row(const std::string& name, double value, Json target, Json peer, Json peer_value, const char* limit) {
  return {{"name", name},
          {"value", std::round(value * 1000) / 1000},
          {"unit", "ms"},
          {"better", "lower"},
          {"target", target},
          {"peer", peer},
          {"peer_value", peer_value},
          {"limit", limit}};
}

void fill(Network& network) {
  for (int y = 0; y < 112; ++y)
    for (int x = 0; x < 112; ++x)
      for (int c = 0; c < 3; ++c) network.input_row(y)[x * 3 + c] = test_value(x, y, c);
}

// One pass of the embedding network; checks that both engines say the same.
Json bench_embedding(const TensorFile& file, double& peer_ms) {
  const NetworkPlan plan = mobile_face_net();
  cv::setNumThreads(1);
  OpenCvNet peer(plan, file);
  const int shape[4] = {1, 3, 112, 112};
  cv::Mat input(4, shape, CV_32F);
  for (int c = 0; c < 3; ++c)
    for (int y = 0; y < 112; ++y)
      for (int x = 0; x < 112; ++x) input.ptr<float>(0, c)[y * 112 + x] = test_value(x, y, c);
  cv::Mat theirs;
  peer_ms = median_ms(20, [&] { theirs = peer.run(input); });
  Json rows = Json::array();
  for (const Kernels* kernels : available_kernels()) {
    auto network = Network::make(plan, file, *kernels);
    fill(*network);
    std::span<const float> ours;
    const double ms = median_ms(30, [&] { ours = network->run(); });
    for (std::size_t i = 0; i < ours.size(); ++i)
      if (std::abs(ours[i] - theirs.ptr<float>()[i]) > 1e-3F * (1 + std::abs(ours[i])))
        fmt::print(stderr, "bench_face: value {} differs: {} and {}\n", i, ours[i], theirs.ptr<float>()[i]);
    rows.push_back(row(fmt::format("face embedding, one pass, {}", kernels->name), ms, nullptr, "OpenCV DNN 4.6, one thread",
                       std::round(peer_ms * 1000) / 1000, "234 million multiplications"));
  }
  return rows;
}

void bench_frame(Json& rows, const std::filesystem::path& models) {
  const auto frame = test_frame();
  const FaceBox box{220, 140, 180, 200, 1};
  for (const Kernels* kernels : available_kernels()) {
    auto analyser = FaceAnalyser::load(models, *kernels);
    std::optional<Picture> picture;
    Landmarks face{};
    const auto name = [&](const char* stage) { return fmt::format("face {}, {}", stage, kernels->name); };
    const double shrink = median_ms(20, [&] { picture = Picture::of(frame); });
    const double detect = median_ms(20, [&] { (void)analyser->detect(*picture); });
    const double points = median_ms(20, [&] { face = analyser->landmarks(*picture, box); });
    const double quality = median_ms(20, [&] { (void)measure(*picture, face); });
    const double embed = median_ms(20, [&] { (void)analyser->embed(*picture, face); });
    rows.push_back(row(name("detection (three sizes)"), shrink + detect, nullptr, nullptr, nullptr, "640x480"));
    rows.push_back(row(name("landmarks (two passes)"), points, nullptr, nullptr, nullptr, ""));
    rows.push_back(row(name("quality"), quality, nullptr, nullptr, nullptr, ""));
    rows.push_back(row(name("embedding (with mirror)"), embed, nullptr, nullptr, nullptr, ""));
    rows.push_back(row(name("frame"), shrink + detect + points + quality + embed, 40, nullptr, nullptr, "one core, 640x480"));
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::filesystem::path models = argc > 1 ? argv[1] : default_models_directory();
  auto file = TensorFile::read(models / "mobilefacenet.omm");
  if (!file) {
    fmt::print(stderr, "bench_face: {} (tools/models/set-up.sh makes it)\n", describe(file.error()));
    return 1;
  }
  double peer_ms = 0;
  Json rows = bench_embedding(*file, peer_ms);
  bench_frame(rows, models);
  fmt::print("{}\n", rows.dump(1));
}
