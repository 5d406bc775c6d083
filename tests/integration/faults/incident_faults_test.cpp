// From a real fault to its incident, its cause, what the kiosk says of it, and its end without hands.
#include <gmock/gmock.h>

#include <filesystem>

#include "net/local_token.hpp"
#include "tests/integration/faults/clinic.hpp"

namespace omote::sim::test {
namespace {

namespace fs = std::filesystem;

class IncidentFaults : public Clinic {
 protected:
  // The incident of that row which stands; nothing when there is none.
  std::optional<console::v1::Incident> incident(const std::string& row) {
    const auto state = console();
    for (const auto& one : state.incidents())
      if (one.row() == row && one.state() != "over") return one;
    return std::nullopt;
  }
  bool over(const std::string& row) {
    const auto state = console();
    for (const auto& one : state.incidents())
      if (one.row() == row && one.state() == "over") return !one.ended().empty();
    return false;
  }
  // The incidents as the console has them and the journal, for who reads a failure.
  std::string told() {
    std::string text;
    for (auto one : console().incidents()) {
      one.clear_qr();
      one.clear_findings();
      text += one.ShortDebugString() + "\n";
    }
    return text + journal_text();
  }
  std::vector<std::string> standing() {
    const auto state = console();
    std::vector<std::string> rows;
    for (const auto& one : state.incidents())
      if (one.state() != "over") rows.push_back(one.row());
    return rows;
  }
};

TEST_F(IncidentFaults, a_clinic_in_order_has_no_incident) {
  open_doors();
  ASSERT_TRUE(kiosk_->shows("ready"));
  ASSERT_EQ(receive("pin").last_screen, "take_card");
  std::this_thread::sleep_for(std::chrono::seconds(7));  // longer than the start may take
  EXPECT_THAT(standing(), testing::IsEmpty()) << told();
  EXPECT_EQ(count("incident_opened"), 0U);
}

TEST_F(IncidentFaults, national_system_away_is_one_incident_with_a_number_on_console_and_kiosk) {
  open_doors();
  ASSERT_TRUE(kiosk_->shows("ready"));
  national("network", "down");
  ASSERT_TRUE(kiosk_->shows("waiting", "for", "national"));
  ASSERT_TRUE(soon([&] { return incident("E07").has_value(); }));
  const auto seen = *incident("E07");
  EXPECT_EQ(seen.code(), "011");
  EXPECT_EQ(seen.detail(), "0x81000005");
  EXPECT_EQ(seen.terminal(), "");
  EXPECT_FALSE(seen.findings().empty());
  ASSERT_TRUE(soon([&] { return kiosk_->param("row") == "E07" && !kiosk_->param("qr").empty(); }));
  EXPECT_TRUE(soon([&] { return incident("E07") && kiosk_->param("incident") == incident("E07")->number(); }));
  national("network", "up");
  EXPECT_TRUE(kiosk_->shows("ready"));
  EXPECT_TRUE(soon([&] { return over("E07"); }));
  EXPECT_EQ(count("incident_opened"), 1U);
  EXPECT_EQ(count("incident_closed"), 1U);
}

TEST_F(IncidentFaults, a_folder_that_is_gone_is_e10_until_it_is_back) {
  open_doors();
  const auto folder = site_->output_folder();
  ASSERT_TRUE(kiosk_->shows("ready"));
  fs::rename(folder, folder.string() + ".away");
  ASSERT_EQ(receive("pin").last_screen, "take_card");
  ASSERT_TRUE(soon([&] { return incident("E10").has_value(); }));
  EXPECT_EQ(incident("E10")->code(), "FUJIP70");
  fs::rename(folder.string() + ".away", folder);
  EXPECT_TRUE(soon([&] { return result_files() == 1; }));
  EXPECT_TRUE(soon([&] { return over("E10"); }));
}

TEST_F(IncidentFaults, a_reader_unplugged_is_e04_while_idle_and_in_use) {
  open_doors();
  ASSERT_TRUE(kiosk_->shows("ready"));
  counter_->plug_reader(false);
  ASSERT_TRUE(kiosk_->shows("waiting", "for", "reader"));
  ASSERT_TRUE(soon([&] { return incident("E04").has_value(); }));
  counter_->plug_reader(true);
  ASSERT_TRUE(kiosk_->shows("ready"));
  EXPECT_TRUE(soon([&] { return over("E04"); }));

  place("adult");
  ASSERT_TRUE(kiosk_->shows("choose"));
  counter_->plug_reader(false);
  ASSERT_TRUE(kiosk_->shows("trouble", "code", "008"));
  ASSERT_TRUE(soon([&] { return incident("E04").has_value(); }));
  counter_->plug_reader(true);
  EXPECT_TRUE(soon([&] { return kiosk_->screen().id() != "trouble"; }));
}

TEST_F(IncidentFaults, a_card_taken_away_early_is_e01_until_the_next_good_visit) {
  open_doors();
  ASSERT_TRUE(kiosk_->shows("ready"));
  place("adult");
  ASSERT_TRUE(kiosk_->shows("choose"));
  counter_->take_card();
  ASSERT_TRUE(kiosk_->shows("taken_early"));
  ASSERT_TRUE(soon([&] { return incident("E01").has_value(); }));
  const auto seen = incident("E01");
  ASSERT_TRUE(seen) << told();
  EXPECT_EQ(seen->severity(), "visit");
  EXPECT_EQ(seen->terminal(), "OMT0000001");
  ASSERT_TRUE(kiosk_->shows("ready"));
  ASSERT_EQ(receive("pin").last_screen, "take_card");
  EXPECT_TRUE(soon([&] { return over("E01"); })) << told();
}

TEST_F(IncidentFaults, facts_are_told_as_they_are) {
  open_doors();
  ASSERT_TRUE(kiosk_->shows("ready"));
  net::ClientOptions where;
  where.port = site_->console_port();
  net::HttpClient client(std::move(where));
  net::Request request;
  request.target = "/api/facts";
  request.headers = net::local_headers(site_->console_port());
  const auto answer = client.exchange(std::move(request));
  ASSERT_TRUE(answer);
  EXPECT_THAT(answer->body, testing::HasSubstr("link.connected"));
  EXPECT_THAT(answer->body, testing::HasSubstr("reader.present"));
  EXPECT_THAT(answer->body, testing::HasSubstr("national.login"));
}

}  // namespace
}  // namespace omote::sim::test
