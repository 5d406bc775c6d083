#include "tools/catalogue/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace omote::tools {

namespace {

std::string names_of(const std::vector<Field>& fields) {
  std::string names;
  for (const auto& field : fields) names += (names.empty() ? "" : ", ") + field.name;
  return names;
}

}  // namespace

std::string Reader::at(const YAML::Node& node) const {
  return fmt::format("{}:{}", file_, node.Mark().line + 1);
}

void Reader::wrong(const YAML::Node& node, const std::string& what) {
  mistakes_.push_back(at(node) + ": " + what);
}

YAML::Node Reader::load(const std::filesystem::path& file, const std::string& name, const std::string& key) {
  file_ = name;
  YAML::Node tree;
  try {
    tree = YAML::LoadFile(file.string());
  } catch (const YAML::Exception& error) {
    mistakes_.push_back(fmt::format("{}:{}: not YAML: {}", name, error.mark.line + 1, error.msg));
    return {};
  }
  if (tree.IsMap() && tree.size() == 1 && tree[key]) return tree[key];
  mistakes_.push_back(fmt::format("{}:1: expected \"{}\" and nothing else", name, key));
  return {};
}

Json Reader::rows(const std::filesystem::path& file, const std::string& name, const std::string& key,
                  const std::vector<Field>& fields) {
  const auto rows = load(file, name, key);
  return rows.IsNull() ? Json::array() : list(rows, fields);
}

Json Reader::fact_words(const std::filesystem::path& file, const std::string& name) {
  static const std::vector<Field> kFields{{"title", &Reader::words},
                                          {"is", &Reader::words, false},
                                          {"not", &Reader::words, false},
                                          {"values", &Reader::words_of_values, false}};
  Json all = Json::array();
  for (const auto& pair : load(file, name, "words")) {
    auto read = row(pair.second, kFields);
    if (!read.is_object()) continue;
    read["id"] = pair.first.as<std::string>();
    all.push_back(std::move(read));
  }
  return all;
}

Json Reader::words_of_values(const YAML::Node& node) {
  Json values = Json::object();
  for (const auto& pair : node) values[pair.first.Scalar()] = words(pair.second);
  return values;
}

void Reader::know_facts(const Json& facts) {
  for (const auto& fact : facts) facts_[fact.value("id", "")] = fact;
}

Json Reader::row(const YAML::Node& node, const std::vector<Field>& fields) {
  if (!node.IsMap()) {
    wrong(node, "expected the fields " + names_of(fields));
    return {};
  }
  std::set<std::string> seen;
  for (const auto& pair : node) {
    const auto name = pair.first.as<std::string>();
    if (!seen.insert(name).second) wrong(pair.first, fmt::format("{} stands twice in one row", name));
    if (std::ranges::none_of(fields, [&](const Field& field) { return field.name == name; }))
      wrong(pair.first, fmt::format("unknown field \"{}\"; expected one of {}", name, names_of(fields)));
  }
  Json row{{kAt, at(node)}};
  for (const auto& field : fields) {
    if (const auto member = node[field.name]) {
      row[field.name] = (this->*field.read)(member);
    } else if (field.required) {
      wrong(node, fmt::format("field \"{}\" is missing", field.name));
    } else if (!field.otherwise.is_null()) {
      row[field.name] = field.otherwise;
    }
  }
  return row;
}

Json Reader::list(const YAML::Node& node, const std::vector<Field>& fields) {
  Json rows = Json::array();
  if (!node.IsSequence()) {
    wrong(node, "expected a list");
    return rows;
  }
  for (const auto& item : node)
    if (Json read = row(item, fields); !read.is_null()) rows.push_back(std::move(read));
  return rows;
}

Json Reader::text(const YAML::Node& node) {
  if (node.IsScalar()) return node.Scalar();
  if (!node.IsNull()) wrong(node, "expected a text");
  return "";
}

Json Reader::number(const YAML::Node& node) {
  double number = 0;
  if (!node.IsScalar() || !YAML::convert<double>::decode(node, number)) wrong(node, "expected a number");
  return number;
}

Json Reader::words(const YAML::Node& node) {
  Json words = row(node, {{"ja", &Reader::text}, {"en", &Reader::text}});
  for (const auto* language : {"ja", "en"})
    if (words.is_object() && words.value(language, "") == "") wrong(node, fmt::format("no words in \"{}\"", language));
  return words;
}

Json Reader::texts(const YAML::Node& node) {
  Json texts = Json::array();
  if (!node.IsSequence()) {
    wrong(node, "expected a list, as [a, b]");
    return texts;
  }
  for (const auto& item : node) texts.push_back(text(item));
  return texts;
}

// A reason alone, or {reason, phase, who}: who can act when it is not the entry's.
Json Reader::raised(const YAML::Node& node) {
  Json reasons = Json::array();
  if (!node.IsSequence()) wrong(node, "expected a list of reasons");
  for (const auto& item : node) {
    if (item.IsScalar())
      reasons.push_back(Json{{kAt, at(item)}, {"reason", item.Scalar()}, {"phase", ""}});
    else if (Json read =
                 row(item, {{"reason", &Reader::text}, {"phase", &Reader::text, false, ""}, {"who", &Reader::text, false}});
             !read.is_null())
      reasons.push_back(std::move(read));
  }
  return reasons;
}

Json Reader::entry_causes(const YAML::Node& node) {
  return list(node, {{"id", &Reader::text}, {"prior", &Reader::number}});
}

// A condition over one fact, and its factor: both stand in one map.
Json Reader::evidence(const YAML::Node& node) {
  Json rows = Json::array();
  if (!node.IsSequence()) wrong(node, "expected a list, as [{fact: a.b, is: true, factor: 10}]");
  for (const auto& item : node) {
    if (!item.IsMap() || !item["fact"] || !item["factor"]) {
      wrong(item, "evidence is a condition over one fact, and \"factor\"");
      continue;
    }
    const auto factor = number(item["factor"]);
    if (factor <= 0 || factor == 1)
      wrong(item, "factor is over 1 for evidence that speaks for the cause, between 0 and 1 against it");
    rows.push_back(Json{{kAt, at(item)}, {"condition", fact_condition(item)}, {"factor", factor}});
  }
  return rows;
}

Json Reader::steps(const YAML::Node& node) {
  return list(node, {{"say", &Reader::words},
                     {"picture", &Reader::text, false, ""},
                     {"wait_s", &Reader::number, false, 0},
                     {"check", &Reader::condition, false}});
}

Json Reader::condition(const YAML::Node& node) {
  static const std::vector<std::string> kGroups{"all", "any", "none"};
  if (!node.IsMap() || node.size() == 0) {
    wrong(node, "expected a condition: {fact: ID, is: VALUE}, {all: […]}, {any: […]}, {none: […]}");
    return Json::object();
  }
  if (node["fact"]) return fact_condition(node);
  const auto name = node.begin()->first.Scalar();
  const auto parts = node.begin()->second;
  if (node.size() != 1 || std::ranges::find(kGroups, name) == kGroups.end() || !parts.IsSequence() || parts.size() == 0) {
    wrong(node, fmt::format("\"{}\": a condition has a fact, or is one list under all, any or none", name));
    return Json::object();
  }
  Json read = Json::array();
  for (const auto& part : parts) read.push_back(condition(part));
  return Json{{name, std::move(read)}};
}

Json Reader::fact_condition(const YAML::Node& node) {
  static const std::map<std::string, std::string> kNeeds{{"is", ""},          {"not", ""},     {"over", "number"},
                                                         {"under", "number"}, {"has", "text"}, {"unknown", ""}};
  const auto id = node["fact"].Scalar();
  const auto fact = facts_.find(id);
  if (fact == facts_.end()) {
    wrong(node, fmt::format("no fact \"{}\" in facts.yaml", id));
    return Json::object();
  }
  Json read{{"fact", id}};
  for (const auto& pair : node) {
    const auto name = pair.first.Scalar();
    if (name == "fact" || name == "factor") continue;
    const auto need = kNeeds.find(name);
    if (need == kNeeds.end())
      wrong(pair.first, fmt::format("\"{}\": a fact is compared by is, not, over, under, has or unknown", name));
    else if (!need->second.empty() && need->second != fact->second["kind"].get<std::string>())
      wrong(pair.first,
            fmt::format("\"{}\" needs a {}, {} is a {}", name, need->second, id, fact->second["kind"].get<std::string>()));
    else if (name == "unknown" && pair.second.Scalar() != "true")
      wrong(pair.second, "unknown: true is all that can be asked");
    else
      read[name] = name == "unknown" ? Json(true) : name == "has" ? text(pair.second) : value(pair.second, fact->second);
  }
  if (read.size() != 2) wrong(node, fmt::format("{}: expected one comparison", id));
  return read;
}

Json Reader::value(const YAML::Node& node, const Json& fact) {
  const auto kind = fact.value("kind", "");
  if (kind == "number") return number(node);
  if (kind == "flag") {
    if (node.IsScalar() && (node.Scalar() == "true" || node.Scalar() == "false")) return node.Scalar() == "true";
    wrong(node, "expected true or false: the fact is a flag");
    return false;
  }
  Json read = text(node);
  const auto values = fact.value("values", Json::array());
  if (!values.empty() && std::ranges::find(values, read) == values.end())
    wrong(node, fmt::format("\"{}\": {} is one of {}", read.get<std::string>(), fact.value("id", ""), values.dump()));
  return read;
}

}  // namespace omote::tools
