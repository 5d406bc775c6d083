// What the PC's own files say: trees of files as such systems have them, and this machine itself.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>

#include "diagnosis/probes/http_date.hpp"
#include "diagnosis/probes/network_view.hpp"
#include "diagnosis/probes/pc_probe.hpp"
#include "diagnosis/probes/pc_view.hpp"
#include "tests/support/facts.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::diagnosis {
namespace {

namespace fs = std::filesystem;

class SystemFiles : public testing::Test {
 protected:
  void put(const std::string& file, const std::string& text) {
    fs::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file) << text;
  }
  void link(const std::string& file, const std::string& target) {
    fs::create_directories((root_ / file).parent_path());
    fs::create_symlink(target, root_ / file);
  }
  [[nodiscard]] std::optional<bool> sleeps() const { return sleep_enabled(root_.path()); }
  [[nodiscard]] std::optional<bool> usb() const { return usb_power_constant(root_.path()); }

  test::TempFolder root_;
};

TEST_F(SystemFiles, system_without_systemd_says_nothing_about_sleep) {
  EXPECT_EQ(sleeps(), std::nullopt);
}

TEST_F(SystemFiles, server_without_desktop_does_not_sleep) {
  put("etc/systemd/logind.conf", "[Login]\n#IdleAction=suspend\n");
  EXPECT_EQ(sleeps(), false);
}

TEST_F(SystemFiles, idle_action_puts_it_to_sleep) {
  put("etc/systemd/logind.conf", "[Login]\nIdleAction=ignore\n");
  put("etc/systemd/logind.conf.d/10-idle.conf", "[Login]\nIdleAction = suspend\n");
  EXPECT_EQ(sleeps(), true);
}

TEST_F(SystemFiles, drop_in_of_the_administrator_wins_over_the_systems_of_the_same_name) {
  put("usr/lib/systemd/logind.conf.d/50-x.conf", "[Login]\nIdleAction=suspend\n");
  put("etc/systemd/logind.conf.d/50-x.conf", "[Login]\nIdleAction=ignore\n");
  EXPECT_EQ(sleeps(), false);
}

TEST_F(SystemFiles, masked_targets_win_over_everything) {
  put("etc/systemd/logind.conf", "[Login]\nIdleAction=suspend\n");
  link("etc/systemd/system/sleep.target", "/dev/null");
  EXPECT_EQ(sleeps(), false);
}

TEST_F(SystemFiles, forbidden_kinds_of_sleep_are_none) {
  put("etc/systemd/logind.conf", "[Login]\nIdleAction=suspend\n");
  put("etc/systemd/sleep.conf", "[Sleep]\nAllowSuspend=no\nAllowHibernation=no\nAllowHybridSleep=no\n");
  EXPECT_EQ(sleeps(), false);
}

TEST_F(SystemFiles, desktop_whose_settings_cannot_be_read_is_unknown) {
  put("etc/systemd/logind.conf", "[Login]\n");
  put("usr/share/wayland-sessions/gnome.desktop", "[Desktop Entry]\n");
  EXPECT_EQ(sleeps(), std::nullopt);
}

TEST_F(SystemFiles, desktop_whose_settings_can_be_read_is_believed) {
  put("etc/systemd/logind.conf", "[Login]\n");
  put("usr/share/xsessions/plasma.desktop", "[Desktop Entry]\n");
  put("home/staff/.config/powermanagementprofilesrc", "[AC][SuspendSession]\nidleTime=900000\nsuspendType=1\n");
  EXPECT_EQ(sleeps(), true);
}

TEST_F(SystemFiles, port_of_a_laptop_that_stays_powered) {
  put("sys/bus/platform/devices/VPC2004:00/usb_charging", "1\n");
  EXPECT_EQ(usb(), true);
}

TEST_F(SystemFiles, port_that_is_switched_off_in_the_firmware) {
  put("sys/class/firmware-attributes/thinklmi/attributes/AlwaysOnUSB/current_value", "Disable\n");
  EXPECT_EQ(usb(), false);
}

TEST_F(SystemFiles, hub_with_its_own_supply_keeps_its_ports_on) {
  put("sys/bus/usb/devices/usb1/bDeviceClass", "09\n");
  put("sys/bus/usb/devices/usb1/bmAttributes", "e0\n");
  EXPECT_EQ(usb(), std::nullopt) << "the PC's own root hub says nothing";
  put("sys/bus/usb/devices/1-2/bDeviceClass", "09\n");
  put("sys/bus/usb/devices/1-2/bmAttributes", "e0\n");
  EXPECT_EQ(usb(), true);
}

TEST_F(SystemFiles, remote_desktop_that_starts_with_the_system_is_enabled) {
  EXPECT_FALSE(remote_desktop(root_.path())->enabled);
  link("etc/systemd/system/multi-user.target.wants/xrdp.service", "/usr/lib/systemd/system/xrdp.service");
  EXPECT_TRUE(remote_desktop(root_.path())->enabled);
}

// A listener on a port that the system's own service is set to, and a session on it.
TEST_F(SystemFiles, remote_desktop_listener_and_session_are_seen) {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&at), sizeof at), 0);
  ASSERT_EQ(::listen(listener, 1), 0);
  socklen_t size = sizeof at;
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&at), &size);
  put("etc/xrdp/xrdp.ini", "[Globals]\nport=" + std::to_string(ntohs(at.sin_port)) + "\n");

  EXPECT_TRUE(remote_desktop(root_.path())->enabled);
  EXPECT_FALSE(remote_desktop(root_.path())->in_use);
  const int session = ::socket(AF_INET, SOCK_STREAM, 0);
  ASSERT_EQ(::connect(session, reinterpret_cast<sockaddr*>(&at), sizeof at), 0);
  EXPECT_TRUE(remote_desktop(root_.path())->in_use);
  ::close(session);
  ::close(listener);
}

TEST_F(SystemFiles, this_machine_tells_its_uptime_disk_and_memory) {
  const auto facts = PcProbe(root_.path(), "/", std::make_shared<SystemClock>()).look();
  EXPECT_GT(test::number(facts, "pc.uptime_h"), 0);
  EXPECT_GT(test::number(facts, "pc.disk_free_mb"), 0);
  EXPECT_GT(test::number(facts, "pc.memory_free_mb"), 0);
}

TEST(HttpDateOfAnswer, is_read_from_the_header_alone) {
  const auto time = date_of_answer("HTTP/1.1 404 Not Found\r\nServer: x\r\nDATE: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n");
  ASSERT_TRUE(time);
  EXPECT_EQ(time->time_since_epoch(), std::chrono::seconds(784111777));
  EXPECT_FALSE(date_of_answer("HTTP/1.1 200 OK\r\n\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"));
  EXPECT_FALSE(date_of_answer("HTTP/1.1 200 OK\r\nDate: Sun, 31 Feb 1994 08:49:37 GMT\r\n\r\n"));
  EXPECT_FALSE(date_of_answer("HTTP/1.1 200 OK\r\nDate: yesterday\r\n\r\n"));
}

TEST(OnTheWire, prefix_decides) {
  const Interface interface{1, "lan0", true, true, false, {{"192.168.7.1", 22, false}, {"fd00::1", 64, false}}};
  EXPECT_TRUE(on_the_wire(interface, "192.168.4.9"));
  EXPECT_FALSE(on_the_wire(interface, "192.168.8.9"));
  EXPECT_TRUE(on_the_wire(interface, "fd00::99"));
  EXPECT_FALSE(on_the_wire(interface, "fd00:0:0:1::99"));
  EXPECT_FALSE(on_the_wire(interface, "not an address"));
}

}  // namespace
}  // namespace omote::diagnosis
