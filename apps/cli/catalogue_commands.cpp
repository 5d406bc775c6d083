#include "apps/cli/catalogue_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "apps/cli/catalogue_search.hpp"

namespace omote::cli {

namespace {

using catalogue::Words;
using Json = nlohmann::ordered_json;

struct Options {
  std::string what;
  std::string detail;
  std::string language;
  bool json = false;
};

const std::map<std::string, Words, std::less<>> kWords{
    {"who", {"対応する人", "who can act"}},
    {"phase", {"いつ", "when"}},
    {"severity", {"影響", "effect"}},
    {"for.patient", {"患者さんへ", "for the patient"}},
    {"for.staff", {"係の方へ", "for the staff"}},
    {"for.vendor", {"業者の方へ", "for the vendor"}},
    {"say", {"お声がけの例", "what to say"}},
    {"causes", {"考えられる原因と直し方", "causes and remedies"}},
    {"who.patient", {"患者さん", "patient"}},
    {"who.staff", {"受付の係の方", "staff"}},
    {"who.network", {"院内のネットワークの業者", "the clinic's network"}},
    {"who.vendor", {"機器やソフトの業者", "vendor"}},
    {"who.national", {"国のシステム", "national system"}},
    {"who.insurer", {"加入先の健康保険", "health insurer"}},
    {"who.municipality", {"市区町村", "city office"}},
    {"phase.", {"いつでも", "at any time"}},
    {"phase.start", {"起動するとき", "at the start"}},
    {"phase.idle", {"待っているとき", "while idle"}},
    {"phase.card", {"カードを読むとき", "while the card is read"}},
    {"phase.card_face", {"カードの面を読むとき", "while the card's front is read"}},
    {"phase.before", {"本人確認が終わるまで", "before the identification"}},
    {"phase.after", {"本人確認のあと", "after the identification"}},
    {"phase.output", {"結果を書くとき", "when the result is written"}},
    {"severity.blocks", {"受付ができません", "nobody can be checked in"}},
    {"severity.visit", {"その方の受付だけ", "this visit only"}},
    {"severity.warns", {"受付はできます", "check-in works"}},
    {"question", {"お問い合わせ（故障ではありません）", "a question (nothing is wrong)"}},
    {"kind.automatic", {"自動", "by itself"}},
    {"kind.consent", {"ボタン1つ", "one touch"}},
    {"kind.hand", {"手で", "by hand"}},
    {"state.looking", {"調べています", "looking"}},
    {"state.repairing", {"直しています", "repairing"}},
    {"state.needs_you", {"人の手を待っています", "needs somebody"}},
    {"state.watching", {"様子を見ています", "watching"}},
    {"state.over", {"終わりました", "over"}},
    {"unknown", {"不明", "unknown"}},
};

const char* severity_name(catalogue::Severity severity) {
  return severity == catalogue::Severity::Blocks ? "blocks" : severity == catalogue::Severity::Visit ? "visit" : "warns";
}

const char* kind_name(catalogue::RemedyKind kind) {
  return kind == catalogue::RemedyKind::Automatic ? "automatic" : kind == catalogue::RemedyKind::Consent ? "consent" : "hand";
}

class Speaker {
 public:
  explicit Speaker(std::string language) : language_(std::move(language)) {}
  [[nodiscard]] const std::string& say(const Words& words) const { return words.in(language_); }
  [[nodiscard]] const std::string& say(std::string_view key) const { return say(kWords.at(std::string(key))); }
  [[nodiscard]] std::string seconds(double cost_s) const {
    const bool minutes = cost_s >= 120;
    const auto number = std::lround(minutes ? cost_s / 60 : cost_s);
    if (language_ == "ja") return fmt::format("約{}{}", number, minutes ? "分" : "秒");
    return fmt::format("about {} {}", number, minutes ? "min" : "s");
  }

 private:
  std::string language_;
};

std::string title_of(const catalogue::Entry& entry, const Speaker& in) {
  const auto code = entry.code == entry.row ? "" : entry.shows.empty() ? entry.code : entry.code + " " + entry.detail;
  return fmt::format("{:<6} {}{}{}", entry.row, code, code.empty() ? "" : "  ", in.say(entry.heading));
}

void print_remedy(const catalogue::Remedy& remedy, const Speaker& in) {
  fmt::print("      - {}  [{}, {}]\n", in.say(remedy.title), in.say(fmt::format("kind.{}", kind_name(remedy.kind))),
             in.seconds(remedy.cost_s));
  for (const auto& step : remedy.steps) fmt::print("          {}\n", in.say(step.say));
}

void print_entry(const catalogue::Entry& entry, const catalogue::Catalogue& catalogue, const Speaker& in) {
  fmt::print("{}\n", title_of(entry, in));
  fmt::print("  {}: {} / {}: {} / {}: {}\n\n", in.say("who"), in.say("who." + entry.who), in.say("phase"),
             in.say("phase." + entry.phase), in.say("severity"),
             entry.question ? in.say("question") : in.say(fmt::format("severity.{}", severity_name(entry.severity))));
  fmt::print("  {}\n    {}\n", in.say("for.patient"), in.say(entry.patient));
  fmt::print("  {}\n    {}\n", in.say("for.staff"), in.say(entry.staff));
  fmt::print("  {}\n    {}\n", in.say("say"), in.say(entry.say));
  fmt::print("  {}\n    {}\n", in.say("for.vendor"), in.say(entry.vendor));
  if (!entry.causes.empty()) fmt::print("\n  {}\n", in.say("causes"));
  for (const auto& [id, prior] : entry.causes) {
    const auto& cause = *catalogue.cause(id);
    fmt::print("    {:>3}%  {}\n          {}\n", std::lround(prior * 100), in.say(cause.title), in.say(cause.explain));
    for (const auto& remedy : cause.remedies) print_remedy(*catalogue.remedy(remedy), in);
  }
}

void print_incident(const incident::NumberFacts& facts, const catalogue::Catalogue& catalogue, const Speaker& in) {
  const auto* cause = catalogue.cause(facts.cause);
  fmt::print("Omote {}  {}  {} {}%\n\n", facts.version, in.say("state." + facts.state),
             cause ? in.say(cause->title) : in.say("unknown"), facts.percent);
}

// The rows of the embedded document that an answer needs.
Json document_of(const std::vector<const catalogue::Entry*>& entries, const catalogue::Catalogue& catalogue) {
  const auto whole = Json::parse(catalogue::Catalogue::json());
  std::set<std::string> causes, remedies;
  Json answer{{"entries", Json::array()}, {"causes", Json::array()}, {"remedies", Json::array()}};
  for (const auto* entry : entries) {
    answer["entries"].push_back(whole["entries"][static_cast<std::size_t>(entry - catalogue.entries().data())]);
    for (const auto& cause : entry->causes) causes.insert(cause.id);
  }
  for (const auto& cause : whole["causes"]) {
    if (!causes.contains(cause["id"])) continue;
    answer["causes"].push_back(cause);
    for (const auto& remedy : cause["remedies"]) remedies.insert(remedy);
  }
  for (const auto& remedy : whole["remedies"])
    if (remedies.contains(remedy["id"])) answer["remedies"].push_back(remedy);
  return answer;
}

int not_found(const Options& options, const catalogue::Catalogue& catalogue, const Speaker& in) {
  const auto alike = near(catalogue, options.what);
  if (options.json) {
    Json rows = Json::array();
    for (const auto* entry : alike) rows.push_back({{"row", entry->row}, {"code", entry->code}, {"detail", entry->detail}});
    fmt::print("{}\n", Json{{"entries", Json::array()}, {"near", rows}}.dump(1));
    return 1;
  }
  const auto asked = options.detail.empty() ? options.what : options.what + " " + options.detail;
  const bool ja = options.language == "ja";
  fmt::print(stderr, "omote explain: {}\n",
             ja ? fmt::format("「{}」という番号はありません。", asked) : fmt::format("there is no code \"{}\".", asked));
  if (!alike.empty()) fmt::print(stderr, "{}\n", ja ? "近いもの:" : "Near ones:");
  for (const auto* entry : alike) fmt::print(stderr, "  {}\n", title_of(*entry, in));
  fmt::print(stderr, "{}\n", ja ? "「omote catalogue」で、すべてを見られます。" : "\"omote catalogue\" lists all.");
  return 1;
}

int explain(const Options& options) {
  const auto catalogue = catalogue::Catalogue::built_in();
  if (!catalogue) {
    fmt::print(stderr, "omote explain: {}\n", describe(catalogue.error()));
    return 1;
  }
  const Speaker in(options.language);
  const auto asked = look_up(*catalogue, options.what, options.detail);
  if (asked.entries.empty()) return not_found(options, *catalogue, in);
  if (options.json) {
    auto answer = document_of(asked.entries, *catalogue);
    if (const auto& number = asked.incident) {
      answer["incident"] = {{"version", number->version}, {"row", number->row},         {"state", number->state},
                            {"cause", number->cause},     {"percent", number->percent}, {"count", number->count}};
    }
    fmt::print("{}\n", answer.dump(1));
    return 0;
  }
  if (asked.incident) print_incident(*asked.incident, *catalogue, in);
  for (const auto* entry : asked.entries) {
    if (entry != asked.entries.front()) fmt::print("\n");
    print_entry(*entry, *catalogue, in);
  }
  return 0;
}

int list(const Options& options) {
  if (options.json) {
    fmt::print("{}", catalogue::Catalogue::json());
    return 0;
  }
  const auto catalogue = catalogue::Catalogue::built_in();
  if (!catalogue) {
    fmt::print(stderr, "omote catalogue: {}\n", describe(catalogue.error()));
    return 1;
  }
  const Speaker in(options.language);
  for (const auto& entry : catalogue->entries()) fmt::print("{}\n", title_of(entry, in));
  return 0;
}

std::string language_of_this_place() {
  for (const auto* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
    if (value != nullptr && *value != '\0') return std::string_view(value).starts_with("ja") ? "ja" : "en";
  }
  return "en";
}

void common_options(CLI::App& command, Options& options) {
  options.language = language_of_this_place();
  command.add_option("--lang", options.language, "ja or en; as the system speaks when left out")
      ->check(CLI::IsMember({"ja", "en"}));
  command.add_flag("--json", options.json, "one JSON document");
}

}  // namespace

void add_catalogue_commands(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<Options>();
  auto* explaining = app.add_subcommand("explain", "an error or a situation in words, with causes and remedies");
  explaining->add_option("code", options->what, "code on the screen (011, FUJIP55), detail, row (E07, Q16) or incident number")
      ->required();
  explaining->add_option("detail", options->detail, "detail beside the code (0x81000005)");
  common_options(*explaining, *options);
  explaining->callback([options, &exit_code] { exit_code = explain(*options); });

  auto listed = std::make_shared<Options>();
  auto* listing = app.add_subcommand("catalogue", "all errors and situations; with --json the whole catalogue");
  common_options(*listing, *listed);
  listing->callback([listed, &exit_code] { exit_code = list(*listed); });
}

}  // namespace omote::cli
