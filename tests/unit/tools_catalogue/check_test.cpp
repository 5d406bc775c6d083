// Each mistake in the catalogue's files is named with file, line and what is expected.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "tests/unit/temp_folder.hpp"
#include "tools/catalogue/document.hpp"

namespace omote::tools {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

const std::string kFacts = R"(facts:
  - {id: link.carrier, kind: flag, subject: terminal, probe: link}
  - {id: pc.disk_free_mb, kind: number, subject: pc, probe: pc}
  - {id: link.refused, kind: text, subject: terminal, probe: host, values: ["", version]}
)";
const std::string kFactWords = R"(words:
  link.carrier: {title: {ja: あ, en: a}, is: {ja: あ, en: a}, not: {ja: あ, en: a}}
  pc.disk_free_mb: {title: {ja: あ, en: a}, is: {ja: "{value}", en: "{value}"}}
  link.refused: {title: {ja: あ, en: a}, values: {version: {ja: あ, en: a}}}
)";
const std::string kEntries = R"(entries:
  - row: OMT99
    code: OMT99
    who: vendor
    severity: visit
    raised: [unknown]
    heading: {ja: あ, en: a}
    patient: {ja: あ, en: a}
    staff: {ja: あ, en: a}
    vendor: {ja: あ, en: a}
    say: {ja: あ, en: a}
    causes: [{id: fault, prior: 0.5}]
    scenarios: [OMT99-unknown]
)";
const std::string kCauses = R"(causes:
  - id: fault
    title: {ja: あ, en: a}
    explain: {ja: あ, en: a}
    who: vendor
    evidence: [{fact: link.carrier, is: false, factor: 3}]
    remedies: [call]
)";
const std::string kRemedies = R"(remedies:
  - id: call
    kind: hand
    cost_s: 60
    title: {ja: あ, en: a}
    steps: [{say: {ja: あ, en: a}, picture: telephone}]
)";

class CatalogueFilesTest : public testing::Test {
 protected:
  // The files of a good catalogue, one text of them changed.
  Mistakes mistakes_with(const std::string& file, const std::string& from, const std::string& to) {
    auto files = good_;
    if (!from.empty()) {
      const auto at = files.at(file).find(from);
      EXPECT_NE(at, std::string::npos) << from;
      files[file].replace(at, from.size(), to);
    } else {
      files[file] += to;
    }
    const auto root = folder_ / "catalogue";
    for (const auto& [name, text] : files) {
      std::filesystem::create_directories((root / name).parent_path());
      std::ofstream(root / name) << text;
    }
    Mistakes mistakes;
    document_ = read_document(root, mistakes);
    check_document(document_, mistakes);
    return mistakes;
  }

  test::TempFolder folder_;
  Json document_;
  const std::map<std::string, std::string> good_{{"facts.yaml", kFacts},
                                                 {"fact_words.yaml", kFactWords},
                                                 {"pictures.yaml", "pictures: [{id: telephone, shows: a telephone}]\n"},
                                                 {"entries/own.yaml", kEntries},
                                                 {"causes/own.yaml", kCauses},
                                                 {"remedies/own.yaml", kRemedies}};
};

TEST_F(CatalogueFilesTest, without_mistake_become_one_document) {
  EXPECT_THAT(mistakes_with("facts.yaml", "", ""), IsEmpty());
  finish_document(document_);
  const auto& entry = document_["entries"][0];
  EXPECT_EQ(entry["scenario"], "OMT99-unknown");
  EXPECT_EQ(entry["causes"][0]["title"]["en"], "a");
  EXPECT_EQ(entry["causes"][0]["remedies"], Json({"call"}));
  EXPECT_EQ(document_["causes"][0]["evidence"][0]["condition"], Json({{"fact", "link.carrier"}, {"is", false}}));
  EXPECT_EQ(document_.dump().find("\"@\""), std::string::npos);
}

struct Case {
  const char* name;
  const char* file;
  const char* from;
  const char* to;
  const char* said;
};

class CatalogueMistakeTest : public CatalogueFilesTest, public testing::WithParamInterface<Case> {};

TEST_P(CatalogueMistakeTest, is_named_with_its_place) {
  const auto& c = GetParam();
  EXPECT_THAT(mistakes_with(c.file, c.from, c.to), testing::Contains(HasSubstr(c.said)));
}

INSTANTIATE_TEST_SUITE_P(
    Of, CatalogueMistakeTest,
    testing::Values(
        Case{"unknown_field", "entries/own.yaml",
             "severity:", "severety:", "catalogue/entries/own.yaml:5: unknown field \"severety\""},
        Case{"missing_field", "entries/own.yaml", "    who: vendor\n", "", "own.yaml:2: field \"who\" is missing"},
        Case{"missing_language", "entries/own.yaml", "say: {ja: あ, en: a}", "say: {ja: あ}",
             "own.yaml:11: field \"en\" is missing"},
        Case{"empty_words", "causes/own.yaml", "title: {ja: あ, en: a}", "title: {ja: '', en: a}",
             "causes/own.yaml:3: no words in \"ja\""},
        Case{"comma_outside_quotes", "entries/own.yaml", "say: {ja: あ, en: a}", "say: {ja: あ, en: a, b}",
             "unknown field \"b\""},
        Case{"field_twice", "entries/own.yaml", "    who: vendor\n", "    who: vendor\n    who: staff\n",
             "own.yaml:5: who stands twice"},
        Case{"not_yaml", "entries/own.yaml", "", "  - {row: E01\n", "entries/own.yaml:"},
        Case{"unknown_cause", "entries/own.yaml", "id: fault", "id: default",
             "own.yaml:12: default: \"default\" does not stand under causes"},
        Case{"unreachable_cause", "causes/own.yaml", "id: fault", "id: other", "causes/own.yaml:2: other: no entry names it"},
        Case{"unknown_remedy", "causes/own.yaml", "[call]", "[write]",
             "own.yaml:2: fault: \"write\" does not stand under remedies"},
        Case{"unreachable_remedy", "causes/own.yaml", "[call]", "[write]", "remedies/own.yaml:2: call: no cause names it"},
        Case{"unknown_picture", "remedies/own.yaml", "picture: telephone", "picture: novel",
             "\"novel\" does not stand under pictures"},
        Case{"prior_zero", "entries/own.yaml", "prior: 0.5", "prior: 0", "fault: the prior is expected to be over 0"},
        Case{"priors_over_one", "entries/own.yaml", "prior: 0.5", "prior: 1.5", "OMT99: the priors add up to 1.50"},
        Case{"who_unknown", "entries/own.yaml", "who: vendor", "who: nobody", "OMT99: who is \"nobody\", expected one of"},
        Case{"phase_unknown", "entries/own.yaml", "raised: [unknown]", "raised: [unknown, {reason: a, phase: night}]",
             "a: phase is \"night\""},
        Case{"reason_twice", "entries/own.yaml", "raised: [unknown]", "raised: [unknown, unknown]",
             "raised by two entries in the same phase"},
        Case{"never_recognised", "entries/own.yaml", "    raised: [unknown]\n", "", "OMT99: nothing recognises it"},
        Case{"question_recognised", "entries/own.yaml", "severity: visit", "severity: visit\n    kind: question",
             "a question is never recognised"},
        Case{"no_scenario", "entries/own.yaml", "[OMT99-unknown]", "[]", "OMT99: no scenario proves it"},
        Case{"pattern_without_shows", "entries/own.yaml", "who: vendor", "who: vendor\n    detail: xxxxC02-4",
             "shows: the concrete detail"},
        Case{"shows_does_not_fit", "entries/own.yaml", "who: vendor", "who: vendor\n    detail: xxxxC02-4\n    shows: 21200C02-5",
             "shows \"21200C02-5\" does not fit xxxxC02-4"},
        Case{"fact_unknown", "causes/own.yaml", "link.carrier", "link.cable",
             "causes/own.yaml:6: no fact \"link.cable\" in facts.yaml"},
        Case{"flag_with_text", "causes/own.yaml", "is: false", "is: never", "expected true or false: the fact is a flag"},
        Case{"text_with_other_value", "causes/own.yaml", "link.carrier, is: false", "link.refused, is: vers",
             "link.refused is one of"},
        Case{"over_of_a_flag", "causes/own.yaml", "is: false", "over: 3", "\"over\" needs a number, link.carrier is a flag"},
        Case{"comparison_unknown", "causes/own.yaml", "is: false", "equals: false", "\"equals\": a fact is compared by"},
        Case{"comparison_missing", "causes/own.yaml", ", is: false", "", "link.carrier: expected one comparison"},
        Case{"factor_of_one", "causes/own.yaml", "factor: 3", "factor: 1", "factor is over 1 for evidence"},
        Case{"evidence_over_a_group", "causes/own.yaml", "{fact: link.carrier, is: false, factor: 3}",
             "{all: [{fact: link.carrier, is: false}], factor: 3}", "evidence is a condition over one fact"},
        Case{"hand_with_action", "remedies/own.yaml", "kind: hand", "kind: hand\n    action: call", "hand has none"},
        Case{"automatic_without_action", "remedies/own.yaml", "kind: hand", "kind: automatic", "name the action that runs"},
        Case{"no_step", "remedies/own.yaml", "[{say: {ja: あ, en: a}, picture: telephone}]", "[]", "call: no step"},
        Case{"fact_without_words", "fact_words.yaml",
             "link.refused:", "link.refusal:", "facts.yaml:4: link.refused: no words in fact_words.yaml"},
        Case{"words_of_no_fact", "fact_words.yaml",
             "link.refused:", "link.refusal:", "fact_words.yaml:4: link.refusal: no such fact"},
        Case{"value_without_language", "fact_words.yaml", "version: {ja: あ, en: a}", "version: {ja: あ}",
             "fact_words.yaml:4: field \"en\" is missing"},
        Case{"question_without_words", "facts.yaml", "",
             "  - {id: person.lamp, kind: flag, subject: terminal, probe: person, cost_s: 5}\n",
             "person.lamp: a question needs its words"}),
    [](const auto& which) { return which.param.name; });

// A second entry beside the good one, with a cause of its own or the same one.
std::string second_entry(const std::string& severity, const std::string& takes_over, const std::string& cause) {
  return R"(  - row: E05
    code: E05
    who: vendor
    severity: )" +
         severity + R"(
    raised: [link_lost]
    takes_over: [)" +
         takes_over + R"(]
    heading: {ja: あ, en: a}
    patient: {ja: あ, en: a}
    staff: {ja: あ, en: a}
    vendor: {ja: あ, en: a}
    say: {ja: あ, en: a}
    causes: [{id: )" +
         cause + R"(, prior: 0.5}]
    scenarios: [E05-link]
)";
}

TEST_F(CatalogueFilesTest, an_entry_may_take_over_one_that_is_no_worse_and_shares_a_cure) {
  EXPECT_THAT(mistakes_with("entries/own.yaml", "", second_entry("blocks", "OMT99", "fault")), IsEmpty());
  EXPECT_THAT(mistakes_with("entries/own.yaml", "", second_entry("warns", "OMT99", "fault")),
              testing::Contains(HasSubstr("\"OMT99\" is worse than this entry")));
  EXPECT_THAT(mistakes_with("entries/own.yaml", "", second_entry("blocks", "OMT99", "other")),
              testing::Contains(HasSubstr("\"OMT99\" has no remedy in common")));
  EXPECT_THAT(mistakes_with("entries/own.yaml", "", second_entry("blocks", "E05", "fault")),
              testing::Contains(HasSubstr("takes it over in turn")));
  EXPECT_THAT(mistakes_with("entries/own.yaml", "", second_entry("blocks", "E99", "fault")),
              testing::Contains(HasSubstr("\"E99\" is no entry that is recognised")));
}

}  // namespace
}  // namespace omote::tools
