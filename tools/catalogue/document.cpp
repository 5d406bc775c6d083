#include "tools/catalogue/document.hpp"

#include <algorithm>
#include <map>

#include "tools/catalogue/reader.hpp"

namespace omote::tools {

namespace {

const std::vector<Field> kFact{{"id", &Reader::text},
                               {"kind", &Reader::text},
                               {"subject", &Reader::text},
                               {"probe", &Reader::text},
                               {"values", &Reader::texts, false, Json::array()},
                               {"cost_s", &Reader::number, false, 0},
                               {"ask", &Reader::words, false}};

const std::vector<Field> kEntry{{"row", &Reader::text},
                                {"code", &Reader::text},
                                {"aliases", &Reader::texts, false, Json::array()},
                                {"detail", &Reader::text, false, ""},
                                {"shows", &Reader::text, false, ""},
                                {"phase", &Reader::text, false, ""},
                                {"who", &Reader::text},
                                {"severity", &Reader::text},
                                {"kind", &Reader::text, false, "fault"},
                                {"raised", &Reader::raised, false, Json::array()},
                                {"when", &Reader::condition, false},
                                {"takes_over", &Reader::texts, false, Json::array()},
                                {"heading", &Reader::words},
                                {"patient", &Reader::words},
                                {"staff", &Reader::words},
                                {"vendor", &Reader::words},
                                {"say", &Reader::words},
                                {"causes", &Reader::entry_causes},
                                {"scenarios", &Reader::texts}};

const std::vector<Field> kCause{{"id", &Reader::text},
                                {"title", &Reader::words},
                                {"explain", &Reader::words},
                                {"who", &Reader::text},
                                {"evidence", &Reader::evidence, false, Json::array()},
                                {"remedies", &Reader::texts}};

const std::vector<Field> kRemedy{{"id", &Reader::text},       {"kind", &Reader::text},
                                 {"cost_s", &Reader::number}, {"action", &Reader::text, false, ""},
                                 {"title", &Reader::words},   {"steps", &Reader::steps}};

const std::vector<Field> kPicture{{"id", &Reader::text}, {"shows", &Reader::text}};

// One list from all files of a folder, in the order of their names.
Json read_folder(Reader& reader, const std::filesystem::path& folder, const std::string& key, const std::vector<Field>& fields) {
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(folder / key))
    if (file.path().extension() == ".yaml") files.push_back(file.path());
  std::ranges::sort(files);
  Json rows = Json::array();
  for (const auto& file : files) {
    const auto name = (folder.filename() / key / file.filename()).string();
    for (auto& row : reader.rows(file, name, key, fields)) rows.push_back(std::move(row));
  }
  return rows;
}

void strip_places(Json& json) {
  if (json.is_object()) json.erase(kAt);
  for (auto& member : json)
    if (member.is_structured()) strip_places(member);
}

// E, then Q, then our own; each by number.
std::pair<std::size_t, std::string> rank_of(const Json& entry) {
  static const std::string kKinds = "EQO";
  const auto row = entry.value("row", "");
  return {kKinds.find(row.empty() ? '?' : row[0]), row};
}

std::map<std::string, Json> by_id(const Json& rows) {
  std::map<std::string, Json> found;
  for (const auto& row : rows) found[row.value("id", "")] = row;
  return found;
}

}  // namespace

Json read_document(const std::filesystem::path& folder, Mistakes& mistakes) {
  Reader reader(mistakes);
  const auto name = folder.filename().string();
  Json document;
  document["facts"] = reader.rows(folder / "facts.yaml", name + "/facts.yaml", "facts", kFact);
  reader.know_facts(document["facts"]);
  document["fact_words"] = reader.fact_words(folder / "fact_words.yaml", name + "/fact_words.yaml");
  document["pictures"] = reader.rows(folder / "pictures.yaml", name + "/pictures.yaml", "pictures", kPicture);
  document["entries"] = read_folder(reader, folder, "entries", kEntry);
  document["causes"] = read_folder(reader, folder, "causes", kCause);
  document["remedies"] = read_folder(reader, folder, "remedies", kRemedy);
  return document;
}

void finish_document(Json& document) {
  strip_places(document);
  document.erase("pictures");
  const auto said = by_id(document["fact_words"]);
  document.erase("fact_words");
  for (auto& fact : document["facts"]) {
    if (!said.contains(fact["id"])) continue;
    fact["words"] = said.at(fact["id"]);
    fact["words"].erase("id");
  }
  auto entries = document["entries"].get<std::vector<Json>>();
  std::ranges::sort(entries, {}, rank_of);
  const auto causes = by_id(document["causes"]);
  for (auto& entry : entries) {
    if (entry["shows"] == "") entry["shows"] = entry["detail"];
    entry["scenario"] = entry["scenarios"].empty() ? Json("") : entry["scenarios"][0];
    for (auto& cause : entry["causes"]) {
      const auto& whole = causes.at(cause["id"]);
      cause["title"] = whole["title"];
      cause["remedies"] = whole["remedies"];
    }
  }
  document["entries"] = entries;
}

}  // namespace omote::tools
