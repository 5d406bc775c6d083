#include "domain/catalogue/catalogue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "domain/catalogue/failures.hpp"

namespace omote::catalogue {
namespace {

const Catalogue& built_in() {
  static const auto catalogue = Catalogue::built_in();
  return catalogue.value();
}

std::vector<std::string> rows_of(const std::vector<const Entry*>& entries) {
  std::vector<std::string> rows;
  for (const auto* entry : entries) rows.push_back(entry->row);
  return rows;
}

// A catalogue of three entries, for what must not depend on the real one.
constexpr std::string_view kSmall = R"({
 "facts": [{"id": "link.carrier", "kind": "flag", "subject": "terminal", "probe": "link", "values": [], "cost_s": 0},
           {"id": "person.lamp", "kind": "flag", "subject": "terminal", "probe": "person", "values": [], "cost_s": 5,
            "ask": {"ja": "ランプは", "en": "Lamp?"},
            "words": {"title": {"ja": "ランプ", "en": "Lamp"}, "is": {"ja": "つく", "en": "lit"}, "not": {"ja": "消える", "en": "dark"}}},
           {"id": "pc.disk_free_mb", "kind": "number", "subject": "pc", "probe": "pc", "values": [], "cost_s": 0,
            "words": {"title": {"ja": "空き", "en": "Free"}, "is": {"ja": "{value} MB 空き", "en": "{value} MB free"}}},
           {"id": "link.refused", "kind": "text", "subject": "terminal", "probe": "host", "values": ["", "version"], "cost_s": 0,
            "words": {"title": {"ja": "拒否", "en": "Refused"}, "is": {"ja": "{value}", "en": "refused: {value}"
}
, "values" : {
  "" : {"ja" : "なし", "en" : "not refused"}
}
}
}],
 "entries": [
  {"row": "E35", "code": "FUJ906", "detail": "xxxxC02-4", "shows": "21200C02-4", "aliases": ["FUG906"], "phase": "start",
   "who": "vendor", "severity": "warns", "kind": "fault", "raised": [{"reason": "settings_damaged", "phase": "start", "who": "staff"}],
   "when": {"all": [{"fact": "link.carrier", "is": false}, {"none": [{"fact": "person.lamp", "unknown": true}]}]},
   "heading": {"ja": "あ", "en": "a"}, "patient": {"ja": "い", "en": "b"}, "staff": {"ja": "う", "en": "c"},
   "vendor": {"ja": "え", "en": "d"}, "say": {"ja": "お", "en": "e"},
   "causes": [{"id": "killed", "prior": 0.5}], "scenarios": ["E35-killed"]},
  {"row": "E08", "code": "011", "detail": "0x81000008", "shows": "0x81000008", "aliases": ["0X8100008"], "phase": "", "who": "network",
   "severity": "blocks", "kind": "fault", "raised": [{"reason": "late", "phase": ""}],
   "heading": {"ja": "あ", "en": "a"}, "patient": {"ja": "い", "en": "b"}, "staff": {"ja": "う", "en": "c"},
   "vendor": {"ja": "え", "en": "d"}, "say": {"ja": "お", "en": "e"}, "causes": [], "scenarios": []},
  {"row": "OMT99", "code": "OMT99", "detail": "", "shows": "", "aliases": [], "phase": "", "who": "vendor",
   "severity": "visit", "kind": "question", "raised": [{"reason": "unknown", "phase": ""}, {"reason": "late", "phase": "after"}],
   "heading": {"ja": "あ", "en": "a"}, "patient": {"ja": "い", "en": "b"}, "staff": {"ja": "う", "en": "c"},
   "vendor": {"ja": "え", "en": "d"}, "say": {"ja": "お", "en": "e"}, "causes": [], "scenarios": []}],
 "causes": [{"id": "killed", "who": "staff", "title": {"ja": "か", "en": "f"}, "explain": {"ja": "き", "en": "g"},
   "evidence": [{"condition": {"fact": "link.carrier", "is": false}, "factor": 30}], "remedies": ["rebuild"]}],
 "remedies": [{"id": "rebuild", "kind": "automatic", "cost_s": 3, "action": "settings_rebuild", "title": {"ja": "く", "en": "h"},
   "steps": [{"say": {"ja": "け", "en": "i"}, "picture": "", "wait_s": 60, "check": {"fact": "link.carrier", "is": true}}]}]
})";

Catalogue small() {
  return Catalogue::from_json(kSmall).value();
}

TEST(Catalogue, reads_every_field_of_its_document) {
  const auto catalogue = small();
  const auto& entry = *catalogue.by_row("E35");
  EXPECT_EQ(entry.shows, "21200C02-4");
  EXPECT_EQ(entry.severity, Severity::Warns);
  EXPECT_FALSE(entry.question);
  EXPECT_TRUE(catalogue.by_row("OMT99")->question);
  EXPECT_EQ(entry.raised[0].who, "staff");
  ASSERT_TRUE(entry.when);
  EXPECT_EQ(facts_of(*entry.when), (std::vector<std::string>{"link.carrier", "person.lamp"}));
  EXPECT_EQ(entry.heading.in("ja") + entry.patient.in("ja") + entry.staff.in("ja") + entry.vendor.in("ja") + entry.say.in("ja"),
            "あいうえお");
  EXPECT_EQ(entry.say.in("en"), "e");
  EXPECT_DOUBLE_EQ(entry.causes[0].prior, 0.5);
  EXPECT_EQ(entry.scenarios, std::vector<std::string>{"E35-killed"});
  const auto& cause = *catalogue.cause("killed");
  EXPECT_EQ(cause.explain.in("en"), "g");
  EXPECT_DOUBLE_EQ(cause.evidence[0].factor, 30);
  const auto& remedy = *catalogue.remedy("rebuild");
  EXPECT_EQ(remedy.kind, RemedyKind::Automatic);
  EXPECT_EQ(remedy.action, "settings_rebuild");
  EXPECT_EQ(remedy.steps[0].wait_s, 60);
  ASSERT_TRUE(remedy.steps[0].check);
  EXPECT_EQ(catalogue.fact("person.lamp")->ask.in("en"), "Lamp?");
  EXPECT_EQ(catalogue.raised_by("late", "").raised[0].who, "network");
}

TEST(Sentence, of_a_fact_says_its_value_in_words) {
  const auto catalogue = small();
  const auto say = [&](const char* id, fact::Value value, const char* language = "en") {
    return sentence(*catalogue.fact(id), fact::known(id, "", std::move(value), {}), language);
  };
  EXPECT_EQ(say("person.lamp", true), "lit");
  EXPECT_EQ(say("person.lamp", false, "ja"), "消える");
  EXPECT_EQ(say("pc.disk_free_mb", 12.0), "12 MB free");
  EXPECT_EQ(say("link.refused", std::string("version")), "refused: version");
  EXPECT_EQ(say("link.refused", std::string()), "not refused");
  EXPECT_EQ(say("link.carrier", true), "link.carrier: true");
  EXPECT_EQ(sentence(*catalogue.fact("person.lamp"), fact::not_known("person.lamp", "", "not_asked", {}), "en"), "Lamp: ?");
}

TEST(BuiltInCatalogue, has_words_for_every_fact) {
  for (const auto& rule : built_in().facts()) EXPECT_FALSE(rule.title.ja.empty() || rule.title.en.empty()) << rule.id;
}

TEST(Catalogue, of_a_damaged_document_says_where_it_fails) {
  for (const auto* json :
       {"", "{", "[]", R"({"facts": []})", R"({"facts": [{"id": 5}], "entries": [], "causes": [], "remedies": []})"}) {
    const auto read = Catalogue::from_json(json);
    ASSERT_FALSE(read) << json;
    EXPECT_EQ(read.error().reason.text(), "catalogue_unreadable");
    EXPECT_FALSE(read.error().context.empty());
  }
}

TEST(Catalogue, finds_nothing_for_an_id_that_it_lacks) {
  EXPECT_EQ(small().by_row("E36"), nullptr);
  EXPECT_EQ(small().cause("rebuild"), nullptr);
  EXPECT_EQ(small().remedy("killed"), nullptr);
  EXPECT_EQ(small().fact("link"), nullptr);
}

TEST(Catalogue, raised_by_prefers_the_phase_and_falls_back_to_unknown) {
  const auto catalogue = small();
  EXPECT_EQ(catalogue.raised_by("late", "after").row, "OMT99");
  EXPECT_EQ(catalogue.raised_by("late", "card").row, "E08");
  EXPECT_EQ(catalogue.raised_by("settings_damaged", "start").row, "E35");
  EXPECT_EQ(catalogue.raised_by("settings_damaged", "card").row, "OMT99");
  EXPECT_EQ(catalogue.raised_by("never_heard_of", "").row, "OMT99");
}

TEST(Catalogue, find_forgives_how_people_type_a_code) {
  const auto catalogue = small();
  for (const auto* typed : {"FUJ906", "fuj906", "906", "ＦＵＪ９０６", " 906 ", "FUG906"})
    EXPECT_EQ(rows_of(catalogue.find(typed, "")), std::vector<std::string>{"E35"}) << typed;
  for (const auto* typed : {"0x81000008", "0X81000008", "0X8100008", "０ｘ８１００００08"})
    EXPECT_EQ(rows_of(catalogue.find("011", typed)), std::vector<std::string>{"E08"}) << typed;
  EXPECT_TRUE(catalogue.find("012", "").empty());
  EXPECT_TRUE(catalogue.find("011", "0x81000009").empty());
  EXPECT_TRUE(catalogue.find("011", "0981000008").empty());
}

TEST(Catalogue, find_takes_any_digits_for_the_x_of_a_pattern) {
  const auto catalogue = small();
  for (const auto* typed : {"21200C02-4", "22013c02-4", "xxxxC02-4"}) EXPECT_EQ(catalogue.find("906", typed).size(), 1U) << typed;
  for (const auto* typed : {"2120AC02-4", "21200C02-5", "21200C02-44", "C02-4"})
    EXPECT_TRUE(catalogue.find("906", typed).empty()) << typed;
}

TEST(BuiltInCatalogue, agrees_with_the_table_of_failures) {
  for (const auto& failure : all_failures()) {
    const auto& entry = built_in().raised_by(failure.reason, failure.phase);
    EXPECT_EQ(entry.code, failure.code) << failure.reason;
    EXPECT_EQ(entry.shows, failure.detail) << failure.reason;
    const auto raised = std::ranges::find_if(entry.raised, [&](const Raised& r) { return r.reason == failure.reason; });
    ASSERT_NE(raised, entry.raised.end()) << failure.reason;
    EXPECT_EQ(raised->who, failure.who) << failure.reason;
  }
}

TEST(BuiltInCatalogue, finds_each_entry_by_the_code_and_detail_that_it_shows) {
  for (const auto& entry : built_in().entries()) {
    const auto found = built_in().find(entry.code, entry.shows);
    EXPECT_NE(std::ranges::find(found, &entry), found.end()) << entry.row;
  }
}

TEST(BuiltInCatalogue, has_priors_that_leave_room_for_the_unknown) {
  for (const auto& entry : built_in().entries()) {
    double sum = 0;
    for (const auto& cause : entry.causes) sum += cause.prior;
    EXPECT_LE(sum, 1.0 + 1e-9) << entry.row;
    EXPECT_TRUE(entry.question || !entry.causes.empty()) << entry.row;
  }
}

}  // namespace
}  // namespace omote::catalogue
