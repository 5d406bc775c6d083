#include "apps/cli/journal_commands.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "journal/reader.hpp"

namespace omote::cli {

namespace {

using Json = nlohmann::ordered_json;

struct LogOptions {
  std::string file = "/var/lib/omote/host/journal.sqlite";
  std::string visit;
  std::string type;
  std::string since;
  std::string until;
  std::string text;
  std::size_t most = 50;
  bool follow = false;
  bool check = false;
  bool json = false;
};

// "2026-11-22", "2026-11-22T09:30" or "2026-11-22T09:30:00", Japanese time.
std::optional<WallTime> parse_time(const std::string& text) {
  JstTime time;
  int used = 0;
  const int parts = std::sscanf(text.c_str(), "%4d-%2d-%2d%*1[T ]%2d:%2d:%2d%n", &time.date.year, &time.date.month,
                                &time.date.day, &time.hour, &time.minute, &time.second, &used);
  const bool good = (parts == 3 || parts == 5 || parts == 6) && is_real(time.date) && time.hour < 24 && time.minute < 60 &&
                    time.second < 60 && time.hour >= 0 && time.minute >= 0 && time.second >= 0;
  if (!good) return std::nullopt;
  return from_jst(time);
}

Json json_of(const journal::Record& record) {
  Json json{{"sequence", record.sequence}, {"time", to_iso(record.time)}, {"type", record.type}};
  json.update(Json::parse(journal::to_json(record.event)));
  return json;
}

// One line: time, sequence, visit's last characters, type, fields.
std::string line_of(const journal::Record& record) {
  const auto json = json_of(record);
  const auto& visit = record.event.visit();
  std::string fields;
  if (json.contains(record.type)) {
    for (const auto& [name, value] : json[record.type].items()) fields += fmt::format(" {}={}", name, value.dump());
  }
  return fmt::format("{}  {:>6}  {:<8}  {:<22}{}", to_iso(record.time).substr(0, 23), record.sequence,
                     visit.size() > 8 ? visit.substr(visit.size() - 8) : visit, record.type, fields);
}

int tell(const Failure& failure) {
  fmt::print(stderr, "omote log: {}\n", describe(failure));
  return 1;
}

int print_check(const journal::JournalReader& reader, bool json) {
  const auto check = reader.check();
  if (!check) return tell(check.error());
  if (json) {
    fmt::print("{}\n", Json{{"records", check->records}, {"whole", check->whole}, {"first_wrong", check->first_wrong}}.dump());
  } else if (check->whole) {
    fmt::print("{} events, the chain is whole\n", check->records);
  } else {
    fmt::print("{} events, the chain breaks at number {}: an event was changed, deleted or inserted there\n", check->records,
               check->first_wrong);
  }
  return check->whole ? 0 : 1;
}

// Until the program is ended.
int follow(const journal::JournalReader& reader, journal::Filter filter, std::uint64_t last) {
  for (;;) {
    std::this_thread::sleep_for(std::chrono::milliseconds(250));
    filter.after = last;
    filter.most = 1000;
    auto records = reader.query(filter);
    if (!records) return tell(records.error());
    std::ranges::reverse(*records);
    for (const auto& record : *records) fmt::print("{}\n", line_of(record));
    std::fflush(stdout);
    if (!records->empty()) last = records->back().sequence;
  }
}

int run(const LogOptions& options) {
  journal::Filter filter{.visit = options.visit, .type = options.type, .text = options.text, .most = options.most};
  for (const auto& [text, target] : {std::pair(&options.since, &filter.since), std::pair(&options.until, &filter.until)}) {
    if (text->empty()) continue;
    *target = parse_time(*text);
    if (!*target) {
      fmt::print(stderr, "omote log: {} is no time; expected 2026-11-22 or 2026-11-22T09:30:00\n", *text);
      return 2;
    }
  }
  const auto reader = journal::JournalReader::open(options.file);
  if (!reader) return tell(reader.error());
  if (options.check) return print_check(*reader, options.json);
  auto records = reader->query(filter);
  if (!records) return tell(records.error());
  std::ranges::reverse(*records);
  Json events = Json::array();
  for (const auto& record : *records) {
    if (options.json) {
      events.push_back(json_of(record));
    } else {
      fmt::print("{}\n", line_of(record));
    }
  }
  if (options.json) fmt::print("{}\n", Json{{"events", std::move(events)}}.dump());
  if (options.follow) return follow(*reader, filter, records->empty() ? 0 : records->back().sequence);
  return 0;
}

}  // namespace

void add_journal_commands(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<LogOptions>();
  auto* log = app.add_subcommand("log", "what happened: the newest events of the journal, oldest of them first");
  log->add_option("--journal", options->file, "the journal's file")->envname("OMOTE_JOURNAL")->capture_default_str();
  log->add_option("--visit", options->visit, "only this visit");
  log->add_option("--type", options->type, "only this kind of event (visit_began, verify_answered, …)");
  log->add_option("--since", options->since, "from this time on (2026-11-22 or 2026-11-22T09:30:00, Japanese time)");
  log->add_option("--until", options->until, "before this time");
  log->add_option("--grep", options->text, "only events that hold this text");
  log->add_option("-n", options->most, "at most so many")->capture_default_str()->check(CLI::Range(1, 1'000'000));
  auto* follow_flag = log->add_flag("--follow", options->follow, "stay and show new events as they come");
  auto* check_flag = log->add_flag("--check", options->check, "recompute the chain of hashes instead");
  auto* json_flag = log->add_flag("--json", options->json, "one JSON document");
  follow_flag->excludes(json_flag)->excludes(check_flag);
  log->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace omote::cli
