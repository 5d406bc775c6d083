// The real weights on every kernel: reference values that other engines agree on (reference/face-embedding.md §2).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "models.hpp"
#include "vision/face/face_analyser.hpp"
#include "vision/face/nets.hpp"

namespace omote::vision::face {
namespace {

// 128 + 100 sin(0.07x + c) cos(0.05y), cut to a byte.
float test_pixel(int x, int y, int c) {
  return static_cast<float>(static_cast<int>(128 + 100 * std::sin(0.07 * x + c) * std::cos(0.05 * y)));
}

Result<Network> load(const NetworkPlan& plan, const Kernels& kernels) {
  auto file = TensorFile::read(tests::models_directory() / (plan.name + ".omm"));
  if (!file) return pass(file);
  return Network::make(plan, *file, kernels);
}

class NetworksTest : public testing::TestWithParam<const Kernels*> {};

TEST_P(NetworksTest, RepairedMobileFaceNet_givesTheReferenceValues) {
  auto network = load(mobile_face_net(), *GetParam());
  ASSERT_TRUE(network) << describe(network.error());
  for (int y = 0; y < 112; ++y)
    for (int x = 0; x < 112; ++x)
      for (int c = 0; c < 3; ++c) network->input_row(y)[x * 3 + c] = (test_pixel(x, y, c) - 127.5F) / 128;
  Embedding e;
  std::ranges::copy(network->run(), e.begin());
  normalise(e);
  EXPECT_NEAR(e[0], -0.004313, 2e-6);
  EXPECT_NEAR(e[1], 0.024708, 2e-6);
  EXPECT_NEAR(e[2], 0.007503, 2e-6);
  EXPECT_NEAR(e[191], -0.003612, 2e-6);
}
TEST_P(NetworksTest, MultiplicationsOfMobileFaceNet_areThoseOfTheReference) {
  auto network = load(mobile_face_net(), *GetParam());
  ASSERT_TRUE(network) << describe(network.error());
  EXPECT_NEAR(network->operations() / 1e6, 234.1, 0.5);
}
TEST_P(NetworksTest, AllKernels_agreeOnDetectorAndLandmarks) {
  for (const NetworkPlan& plan : {tiny_face_detector(224), tiny_face_detector(320), face_landmark_68()}) {
    auto one = load(plan, *available_kernels().front());
    auto other = load(plan, *GetParam());
    ASSERT_TRUE(one && other);
    for (Network* network : {&*one, &*other})
      for (int y = 0; y < network->height(); ++y)
        for (int x = 0; x < network->width(); ++x)
          for (int c = 0; c < 3; ++c) network->input_row(y)[x * 3 + c] = (test_pixel(x, y, c) - 110) / 255;
    const auto a = one->run();
    const auto b = other->run();
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) ASSERT_NEAR(a[i], b[i], 1e-3) << plan.name << " value " << i;
  }
}
TEST_P(NetworksTest, Wiped_keepsNothingOfThePicture) {
  auto network = load(face_landmark_68(), *GetParam());
  ASSERT_TRUE(network);
  for (int y = 0; y < 112; ++y) std::fill_n(network->input_row(y), 336, 0.5F);
  const auto result = network->run();
  network->wipe();
  EXPECT_TRUE(std::ranges::all_of(result, [](float v) { return v == 0; }));
  EXPECT_EQ(network->input_row(50)[7], 0);
}

INSTANTIATE_TEST_SUITE_P(Every, NetworksTest, testing::ValuesIn(available_kernels().begin(), available_kernels().end()),
                         [](const auto& param) { return std::string(param.param->name); });

TEST(FaceAnalyser, WithoutItsDirectory_saysWhatMakesIt) {
  const auto analyser = FaceAnalyser::load("/nowhere/models");
  ASSERT_FALSE(analyser);
  EXPECT_EQ(analyser.error().reason.text(), "models_missing");
  EXPECT_NE(analyser.error().context.find("set-up.sh"), std::string::npos);
}

}  // namespace
}  // namespace omote::vision::face
