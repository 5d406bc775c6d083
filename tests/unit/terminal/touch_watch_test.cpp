#include "terminal/touch_watch.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <linux/input.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/temp_folder.hpp"

namespace omote::terminal {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// A touch device whose records come through a pipe.
class TouchDevice : public testing::Test {
 protected:
  TouchDevice() {
    ::mkfifo(path().c_str(), 0600);
    writer_ = ::open(path().c_str(), O_RDWR | O_CLOEXEC);
  }
  ~TouchDevice() override { ::close(writer_); }
  [[nodiscard]] std::filesystem::path path() const { return temp_ / "event0"; }
  void device(bool down) {
    input_event event{};
    event.type = EV_KEY;
    event.code = BTN_TOUCH;
    event.value = down ? 1 : 0;
    ASSERT_EQ(::write(writer_, &event, sizeof event), static_cast<ssize_t>(sizeof event));
  }
  test::TempFolder temp_;
  int writer_ = -1;
  SteadyTime now_{};
};

TEST_F(TouchDevice, heard_by_the_page_is_ok) {
  TouchWatch watch(path());
  for (int i = 0; i < 5; ++i) {
    device(true);
    device(false);
    watch.look(now_ += seconds(1));
    watch.page_pointer(true, now_);
    watch.page_pointer(false, now_);
  }

  EXPECT_EQ(watch.state(now_ + seconds(5)), "ok");
}

TEST_F(TouchDevice, not_heard_by_the_page_is_silent) {
  TouchWatch watch(path());
  for (int i = 0; i < 3; ++i) {
    device(true);
    device(false);
    watch.look(now_ += seconds(1));
  }

  EXPECT_EQ(watch.state(now_), "ok") << "the page's word may still come";
  EXPECT_EQ(watch.state(now_ += seconds(1)), "silent");
  watch.page_pointer(true, now_);
  EXPECT_EQ(watch.state(now_), "ok");
}

TEST_F(TouchDevice, a_page_loaded_anew_has_missed_nothing_yet) {
  TouchWatch watch(path());
  for (int i = 0; i < 3; ++i) device(true);
  watch.look(now_);
  ASSERT_EQ(watch.state(now_ += seconds(1)), "silent");

  watch.page_opened();

  EXPECT_EQ(watch.state(now_), "ok");
}

TEST_F(TouchDevice, finger_that_never_leaves_is_stuck) {
  TouchWatch watch(path());
  device(true);
  watch.look(now_);
  watch.page_pointer(true, now_);

  EXPECT_EQ(watch.state(now_ + seconds(59)), "ok");
  EXPECT_EQ(watch.state(now_ + seconds(61)), "stuck");
}

TEST_F(TouchDevice, unplugged_is_missing_and_comes_back) {
  TouchWatch watch(path());
  watch.look(now_);
  ASSERT_EQ(watch.state(now_), "ok");

  std::filesystem::rename(path(), temp_ / "away");
  ::close(writer_);
  watch.look(now_ += seconds(1));
  EXPECT_EQ(watch.state(now_), "missing");

  std::filesystem::rename(temp_ / "away", path());
  writer_ = ::open(path().c_str(), O_RDWR | O_CLOEXEC);
  watch.look(now_ += seconds(1));
  EXPECT_EQ(watch.state(now_), "ok");
}

TEST(TouchByThePageAlone, is_ok_or_stuck) {
  TouchWatch watch({});
  const SteadyTime now{};
  EXPECT_EQ(watch.state(now), "ok");

  watch.page_pointer(true, now);

  EXPECT_EQ(watch.state(now + seconds(61)), "stuck");
}

}  // namespace
}  // namespace omote::terminal
