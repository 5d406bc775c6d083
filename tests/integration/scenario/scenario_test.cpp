// A fault goes in by real means; code, finding, remedy and recovery come out.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "base/process.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::sim::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::chrono::seconds kLongest{200};

// One of each means: card, reader, another program, print, output folder, settings.
const std::vector<std::string> kChosen{"E01-card-taken-early", "E04-reader-unplugged", "E34-card-held",
                                       "E10-output-read-only", "E14-3-left",           "E35-terminal-settings-truncated"};

Json run_chosen(const fs::path& folder) {
  const auto build = fs::path(OMOTE_BUILD_DIR);
  const auto out = folder / "result.json";
  Command command;
  command.argv = {"/bin/sh", "-c", "\"$@\" >\"$0\"", out.string(), (build / "bin/omote-sim").string(), "scenario"};
  command.argv.insert(command.argv.end(), kChosen.begin(), kChosen.end());
  command.argv.insert(command.argv.end(), {"--json", "--data", (build.parent_path() / "data").string(), "--web",
                                           (build.parent_path() / "web").string()});
  auto process = start_process(command);
  if (!process || !process->wait(kLongest)) return {};
  const auto contents = read_file(out);
  return contents ? Json::parse(as_text(*contents), nullptr, false) : Json();
}

TEST(Scenarios, of_every_means_fire_and_pass) {
  const omote::test::TempFolder folder;
  const auto result = run_chosen(folder.path());
  ASSERT_TRUE(result.is_object()) << "omote-sim scenario gave no JSON document";
  ASSERT_EQ(result.at("scenarios").size(), kChosen.size());
  for (const auto& line : result.at("scenarios")) {
    EXPECT_TRUE(line.at("fired").get<bool>()) << line.at("id");
    EXPECT_EQ(line.at("invariants"), "ok") << line.at("id");
    EXPECT_TRUE(line.at("passed").get<bool>()) << line.dump(2);
  }
}

}  // namespace
}  // namespace omote::sim::test
