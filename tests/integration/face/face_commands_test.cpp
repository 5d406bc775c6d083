#include "apps/cli/face_commands.hpp"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "simulated.hpp"

namespace omote::cli {
namespace {

using nlohmann::json;

class FaceCommandsTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NE(mkdtemp(folder_), nullptr);
    tests::Stage stage;
    auto scene = tests::Stage::scene("adult");
    write("a0", stage.frame(scene));
    scene.yaw = 20;
    write("a1", stage.frame(scene));
    write("b0", stage.frame(tests::Stage::scene("neighbour")));
    scene.person.reset();
    write("room", stage.frame(scene));
    auto photo = tests::renderer().card_photo(tests::person("adult"));
    std::ofstream file(path("photo"), std::ios::binary);
    file << "P5 " << photo->width << " " << photo->height << " 255\n" << as_text(photo->pixels.reveal());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string path(const std::string& name) const { return std::string(folder_) + "/" + name; }
  void write(const std::string& name, const ports::Frame& frame) {
    std::ofstream file(path(name), std::ios::binary);
    file << "P6 " << frame.width << " " << frame.height << " 255\n" << as_text(frame.pixels);
  }
  // What the command writes to standard output.
  std::string run(std::vector<std::string> args) {
    CLI::App vision;
    exit_code_ = 0;
    add_face_commands(vision, exit_code_);
    args.insert(args.begin() + 1, {"--models", tests::models_directory().string()});
    std::reverse(args.begin(), args.end());
    testing::internal::CaptureStdout();
    try {
      vision.parse(args);
    } catch (const CLI::ParseError& e) {
      exit_code_ = e.get_exit_code();
    }
    return testing::internal::GetCapturedStdout();
  }
  int exit_code_ = 0;
  char folder_[32] = "/tmp/omote_face_XXXXXX";
};

TEST_F(FaceCommandsTest, Compare_writesTheAgreedFields) {
  const auto out =
      json::parse(run({"compare", "--photo", path("photo"), "--frame", path("a0"), "--frame", path("a1"), "--json"}));
  EXPECT_EQ(exit_code_, 0);
  EXPECT_EQ(out["same"], true);
  EXPECT_EQ(out["security_level"], 3);
  EXPECT_DOUBLE_EQ(out["threshold"], 0.40);
  ASSERT_EQ(out["frames"].size(), 2U);
  EXPECT_EQ(out["frames"][0]["found"], true);
  EXPECT_EQ(out["frames"][0]["quality"]["hint"], "none");
  EXPECT_EQ(out["frames"][1]["quality"]["hint"], "look_straight");
  EXPECT_LT(out["frames"][0]["distance"], 0.2);
}
TEST_F(FaceCommandsTest, CompareWithoutAFace_saysSo) {
  const auto out = json::parse(run({"compare", "--photo", path("photo"), "--frame", path("room"), "--json"}));
  EXPECT_EQ(exit_code_, 1);
  EXPECT_TRUE(out["distance"].is_null());
  EXPECT_EQ(out["same"], false);
  EXPECT_EQ(out["frames"][0]["found"], false);
}
TEST_F(FaceCommandsTest, CompareWithAMissingFile_isOneJsonDocumentWithTheReason) {
  const auto out = json::parse(run({"compare", "--photo", path("none"), "--frame", path("a0"), "--json"}));
  EXPECT_EQ(exit_code_, 1);
  EXPECT_EQ(out["error"]["reason"], "file_missing");
}
TEST_F(FaceCommandsTest, Pairs_writesOneDistanceForEachLine) {
  std::ofstream(path("list")) << "a0\ta1\na0\tb0\n" << path("a0") << "\troom\n";
  std::istringstream out(run({"pairs", path("list")}));
  std::string same, other, none, rest;
  std::getline(out, same);
  std::getline(out, other);
  std::getline(out, none);
  EXPECT_EQ(exit_code_, 0);
  EXPECT_LT(std::stod(same), std::stod(other));
  EXPECT_EQ(none, "nan");
  EXPECT_FALSE(std::getline(out, rest));
}
TEST_F(FaceCommandsTest, Live_restsOnATurnWhereThereIsOne) {
  const auto turned = json::parse(run({"live", path("a0"), path("a1"), "--json"}));
  EXPECT_EQ(turned["live"], true);
  EXPECT_EQ(turned["rests_on"], "turn");
  EXPECT_GT(turned["score"], 0.5);
  const auto still = json::parse(run({"live", path("a0"), "--json"}));
  EXPECT_EQ(still["live"], false);
  EXPECT_EQ(still["rests_on"], "texture");
}

}  // namespace
}  // namespace omote::cli
