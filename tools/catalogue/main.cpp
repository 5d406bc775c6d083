// omote-catalogue failures IN.yaml OUT.inc: checks catalogue/failures.yaml and writes its rows as C++ initialisers.
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <cstdio>
#include <exception>
#include <fstream>
#include <set>
#include <string>
#include <vector>

namespace {

const std::set<std::string> kWho{"patient", "staff", "network", "vendor", "national", "municipality", "insurer"};
const std::set<std::string> kPhases{"", "start", "card", "card_face", "after", "output"};

std::string text(const YAML::Node& row, const char* key) {
  return row[key] ? row[key].as<std::string>() : std::string();
}

int write_failures(const std::string& in, const std::string& out) {
  std::vector<std::string> mistakes;
  std::set<std::string> seen;
  std::string rows;
  for (const auto& row : YAML::LoadFile(in)["failures"]) {
    const auto line = row.Mark().line + 1;
    const auto reason = text(row, "reason");
    const auto phase = text(row, "phase");
    const auto who = text(row, "who");
    if (reason.empty()) mistakes.push_back(fmt::format("{}:{}: reason is missing", in, line));
    if (text(row, "code").empty()) mistakes.push_back(fmt::format("{}:{}: {}: code is missing", in, line, reason));
    if (!kWho.contains(who)) mistakes.push_back(fmt::format("{}:{}: {}: who is \"{}\"", in, line, reason, who));
    if (!kPhases.contains(phase)) mistakes.push_back(fmt::format("{}:{}: {}: phase is \"{}\"", in, line, reason, phase));
    if (!seen.insert(reason + "@" + phase).second) mistakes.push_back(fmt::format("{}:{}: {} stands twice", in, line, reason));
    rows +=
        fmt::format("{{\"{}\", \"{}\", \"{}\", \"{}\", \"{}\"}},\n", reason, phase, text(row, "code"), text(row, "detail"), who);
  }
  if (!seen.contains("unknown@")) mistakes.push_back(in + ": the row \"unknown\" is missing");
  for (const auto& mistake : mistakes) std::fprintf(stderr, "%s\n", mistake.c_str());
  if (!mistakes.empty()) return 1;
  std::ofstream(out) << rows;
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc == 4 && std::string(argv[1]) == "failures") return write_failures(argv[2], argv[3]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "omote-catalogue: %s\n", error.what());
    return 1;
  }
  std::fprintf(stderr, "usage: omote-catalogue failures IN.yaml OUT.inc\n");
  return 2;
}
