#include "vision/face/mean_vector.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.hpp"
#include "vision/face/tensor_file.hpp"

namespace omote::vision::face {
namespace {

constexpr std::string_view kNet = "mobilefacenet";
constexpr int kSize = static_cast<int>(kEmbeddingSize);

}  // namespace

double Thresholds::at(int level) const {
  return by_level[static_cast<std::size_t>(std::clamp(level, 2, 4) - 2)];
}

Result<MeanVectors> MeanVectors::read(const std::filesystem::path& path, std::string_view environment) {
  auto file = TensorFile::read(path);
  if (!file) return pass(file);
  if (file->fact("net") != kNet)
    return fail("mean_net_wrong", fmt::format("{}: made for \"{}\"", path.string(), file->fact("net")));
  if (file->fact("environment") != environment)
    return fail("mean_environment_wrong", fmt::format("{}: its environment is \"{}\", ours is \"{}\"", path.string(),
                                                      file->fact("environment"), environment));
  MeanVectors means;
  means.environment = environment;
  means.source = file->fact("source");
  for (auto [name, to] : {std::pair{"card", &means.card}, std::pair{"live", &means.live}}) {
    auto found = file->find(name, {kSize});
    if (!found) return pass(found);
    std::ranges::copy(*found, to->begin());
  }
  auto thresholds = file->find("thresholds", {3});
  if (!thresholds) return pass(thresholds);
  std::ranges::copy(*thresholds, means.thresholds.by_level.begin());
  return means;
}

Result<void> MeanVectors::write(const std::filesystem::path& path) const {
  TensorFile file;
  file.set_fact("net", std::string(kNet));
  file.set_fact("environment", environment);
  file.set_fact("source", source);
  file.add("card", {{kSize}, {card.begin(), card.end()}});
  file.add("live", {{kSize}, {live.begin(), live.end()}});
  Tensor levels{{3}, {}};
  for (const double t : thresholds.by_level) levels.values.push_back(static_cast<float>(t));
  file.add("thresholds", std::move(levels));
  return write_durably(path, file.serialise(), Replace::Yes, 0644);
}

Embedding centred(const Embedding& e, const Embedding& mean) {
  Embedding result;
  for (std::size_t i = 0; i < e.size(); ++i) result[i] = e[i] - mean[i];
  normalise(result);
  return result;
}

Embedding mean_of_persons(std::span<const std::vector<Embedding>> persons) {
  Embedding mean{};
  int counted = 0;
  for (const auto& person : persons) {
    if (person.empty()) continue;
    ++counted;
    for (std::size_t i = 0; i < mean.size(); ++i) {
      float sum = 0;
      for (const Embedding& e : person) sum += e[i];
      mean[i] += sum / static_cast<float>(person.size());
    }
  }
  for (float& v : mean) v /= static_cast<float>(std::max(counted, 1));
  return mean;
}

}  // namespace omote::vision::face
