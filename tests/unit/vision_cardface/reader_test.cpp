#include <gtest/gtest.h>

#include <chrono>

#include "sim/cardface/tray_camera.hpp"
#include "vision/cardface/card_face_reader.hpp"

namespace omote::vision::cardface {
namespace {

using ports::CardFaceProgress;
using ports::CardFaceSight;
using sim::cardface::CardPrint;
using sim::cardface::DrawnCard;
using sim::cardface::PrintStyle;
using sim::cardface::TrayCamera;
using sim::cardface::TrayItem;
using sim::cardface::TrayState;

CardPrint specimen() {
  CardPrint print;
  print.name = "見本　花子";
  print.address = "見本県見本市見本町1-2-3";
  print.birth = {1980, 2, 17};
  print.sex = '2';
  print.expiry = {2035, 2, 17};
  print.code = "2285";
  print.serial = "0123456789ABCDEF";
  return print;
}

std::shared_ptr<const DrawnCard> drawn(const CardPrint& print, const PrintStyle& style = {}) {
  return std::make_shared<DrawnCard>(sim::cardface::draw_card(*built_in_specimen_profile(), print, style).value());
}

class CardFace : public testing::Test {
 protected:
  CardFace() : reader(CardFaceReader::built_in().value()), tray(11) {}
  CardFaceProgress watch(TrayState state, int frames = 3) {
    tray.arrange(std::move(state));
    CardFaceProgress progress;
    for (int i = 0; i < frames; ++i) {
      progress = reader.observe(tray.frame());
      if (progress.sight == CardFaceSight::Agreed) break;
    }
    return progress;
  }
  static TrayState laid(std::shared_ptr<const DrawnCard> card) {
    TrayState state;
    state.item = TrayItem::Card;
    state.card = std::move(card);
    return state;
  }
  CardFaceReader reader;
  TrayCamera tray;
};

std::string number_of(const CardFaceProgress& progress) {
  return progress.number_b ? as_text(progress.number_b->reveal()) : "";
}

TEST_F(CardFace, TwoFrames_AgreeOnNumberB) {
  reader.begin(Date{2035, 2, 17});

  const auto progress = watch(laid(drawn(specimen())));

  EXPECT_EQ(progress.sight, CardFaceSight::Agreed);
  EXPECT_EQ(number_of(progress), "55021720352285");
}

TEST_F(CardFace, OneFrame_IsNeverEnough) {
  reader.begin(Date{2035, 2, 17});
  const auto progress = watch(laid(drawn(specimen())), 1);

  EXPECT_EQ(progress.sight, CardFaceSight::Reading);
  EXPECT_FALSE(progress.number_b);
}

TEST_F(CardFace, TheSamePictureTwice_CountsOnce) {
  reader.begin(Date{2035, 2, 17});
  tray.arrange(laid(drawn(specimen())));
  const ports::Frame frame = tray.frame();

  (void)reader.observe(frame);

  EXPECT_EQ(reader.observe(frame).sight, CardFaceSight::Reading);
}

TEST_F(CardFace, WithoutChipExpiry_NothingIsAgreed) {
  reader.begin(std::nullopt);

  EXPECT_EQ(watch(laid(drawn(specimen()))).sight, CardFaceSight::Reading);
}

TEST_F(CardFace, UpsideDown_IsRead) {
  reader.begin(Date{2035, 2, 17});
  TrayState state = laid(drawn(specimen()));
  state.turned = true;

  EXPECT_EQ(number_of(watch(state)), "55021720352285");
}

TEST_F(CardFace, BackSide_IsTold) {
  reader.begin(Date{2035, 2, 17});
  TrayState state = laid(drawn(specimen()));
  state.back = true;

  EXPECT_EQ(watch(state).sight, CardFaceSight::Back);
}

TEST_F(CardFace, EmptyTray_IsNothing) {
  reader.begin(Date{2035, 2, 17});

  EXPECT_EQ(watch({}).sight, CardFaceSight::Nothing);
}

TEST_F(CardFace, OtherCards_AreTold) {
  reader.begin(Date{2035, 2, 17});
  for (int kind = 0; kind < 5; ++kind) {
    TrayState state;
    state.item = TrayItem::OtherCard;
    state.card = std::make_shared<DrawnCard>(sim::cardface::draw_other_card(kind, 3).value());

    EXPECT_EQ(watch(state, 1).sight, CardFaceSight::Other) << kind;
  }
}

TEST_F(CardFace, Sleeve_IsToldAndGivesNoWrongNumber) {
  reader.begin(Date{2035, 2, 17});
  TrayState state = laid(drawn(specimen()));
  state.sleeve = true;

  EXPECT_EQ(watch(state).sight, CardFaceSight::Sleeve);
}

TEST_F(CardFace, OtherExpiryInTheChip_IsAMismatch) {
  reader.begin(Date{2033, 2, 17});
  const auto progress = watch(laid(drawn(specimen())));

  EXPECT_EQ(progress.sight, CardFaceSight::Mismatch);
  EXPECT_FALSE(progress.number_b);
}

TEST_F(CardFace, WesternBirth_IsNotGuessed) {
  CardPrint print = specimen();
  print.western_birth = true;
  reader.begin(Date{2035, 2, 17});
  const auto progress = watch(laid(drawn(print)));

  EXPECT_EQ(progress.sight, CardFaceSight::Western);
  EXPECT_FALSE(progress.number_b);
}

TEST_F(CardFace, AnotherBirthdayThanTheExpiry_IsRefused) {
  CardPrint print = specimen();
  print.birth = {1980, 5, 21};
  reader.begin(Date{2035, 2, 17});

  EXPECT_EQ(watch(laid(drawn(print))).sight, CardFaceSight::Unclear);
}

TEST_F(CardFace, HeavyBlur_IsUnclear) {
  reader.begin(Date{2035, 2, 17});
  TrayState state = laid(drawn(specimen()));
  state.blur = 4.5;

  EXPECT_NE(watch(state).sight, CardFaceSight::Agreed);
}

TEST_F(CardFace, CardExchanged_OldVotesAreForgotten) {
  reader.begin(Date{2035, 2, 17});
  (void)watch(laid(drawn(specimen())), 1);
  (void)watch({}, 1);

  EXPECT_EQ(watch(laid(drawn(specimen())), 1).sight, CardFaceSight::Reading);
}

TEST_F(CardFace, AfterEnd_NothingIsLeft) {
  reader.begin(Date{2035, 2, 17});
  (void)watch(laid(drawn(specimen())));
  reader.end();

  EXPECT_EQ(watch(laid(drawn(specimen()))).sight, CardFaceSight::Reading);
}

TEST_F(CardFace, TruncatedFrame_IsNothing) {
  reader.begin(Date{2035, 2, 17});
  ports::Frame frame{1280, 960, 1, {}, Bytes(1000)};

  EXPECT_EQ(reader.observe(frame).sight, CardFaceSight::Nothing);
}

FrameReading accepted(std::string_view number) {
  FrameReading reading;
  reading.doubt = Doubt::None;
  reading.number_b = Secret(number);
  return reading;
}

TEST(NumberVote, DissentingFrame_SpoilsIt) {
  NumberVote vote;
  vote.add(accepted("55021720352285"), {1});
  vote.add(accepted("55021720352286"), {2});
  vote.add(accepted("55021720352285"), {3});

  EXPECT_TRUE(vote.dissent());
  EXPECT_FALSE(vote.agreed());
}

TEST(NumberVote, DoubtfulReading_DoesNotCount) {
  NumberVote vote;
  FrameReading doubtful = accepted("55021720352285");
  doubtful.doubt = Doubt::CodeUnsure;
  vote.add(doubtful, {1});
  vote.add(accepted("55021720352285"), {2});

  EXPECT_FALSE(vote.agreed());
}

}  // namespace
}  // namespace omote::vision::cardface
