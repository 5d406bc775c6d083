// Which cause comes first for each code, by the catalogue's data, under the facts that the fault shows (docs/diagnosis.md).
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>

#include "diagnosis/rules/rank.hpp"

namespace omote::diagnosis {
namespace {

using Told = std::map<std::string, std::optional<fact::Value>>;  // no value: unknown
using namespace std::string_literals;

const catalogue::Catalogue& catalogue_here() {
  static const auto kRead = catalogue::Catalogue::built_in();
  return *kRead;
}

// A clinic in which all is well.
const Told kHealthy{{"network.interface_up", true},
                    {"network.carrier", true},
                    {"network.address", "10.0.0.5"s},
                    {"network.wireless", false},
                    {"network.route", true},
                    {"network.leaves_by_expected", true},
                    {"network.tunnel_up", true},
                    {"network.name_resolves", true},
                    {"network.name_in_clinic", false},
                    {"network.ip_version_expected", true},
                    {"network.arp_offload", false},
                    {"network.loss_percent", 0.0},
                    {"national.reachable", true},
                    {"national.tls", "ok"s},
                    {"national.latency_ms", 5.0},
                    {"national.certificate_days", 300.0},
                    {"national.certificate_fits", true},
                    {"national.certificates", 1.0},
                    {"pc.clock_offset_s", 0.0},
                    {"pc.slept_today", 0.0},
                    {"program.version_old", false},
                    {"pc.sleep_enabled", false},
                    {"pc.disk_free_mb", 50000.0},
                    {"pc.memory_free_mb", 4000.0},
                    {"output.exists", true},
                    {"output.writable", true},
                    {"output.read_only_file_system", false},
                    {"output.free_mb", 50000.0},
                    {"reader.service", "running"s},
                    {"reader.readers", 1.0},
                    {"reader.holder_program", ""s},
                    {"pc.remote_desktop_in_use", false},
                    {"pc.remote_desktop_enabled", false},
                    {"program.damaged_part", ""s},
                    {"program.missing", ""s},
                    {"program.settings", "whole"s},
                    {"program.host", "running"s},
                    {"account.registered", true},
                    {"account.registered_elsewhere", false},
                    {"account.institution_fits", true},
                    {"account.mistake", ""s},
                    {"terminal.card_camera", "ok"s},
                    {"terminal.face_camera", "ok"s},
                    {"terminal.uptime_h", 3.0},
                    {"link.drops_today", 1.0},
                    {"link.connected", true},
                    {"terminal.damaged_part", ""s},
                    {"visit.other_cards_work", false},
                    {"visit.other_cards_fail", false},
                    {"visit.same_code_last_hour", 1.0},
                    {"reader.present", true},
                    {"reader.seen_before", true},
                    {"national.login", "ok"s},
                    {"national.mode", "unattended"s},
                    {"national.outage", false},
                    {"national.closed", false}};

// The terminal is out of reach, and what it told is not known any more.
const Told kLinkDown{{"link.connected", false},
                     {"link.adapter_present", true},
                     {"link.adapter_enabled", true},
                     {"link.carrier", true},
                     {"link.address_present", true},
                     {"link.device_answers", false},
                     {"terminal.card_camera", std::nullopt},
                     {"terminal.face_camera", std::nullopt},
                     {"terminal.uptime_h", std::nullopt},
                     {"link.beacon_heard", false}};
// The national system is not reached, though its name leads somewhere.
const Told kNoAnswer{{"national.reachable", false},
                     {"national.tls", "none"s},
                     {"national.latency_ms", std::nullopt},
                     {"pc.clock_offset_s", std::nullopt},
                     {"national.login", std::nullopt}};
// Nothing beyond the PC is reached, not even a name.
const Told kNoNetwork{{"national.reachable", false},
                      {"national.tls", "none"s},
                      {"national.latency_ms", std::nullopt},
                      {"pc.clock_offset_s", std::nullopt},
                      {"national.login", std::nullopt},
                      {"network.name_resolves", false},
                      {"network.name_in_clinic", std::nullopt},
                      {"network.ip_version_expected", std::nullopt},
                      {"network.arp_offload", std::nullopt},
                      {"network.loss_percent", std::nullopt}};

Told with(Told base, const Told& more) {
  for (const auto& [id, value] : more) base[id] = value;
  return base;
}

struct Case {
  const char* name;
  const char* row;
  const char* cause;
  Told told;
};

class CodesTest : public testing::TestWithParam<Case> {};

TEST_P(CodesTest, lead_to_the_cause_that_the_facts_show) {
  const auto& c = GetParam();
  fact::Facts facts;
  for (const auto& [id, value] : with(kHealthy, c.told)) {
    const auto* rule = catalogue_here().fact(id);
    ASSERT_NE(rule, nullptr) << id;
    const std::string subject = rule->subject == "pc" ? "" : "T1";
    facts.put(value ? fact::known(id, subject, *value, {}) : fact::not_known(id, subject, "not_here", {}));
  }
  const auto findings = rank(*catalogue_here().by_row(c.row), facts, "T1", catalogue_here(), {});
  ASSERT_FALSE(findings.empty());
  EXPECT_EQ(findings[0].cause, c.cause) << "then " << findings[1].cause;
  EXPECT_GE(findings[0].probability, 0.4) << "then " << findings[1].cause << " with " << findings[1].probability;
}

INSTANTIATE_TEST_SUITE_P(
    Of, CodesTest,
    testing::Values(
        Case{
            "E01_card_taken_early", "E01", "card_taken_early",
            with({},
                 {{"visit.reason", "card_removed_early"s}, {"visit.card_sight", "reading"s}, {"visit.card_kind", "my_number"s}})},
        Case{"E01_card_taken_early_2", "E01", "card_taken_early",
             with({},
                  {{"visit.reason", "card_removed_early"s}, {"visit.card_sight", "agreed"s}, {"visit.card_kind", "my_number"s}})},
        Case{"E01_radio_disturbed", "E01", "radio_disturbed",
             with({},
                  {{"visit.reason", "card_not_readable"s}, {"visit.card_sight", "agreed"s}, {"visit.card_kind", "my_number"s}})},
        Case{"E01_radio_disturbed_2", "E01", "radio_disturbed",
             with({}, {{"visit.reason", "card_not_readable"s}, {"visit.card_sight", ""s}, {"visit.card_kind", ""s}})},
        Case{"E01_not_my_number_card", "E01", "not_my_number_card",
             with({}, {{"visit.reason", "card_other_kind"s}, {"visit.card_sight", ""s}, {"visit.card_kind", "other"s}})},
        Case{"E01_card_in_sleeve", "E01", "card_in_sleeve",
             with({}, {{"visit.reason", "card_not_readable"s}, {"visit.card_sight", "sleeve"s}})},
        Case{"E02_card_silent", "E02", "card_silent",
             with({}, {{"visit.reason", "card_time_out"s}, {"visit.card_sight", "agreed"s}})},
        Case{"E02_card_service_hung", "E02", "card_service_hung",
             with({}, {{"visit.reason", "card_time_out"s}, {"reader.service", "hung"s}, {"reader.readers", std::nullopt}})},
        Case{"E03_reader_absent", "E03", "reader_absent",
             with({}, {{"reader.readers", 0.0}, {"reader.present", false}, {"reader.seen_before", false}})},
        Case{"E04_reader_unplugged", "E04", "reader_unplugged", with({}, {{"reader.readers", 0.0}, {"reader.present", false}})},
        Case{"E04_card_service_stopped", "E04", "card_service_stopped",
             with({}, {{"reader.readers", std::nullopt}, {"reader.present", false}, {"reader.service", "missing"s}})},
        Case{"E27_remote_session_in_use", "E27", "remote_session_in_use",
             with({}, {{"reader.readers", 0.0}, {"pc.remote_desktop_in_use", true}})},
        Case{"E27_reader_unplugged", "E27", "reader_unplugged", with({}, {{"reader.readers", 0.0}})},
        Case{"E34_held_by_other_program", "E34", "held_by_other_program",
             with({}, {{"reader.held", true}, {"reader.holder_program", "holder"s}})},
        Case{"E34_held_by_other_program_2", "E34", "held_by_other_program",
             with({}, {{"reader.held", true}, {"reader.holder_program", std::nullopt}})},
        Case{"E34_certificate_service_holds", "E34", "certificate_service_holds",
             with({}, {{"reader.held", true}, {"reader.holder_program", "CertPropSvc"s}})},
        Case{"E12_print_misread", "E12", "print_misread",
             with({}, {{"visit.card_sight", "agreed"s}, {"visit.number_b_tries", 1.0}, {"visit.reason", "number_b_wrong_1"s}})},
        Case{"E15_card_window_dirty", "E15", "card_window_dirty",
             with({}, {{"visit.card_sight", "agreed"s}, {"visit.other_cards_fail", true}, {"terminal.card_camera", "dirty"s}})},
        Case{"E22_card_turned_over", "E22", "card_turned_over",
             with({}, {{"visit.card_sight", "back"s}, {"visit.reason", "back"s}})},
        Case{"E22_card_in_sleeve", "E22", "card_in_sleeve",
             with({}, {{"visit.card_sight", "sleeve"s}, {"visit.reason", "sleeve"s}})},
        Case{"E22_print_worn", "E22", "print_worn", with({}, {{"visit.card_sight", "unclear"s}, {"visit.reason", "unclear"s}})},
        Case{"E22_card_camera_covered", "E22", "card_camera_covered",
             with({}, {{"visit.card_sight", "nothing"s}, {"visit.reason", "nothing"s}, {"terminal.card_camera", "dark"s}})},
        Case{"E22_card_not_straight", "E22", "card_not_straight",
             with({}, {{"visit.card_sight", "nothing"s}, {"visit.reason", "nothing"s}})},
        Case{"E22_card_window_dirty", "E22", "card_window_dirty",
             with({}, {{"visit.card_sight", "unclear"s}, {"terminal.card_camera", "dirty"s}})},
        Case{"E23_face_camera_missing", "E23", "face_camera_missing", with({}, {{"terminal.face_camera", "missing"s}})},
        Case{"E23_face_camera_frozen", "E23", "face_camera_frozen", with({}, {{"terminal.face_camera", "frozen"s}})},
        Case{"E23_face_camera_dark", "E23", "face_camera_dark", with({}, {{"terminal.face_camera", "dark"s}})},
        Case{"E23_face_camera_missing_2", "E23", "face_camera_missing", with({}, {{"terminal.face_camera", "no_frame"s}})},
        Case{"E23_face_camera_busy", "E23", "face_camera_busy", with({}, {{"terminal.face_camera", "busy"s}})},
        Case{"E05_usb_cable_out", "E05", "usb_cable_out", with(kLinkDown, {{"link.carrier", false}})},
        Case{"E05_adapter_disabled", "E05", "adapter_disabled",
             with(kLinkDown, {{"link.adapter_enabled", false}, {"link.carrier", false}})},
        Case{"E05_adapter_address_gone", "E05", "adapter_address_gone", with(kLinkDown, {{"link.address_present", false}})},
        Case{"E05_adapter_stuck", "E05", "adapter_stuck", with(kLinkDown, {})},
        Case{"E05_terminal_program_stopped", "E05", "terminal_program_stopped", with(kLinkDown, {{"link.device_answers", true}})},
        Case{"E05_terminal_program_stopped_2", "E05", "terminal_program_stopped",
             with(kLinkDown, {{"link.device_answers", true}, {"terminal.program", "dead"s}})},
        Case{"E05_adapter_deleted", "E05", "adapter_deleted",
             with(kLinkDown, {{"link.adapter_present", false},
                              {"link.adapter_enabled", false},
                              {"link.carrier", false},
                              {"link.address_present", false},
                              {"link.adapter_plugged", true}})},
        Case{"E36_usb_cable_out", "E36", "usb_cable_out", with(kLinkDown, {{"link.carrier", false}})},
        Case{"E36_adapter_disabled", "E36", "adapter_disabled",
             with(kLinkDown, {{"link.adapter_enabled", false}, {"link.carrier", false}})},
        Case{"E36_adapter_stuck", "E36", "adapter_stuck", with(kLinkDown, {})},
        Case{"E07_lan_cable_out", "E07", "lan_cable_out",
             with(kNoNetwork, {{"network.carrier", false},
                               {"network.route", false},
                               {"network.leaves_by_expected", std::nullopt},
                               {"network.tunnel_up", false}})},
        Case{"E07_lan_cable_out_2", "E07", "lan_cable_out",
             with(kNoAnswer,
                  {{"network.carrier", false}, {"network.tunnel_up", std::nullopt}, {"network.loss_percent", std::nullopt}})},
        Case{"E07_lan_adapter_disabled", "E07", "lan_adapter_disabled",
             with(kNoNetwork, {{"network.interface_up", false},
                               {"network.carrier", false},
                               {"network.address", ""s},
                               {"network.route", false},
                               {"network.leaves_by_expected", std::nullopt},
                               {"network.tunnel_up", false}})},
        Case{"E07_lan_address_wrong", "E07", "lan_address_wrong",
             with(kNoNetwork, {{"network.address", ""s},
                               {"network.route", false},
                               {"network.leaves_by_expected", std::nullopt},
                               {"network.tunnel_up", std::nullopt}})},
        Case{"E07_dns_wrong", "E07", "dns_wrong", with(kNoNetwork, {{"network.tunnel_up", std::nullopt}})},
        Case{"E07_dns_wrong_2", "E07", "dns_wrong",
             with(kNoAnswer, {{"network.name_in_clinic", true}, {"network.tunnel_up", true}})},
        Case{"E07_tunnel_down", "E07", "tunnel_down",
             with(kNoAnswer, {{"network.tunnel_up", false},
                              {"network.route", false},
                              {"network.leaves_by_expected", std::nullopt},
                              {"network.loss_percent", std::nullopt}})},
        Case{"E07_tunnel_down_2", "E07", "tunnel_down",
             with(kNoAnswer, {{"network.tunnel_up", std::nullopt},
                              {"network.route", false},
                              {"network.leaves_by_expected", std::nullopt},
                              {"network.loss_percent", std::nullopt}})},
        Case{"E07_traffic_in_clinic", "E07", "traffic_in_clinic",
             with(kNoAnswer, {{"network.leaves_by_expected", false}, {"network.loss_percent", 100.0}})},
        Case{"E07_router_stopped", "E07", "router_stopped", with(kNoAnswer, {{"network.loss_percent", 100.0}})},
        Case{"E07_connection_blocked", "E07", "connection_blocked", with(kNoAnswer, {{"network.tunnel_up", std::nullopt}})},
        Case{"E07_connection_blocked_2", "E07", "connection_blocked", with(kNoAnswer, {})},
        Case{"E07_server_certificate_wrong", "E07", "server_certificate_wrong",
             with({}, {{"national.tls", "expired"s}, {"national.login", std::nullopt}})},
        Case{
            "E07_own_certificate_expired", "E07", "own_certificate_expired",
            with({}, {{"national.tls", "refused_ours"s}, {"national.certificate_days", -3.0}, {"national.login", std::nullopt}})},
        Case{
            "E07_own_certificate_refused", "E07", "own_certificate_refused",
            with({}, {{"national.tls", "refused_ours"s}, {"national.certificate_fits", true}, {"national.login", std::nullopt}})},
        Case{"E07_clock_wrong", "E07", "clock_wrong",
             with({}, {{"national.tls", "expired"s}, {"pc.clock_offset_s", 40000000.0}, {"national.login", std::nullopt}})},
        Case{"E08_national_silent", "E08", "national_silent",
             with({}, {{"national.latency_ms", 6.0}, {"national.login", std::nullopt}})},
        Case{"E08_national_silent_2", "E08", "national_silent", with(kNoAnswer, {})},
        Case{"E08_network_drops_packets", "E08", "network_drops_packets",
             with({}, {{"network.loss_percent", 40.0}, {"national.login", std::nullopt}})},
        Case{"E09_national_silent", "E09", "national_silent", with({}, {{"national.login", std::nullopt}})},
        Case{"E26_national_silent", "E26", "national_silent", with(kNoAnswer, {{"network.loss_percent", 0.0}})},
        Case{"E06_subscriber_duplicate", "E06", "subscriber_duplicate",
             with({}, {{"visit.reason_detail", "subscriber_duplicate"s}})},
        Case{"E06_registration_other_error", "E06", "registration_other_error",
             with({}, {{"visit.reason_detail", "other_error"s}})},
        Case{"E11_staff_mode", "E11", "staff_mode", with({}, {{"national.mode", "staff_confirmation"s}})},
        Case{"E25_account_unknown", "E25", "account_unknown", with({}, {{"national.login", "unknown_account"s}})},
        Case{"E25_password_wrong", "E25", "password_wrong", with({}, {{"national.login", "wrong_password"s}})},
        Case{"E25_account_locked", "E25", "account_locked", with({}, {{"national.login", "locked"s}})},
        Case{"E25_account_starts_later", "E25", "account_starts_later", with({}, {{"national.login", "not_yet_valid"s}})},
        Case{"E25_environment_mixed_up", "E25", "environment_mixed_up", with({}, {{"national.login", "wrong_environment"s}})},
        Case{"E25_certificate_of_other_institution", "E25", "certificate_of_other_institution",
             with({}, {{"national.login", "unknown_account"s}, {"national.certificate_fits", false}})},
        Case{"E25_several_certificates", "E25", "several_certificates",
             with({}, {{"national.login", "unknown_account"s}, {"national.certificates", 2.0}})},
        Case{"E10_output_rights_missing", "E10", "output_rights_missing", with({}, {{"output.writable", false}})},
        Case{"E10_output_folder_gone", "E10", "output_folder_gone",
             with({}, {{"output.exists", false},
                       {"output.writable", false},
                       {"output.read_only_file_system", std::nullopt},
                       {"output.free_mb", std::nullopt}})},
        Case{"E10_disk_full", "E10", "disk_full", with({}, {{"output.free_mb", 0.0}, {"output.writable", true}})},
        Case{"E10_disk_full_2", "E10", "disk_full", with({}, {{"output.free_mb", 0.0}, {"output.writable", false}})},
        Case{"E10_output_read_only", "E10", "output_read_only",
             with({}, {{"output.writable", false}, {"output.read_only_file_system", true}})},
        Case{"E35_settings_damaged", "E35", "settings_damaged", with({}, {{"terminal.settings", "healed"s}})},
        Case{"E35_settings_damaged_2", "E35", "settings_damaged", with({}, {{"program.settings", "healed"s}})},
        Case{"E35_settings_edited_wrongly", "E35", "settings_edited_wrongly", with({}, {{"program.settings", "unreadable"s}})},
        Case{"E37_terminal_software_old", "E37", "terminal_software_old", with({}, {{"link.refused", "version"s}})},
        Case{"E37_reader_software_old", "E37", "reader_software_old",
             with({}, {{"link.refused", "version"s}, {"program.version_old", true}})},
        Case{"E37_reader_software_old_2", "E37", "reader_software_old",
             with({}, {{"link.refused", "version"s}, {"program.version_old", std::nullopt}})},
        Case{"E38_runtime_damaged", "E38", "runtime_damaged", with({}, {{"program.damaged_part", "runtime"s}})},
        Case{"E28_reader_registered_twice", "E28", "reader_registered_twice",
             with({}, {{"visit.reason", "reader_registered"s}, {"account.mistake", "reader_registered"s}})},
        Case{"E28_reader_registered_twice_2", "E28", "reader_registered_twice",
             with({}, {{"visit.reason", "reader_registered"s}})},
        Case{"E29_environment_switched", "E29", "environment_switched",
             with({}, {{"account.registered", false}, {"account.registered_elsewhere", true}})},
        Case{"E29_device_id_wrong", "E29", "device_id_wrong", with({}, {})},
        Case{"E29_device_id_wrong_2", "E29", "device_id_wrong",
             with({}, {{"account.mistake", "library_device_not_registered"s}, {"account.registered_elsewhere", std::nullopt}})},
        Case{"E29_environment_switched_2", "E29", "environment_switched",
             with({}, {{"account.mistake", "library_device_elsewhere"s}, {"account.registered_elsewhere", std::nullopt}})},
        Case{"E31_end_without_check", "E31", "end_without_check", with({}, {{"visit.reason", "library_not_watching"s}})},
        Case{"E31_check_failed_before_end", "E31", "check_failed_before_end",
             with({}, {{"visit.reason", "library_check_failed"s}})},
        Case{"E30_mode_not_read", "E30", "mode_not_read", with({}, {{"visit.reason", "library_mode_not_read"s}})},
        Case{"E30_mode_switched_in_between", "E30", "mode_switched_in_between",
             with({}, {{"visit.reason", "identity_mode_differs"s}})},
        Case{"OMT28_clock_not_synchronised", "OMT28", "clock_not_synchronised", with({}, {{"pc.clock_offset_s", 100.0}})},
        Case{"OMT33_memory_short", "OMT33", "memory_short",
             with({}, {{"program.restarts_today", 6.0}, {"pc.memory_free_mb", 100.0}})},
        Case{"OMT33_software_fault", "OMT33", "software_fault", with({}, {{"program.restarts_today", 6.0}})},
        Case{"OMT31_usb_cable_loose", "OMT31", "usb_cable_loose", with({}, {{"link.drops_today", 8.0}})},
        Case{"OMT18_disk_full", "OMT18", "disk_full", with({}, {{"pc.disk_free_mb", 5.0}, {"output.free_mb", 5.0}})},
        Case{"OMT10_national_system_closed", "OMT10", "national_system_closed",
             with({}, {{"national.closed", true}, {"visit.reason", "national_closed"s}})}),
    [](const auto& which) { return which.param.name; });

}  // namespace
}  // namespace omote::diagnosis
