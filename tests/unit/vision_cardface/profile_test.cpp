#include "vision/cardface/profile.hpp"

#include <gtest/gtest.h>

#include "vision/cardface/print_net.hpp"

namespace omote::vision::cardface {
namespace {

TEST(CardProfile, BuiltIn_HasTheSpecimenLayout) {
  const auto profile = built_in_specimen_profile();

  ASSERT_TRUE(profile);
  EXPECT_EQ(profile->id, "specimen-1");
  EXPECT_DOUBLE_EQ(profile->width, 85.6);
  EXPECT_DOUBLE_EQ(profile->code.x, 44.0);
}

TEST(CardProfile, MissingLine_IsRefusedWithItsName) {
  const auto profile = parse_profile(R"({"id": "x", "card": {"width": 85.6, "height": 53.98, "corner": 3}})");

  ASSERT_FALSE(profile);
  EXPECT_EQ(profile.error().reason.text(), "card_profile_wrong");
  EXPECT_NE(profile.error().context.find("photo"), std::string::npos);
}

TEST(CardProfile, NoJson_IsRefused) {
  EXPECT_FALSE(parse_profile("card:"));
}

TEST(PrintNet, BuiltIn_Loads) {
  EXPECT_TRUE(PrintNet::built_in());
}

TEST(PrintNet, CutFile_IsRefused) {
  const Bytes file(100, 7);

  const auto net = PrintNet::load(file);

  ASSERT_FALSE(net);
  EXPECT_EQ(net.error().reason.text(), "print_net_damaged");
}

TEST(PrintNet, SavedAndLoaded_ReadsTheSame) {
  const auto net = PrintNet::built_in();
  ASSERT_TRUE(net);
  const auto again = PrintNet::load(PrintNet::save(net->layers()));
  ASSERT_TRUE(again);
  cv::Mat ink(32, 64, CV_32F);
  cv::RNG(5).fill(ink, cv::RNG::UNIFORM, 0, 1);

  const ColumnScores a = net->read(ink);
  const ColumnScores b = again->read(ink);

  ASSERT_EQ(a.columns, 32);
  for (std::size_t i = 0; i < a.values.size(); ++i) EXPECT_NEAR(a.values[i], b.values[i], 0.05);
}

TEST(PrintNet, Columns_AreProbabilities) {
  const auto net = PrintNet::built_in();
  ASSERT_TRUE(net);
  const ColumnScores scores = net->read(cv::Mat::zeros(32, 40, CV_32F));

  for (int column = 0; column < scores.columns; ++column) {
    double sum = 0;
    for (const float v : scores.at(column)) sum += std::exp(static_cast<double>(v));
    EXPECT_NEAR(sum, 1.0, 1e-3);
  }
}

}  // namespace
}  // namespace omote::vision::cardface
