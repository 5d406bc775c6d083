#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "apps/cli/doctor.hpp"

namespace omote::cli {

namespace {

using Json = nlohmann::ordered_json;
using catalogue::Words;

constexpr std::size_t kCausesShown = 3;

const Words kUnknown{"原因は特定できていません", "The cause is not known"};
const Words kFor{"裏づけ", "speaks for it"};
const Words kAgainst{"合わない点", "speaks against it"};
const Words kMissing{"まだ分からないこと", "not known yet"};
const Words kNext{"次にすること", "Next step"};
const Words kAsk{"確かめること", "Please check"};
const Words kSupport{"サポート窓口に、この内容をお伝えください。", "Please tell the support desk what stands here."};
const Words kNothing{"異常は見つかりませんでした。", "Nothing wrong was found."};
const Words kHostUp{"受付のプログラムは動いています。", "The host is running; these are its own facts."};
const Words kHostDown{"受付のプログラムは応答しません。このパソコンを直接調べました。",
                      "The host does not answer; the probes of this machine looked by themselves."};

int percent(double probability) {
  return static_cast<int>(std::lround(probability * 100));
}

std::string told(const fact::Fact& fact) {
  return fmt::format("{} = {}{}", fact.id, fact::to_text(fact), fact.subject.empty() ? "" : " (" + fact.subject + ")");
}

void print_evidence(const diagnosis::Finding& finding, bool speaks_for, const std::string& title) {
  std::string line;
  for (const auto& [fact, factor] : finding.evidence)
    if ((factor > 1) == speaks_for) line += (line.empty() ? "" : ", ") + told(fact);
  if (!line.empty()) fmt::print("         {}: {}\n", title, line);
}

void print_next(const Diagnosed& one, const catalogue::Catalogue& catalogue, const std::string& language) {
  if (one.next.kind == diagnosis::NextStep::Kind::Question) {
    const auto* rule = catalogue.fact(one.next.id);
    if (rule != nullptr) fmt::print("  {}: {}\n", kAsk.in(language), rule->ask.in(language));
  } else if (const auto* remedy = catalogue.remedy(one.next.id)) {
    fmt::print("  {}: {}\n", kNext.in(language), remedy->title.in(language));
    for (std::size_t i = 0; i < remedy->steps.size(); ++i)
      fmt::print("    {}{}. {}\n", i == one.step && one.step > 0 ? "▶ " : "", i + 1, remedy->steps[i].say.in(language));
    if (remedy->kind != catalogue::RemedyKind::Hand && !one.number.empty())
      fmt::print("    omote repair {} {}\n", one.number, remedy->id);
  } else {
    fmt::print("  {}: {}\n", kNext.in(language), kSupport.in(language));
  }
}

void print_one(const Diagnosed& one, const catalogue::Catalogue& catalogue, const std::string& language) {
  const auto& entry = *one.entry;
  fmt::print("{} {} {}  {}{}{}\n", entry.row, entry.code, entry.detail, entry.heading.in(language),
             one.terminal.empty() ? "" : "  [" + one.terminal + "]", one.number.empty() ? "" : "  " + one.number);
  fmt::print("  {}\n", entry.staff.in(language));
  std::size_t shown = 0;
  for (const auto& finding : one.findings) {
    if (shown == kCausesShown || (shown > 0 && percent(finding.probability) == 0)) break;
    ++shown;
    const auto* cause = catalogue.cause(finding.cause);
    fmt::print("  {:>3} %  {}\n", percent(finding.probability),
               cause == nullptr ? kUnknown.in(language) : cause->title.in(language));
    print_evidence(finding, true, kFor.in(language));
    print_evidence(finding, false, kAgainst.in(language));
    if (!finding.missing.empty()) fmt::print("         {}: {}\n", kMissing.in(language), fmt::join(finding.missing, ", "));
  }
  print_next(one, catalogue, language);
}

Json json_of(const fact::Fact& fact) {
  return {{"id", fact.id},
          {"subject", fact.subject},
          {"value", fact.value ? fact::to_text(fact) : ""},
          {"known", fact.value.has_value()},
          {"unknown", fact.unknown},
          {"seen", to_iso(fact.seen)}};
}

Json json_of(const Words& words) {
  return {{"ja", words.ja}, {"en", words.en}};
}

Json json_of(const diagnosis::Finding& finding, const catalogue::Catalogue& catalogue) {
  const auto* cause = catalogue.cause(finding.cause);
  Json json{{"cause", finding.cause},
            {"title", json_of(cause == nullptr ? kUnknown : cause->title)},
            {"probability", finding.probability},
            {"for", Json::array()},
            {"against", Json::array()},
            {"missing", finding.missing},
            {"remedies", cause == nullptr ? std::vector<std::string>{} : cause->remedies}};
  for (const auto& [fact, factor] : finding.evidence) {
    auto evidence = json_of(fact);
    evidence["factor"] = factor;
    json[factor > 1 ? "for" : "against"].push_back(std::move(evidence));
  }
  return json;
}

Json json_of(const Diagnosed& one, const catalogue::Catalogue& catalogue) {
  static constexpr std::string_view kKinds[] = {"", "remedy", "question"};
  Json json{{"row", one.entry->row},
            {"code", one.entry->code},
            {"detail", one.entry->detail},
            {"terminal", one.terminal},
            {"number", one.number},
            {"state", one.state},
            {"who", one.entry->who},
            {"heading", json_of(one.entry->heading)},
            {"findings", Json::array()},
            {"next",
             {{"kind", kKinds[static_cast<std::size_t>(one.next.kind)]},
              {"id", one.next.id},
              {"cause", one.next.cause},
              {"step", one.step}}}};
  for (const auto& finding : one.findings) json["findings"].push_back(json_of(finding, catalogue));
  return json;
}

}  // namespace

void print_words(const DoctorReport& report, const catalogue::Catalogue& catalogue, const std::string& language) {
  if (!report.settings.empty()) fmt::print("{}\n", report.settings);
  fmt::print("{}\n", (report.host ? kHostUp : kHostDown).in(language));
  for (const auto& one : report.found) {
    fmt::print("\n");
    print_one(one, catalogue, language);
  }
  if (report.found.empty()) fmt::print("{}\n", kNothing.in(language));
}

void print_json(const DoctorReport& report, const catalogue::Catalogue& catalogue) {
  Json found = Json::array();
  for (const auto& one : report.found) found.push_back(json_of(one, catalogue));
  Json facts = Json::array();
  for (const auto& fact : report.facts.all()) facts.push_back(json_of(fact));
  fmt::print("{}\n", Json{{"host", report.host ? "running" : "silent"},
                          {"settings", report.settings},
                          {"found", std::move(found)},
                          {"facts", std::move(facts)}}
                         .dump());
}

}  // namespace omote::cli
