#include "terminal/tray_reference.hpp"

#include <gmock/gmock.h>

#include "base/log.hpp"
#include "sim/camera/frame_fault.hpp"
#include "sim/cardface/tray_camera.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::terminal {
namespace {

using sim::camera::FrameFault;

class Tray : public testing::Test {
 protected:
  // An empty tray, a little different each time that something was taken off it; light as a share of the usual.
  ports::Frame empty(FrameFault fault = FrameFault::None, double light = 1) {
    sim::cardface::TrayState state;
    state.light = light;
    auto frame = sim::cardface::render_frame(state, 1, arrangement_, ++sequence_);
    faults_.set(fault);
    faults_.spoil(frame);
    return frame;
  }
  std::optional<bool> look(TrayReference& tray, int times, FrameFault fault = FrameFault::None, double light = 1) {
    std::optional<bool> dirty;
    for (int i = 0; i < times; ++i) dirty = tray.saw_empty(empty(fault, light));
    return dirty;
  }
  [[nodiscard]] std::filesystem::path file() const { return temp_ / "state/tray"; }

  test::TempFolder temp_;
  sim::camera::FrameFaults faults_;
  std::uint64_t arrangement_ = 1;
  std::uint64_t sequence_ = 0;
};

TEST_F(Tray, clean_is_learned_and_stays_clean) {
  TrayReference tray(file());

  EXPECT_EQ(look(tray, 1), std::nullopt);
  EXPECT_EQ(look(tray, 3), false);

  EXPECT_TRUE(tray.learned());
  for (arrangement_ = 2; arrangement_ < 12; ++arrangement_) EXPECT_EQ(look(tray, 2), false) << arrangement_;
}

TEST_F(Tray, in_other_light_is_still_clean) {
  TrayReference tray(file());
  look(tray, 4);

  for (const double light : {0.5, 0.7, 1.2}) EXPECT_EQ(look(tray, 3, FrameFault::None, light), false) << light;
}

TEST_F(Tray, spots_and_smears_are_dirt_and_gone_after_cleaning) {
  TrayReference tray(file());
  look(tray, 4);
  for (const auto fault : {FrameFault::Dirty, FrameFault::Blurred}) {
    EXPECT_EQ(look(tray, 1, fault), std::nullopt) << "one picture is no proof";
    EXPECT_EQ(look(tray, 2, fault), true) << to_string(fault);
    EXPECT_EQ(look(tray, 1), false);
  }
}

TEST_F(Tray, reference_outlives_a_restart) {
  {
    TrayReference tray(file());
    look(tray, 4);
  }
  TrayReference tray(file());

  EXPECT_TRUE(tray.learned());
  EXPECT_EQ(look(tray, 3, FrameFault::Dirty), true);
}

TEST_F(Tray, damaged_reference_is_learned_anew) {
  log::start("test", log::Level::Error);
  {
    TrayReference tray(file());
    look(tray, 4);
  }
  for (const auto* ending : {"", ".previous"}) std::filesystem::resize_file(file().string() + ending, 40);
  TrayReference tray(file());

  EXPECT_FALSE(tray.learned());
  EXPECT_EQ(look(tray, 4), false);
}

TEST_F(Tray, learned_through_a_dirty_glass_is_learned_anew_after_cleaning) {
  TrayReference tray(file());
  look(tray, 4, FrameFault::Dirty);
  ASSERT_EQ(look(tray, 3, FrameFault::Dirty), false) << "nothing cleaner is known";

  EXPECT_EQ(look(tray, 25), false);

  EXPECT_EQ(look(tray, 3, FrameFault::Dirty), true);
}

}  // namespace
}  // namespace omote::terminal
