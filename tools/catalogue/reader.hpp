// Reads YAML rows by a list of fields: unknown, missing, doubled and wrongly typed ones are mistakes.
#pragma once

#include <yaml-cpp/yaml.h>

#include <map>
#include <string>
#include <vector>

#include "tools/catalogue/document.hpp"

namespace omote::tools {

class Reader;

struct Field {
  using Read = Json (Reader::*)(const YAML::Node&);
  std::string name;
  Read read;
  bool required = true;
  Json otherwise = nullptr;  // of a field that may be missing; null: the member is left out
};

class Reader {
 public:
  explicit Reader(Mistakes& mistakes) : mistakes_(mistakes) {}

  // The rows under `key` of a file.
  [[nodiscard]] Json rows(const std::filesystem::path& file, const std::string& name, const std::string& key,
                          const std::vector<Field>& fields);
  // fact_words.yaml: {id: {title, is, not, values}}; rows in the order of the file, each with its id.
  [[nodiscard]] Json fact_words(const std::filesystem::path& file, const std::string& name);
  // Values in conditions are of the kind that their fact has.
  void know_facts(const Json& facts);

  [[nodiscard]] Json text(const YAML::Node& node);
  [[nodiscard]] Json number(const YAML::Node& node);
  [[nodiscard]] Json words(const YAML::Node& node);  // {ja, en}, neither empty
  [[nodiscard]] Json texts(const YAML::Node& node);
  [[nodiscard]] Json raised(const YAML::Node& node);
  [[nodiscard]] Json entry_causes(const YAML::Node& node);
  [[nodiscard]] Json evidence(const YAML::Node& node);
  [[nodiscard]] Json steps(const YAML::Node& node);
  [[nodiscard]] Json condition(const YAML::Node& node);

 private:
  [[nodiscard]] YAML::Node load(const std::filesystem::path& file, const std::string& name, const std::string& key);
  [[nodiscard]] Json words_of_values(const YAML::Node& node);
  [[nodiscard]] Json row(const YAML::Node& node, const std::vector<Field>& fields);
  [[nodiscard]] Json list(const YAML::Node& node, const std::vector<Field>& fields);
  [[nodiscard]] Json fact_condition(const YAML::Node& node);
  [[nodiscard]] Json value(const YAML::Node& node, const Json& fact);
  void wrong(const YAML::Node& node, const std::string& what);
  [[nodiscard]] std::string at(const YAML::Node& node) const;

  Mistakes& mistakes_;
  std::string file_;
  std::map<std::string, Json> facts_;
};

}  // namespace omote::tools
