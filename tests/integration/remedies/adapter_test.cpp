// Adapters that are really there, really switched off and really stripped of their address, put back as they were.
#include <gtest/gtest.h>

#include "diagnosis/remedies/link_adapters.hpp"
#include "tests/support/own_space.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::diagnosis {
namespace {

using test::shell;

constexpr auto kTerminal = "192.168.7.2";

class AdapterSpace : public test::TerminalAdapterTest {
 protected:
  void SetUp() override {
    TerminalAdapterTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    adapters_.remember("T1", kTerminal);
    ASSERT_NE(adapters_.of("T1"), nullptr);
  }
  static bool good(const std::string& name) {
    const auto all = interfaces();
    const auto* adapter = all ? find_interface(*all, name) : nullptr;
    return adapter != nullptr && adapter->up && on_the_wire(*adapter, kTerminal);
  }
  static std::string reason(const Result<void>& result) { return result ? "" : std::string(result.error().reason.text()); }

  test::TempFolder folder_;
  LinkAdapters adapters_ = LinkAdapters::open(folder_.path() / "link-adapters.json");
};

TEST_F(AdapterSpace, one_that_was_switched_off_is_on_again) {
  ASSERT_EQ(shell("ip link set term0 down"), 0);
  ASSERT_FALSE(good("term0"));
  EXPECT_EQ(reason(adapters_.bring_up("T1")), "");
  EXPECT_TRUE(good("term0"));
}

TEST_F(AdapterSpace, an_address_that_was_taken_away_is_back) {
  ASSERT_EQ(shell("ip addr flush dev term0"), 0);
  ASSERT_FALSE(good("term0"));
  EXPECT_EQ(reason(adapters_.restore_address("T1")), "");
  EXPECT_TRUE(good("term0"));
  EXPECT_EQ(reason(adapters_.restore_address("T1")), "");  // nothing to do is no failure
}

TEST_F(AdapterSpace, the_same_adapter_under_another_name_gets_what_it_had) {
  ASSERT_EQ(shell("ip link set term0 down && ip addr flush dev term0 && ip link set term0 name usb7"), 0);
  EXPECT_EQ(reason(adapters_.bring_up("T1")), "adapter_missing");
  EXPECT_EQ(reason(adapters_.recreate("T1")), "");
  EXPECT_TRUE(good("usb7"));
}

TEST_F(AdapterSpace, a_new_terminals_adapter_is_switched_on_and_gets_the_links_address) {
  ASSERT_EQ(shell("ip link set term0 down && ip addr flush dev term0"), 0);
  EXPECT_EQ(reason(adapters_.give_spare_address("term0", "")), "address_not_known");
  EXPECT_EQ(reason(adapters_.bring_up_spare("term0")), "");
  EXPECT_FALSE(good("term0"));
  EXPECT_EQ(reason(adapters_.give_spare_address("term0", "192.168.7.1")), "");
  EXPECT_TRUE(good("term0"));
  EXPECT_EQ(reason(adapters_.give_spare_address("far0", "192.168.7.1")), "address_elsewhere");
  EXPECT_EQ(reason(adapters_.bring_up_spare("usb9")), "adapter_missing");
}

TEST_F(AdapterSpace, one_that_is_nowhere_is_said_to_be_nowhere) {
  ASSERT_EQ(shell("ip link del term0"), 0);
  EXPECT_EQ(reason(adapters_.recreate("T1")), "adapter_not_found");
}

TEST_F(AdapterSpace, what_was_remembered_outlives_a_restart_and_a_lost_link) {
  ASSERT_EQ(shell("ip addr flush dev term0"), 0);
  adapters_.remember("T1", kTerminal);  // no way to the terminal now: nothing is learned from that
  const auto again = LinkAdapters::open(folder_.path() / "link-adapters.json");
  ASSERT_NE(again.of("T1"), nullptr);
  EXPECT_EQ(again.of("T1")->name, "term0");
  EXPECT_EQ(reason(again.restore_address("T1")), "");
  EXPECT_TRUE(good("term0"));
}

TEST_F(AdapterSpace, an_adapter_that_nobody_saw_is_not_guessed) {
  EXPECT_EQ(reason(adapters_.bring_up("T2")), "adapter_not_remembered");
  EXPECT_EQ(reason(adapters_.recreate("T2")), "adapter_not_remembered");
}

TEST_F(AdapterSpace, a_terminal_on_this_machine_has_no_adapter_to_lose) {
  adapters_.remember("T3", "127.0.0.1");
  EXPECT_EQ(adapters_.of("T3"), nullptr);
}

}  // namespace
}  // namespace omote::diagnosis
