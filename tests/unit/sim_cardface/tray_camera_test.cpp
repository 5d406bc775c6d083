#include "sim/cardface/tray_camera.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace omote::sim::cardface {
namespace {

TrayState with_card() {
  CardPrint print;
  print.name = "見本　太郎";
  print.birth = {1990, 7, 9};
  print.expiry = {2031, 7, 9};
  print.code = "1234";
  print.serial = "0123456789ABCDEF";
  TrayState state;
  state.item = TrayItem::Card;
  state.card = std::make_shared<DrawnCard>(draw_card(*vision::cardface::built_in_specimen_profile(), print, {}).value());
  return state;
}

double brightness(const ports::Frame& frame) {
  double sum = 0;
  for (const std::uint8_t p : frame.pixels) sum += p;
  return sum / static_cast<double>(frame.pixels.size());
}

TEST(TrayCamera, SameSeed_GivesTheSamePictures) {
  const TrayState state = with_card();
  TrayCamera a(3), b(3);
  a.arrange(state);
  b.arrange(state);

  EXPECT_EQ(a.frame().pixels, b.frame().pixels);
  EXPECT_EQ(a.frame().pixels, b.frame().pixels);
}

TEST(TrayCamera, NextFrame_DiffersAndCounts) {
  TrayCamera camera;
  camera.arrange(with_card());
  const ports::Frame first = camera.frame();
  const ports::Frame second = camera.frame();

  EXPECT_EQ(first.width, kTrayWidth);
  EXPECT_EQ(first.height, kTrayHeight);
  EXPECT_EQ(second.sequence, first.sequence + 1);
  EXPECT_NE(first.pixels, second.pixels);
}

TEST(TrayCamera, Card_IsBrighterThanTheEmptyTray) {
  TrayCamera camera;
  const double empty = brightness(camera.frame());
  camera.arrange(with_card());

  EXPECT_GT(brightness(camera.frame()), empty + 20);
}

TEST(TrayCamera, Covered_IsDark) {
  TrayCamera camera;
  TrayState state = with_card();
  state.covered = true;
  camera.arrange(state);

  EXPECT_LT(brightness(camera.frame()), 20);
}

TEST(TrayCamera, ArrangedFromAnotherThread_KeepsRunning) {
  TrayCamera camera;
  const TrayState state = with_card();
  std::jthread arranger([&] {
    for (int i = 0; i < 20; ++i) camera.arrange(i % 2 ? state : TrayState{});
  });
  for (int i = 0; i < 3; ++i) EXPECT_EQ(camera.frame().pixels.size(), std::size_t{kTrayWidth} * kTrayHeight * 3);
}

}  // namespace
}  // namespace omote::sim::cardface
