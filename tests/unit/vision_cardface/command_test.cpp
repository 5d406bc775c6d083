#include "apps/cli/card_face_command.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "sim/cardface/tray_camera.hpp"

namespace omote::cli {
namespace {

class CardFaceCommand : public testing::Test {
 protected:
  CardFaceCommand() {
    folder = std::filesystem::temp_directory_path() / fmt::format("omote-card-face-{}", ::getpid());
    std::filesystem::create_directories(folder);
  }
  ~CardFaceCommand() override { std::filesystem::remove_all(folder); }

  std::string picture(const std::string& name, int frame) {
    sim::cardface::CardPrint print;
    print.name = "見本　太郎";
    print.address = "見本県見本市";
    print.birth = {1980, 2, 17};
    print.expiry = {2035, 2, 17};
    print.code = "2285";
    print.serial = "0123456789ABCDEF";
    sim::cardface::TrayState state;
    state.item = sim::cardface::TrayItem::Card;
    state.card = std::make_shared<sim::cardface::DrawnCard>(
        sim::cardface::draw_card(*vision::cardface::built_in_specimen_profile(), print, {}).value());
    const ports::Frame shot = sim::cardface::render_frame(state, 5, 1, static_cast<std::uint64_t>(frame));
    Bytes file;
    append(file, as_bytes(fmt::format("P6\n{} {}\n255\n", shot.width, shot.height)));
    append(file, shot.pixels);
    const auto path = folder / name;
    EXPECT_TRUE(write_durably(path, file));
    return path.string();
  }

  nlohmann::json run(std::vector<std::string> arguments) {
    CLI::App app;
    add_card_face_command(app, exit_code);
    arguments.insert(arguments.begin(), "card-face");
    arguments.emplace_back("--json");
    std::ranges::reverse(arguments);
    testing::internal::CaptureStdout();
    app.parse(arguments);
    const std::string out = testing::internal::GetCapturedStdout();
    return out.empty() ? nlohmann::json() : nlohmann::json::parse(out);
  }

  std::filesystem::path folder;
  int exit_code = -1;
};

TEST_F(CardFaceCommand, TwoFramesAndExpiry_AreAccepted) {
  const auto answer = run({picture("a.ppm", 1), picture("b.ppm", 2), "--expiry", "20350217"});

  EXPECT_EQ(exit_code, 0);
  EXPECT_EQ(answer["number_b"], "55021720352285");
  EXPECT_EQ(answer["accepted"], true);
  EXPECT_EQ(answer["side"], "front");
  EXPECT_EQ(answer["rotation"], 0);
  ASSERT_EQ(answer["frames"].size(), 2u);
  EXPECT_GE(answer["frames"][0]["margin"], 4.0);
}

TEST_F(CardFaceCommand, OneFrame_IsNotAccepted) {
  const auto answer = run({picture("a.ppm", 1), "--expiry", "20350217"});

  EXPECT_EQ(exit_code, 0);
  EXPECT_EQ(answer["accepted"], false);
  EXPECT_TRUE(answer["number_b"].is_null());
  EXPECT_EQ(answer["reason"], "second_frame_missing");
  EXPECT_EQ(answer["frames"][0]["number_b"], "55021720352285");
}

TEST_F(CardFaceCommand, TheSamePictureTwice_IsNotAccepted) {
  const std::string a = picture("a.ppm", 1);

  EXPECT_EQ(run({a, a, "--expiry", "20350217"})["accepted"], false);
}

TEST_F(CardFaceCommand, MissingPicture_IsAnError) {
  testing::internal::CaptureStderr();
  const auto answer = run({(folder / "none.png").string()});
  const std::string complaint = testing::internal::GetCapturedStderr();

  EXPECT_EQ(exit_code, 2);
  EXPECT_TRUE(answer.is_null());
  EXPECT_NE(complaint.find("none.png"), std::string::npos);
}

TEST_F(CardFaceCommand, WrongExpiry_IsAnError) {
  testing::internal::CaptureStderr();
  (void)run({"a.png", "--expiry", "20351332"});
  const std::string complaint = testing::internal::GetCapturedStderr();

  EXPECT_EQ(exit_code, 2);
  EXPECT_NE(complaint.find("YYYYMMDD"), std::string::npos);
}

}  // namespace
}  // namespace omote::cli
