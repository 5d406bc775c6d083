// What the catalogue's data make of a clinic's facts: which situations are recognised, and which cause comes first.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "diagnosis/rules/rank.hpp"

namespace omote::diagnosis {
namespace {

using Told = std::map<std::string, std::optional<fact::Value>>;  // no value: unknown
using namespace std::string_literals;
constexpr auto kTerminal = "T1";

const catalogue::Catalogue& catalogue_here() {
  static const auto kRead = catalogue::Catalogue::built_in();
  return *kRead;
}

Told healthy() {
  return {{"link.adapter_present", true},
          {"link.adapter_enabled", true},
          {"link.carrier", true},
          {"link.address_present", true},
          {"link.connected", true},
          {"link.ever_connected", true},
          {"link.paired", true},
          {"link.beacon_heard", true},
          {"link.refused", ""s},
          {"link.drops_today", 0.0},
          {"link.terminals", 1.0},
          {"link.spare_adapter", ""s},
          {"link.line_new", false},
          {"terminal.uptime_h", 5.0},
          {"terminal.touch", "ok"s},
          {"terminal.page_alive", true},
          {"terminal.program", "running"s},
          {"terminal.stopped", false},
          {"terminal.strength_fits", true},
          {"terminal.power_while_pc_off", false},
          {"terminal.version_fits", true},
          {"terminal.face_camera", "ok"s},
          {"terminal.card_camera", "ok"s},
          {"terminal.settings", "whole"s},
          {"terminal.damaged_part", ""s},
          {"reader.held", false},
          {"pc.sleep_enabled", false},
          {"pc.slept_today", 0.0},
          {"pc.remote_desktop_enabled", false},
          {"pc.remote_desktop_in_use", false},
          {"pc.clock_offset_s", 0.0},
          {"pc.disk_free_mb", 50'000.0},
          {"pc.leftovers", ""s},
          {"pc.usb_power_constant", false},
          {"program.host", "running"s},
          {"program.settings", "whole"s},
          {"program.damaged_part", ""s},
          {"program.package", "none"s},
          {"program.missing", ""s},
          {"program.version_old", false},
          {"network.carrier", true},
          {"network.interface_up", true},
          {"national.certificate_fits", true},
          {"national.certificate_days", 300.0},
          {"account.registered", true},
          {"account.institution_fits", true},
          {"output.exists", true},
          {"output.writable", true},
          {"output.free_mb", 50'000.0}};
}

// The link broke: what the terminal told is not known any more.
Told link_down(Told with = {}) {
  Told facts{{"link.connected", false}, {"link.beacon_heard", false}, {"link.drops_today", 1.0}};
  for (const auto& [id, value] : healthy())
    if (id.starts_with("terminal.") && id != "terminal.stopped") facts[id] = std::nullopt;
  for (auto& [id, value] : with) facts[id] = value;
  return facts;
}

// No terminal is known or heard.
Told no_terminal(const std::string& spare_adapter) {
  Told facts = link_down({{"link.terminals", 0.0}, {"link.spare_adapter", spare_adapter}});
  for (const auto* id : {"link.connected", "link.ever_connected", "link.paired", "link.beacon_heard", "account.registered"})
    facts[id] = std::nullopt;
  return facts;
}

fact::Facts facts_of(const Told& told) {
  Told all = healthy();
  for (const auto& [id, value] : told) all[id] = value;
  fact::Facts facts;
  for (const auto& [id, value] : all) {
    const auto* rule = catalogue_here().fact(id);
    EXPECT_NE(rule, nullptr) << id;
    if (rule == nullptr) continue;
    const std::string subject = rule->subject == "pc" ? "" : kTerminal;
    facts.put(value ? fact::known(id, subject, *value, {}) : fact::not_known(id, subject, "not_connected", {}));
  }
  return facts;
}

std::vector<std::string> rows_of(const fact::Facts& facts) {
  std::vector<std::string> rows;
  for (const auto* subject : {"", kTerminal}) {
    for (const auto* entry : recognise(catalogue_here(), facts, subject)) rows.push_back(entry->row);
  }
  return rows;
}

std::string first_cause(const std::string& row, const Told& told) {
  return rank(*catalogue_here().by_row(row), facts_of(told), kTerminal, catalogue_here(), {}).front().cause;
}

struct Case {
  std::string name, row, cause;
  Told told;
};

const Told kAdapterGone{
    {"link.adapter_present", false}, {"link.adapter_enabled", false}, {"link.carrier", false}, {"link.address_present", false}};

Told with(Told base, const Told& more) {
  for (const auto& [id, value] : more) base[id] = value;
  return base;
}

// Recognised from facts alone.
const std::vector<Case> kRecognised{
    {"touch silent after a day", "Q01", "touch_tired", {{"terminal.touch", "silent"s}, {"terminal.uptime_h", 30.0}}},
    {"touch silent, page hangs", "Q01", "touch_page_hung", {{"terminal.touch", "silent"s}, {"terminal.page_alive", false}}},
    {"something on the screen", "Q01", "touch_pressed", {{"terminal.touch", "stuck"s}}},
    {"touch part missing", "Q01", "touch_part_lost", {{"terminal.touch", "missing"s}}},
    {"prerequisite missing", "Q05", "prerequisite_missing", {{"program.missing", "pcscd"s}}},
    {"leftovers", "Q06", "old_version_left", {{"pc.leftovers", "/opt/omote-0.9"s}}},
    {"package damaged", "Q06", "package_damaged", {{"program.package", "damaged"s}}},
    {"new adapter disabled", "Q08", "spare_adapter_disabled", no_terminal("disabled")},
    {"new adapter without address", "Q08", "spare_adapter_without_address", no_terminal("no_address")},
    {"new terminal silent", "Q08", "spare_adapter_silent", no_terminal("silent")},
    {"nothing plugged in", "Q09", "new_terminal_not_plugged", no_terminal("")},
    {"stopped by staff", "Q11", "terminal_stopped_by_staff", {{"terminal.stopped", true}}},
    {"port always powered",
     "Q15",
     "usb_port_always_powered",
     {{"terminal.power_while_pc_off", true}, {"pc.usb_power_constant", true}}},
    {"powered hub", "Q15", "powered_hub", {{"terminal.power_while_pc_off", true}, {"person.extension_or_hub", true}}},
    {"heard and not registered", "Q16", "terminal_not_registered",
     link_down({{"link.connected", std::nullopt},
                {"link.ever_connected", std::nullopt},
                {"link.paired", false},
                {"link.beacon_heard", true}})},
    {"terminal was reset", "Q16", "terminal_forgot_pc",
     link_down({{"link.refused", "not_paired"s}, {"link.beacon_heard", true}})},
    {"remote session", "Q20", "remote_session_in_use", {{"pc.remote_desktop_in_use", true}}},
    {"strictness changed", "Q21", "strength_changed_here", {{"terminal.strength_fits", false}}},
    {"lamp dark", "Q26", "power_cable_loose", link_down({{"link.carrier", false}, {"person.terminal_lamp", false}})},
    {"lamp dark behind a hub", "Q26", "hub_between",
     link_down({{"link.carrier", false}, {"person.terminal_lamp", false}, {"person.extension_or_hub", true}})},
    {"adapter deleted", "Q30", "adapter_deleted", link_down(with(kAdapterGone, {{"link.adapter_plugged", true}}))},
    {"adapter deleted, the bus is not known", "Q30", "adapter_deleted", link_down(kAdapterGone)},
    {"institution code changed", "Q31", "institution_changed", {{"account.institution_fits", false}}}};

// Raised by the link's loss while nobody is received.
const std::vector<Case> kLinkLost{
    {"cable out", "Q17", "usb_cable_out", link_down({{"link.carrier", false}})},
    {"cable out and the adapter with it", "Q17", "usb_cable_out", link_down(kAdapterGone)},
    {"cable out, lamp lit", "Q17", "usb_cable_out", link_down({{"link.carrier", false}, {"person.terminal_lamp", true}})},
    {"lamp dark", "Q17", "terminal_off", link_down(with(kAdapterGone, {{"person.terminal_lamp", false}}))},
    {"adapter disabled", "Q17", "adapter_disabled", link_down({{"link.adapter_enabled", false}, {"link.carrier", false}})},
    {"adapter deleted", "Q17", "adapter_deleted", link_down(with(kAdapterGone, {{"link.adapter_plugged", true}}))},
    {"address gone", "Q17", "adapter_address_gone", link_down({{"link.address_present", false}})},
    {"PC slept", "Q17", "pc_slept", link_down({{"pc.slept_today", 1.0}, {"pc.sleep_enabled", true}})},
    {"slept, but the cable is out", "Q17", "usb_cable_out", link_down({{"pc.slept_today", 1.0}, {"link.carrier", false}})},
    {"terminal's program dead", "Q17", "terminal_program_stopped", link_down({{"link.device_answers", true}})},
    {"line swallows everything", "Q17", "adapter_stuck", link_down({{"link.device_answers", false}})},
    {"terminal just switched on", "Q17", "terminal_starting",
     link_down({{"link.line_new", true}, {"link.device_answers", true}})},
    {"PC's program dead", "Q17", "host_program_stopped", link_down({{"program.host", "dead"s}})}};

TEST(Situations, healthy_clinic_is_recognised_as_nothing) {
  EXPECT_TRUE(rows_of(facts_of({})).empty());
}

TEST(Situations, nothing_known_is_recognised_as_nothing) {
  EXPECT_TRUE(rows_of({}).empty());
}

TEST(Situations, facts_lead_to_their_row) {
  for (const auto& one : kRecognised) {
    const auto rows = rows_of(facts_of(one.told));
    EXPECT_NE(std::ranges::find(rows, one.row), rows.end()) << one.name;
  }
}

TEST(Situations, true_cause_comes_first) {
  for (const auto& one : kRecognised) EXPECT_EQ(first_cause(one.row, one.told), one.cause) << one.name;
  for (const auto& one : kLinkLost) EXPECT_EQ(first_cause(one.row, one.told), one.cause) << one.name;
}

TEST(Situations, face_not_in_time_is_traced_to_what_the_camera_saw) {
  const std::map<std::string, std::string> expected{{"too_far", "face_distance_wrong"}, {"too_near", "face_distance_wrong"},
                                                    {"mask", "face_covered"},           {"eyes_covered", "face_covered"},
                                                    {"light_behind", "light_unfit"},    {"too_dark", "light_unfit"},
                                                    {"blurred", "face_window_dirty"}};
  for (const auto& [hint, cause] : expected) EXPECT_EQ(first_cause("Q24", {{"visit.face_hint", hint}}), cause) << hint;
}

TEST(Situations, each_of_the_32_is_found_by_its_row) {
  for (int i = 1; i <= 32; ++i) {
    const auto row = (i < 10 ? "Q0" : "Q") + std::to_string(i);
    const auto found = catalogue_here().find(row, "");
    ASSERT_EQ(found.size(), 1U) << row;
    EXPECT_EQ(found.front()->row, row);
  }
}

}  // namespace
}  // namespace omote::diagnosis
