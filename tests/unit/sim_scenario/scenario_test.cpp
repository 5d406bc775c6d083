#include "sim/scenario/scenario.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "sim/faults/fault.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::sim::scenario {
namespace {

std::string problem_of(const std::string& yaml) {
  const omote::test::TempFolder folder;
  std::ofstream(folder / "E07-x.yaml") << yaml;
  const auto scenario = load_scenario(folder / "E07-x.yaml");
  return scenario ? "" : scenario.error().context;
}

const std::string kWhole =
    "id: E07-x\nrow: E07\ntitle: {ja: 見本, en: specimen}\ninject:\n  - {fault: lan_cable_out}\n"
    "expect: {code: \"011\", cause: lan_cable_out}\nrecover: {by: undo}\n";

TEST(Scenario, whole_file_is_read) {
  EXPECT_EQ(problem_of(kWhole), "");
}

TEST(Scenario, mistakes_are_told_with_file_line_and_expectation) {
  EXPECT_NE(problem_of(kWhole + "colour: red\n").find("no such field"), std::string::npos);
  EXPECT_NE(problem_of(kWhole + "then: never\n").find("one of wait, visit"), std::string::npos);
  EXPECT_NE(problem_of(kWhole + "checks: [luck]\n").find("some of"), std::string::npos);
  EXPECT_NE(problem_of("id: other\n" + kWhole.substr(10)).find("the file's name"), std::string::npos);
}

TEST(Scenario, every_file_is_whole_and_names_faults_and_parameters_that_exist) {
  const auto all = load_scenarios(std::string(OMOTE_SOURCE_DIR) + "/scenarios");
  ASSERT_TRUE(all) << describe(all.error());
  for (const auto& scenario : *all) {
    for (const auto& injection : scenario.inject) {
      const auto known = faults::check(injection.fault, injection.with);
      EXPECT_TRUE(known) << scenario.id << ": " << describe(known.error());
    }
  }
}

TEST(Faults, have_ids_of_their_own_and_titles_in_both_languages) {
  std::set<std::string> ids;
  for (const auto& fault : faults::all()) {
    EXPECT_TRUE(ids.insert(fault.id).second) << fault.id;
    EXPECT_FALSE(fault.title_ja.empty() || fault.title_en.empty() || fault.group.empty()) << fault.id;
  }
}

}  // namespace
}  // namespace omote::sim::scenario
