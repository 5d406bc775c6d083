#include "diagnosis/rules/experience.hpp"

#include <nlohmann/json.hpp>

namespace omote::diagnosis {

namespace {

using Json = nlohmann::json;

std::string to_text(const Experience& experience) {
  Json cures = Json::array();
  for (const auto& [key, times] : experience) cures.push_back({{"row", key.first}, {"cause", key.second}, {"times", times}});
  return Json{{"cures", std::move(cures)}}.dump(1) + "\n";
}

Experience from_text(const std::string& text) {
  Experience experience;
  const auto json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return experience;
  for (const auto& cure : json.value("cures", Json::array())) {
    if (!cure.is_object() || !cure.contains("row") || !cure["row"].is_string() || !cure.contains("cause") ||
        !cure["cause"].is_string() || !cure.contains("times") || !cure["times"].is_number_integer())
      continue;
    experience[{cure["row"].get<std::string>(), cure["cause"].get<std::string>()}] = cure["times"].get<int>();
  }
  return experience;
}

}  // namespace

ExperienceFile ExperienceFile::open(const std::filesystem::path& file) {
  ExperienceFile opened(KeptFile::open(file, "omote-experience"));
  opened.learned_ = from_text(opened.file_.contents());
  return opened;
}

Result<void> ExperienceFile::cured(const std::string& row, const std::string& cause) {
  ++learned_[{row, cause}];
  return file_.save(to_text(learned_));
}

}  // namespace omote::diagnosis
