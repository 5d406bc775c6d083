#include "tools/models/tfjs_weights.hpp"

#include <cstring>
#include <nlohmann/json.hpp>

#include "base/file.hpp"

namespace omote::tools::models {
namespace {

using nlohmann::json;
using vision::face::Tensor;

// Takes one tensor's bytes off the front of the data. Throws json::exception or std::runtime_error.
Tensor take_tensor(const json& entry, ByteView& data) {
  Tensor tensor;
  std::size_t count = 1;
  for (const int dimension : entry.at("shape").get<std::vector<int>>()) {
    tensor.shape.push_back(dimension);
    count *= static_cast<std::size_t>(dimension);
  }
  const bool quantised = entry.contains("quantization");
  if (quantised && entry["quantization"].at("dtype") != "uint8") throw std::runtime_error("only uint8 is known as quantisation");
  const std::size_t size = count * (quantised ? 1 : sizeof(float));
  if (data.size() < size) throw std::runtime_error("the data end early");
  tensor.values.resize(count);
  if (quantised) {
    const auto scale = entry["quantization"].at("scale").get<double>();
    const auto least = entry["quantization"].at("min").get<double>();
    for (std::size_t i = 0; i < count; ++i) tensor.values[i] = static_cast<float>(least + scale * data[i]);
  } else {
    std::memcpy(tensor.values.data(), data.data(), size);
  }
  data = data.subspan(size);
  return tensor;
}

}  // namespace

Result<TfjsWeights> read_tfjs_weights(const std::filesystem::path& manifest, const std::filesystem::path& data) {
  auto text = read_file(manifest);
  if (!text) return pass(text);
  auto bytes = read_file(data);
  if (!bytes) return pass(bytes);
  TfjsWeights result;
  result.digest = to_hex(sha256(*bytes));
  try {
    json document = json::parse(text->begin(), text->end());
    if (document.is_object()) document = document.at("weightsManifest");
    ByteView rest = *bytes;
    for (const json& group : document)
      for (const json& entry : group.at("weights")) {
        Tensor tensor = take_tensor(entry, rest);
        if (entry.value("dtype", "float32") == "float32")
          result.tensors.emplace(entry.at("name").get<std::string>(), std::move(tensor));
      }
    if (!rest.empty()) throw std::runtime_error("data are left over");
  } catch (const std::exception& e) {
    return fail("manifest_wrong", manifest.string() + ": " + e.what());
  }
  return result;
}

}  // namespace omote::tools::models
