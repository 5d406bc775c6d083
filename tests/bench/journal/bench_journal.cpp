// The journal at a million records: pages, searches beside grep over the same records as text (and lnav where it is
// installed), the bundle, and what an append costs beside one that writes the index with it. bench_journal [RECORDS]
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <vector>

#include "base/process.hpp"
#include "journal/bundle/sources.hpp"
#include "journal/journal.hpp"
#include "journal/reader.hpp"
#include "journal/sqlite.hpp"
#include "tests/bench/journal/rows.hpp"

namespace {

using namespace omote;
using std::chrono::steady_clock;
namespace fs = std::filesystem;

constexpr int kRounds = 7;

[[noreturn]] void stop(const std::string& what) {
  fmt::print(stderr, "bench_journal: {} failed\n", what);
  std::exit(1);
}

double ms_since(steady_clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(steady_clock::now() - begin).count();
}

double median(std::vector<double> times) {
  std::ranges::nth_element(times, times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2));
  return times[times.size() / 2];
}

double median_of(int rounds, const std::function<void()>& run) {
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) {
    const auto begin = steady_clock::now();
    run();
    times.push_back(ms_since(begin));
  }
  return median(std::move(times));
}

std::vector<std::string> rows;
void add_row(const std::string& name, double value, const char* unit, const std::string& target, const std::string& peer,
             const std::string& peer_value) {
  rows.push_back(fmt::format(
      R"({{"name":"{}","value":{:.3f},"unit":"{}","better":"lower","target":{},"peer":{},"peer_value":{},"limit":null}})", name,
      value, unit, target, peer.empty() ? "null" : "\"" + peer + "\"", peer_value));
}

// As the console does it: a reader that stays open.
double query_ms(const journal::JournalReader& reader, const journal::Filter& filter, std::size_t& found) {
  return median_of(kRounds, [&] {
    const auto records = reader.query(filter);
    if (!records) stop("query");
    found = records->size();
  });
}

double grep_ms(const fs::path& text, const std::string& word) {
  return median_of(3, [&] {
    Command command{{"/bin/sh", "-c", "grep -aiF -- \"$1\" \"$2\" | tail -n 100", "sh", word, text.string()}, {}, {}, {}, true};
    auto process = start_process(command);
    if (!process || !process->wait(std::chrono::minutes(5))) stop("grep");
  });
}

// lnav reads the whole file and filters it; once, for it takes long.
std::optional<double> lnav_ms(const fs::path& text, const std::string& word, const fs::path& home) {
  if (::access("/usr/bin/lnav", X_OK) != 0) return std::nullopt;
  const auto begin = steady_clock::now();
  Command command{
      {"/usr/bin/lnav", "-n", "-c", ":filter-in " + word, text.string()}, {{"HOME", home.string()}}, {}, "/dev/null", true};
  auto process = start_process(command);
  if (!process || !process->wait(std::chrono::minutes(5))) return std::nullopt;
  return ms_since(begin);
}

void bench_searches(const fs::path& file, const fs::path& text, const fs::path& home) {
  const auto reader = journal::JournalReader::open(file);
  if (!reader) stop("opening");
  std::size_t found = 0;
  add_row("journal, first page of 1 M", query_ms(*reader, {}, found), "ms", "50", "", "null");
  if (found != 100) stop("first page");
  add_row("journal, page in the middle", query_ms(*reader, {.before = 500'000}, found), "ms", "50", "", "null");
  add_row("journal, warnings only", query_ms(*reader, {.level = ports::LogLevel::Warning}, found), "ms", "50", "", "null");
  struct Case {
    const char* name;
    const char* word;
    bool there;
  };
  for (const Case& one : {Case{"ja 8 characters, common", "受付が終わりました", true}, Case{"ja 2 characters", "中止", true},
                          Case{"ja 1 character", "顔", true}, Case{"ja, rare", "アカウントが一時的に使えません", true},
                          Case{"ja, nowhere", "存在しない言葉", false}, Case{"en, common", "delivered", true},
                          Case{"en 2 characters", "ok", true}, Case{"en, rare", "account locked", true},
                          Case{"part of an id", "9f3", true}, Case{"two words", "timed out face", false}}) {
    const auto ours = query_ms(*reader, {.text = one.word}, found);
    if (one.there && found == 0) fmt::print(stderr, "{}: nothing found\n", one.word);
    add_row(fmt::format("journal, search: {} ({})", one.name, found), ours, "ms", "200", "grep -iF | tail -100",
            fmt::format("{:.3f}", grep_ms(text, one.word)));
  }
  if (const auto lnav = lnav_ms(text, "delivered", home)) {
    add_row("journal, search: en, common, beside lnav", query_ms(*reader, {.text = "delivered"}, found), "ms", "200",
            "lnav -n filter-in", fmt::format("{:.0f}", *lnav));
  }
}

void bench_bundle(const fs::path& file, const fs::path& out) {
  const SystemClock clock;
  const auto begin = steady_clock::now();
  const auto made = journal::bundle::make_bundle(
      {out, "", {}}, {journal::bundle::system_source({"/"}), journal::bundle::journal_source(file, {})}, clock);
  if (!made || !made->sources.back().why.empty()) stop("bundle");
  add_row("bundle of 62 days with 1 M records", ms_since(begin) / 1000, "s", "10", "", "null");
  add_row("bundle, size", static_cast<double>(made->bytes) / 1e6, "MB", "null", "", "null");
}

journal::v1::Event sample(int i) {
  journal::v1::Event event;
  event.set_visit(fmt::format("01KAVISITSAMPLE{:011}", i));
  event.set_terminal("CJKA000001");
  event.mutable_visit_ended()->set_outcome("delivered");
  event.mutable_visit_ended()->set_total_ms(static_cast<std::uint32_t>(9000 + i));
  return event;
}

// The same file, where each append puts the event's words into a full-text index of three-letter pieces too.
class WithIndex {
 public:
  explicit WithIndex(const fs::path& file) : database_(journal::open_database(file, false)) {
    const auto* schema =
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
        "CREATE TABLE event (sequence INTEGER PRIMARY KEY, time INTEGER, visit TEXT, terminal TEXT, type TEXT, body BLOB, hash "
        "BLOB);"
        "CREATE INDEX a ON event (time); CREATE INDEX b ON event (visit); CREATE INDEX c ON event (type);"
        "CREATE VIRTUAL TABLE words USING fts5 (text, content = '', tokenize = 'trigram')";
    if (!database_ || journal::execute(database_.get(), schema) != SQLITE_OK) stop("peer");
  }
  void append(const journal::v1::Event& event) {
    static_cast<void>(journal::execute(database_.get(), "BEGIN IMMEDIATE"));
    const auto body = event.SerializeAsString();
    const auto hash = journal::chain(Bytes(32), static_cast<std::uint64_t>(++sequence_), {}, as_bytes(body));
    journal::Statement into(database_.get(), "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)");
    into.bind(1, sequence_)
        .bind(2, sequence_)
        .bind(3, std::string_view(event.visit()))
        .bind(4, std::string_view(event.terminal()));
    into.bind(5, std::string_view("visit_ended")).bind(6, as_bytes(body)).bind(7, ByteView(hash));
    const auto json = journal::to_json(event);
    journal::Statement words(database_.get(), "INSERT INTO words (rowid, text) VALUES (?, ?)");
    words.bind(1, sequence_).bind(2, std::string_view(json));
    if (into.step() != SQLITE_DONE || words.step() != SQLITE_DONE) stop("peer");
    static_cast<void>(journal::execute(database_.get(), "COMMIT"));
  }

 private:
  journal::Database database_;
  std::int64_t sequence_ = 0;
};

void bench_append(const fs::path& file, const fs::path& peer_file) {
  const SystemClock clock;
  const auto journal = journal::Journal::open(file, clock);
  if (!journal) stop("opening");
  WithIndex peer(peer_file);
  std::vector<double> ours, theirs;
  for (int i = 0; i < 400; ++i) {
    const auto event = sample(i);
    auto begin = steady_clock::now();
    if (!(*journal)->append(event)) stop("append");
    ours.push_back(ms_since(begin));
    begin = steady_clock::now();
    peer.append(event);
    theirs.push_back(ms_since(begin));
  }
  add_row("journal of 1 M, append, durable, median", median(ours), "ms", "10", "index written in the append",
          fmt::format("{:.3f}", median(theirs)));
  std::ranges::sort(ours);
  std::ranges::sort(theirs);
  add_row("journal of 1 M, append, 99th of 100", ours[ours.size() * 99 / 100], "ms", "null", "index written in the append",
          fmt::format("{:.3f}", theirs[theirs.size() * 99 / 100]));
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  // In the build tree, not in /tmp, which may be memory.
  const auto folder = fs::current_path() / fmt::format("bench_journal.{}", ::getpid());
  fs::create_directories(folder);
  const auto file = folder / "journal.sqlite";
  const SystemClock clock;
  if (!bench::write_rows(file, count, clock.now())) stop("writing the rows");
  {
    const auto journal = journal::Journal::open(file, clock, journal::Tending::OnCall);
    if (!journal) stop("opening");
    const auto begin = steady_clock::now();
    (*journal)->tend();
    add_row("journal, indexing of a record", ms_since(begin) * 1000 / static_cast<double>(count), "us", "null", "", "null");
  }
  add_row("journal, file with its index", static_cast<double>(fs::file_size(file)) / 1e6, "MB", "null",
          "text of the same records",
          fmt::format("{:.1f}", static_cast<double>(bench::write_lines(file, folder / "lines.txt")) / 1e6));
  bench_searches(file, folder / "lines.txt", folder);
  bench_bundle(file, folder / "bundle.zip");
  bench_append(file, folder / "peer.sqlite");
  fs::remove_all(folder);
  std::string all;
  for (const auto& row : rows) all += (all.empty() ? "" : ",\n") + row;
  fmt::print("[{}]\n", all);
  return 0;
}
