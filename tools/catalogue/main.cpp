// omote-catalogue FOLDER [DOCUMENT.json FAILURES.inc]: checks catalogue/ and writes it as one JSON document, and the
// reasons that failures have in the programs as C++ initialisers (docs/diagnosis.md).
#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <fstream>

#include "tools/catalogue/document.hpp"

namespace {

using omote::tools::Json;

std::string failures_of(const Json& document) {
  std::string rows;
  for (const auto& entry : document["entries"])
    for (const auto& raised : entry["raised"])
      rows += fmt::format("{{{}, {}, {}, {}, {}}},\n", raised["reason"].dump(), raised["phase"].dump(), entry["code"].dump(),
                          entry["shows"].dump(), raised.value("who", entry["who"]).dump());
  return rows;
}

int run(int argc, char** argv) {
  omote::tools::Mistakes mistakes;
  auto document = omote::tools::read_document(argv[1], mistakes);
  omote::tools::check_document(document, mistakes);
  for (const auto& mistake : mistakes) std::fprintf(stderr, "%s\n", mistake.c_str());
  if (!mistakes.empty()) return 1;
  if (argc < 4) return 0;
  omote::tools::finish_document(document);
  std::ofstream json(argv[2]);
  json << document.dump(1) << '\n';
  std::ofstream failures(argv[3]);
  failures << failures_of(document);
  json.close();
  failures.close();
  return json && failures ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2 && argc != 4) {
    std::fprintf(stderr, "usage: omote-catalogue FOLDER [DOCUMENT.json FAILURES.inc]\n");
    return 2;
  }
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "omote-catalogue: %s\n", error.what());
    return 1;
  }
}
