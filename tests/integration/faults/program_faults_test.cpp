// Programs, network and folders fail.
#include <csignal>

#include "journal/reader.hpp"
#include "tests/integration/faults/clinic.hpp"

namespace omote::sim::test {
namespace {

namespace fs = std::filesystem;

class ProgramFaults : public Clinic {
 protected:
  void to_choice() {
    ASSERT_TRUE(kiosk_->shows("ready"));
    place("adult");
    ASSERT_TRUE(kiosk_->shows("choose"));
  }
};

TEST_F(ProgramFaults, national_system_down_at_start_comes_up_later) {
  national("network", "down");
  open_doors();
  ASSERT_TRUE(kiosk_->shows("waiting", "for", "national"));
  EXPECT_EQ(kiosk_->param("reason"), "national_unreachable");
  national("network", "up");
  ASSERT_TRUE(kiosk_->shows("ready"));
  EXPECT_EQ(receive("pin").last_screen, "take_card");
}

TEST_F(ProgramFaults, national_system_gone_in_a_visit_is_011) {
  open_doors();
  to_choice();
  national("network", "down");
  kiosk_->touch("pin");
  ASSERT_TRUE(kiosk_->shows("pin"));
  kiosk_->touch("enter", "1234");
  ASSERT_TRUE(kiosk_->shows("trouble", "code", "011"));
  EXPECT_EQ(last_end().detail(), "0x81000005");
  counter_->take_card();
  ASSERT_TRUE(kiosk_->shows("waiting", "for", "national"));
  national("network", "up");
  EXPECT_TRUE(kiosk_->shows("ready"));
}

TEST_F(ProgramFaults, declared_outage_is_901) {
  open_doors();
  to_choice();
  kiosk_->touch("staff");
  ASSERT_TRUE(kiosk_->shows("staff_call"));
  national("outage", "on");
  kiosk_->touch("enter", "2468");
  ASSERT_TRUE(kiosk_->shows("trouble", "code", "901"));
  counter_->take_card();
  national("outage", "off");
  EXPECT_TRUE(kiosk_->shows("ready"));
}

TEST_F(ProgramFaults, folder_that_refuses_gets_the_result_when_it_is_back) {
  open_doors();
  const auto folder = site_->output_folder();
  ASSERT_TRUE(kiosk_->shows("ready"));
  fs::rename(folder, folder.string() + ".away");
  ASSERT_EQ(receive("pin").last_screen, "take_card");
  EXPECT_EQ(last_end().outcome(), "kept");
  EXPECT_TRUE(soon([&] { return console().output().waiting() > 0; }));
  fs::rename(folder.string() + ".away", folder);
  EXPECT_TRUE(soon([&] { return result_files() == 1 && console().output().waiting() == 0; }));
}

TEST_F(ProgramFaults, terminal_killed_in_a_visit_and_restarted) {
  open_doors();
  to_choice();
  ::kill(site_->terminal_pid(), SIGKILL);
  ASSERT_TRUE(soon([&] { return count("visit_ended") == 1; }));
  EXPECT_EQ(last_end().code(), "FUJ008");
  counter_->take_card();
  ASSERT_TRUE(site_->start_terminal());
  kiosk_ = std::make_unique<Kiosk>(site_->kiosk_port());
  ASSERT_TRUE(kiosk_->shows("ready"));
  EXPECT_EQ(receive("pin").last_screen, "take_card");
}

TEST_F(ProgramFaults, terminal_that_hangs_ends_the_visit_and_comes_back) {
  open_doors();
  to_choice();
  ::kill(site_->terminal_pid(), SIGSTOP);
  EXPECT_TRUE(soon([&] { return count("visit_ended") == 1; }));
  counter_->take_card();
  ::kill(site_->terminal_pid(), SIGCONT);
  EXPECT_TRUE(kiosk_->shows("ready"));
}

TEST_F(ProgramFaults, host_killed_in_a_visit_and_restarted) {
  open_doors();
  to_choice();
  ::kill(site_->host_pid(), SIGKILL);
  ASSERT_TRUE(kiosk_->shows("waiting", "for", "host"));
  counter_->take_card();
  ASSERT_TRUE(site_->start_host());
  ASSERT_TRUE(kiosk_->shows("ready"));
  EXPECT_EQ(last_end().reason(), "host_stopped");
  EXPECT_EQ(receive("pin").last_screen, "take_card");
}

TEST_F(ProgramFaults, host_killed_while_the_pin_is_at_the_card_settles_it) {
  open_doors();
  to_choice();
  kiosk_->touch("pin");
  ASSERT_TRUE(kiosk_->shows("pin"));
  reader::Fault fault;
  fault.kind = reader::FaultKind::Hang;
  fault.instruction = 0x20;
  counter_->reader().arm(fault);
  kiosk_->touch("enter", "0000");
  ASSERT_TRUE(soon([&] { return counter_->reader().faults_fired() == 1; }));
  ::kill(site_->host_pid(), SIGKILL);
  ASSERT_TRUE(kiosk_->shows("waiting", "for", "host"));
  counter_->reader().clear_faults();
  counter_->take_card();
  ASSERT_TRUE(site_->start_host());
  ASSERT_TRUE(kiosk_->shows("ready"));
  place("adult");
  ASSERT_TRUE(kiosk_->shows("choose"));
  // Whatever became of the entry: the counter was read anew, and at most one try is gone.
  EXPECT_TRUE(kiosk_->param("pin_tries") == "3" || kiosk_->param("pin_tries") == "2") << kiosk_->param("pin_tries");
  kiosk_->touch("cancel");
  ASSERT_TRUE(kiosk_->shows("cancelled"));
  counter_->take_card();
  EXPECT_TRUE(kiosk_->shows("ready"));
}

TEST_F(ProgramFaults, host_stopped_in_a_visit_ends_it) {
  open_doors();
  to_choice();
  ::kill(site_->host_pid(), SIGTERM);
  EXPECT_TRUE(soon([&] { return count("visit_ended") == 1; }));
  EXPECT_EQ(last_end().code(), "FUJ008");
}

}  // namespace
}  // namespace omote::sim::test
