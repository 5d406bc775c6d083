// omote-models convert NET MANIFEST DATA OUT SOURCE TERMS: a network of an npm package -> OUT (*.omm), repaired and checked.
// omote-models describe FILE…: what such a file holds.
// omote-models check DIRECTORY: can the programs load it?
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdio>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "tools/models/tfjs_weights.hpp"
#include "vision/face/face_analyser.hpp"
#include "vision/face/nets.hpp"

namespace {

using namespace omote;
using vision::face::Tensor;
using vision::face::TensorFile;

void replace(std::string& text, std::string_view what, std::string_view with) {
  if (const auto at = text.find(what); at != std::string::npos) text.replace(at, what.size(), with);
}

// TensorFlow's scope names -> the short names of vision/face/nets.cpp.
std::string short_name(std::string name) {
  replace(name, "MobileFaceNet/MobileFaceNet/", "");
  replace(name, "MobileFaceNet/Logits/", "Logits/");
  replace(name, "Conv2D_weights", "weights");
  replace(name, "Conv2D_bn_offset", "bias");
  replace(name, "depthwise_weights", "weights");
  replace(name, "depthwise_bn_offset", "bias");
  if (name.ends_with("/mul")) replace(name, "/mul", "/slopes");
  if (name.find("InvResBlock") != std::string::npos) {
    replace(name, "/Conv_1/", "/project/");
    replace(name, "/Conv/", "/expand/");
    replace(name, "/SeparableConv2d/", "/depthwise/");
  }
  return name;
}

Result<TensorFile> convert(const std::string& net, const tools::models::TfjsWeights& weights) {
  TensorFile file;
  file.set_fact("net", net);
  if (net == "mobilefacenet")
    file.set_fact(
        "repairs",
        "slopes = -2 * mul (constant folding left half of them, a fusion negated it); no ReLU behind the depthwise convolutions");
  for (const auto& [name, tensor] : weights.tensors) {
    if (net != "mobilefacenet") {
      Tensor plain = tensor;
      // A fully connected layer is a convolution of one pixel.
      if (plain.shape.size() == 2) plain.shape.insert(plain.shape.begin(), {1, 1});
      file.add(name, std::move(plain));
      continue;
    }
    if (name.starts_with("embeddings/")) continue;
    Tensor repaired = tensor;
    if (name.ends_with("/mul"))
      for (float& slope : repaired.values) slope *= -2;
    file.add(short_name(name), std::move(repaired));
  }
  return file;
}

// Builds the network once, so that a file that cannot be used is never written.
Result<void> try_out(const std::string& net, const TensorFile& file) {
  const auto plan = net == "mobilefacenet"      ? vision::face::mobile_face_net()
                    : net == "face_landmark_68" ? vision::face::face_landmark_68()
                                                : vision::face::tiny_face_detector(224);
  auto made = vision::face::Network::make(plan, file, vision::face::best_kernels());
  if (!made) return pass(made);
  return {};
}

int report(const Failure& failure) {
  fmt::print(stderr, "omote-models: {}\n", describe(failure));
  return 1;
}

int convert_command(const std::vector<std::string>& args) {
  const std::string& net = args[1];
  if (net != "mobilefacenet" && net != "face_landmark_68" && net != "tiny_face_detector") {
    fmt::print(stderr, "omote-models: unknown network \"{}\"; known: mobilefacenet, face_landmark_68, tiny_face_detector\n", net);
    return 2;
  }
  auto weights = tools::models::read_tfjs_weights(args[2], args[3]);
  if (!weights) return report(weights.error());
  auto file = convert(net, *weights);
  if (!file) return report(file.error());
  file->set_fact("source", fmt::format("{} sha256:{}", args[5], weights->digest));
  file->set_fact("terms", args[6]);
  if (auto tried = try_out(net, *file); !tried) return report(tried.error());
  if (auto written = write_durably(args[4], file->serialise(), Replace::Yes, 0644); !written) return report(written.error());
  return 0;
}

int describe_command(const std::vector<std::string>& args) {
  for (std::size_t i = 1; i < args.size(); ++i) {
    auto file = TensorFile::read(args[i]);
    if (!file) return report(file.error());
    std::size_t values = 0;
    for (const auto& [name, tensor] : file->tensors()) values += tensor.values.size();
    fmt::print("{}: {} tensors, {} values\n", args[i], file->tensors().size(), values);
    for (const auto& [word, text] : file->facts()) fmt::print("  {}: {}\n", word, text);
  }
  return 0;
}

int check_command(const std::vector<std::string>& args) {
  auto analyser = vision::face::FaceAnalyser::load(args[1]);
  if (!analyser) return report(analyser.error());
  fmt::print("{}: complete\n", args[1]);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  if (args.size() == 7 && args[0] == "convert") return convert_command(args);
  if (args.size() >= 2 && args[0] == "describe") return describe_command(args);
  if (args.size() == 2 && args[0] == "check") return check_command(args);
  fmt::print(stderr, "usage: omote-models convert NET MANIFEST DATA OUT SOURCE TERMS | describe FILE… | check DIRECTORY\n");
  return 2;
}
