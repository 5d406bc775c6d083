// omote-events IN.yaml EVENTS.inc VALUES.inc: checks catalogue/events.yaml and writes its words as C++ initialisers.
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <cstdio>
#include <exception>
#include <fstream>
#include <set>
#include <vector>

namespace {

const std::set<std::string> kSources{"terminal", "host", "network", "national"};
const std::set<std::string> kLevels{"info", "warning", "error"};

std::string literal(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + "\"";
}

class Events {
 public:
  explicit Events(const std::string& in) : file_(in), root_(YAML::LoadFile(in)) {}

  std::string events() {
    std::string rows;
    for (const auto& event : root_["events"]) {
      const auto name = event.first.as<std::string>();
      const auto& node = event.second;
      const auto source = text(node, "source");
      const auto level = node["level"] ? text(node, "level") : "info";
      if (!kSources.contains(source)) wrong(node, name + ": source is \"" + source + "\"");
      if (!kLevels.contains(level)) wrong(node, name + ": level is \"" + level + "\"");
      std::string notes;
      for (const auto& note : node["note"]) notes += literal(note.as<std::string>()) + ", ";
      rows += fmt::format("{{{}, {}, {}, {}, {}, {{{}}}, {{{}}}}},\n", literal(name), literal(source), literal(level),
                          literal(words(node, name, "ja")), literal(words(node, name, "en")), notes, rules(node, name));
    }
    return rows;
  }
  std::string values() {
    std::string rows;
    for (const auto& field : root_["values"]) {
      for (const auto& value : field.second) {
        const auto name = field.first.as<std::string>() + "." + value.first.as<std::string>();
        rows +=
            fmt::format("{{{}, {}, {}, {}}},\n", literal(field.first.as<std::string>()), literal(value.first.as<std::string>()),
                        literal(words(value.second, name, "ja")), literal(words(value.second, name, "en")));
      }
    }
    return rows;
  }
  [[nodiscard]] const std::vector<std::string>& mistakes() const { return mistakes_; }

 private:
  static std::string text(const YAML::Node& node, const char* key) {
    return node[key] ? node[key].as<std::string>() : std::string();
  }
  void wrong(const YAML::Node& node, const std::string& what) {
    mistakes_.push_back(fmt::format("{}:{}: {}", file_, node.Mark().line + 1, what));
  }
  std::string words(const YAML::Node& node, const std::string& name, const char* language) {
    auto result = text(node, language);
    if (result.empty()) wrong(node, name + ": no words in " + language);
    return result;
  }
  std::string rules(const YAML::Node& node, const std::string& name) {
    std::string result;
    for (const auto& field : node["when"]) {
      for (const auto& value : field.second) {
        const auto then = value.second.as<std::string>();
        if (!kSources.contains(then) && !kLevels.contains(then))
          wrong(value.second, name + ": \"" + then + "\" is neither a level nor a source");
        result += fmt::format("{{{}, {}, {}}}, ", literal(field.first.as<std::string>()), literal(value.first.as<std::string>()),
                              literal(then));
      }
    }
    return result;
  }

  std::string file_;
  YAML::Node root_;
  std::vector<std::string> mistakes_;
};

int write(const std::string& in, const std::string& events_out, const std::string& values_out) {
  Events events(in);
  const auto rows = events.events();
  const auto values = events.values();
  for (const auto& mistake : events.mistakes()) std::fprintf(stderr, "%s\n", mistake.c_str());
  if (!events.mistakes().empty()) return 1;
  std::ofstream(events_out) << rows;
  std::ofstream(values_out) << values;
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc == 4) return write(argv[1], argv[2], argv[3]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "omote-events: %s\n", error.what());
    return 1;
  }
  std::fprintf(stderr, "usage: omote-events IN.yaml EVENTS.inc VALUES.inc\n");
  return 2;
}
