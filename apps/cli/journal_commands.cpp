#include "apps/cli/journal_commands.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <thread>

#include "base/text.hpp"
#include "journal/log.hpp"
#include "journal/words.hpp"

namespace omote::cli {

namespace {

struct LogOptions {
  std::string file = "/var/lib/omote/host/journal.sqlite";
  std::string lang;
  std::vector<std::pair<std::string, std::string>> conditions{{"since", ""}, {"until", ""},    {"visit", ""}, {"terminal", ""},
                                                              {"type", ""},  {"incident", ""}, {"level", ""}, {"code", ""},
                                                              {"text", ""},  {"before", ""},   {"most", "50"}};
  bool follow = false;
  bool check = false;
  bool json = false;
  bool fields = false;

  std::string& condition(std::string_view name) {
    return std::ranges::find(conditions, name, &std::pair<std::string, std::string>::first)->second;
  }
  [[nodiscard]] bool japanese() const {
    const char* language = std::getenv("LANG");
    return lang.empty() ? language == nullptr || std::string_view(language).substr(0, 2) != "en" : lang == "ja";
  }
};

int tell(const Failure& failure, const std::string& file) {
  fmt::print(stderr, "omote log: {}\n", describe(failure));
  if (failure.reason.text() == "journal_missing") {
    fmt::print(stderr,
               "The journal of a host is journal.sqlite in its state folder (settings: state.folder); name it with --journal\n"
               "or OMOTE_JOURNAL. Tried: {}\n",
               file);
  }
  return 1;
}

// One line: time, number, level, terminal, the last characters of the visit, words. An event never makes two lines.
std::string line_of(const journal::Record& record, const LogOptions& options) {
  const auto told = journal::tell(record.event);
  const auto& visit = record.event.visit();
  const auto mark = told.level == ports::LogLevel::Error ? "E" : told.level == ports::LogLevel::Warning ? "W" : " ";
  auto line =
      fmt::format("{} {:>7} {} {:<8} {:<8} {}", to_iso(record.time).substr(0, 23), record.sequence, mark, record.event.terminal(),
                  visit.size() > 8 ? visit.substr(visit.size() - 8) : visit, options.japanese() ? told.ja : told.en);
  if (options.fields) line += "  " + journal::to_json(record.event);
  if (!record.fits) {
    line += options.japanese() ? "  ★ここで記録のつながりが切れています（書きかえ・削除・追加のおそれ）"
                               : "  *** the chain breaks here: changed, deleted or inserted";
  }
  return to_one_line(line, 4000);
}

std::string_view what_is_wrong(const std::string& what) {
  if (what == "gap") return "events before it are missing";
  if (what == "end") return "from here on events are missing";
  return "it was changed or inserted";
}

int print_check(const journal::JournalReader& reader, const LogOptions& options) {
  const auto check = reader.check();
  if (!check) return tell(check.error(), options.file);
  if (options.json) {
    std::string breaks;
    for (const auto& at : check->breaks) {
      breaks += fmt::format("{}{{\"sequence\":{},\"what\":\"{}\"}}", breaks.empty() ? "" : ",", at.sequence, at.what);
    }
    fmt::print("{{\"records\":{},\"whole\":{},\"first_wrong\":{},\"breaks\":[{}]}}\n", check->records, check->whole,
               check->first_wrong, breaks);
  } else if (check->whole) {
    fmt::print("{} events, the chain is whole\n", check->records);
  } else {
    fmt::print("{} events, the chain breaks at {} places:\n", check->records, check->breaks.size());
    for (const auto& at : check->breaks) fmt::print("  number {}: {}\n", at.sequence, what_is_wrong(at.what));
  }
  return check->whole ? 0 : 1;
}

void print(const std::vector<journal::Record>& records, const LogOptions& options) {
  for (const auto& record : records) {
    std::string line;
    if (options.json) journal::append_json_told(line, record);
    fmt::print("{}\n", options.json ? line : line_of(record, options));
  }
  std::fflush(stdout);
}

std::uint64_t newest(const journal::JournalReader& reader) {
  const auto records = reader.query({.most = 1});
  return records && !records->empty() ? records->front().sequence : 0;
}

// What comes after `last`, until the program is ended; with --json one document a line.
int follow(const journal::JournalReader& reader, journal::Filter filter, std::uint64_t last, const LogOptions& options) {
  filter.before = 0;
  filter.most = 10'000;
  for (;;) {
    std::this_thread::sleep_for(std::chrono::milliseconds(250));
    const auto end = newest(reader);
    filter.after = last;
    auto records = reader.query(filter);
    if (!records) return tell(records.error(), options.file);
    if (last == 0) std::ranges::reverse(*records);  // the first of an empty journal come newest first
    print(*records, options);
    last = std::max(last, records->size() < filter.most ? end : 0);
    if (!records->empty()) last = std::max(last, records->back().sequence);
  }
}

int run(const LogOptions& options) {
  journal::Filter filter;
  const SystemClock clock;
  for (const auto& [name, value] : options.conditions) {
    const auto set = ports::set_condition(filter, name, value, clock.now());
    if (set) continue;
    fmt::print(stderr, "omote log: {}\n", set.error().context);
    return 2;
  }
  const auto reader = journal::JournalReader::open(options.file);
  if (!reader) return tell(reader.error(), options.file);
  if (options.check) return print_check(*reader, options);
  const auto end = newest(*reader);
  auto records = reader->query(filter);
  if (!records) return tell(records.error(), options.file);
  if (options.json && !options.follow) {
    fmt::print("{}\n", journal::page_json(*records, filter, false));
    return 0;
  }
  std::ranges::reverse(*records);
  print(*records, options);
  if (!options.follow) return 0;
  return follow(*reader, filter, records->empty() ? end : std::max(end, records->back().sequence), options);
}

}  // namespace

void add_journal_commands(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<LogOptions>();
  auto* log = app.add_subcommand("log", "what happened: the newest events of the journal, oldest of them first");
  log->add_option("--journal", options->file, "the journal's file")->envname("OMOTE_JOURNAL")->capture_default_str();
  const auto add = [&](const char* flag, const char* name, const char* help) {
    return log->add_option(flag, options->condition(name), help);
  };
  add("--since", "since", "from this time on: 2026-11-22, 2026-11-22T09:30, or 90m, 12h, 3d for so long ago (Japanese time)");
  add("--until", "until", "before this time");
  add("--visit", "visit", "only this visit");
  add("--terminal", "terminal", "only this terminal's serial number");
  add("--incident", "incident", "only what carries this incident number");
  add("--type", "type", "only this kind of event (visit_began, incident_opened, …)");
  add("--level", "level", "this level and worse: info, warning, error");
  add("--code", "code", "only this error code");
  add("--grep", "text", "only events with all these words, in Japanese or English; \"in quotes\": as one");
  add("--before", "before", "only records before this number: the page before the one that began with it");
  add("-n", "most", "at most so many, 1 to 10000")->capture_default_str();
  log->add_option("--lang", options->lang, "ja or en; without it as LANG says")->check(CLI::IsMember({"ja", "en"}));
  log->add_flag("--fields", options->fields, "the event's fields after its words");
  auto* follow_flag = log->add_flag("--follow", options->follow, "stay and show new events as they come");
  auto* check_flag = log->add_flag("--check", options->check, "recompute the chain of hashes instead");
  log->add_flag("--json", options->json, "one JSON document (docs/log.md); with --follow one for each event and line");
  follow_flag->excludes(check_flag);
  log->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace omote::cli
