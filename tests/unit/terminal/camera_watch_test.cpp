#include "terminal/camera_watch.hpp"

#include <gmock/gmock.h>

#include <random>

#include "sim/camera/frame_fault.hpp"

namespace omote::terminal {
namespace {

using sim::camera::FrameFault;
using std::chrono::milliseconds;

// A camera in a lit room, one picture each 500 ms, spoilt as told.
class WatchedCamera : public testing::Test {
 protected:
  ports::Frame picture() {
    ports::Frame frame{320, 240, ++sequence_, now_, Bytes(320 * 240 * 3)};
    for (auto& value : frame.pixels) value = static_cast<std::uint8_t>(100 + noise_() % 8);
    return frame;
  }
  void give(int pictures) {
    for (int i = 0; i < pictures; ++i) {
      now_ += milliseconds(500);
      auto frame = picture();
      faults_.spoil(frame);
      watch_.saw(frame, now_);
    }
  }
  void refuse(int times, Failure failure) {
    for (int i = 0; i < times; ++i) {
      now_ += milliseconds(500);
      watch_.failed(failure, now_);
    }
  }
  CameraWatch watch_;
  sim::camera::FrameFaults faults_;
  SteadyTime now_{};
  std::uint64_t sequence_ = 0;
  std::minstd_rand noise_;
};

TEST_F(WatchedCamera, not_looked_at_yet_is_unknown) {
  EXPECT_EQ(watch_.state(), CameraState::Unknown);
}

TEST_F(WatchedCamera, with_pictures_that_change_is_ok) {
  give(1);

  EXPECT_EQ(watch_.state(), CameraState::Ok);
}

TEST_F(WatchedCamera, spoilt_is_named_and_ok_again_with_the_first_good_picture) {
  const std::pair<FrameFault, CameraState> cases[] = {
      {FrameFault::Freeze, CameraState::Frozen}, {FrameFault::Dark, CameraState::Dark}, {FrameFault::Covered, CameraState::Dark}};
  for (const auto& [fault, state] : cases) {
    give(2);
    faults_.set(fault);
    give(8);

    EXPECT_EQ(watch_.state(), state) << to_string(fault);
    EXPECT_GT(faults_.fired(), 0);

    faults_.set(FrameFault::None);
    give(1);
    EXPECT_EQ(watch_.state(), CameraState::Ok) << to_string(fault);
  }
}

TEST_F(WatchedCamera, same_picture_under_new_numbers_is_frozen_too) {
  const auto same = picture();
  for (int i = 0; i < 8; ++i) {
    now_ += milliseconds(500);
    auto frame = same;
    frame.sequence = static_cast<std::uint64_t>(i) + 100;
    watch_.saw(frame, now_);
  }

  EXPECT_EQ(watch_.state(), CameraState::Frozen);
}

TEST_F(WatchedCamera, that_refuses_is_told_by_its_reason) {
  const std::pair<Failure, CameraState> cases[] = {{{"stream_not_connected", "", {}}, CameraState::Missing},
                                                   {{"camera_missing", "", {}}, CameraState::Missing},
                                                   {{"camera_busy", "", {}}, CameraState::Busy},
                                                   {{"stream_busy", "", {}}, CameraState::Busy},
                                                   {{"camera_no_frame", "", {}}, CameraState::NoFrame},
                                                   {{"stream_lost", "", {}}, CameraState::NoFrame}};
  for (const auto& [failure, state] : cases) {
    give(1);
    refuse(1, failure);
    EXPECT_EQ(watch_.state(), CameraState::Ok) << "one late picture is no fault";
    refuse(4, failure);
    EXPECT_EQ(watch_.state(), state) << failure.reason.text();
  }
}

}  // namespace
}  // namespace omote::terminal
