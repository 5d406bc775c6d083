// omote-words JA.yaml EN.yaml PREFIX OUT.inc: writes the texts under PREFIX ("console.refused") as C++ initialisers
// {"key", "ja", "en"}, one for each key.
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <cstdio>
#include <exception>
#include <fstream>
#include <sstream>

namespace {

std::string literal(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

YAML::Node part_of(const std::string& file, const std::string& prefix) {
  auto node = YAML::LoadFile(file);
  std::istringstream keys(prefix);
  for (std::string key; std::getline(keys, key, '.');) {
    if (!node[key]) throw std::runtime_error(file + ": there is no " + prefix);
    node.reset(node[key]);
  }
  return node;
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 5) {
    std::fputs("usage: omote-words JA.yaml EN.yaml PREFIX OUT.inc\n", stderr);
    return 2;
  }
  const auto ja = part_of(argv[1], argv[3]);
  const auto en = part_of(argv[2], argv[3]);
  std::string rows;
  for (const auto& one : ja) {
    const auto key = one.first.as<std::string>();
    if (!en[key]) throw std::runtime_error(fmt::format("{}: {}.{} is missing", argv[2], argv[3], key));
    rows +=
        fmt::format("{{{}, {}, {}}},\n", literal(key), literal(one.second.as<std::string>()), literal(en[key].as<std::string>()));
  }
  std::ofstream out(argv[4]);
  out << rows;
  out.close();
  return out ? 0 : 1;
} catch (const std::exception& error) {
  fmt::print(stderr, "omote-words: {}\n", error.what());
  return 1;
}
