#include "sim/scenario/scenario.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "sim/personas/section.hpp"

namespace omote::sim::scenario {

namespace {

using personas::Fields;
using personas::Section;

std::string word(Fields& fields, const std::string& field, const std::string& fallback, const std::vector<std::string>& allowed) {
  auto value = fields.text_or(field, fallback);
  if (std::ranges::find(allowed, value) == allowed.end()) fields.wrong(field, fmt::format("one of {}", fmt::join(allowed, ", ")));
  return value;
}

Texts texts(Fields& fields, const std::string& field) {
  Texts result;
  if (!fields.has(field)) return result;
  for (const auto& [name, value] : fields.section(field).fields) {
    if (!value.items.empty() || !value.fields.empty()) fields.wrong(field, name + ": a text");
    result[name] = value.scalar;
  }
  return result;
}

Given read_given(Fields& fields) {
  Given given;
  given.persona = fields.text_or("persona", given.persona);
  given.way = word(fields, "way", given.way, {"face", "pin", "staff"});
  given.before_camera = fields.text_or("before_camera", given.before_camera);
  given.moment = word(fields, "moment", given.moment, moments());
  given.host_settings = texts(fields, "settings");
  given.terminal_settings = texts(fields, "terminal_settings");
  given.switches = texts(fields, "switches");
  given.pin = fields.text_or("pin", "");
  given.visits = static_cast<int>(fields.number_or("visits", 0));
  given.installed = word(fields, "installed", "no", {"yes", "no"}) == "yes";
  given.paired = word(fields, "paired", "yes", {"yes", "no"}) == "yes";
  return given;
}

Expected read_expected(Fields& fields, std::vector<Result<void>>& ends) {
  Expected expected;
  expected.code = fields.text("code");
  expected.detail = fields.text_or("detail", "");
  expected.cause = fields.text_or("cause", "");
  expected.who = fields.text_or("who", "");
  expected.next = fields.text_or("next", "");
  if (fields.has("beside")) expected.beside = fields.texts("beside");
  if (!fields.has("kiosk")) return expected;
  Fields kiosk(fields.section("kiosk"), "expect.kiosk");
  expected.kiosk.screen = kiosk.text("screen");
  expected.kiosk.params = texts(kiosk, "params");
  expected.kiosk.offers = kiosk.texts("offers");
  ends.push_back(kiosk.finish());
  return expected;
}

Recovery read_recovery(Fields& fields) {
  Recovery recovery;
  recovery.by = word(fields, "by", recovery.by, {"undo", "remedy", "itself", "person", "pairing"});
  recovery.remedy = fields.text_or("remedy", "");
  recovery.within_s = static_cast<int>(fields.number_or("within_s", recovery.within_s));
  recovery.steps_by_hand = static_cast<int>(fields.number_or("steps_by_hand", recovery.steps_by_hand));
  recovery.notice_stays = word(fields, "notice_stays", "no", {"yes", "no"}) == "yes";
  if (recovery.by == "remedy" && recovery.remedy.empty()) fields.wrong("remedy", "the remedy that is agreed to");
  return recovery;
}

std::vector<Injection> read_injections(const std::vector<Section>& list, std::vector<Result<void>>& ends) {
  std::vector<Injection> all;
  for (const auto& item : list) {
    Fields fields(item, "inject");
    all.push_back({fields.text("fault"), texts(fields, "with"), static_cast<int>(fields.number_or("after_ms", 0)),
                   static_cast<int>(fields.number_or("for_ms", 0))});
    ends.push_back(fields.finish());
  }
  return all;
}

std::vector<Question> read_questions(const std::vector<Section>& list, std::vector<Result<void>>& ends) {
  std::vector<Question> all;
  for (const auto& item : list) {
    Fields fields(item, "ask");
    all.push_back({fields.text_or("command", ""), fields.text_or("fetch", ""), fields.texts("has")});
    if (all.back().command.empty() == all.back().fetch.empty()) fields.wrong("command", "a command, or an address to fetch");
    if (all.back().has.empty()) fields.wrong("has", "what the answer must say");
    ends.push_back(fields.finish());
  }
  return all;
}

}  // namespace

const std::vector<std::string>& moments() {
  // before: nothing runs yet. The others are screens of a visit that stand, reached by the patient.
  static const std::vector<std::string> kMoments{"before",     "ready",    "choose",  "pin",      "face",
                                                 "staff_call", "register", "consent", "take_card"};
  return kMoments;
}

const std::vector<std::string>& checks() {
  static const std::vector<std::string> kChecks{"next_visit", "result_delivered", "no_result", "no_try_lost", "nothing_else"};
  return kChecks;
}

Result<Scenario> load_scenario(const std::filesystem::path& file) {
  auto section = personas::load_section(file);
  if (!section) return pass(section);
  Fields fields(*section, "scenario");
  std::vector<Result<void>> ends;
  Scenario scenario;
  scenario.id = fields.text("id");
  if (scenario.id != file.stem().string()) fields.wrong("id", "the file's name, " + file.stem().string());
  scenario.row = fields.text("row");
  Fields title(fields.section("title"), "title");
  scenario.title_ja = title.text("ja");
  scenario.title_en = title.text("en");
  ends.push_back(title.finish());
  if (fields.has("given")) {
    Fields given(fields.section("given"), "given");
    scenario.given = read_given(given);
    ends.push_back(given.finish());
  }
  scenario.inject = read_injections(fields.sections("inject"), ends);
  scenario.ask = read_questions(fields.sections("ask"), ends);
  if (scenario.inject.empty() && scenario.ask.empty()) fields.wrong("inject", "at least one fault, or a question to ask");
  scenario.then = word(fields, "then", scenario.then, {"wait", "visit"});
  Fields expect(fields.section("expect"), "expect");
  scenario.expect = read_expected(expect, ends);
  ends.push_back(expect.finish());
  if (fields.has("recover")) {
    Fields recover(fields.section("recover"), "recover");
    scenario.recover = read_recovery(recover);
    ends.push_back(recover.finish());
  }
  scenario.checks = fields.texts("checks");
  for (const auto& check : scenario.checks) {
    if (std::ranges::find(checks(), check) == checks().end())
      fields.wrong("checks", fmt::format("some of {}", fmt::join(checks(), ", ")));
  }
  ends.push_back(fields.finish());
  for (auto& end : ends) {
    if (!end) return pass(end);
  }
  return scenario;
}

Result<std::vector<Scenario>> load_scenarios(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  if (files.empty()) return fail("scenario_none", folder.string());
  std::ranges::sort(files);
  std::vector<Scenario> all;
  for (const auto& file : files) {
    auto scenario = load_scenario(file);
    if (!scenario) return pass(scenario);
    all.push_back(std::move(*scenario));
  }
  return all;
}

}  // namespace omote::sim::scenario
