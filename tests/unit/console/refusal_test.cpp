#include "console/refusal.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

namespace omote::console {
namespace {

namespace fs = std::filesystem;

// Every reason that the console's sources give.
std::set<std::string> reasons() {
  std::set<std::string> all;
  const std::regex given(R"re((?:refuse\(\s*[0-9]+,\s*|refuse_for_now\(|\bfail\(|refuse_sign_in\(wish,\s*)"([a-z_]+)")re");
  for (const auto& entry : fs::directory_iterator(fs::path(OMOTE_SOURCE_DIR) / "src/console")) {
    std::ifstream file(entry.path());
    std::stringstream text;
    text << file.rdbuf();
    const auto source = text.str();
    for (std::sregex_iterator at(source.begin(), source.end(), given), end; at != end; ++at) all.insert((*at)[1]);
  }
  return all;
}

TEST(Refusals, every_reason_has_words_in_both_languages) {
  const auto all = reasons();
  ASSERT_GT(all.size(), 20U);
  for (const auto& reason : all) {
    EXPECT_FALSE(words_of_refusal(reason).ja.empty()) << reason;
    EXPECT_FALSE(words_of_refusal(reason).en.empty()) << reason;
  }
}

TEST(Refusals, tell_reason_field_and_what_is_expected) {
  const auto answer = refuse(400, "password_short", "password");
  EXPECT_EQ(answer.status, 400U);
  EXPECT_EQ(answer.header("Cache-Control"), "no-store");
  const auto json = nlohmann::json::parse(answer.body);
  EXPECT_EQ(json["reason"], "password_short");
  EXPECT_EQ(json["field"], "password");
  EXPECT_NE(json["expected"]["en"].get<std::string>().find("12 characters"), std::string::npos);
  EXPECT_NE(json["expected"]["ja"].get<std::string>().find("12文字"), std::string::npos);
}

TEST(Refusals, waiting_says_how_long) {
  const auto answer = refuse_for_now("too_many_tries", std::chrono::seconds(90));
  EXPECT_EQ(answer.status, 429U);
  EXPECT_EQ(answer.header("Retry-After"), "90");
  EXPECT_EQ(nlohmann::json::parse(answer.body)["wait_s"], 90);
}

}  // namespace
}  // namespace omote::console
