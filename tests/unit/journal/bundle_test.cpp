// Bundles: whole or not there, without what hangs, without what must stay, and with a manifest that says so.
#include "journal/bundle/bundle.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/file.hpp"
#include "journal/bundle/sources.hpp"
#include "tests/unit/journal/fixture.hpp"

namespace omote::journal::bundle {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

std::map<std::string, std::string> unzip(const std::filesystem::path& file) {
  std::map<std::string, std::string> files;
  const std::unique_ptr<archive, int (*)(archive*)> zip(archive_read_new(), archive_read_free);
  archive_read_support_format_zip(zip.get());
  EXPECT_EQ(archive_read_open_filename(zip.get(), file.c_str(), 65536), ARCHIVE_OK);
  archive_entry* entry = nullptr;
  while (archive_read_next_header(zip.get(), &entry) == ARCHIVE_OK) {
    std::string contents;
    char buffer[65536];
    for (la_ssize_t n = 0; (n = archive_read_data(zip.get(), buffer, sizeof buffer)) > 0;)
      contents.append(buffer, static_cast<std::size_t>(n));
    files[archive_entry_pathname(entry)] = contents;
  }
  return files;
}

class Bundling : public journal::test::JournalFixture {
 protected:
  [[nodiscard]] std::filesystem::path out() const { return temp_ / "bundle.zip"; }
  [[nodiscard]] Result<Made> make(std::vector<Source> sources) {
    return make_bundle({out(), "", [this](int percent) { steps_.push_back(percent); }}, std::move(sources), clock_);
  }
  [[nodiscard]] std::map<std::string, std::string> files() const { return unzip(out()); }
  [[nodiscard]] Json manifest() const { return Json::parse(files()["manifest.json"]); }
  [[nodiscard]] std::size_t files_in_folder() const {
    const std::filesystem::directory_iterator all(temp_.path());
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
  }
  static Source text(const std::string& name, const std::string& contents) {
    return {name, 5s, [name, contents](Tray& tray) {
              tray.put(name + ".txt", contents);
              return std::string();
            }};
  }
  std::vector<int> steps_;
};

TEST_F(Bundling, holds_its_files_and_their_digests) {
  const auto made = make({text("one", "first"), text("two", "")});

  ASSERT_TRUE(made) << describe(made.error());
  const auto all = files();
  EXPECT_EQ(all.at("one.txt"), "first");
  EXPECT_EQ(all.at("two.txt"), "");
  EXPECT_EQ(manifest()["files"][0]["sha256"], to_hex(sha256(as_bytes("first"))));
  EXPECT_EQ(manifest()["sources"][0]["result"], "complete");
  EXPECT_EQ(made->bytes, std::filesystem::file_size(out()));
  EXPECT_EQ(steps_.back(), 100);
  EXPECT_TRUE(std::ranges::is_sorted(steps_));
}

TEST_F(Bundling, source_that_hangs_is_left_behind_and_named) {
  const auto begin = std::chrono::steady_clock::now();
  const auto made = make({{"hanging", 100ms,
                           [](Tray& tray) {
                             tray.put("half.txt", "half");
                             std::this_thread::sleep_for(3s);
                             tray.put("late.txt", "late");
                             return std::string();
                           }},
                          text("other", "there")});

  ASSERT_TRUE(made);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 2500ms);
  EXPECT_TRUE(files().contains("half.txt"));
  EXPECT_FALSE(files().contains("late.txt"));
  EXPECT_TRUE(files().contains("other.txt"));
  EXPECT_EQ(manifest()["sources"][0]["result"], "partial");
  EXPECT_EQ(manifest()["sources"][0]["why"], "no answer within 100 ms");
}

TEST_F(Bundling, source_that_fails_is_named_with_its_reason) {
  ASSERT_TRUE(
      make({document_source("facts", "facts.json", 1s, [] { return Result<std::string>(fail("test_nothing", "host")); })}));

  EXPECT_EQ(manifest()["sources"][0]["result"], "missing");
  EXPECT_THAT(manifest()["sources"][0]["why"].get<std::string>(), testing::HasSubstr("test_nothing"));
}

TEST_F(Bundling, folder_that_is_missing_leaves_nothing) {
  const auto made = make_bundle({temp_ / "none" / "b.zip", "", {}}, {text("one", "x")}, clock_);

  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().reason.text(), "bundle_file_not_made");
}

TEST_F(Bundling, full_disk_leaves_no_half_file) {
  const auto disk = temp_ / "disk";
  std::filesystem::create_directories(disk);
  if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=64k") != 0) GTEST_SKIP() << "needs root to mount a small disk";
  const auto noise = to_hex(random_bytes(400'000));
  const auto made = make_bundle({disk / "b.zip", "", {}}, {text("one", noise)}, clock_);
  const bool empty = std::filesystem::is_empty(disk);
  ::umount2(disk.c_str(), MNT_DETACH);

  ASSERT_FALSE(made);
  EXPECT_THAT(made.error().context, testing::HasSubstr("No space left"));
  EXPECT_TRUE(empty);
}

TEST_F(Bundling, journal_goes_in_by_day_without_names_of_staff) {
  const auto journal = open();
  ASSERT_TRUE(journal->append(journal::test::visit_began("v1")));
  clock_.time += std::chrono::hours(24);
  v1::Event staff;
  staff.mutable_staff_decided()->set_staff("山田花子");
  ASSERT_TRUE(journal->append(staff));
  v1::Event line;
  line.mutable_program_log()->set_text("read 123456789018 by mistake");
  ASSERT_TRUE(journal->append(line));
  v1::Event trouble;
  trouble.mutable_incident_opened()->set_number("3K7Q-M2XA-9");
  ASSERT_TRUE(journal->append(trouble));

  ASSERT_TRUE(make({journal_source(file(), {})}));

  auto all = files();
  EXPECT_THAT(all["journal/2026-11-22.jsonl"], testing::HasSubstr("\"visit\":\"v1\""));
  EXPECT_EQ(std::ranges::count(all["journal/2026-11-23.jsonl"], '\n'), 3);
  EXPECT_THAT(all["journal/2026-11-23.jsonl"], testing::HasSubstr("staff-"));
  EXPECT_THAT(all["diagnosis/history.jsonl"], testing::HasSubstr("3K7Q-M2XA-9"));
  EXPECT_TRUE(Json::parse(all["journal/chain.json"])["whole"].get<bool>());
  for (const auto& [name, contents] : all) {
    EXPECT_EQ(contents.find("山田"), std::string::npos) << name;
    EXPECT_EQ(contents.find("123456789018"), std::string::npos) << name;
  }
  for (const auto& json : {manifest()["redacted"][0], manifest()["redacted"][1]}) EXPECT_EQ(json["count"], 1) << json;
}

TEST_F(Bundling, incident_takes_the_days_around_it_only) {
  const auto journal = open();
  ASSERT_TRUE(journal->append(journal::test::visit_began("long-before")));
  clock_.time += std::chrono::hours(24 * 5);
  v1::Event trouble;
  trouble.mutable_incident_opened()->set_number("3K7Q-M2XA-9");
  ASSERT_TRUE(journal->append(trouble));
  clock_.time += std::chrono::hours(24 * 5);
  ASSERT_TRUE(journal->append(journal::test::visit_began("long-after")));

  ASSERT_TRUE(make({journal_source(file(), {.incident = "3K7Q-M2XA-9"})}));

  const auto all = files();
  EXPECT_TRUE(all.contains("journal/2026-11-27.jsonl"));
  EXPECT_FALSE(all.contains("journal/2026-11-22.jsonl"));
  EXPECT_FALSE(all.contains("journal/2026-12-02.jsonl"));
}

TEST_F(Bundling, missing_journal_is_said_and_the_rest_is_there) {
  ASSERT_TRUE(make({journal_source(file(), {}), system_source({"/"})}));

  EXPECT_EQ(manifest()["sources"][0]["result"], "missing");
  EXPECT_TRUE(Json::parse(files()["system.json"])["memory_mb"].get<int>() > 0);
}

TEST_F(Bundling, hostile_names_links_and_devices_are_skipped_and_listed) {
  const auto folder = temp_ / "terminal_log";
  std::filesystem::create_directories(folder);
  const auto put = [&](const std::string& name) { std::ofstream(folder / name) << "contents of " << name; };
  put("T-0001.jsonl");
  put("...");
  put("a b\nc");
  put(std::string(200, 'x'));
  put("日本");
  std::filesystem::create_symlink("/etc/shadow", folder / "link.jsonl");
  std::filesystem::create_directory(folder / "folder.jsonl");
  ASSERT_EQ(::mkfifo((folder / "pipe.jsonl").c_str(), 0600), 0);
  put("huge.jsonl");
  ASSERT_EQ(::truncate((folder / "huge.jsonl").c_str(), 1LL << 40), 0);
  std::ofstream(temp_ / "elsewhere") << "secret";
  std::filesystem::create_hard_link(temp_ / "elsewhere", folder / "hard.jsonl");

  const auto made = make({terminal_log_source(folder)});

  ASSERT_TRUE(made);
  EXPECT_EQ(made->skipped.size(), 9u);
  const auto all = files();
  EXPECT_EQ(all.size(), 2u);
  EXPECT_EQ(all.at("terminal/T-0001.jsonl"), "contents of T-0001.jsonl");
  EXPECT_EQ(manifest()["skipped"].size(), 9u);
}

TEST(Redacting, individual_numbers_go_and_other_numbers_stay) {
  EXPECT_TRUE(is_individual_number("123456789018"));
  EXPECT_FALSE(is_individual_number("123456789012"));
  Redactions told;
  std::string text = "a 123456789018 b 20261122093000 c x123456789018 d 123456789012;123456789018";

  redact_numbers(text, told);

  EXPECT_EQ(text, "a (12 digits) b 20261122093000 c x123456789018 d 123456789012;(12 digits)");
  EXPECT_EQ(told["individual_number"], 2);
}

TEST(Redacting, settings_keep_places_and_lose_the_rest) {
  Redactions told;
  const auto text = redact_settings(
      "# 山田医院 password: abc\n[clinic]\nname = \"山田医院\"\ninstitution_code = \"1312345670\"\n[terminal]\n"
      "login = \"F01\" # secret\npassword = \"hunter2\"\npassword_file = \"/etc/pw\"\nunknown = 5\nlanguages = [\"ja\", \"en\"]\n"
      "more = \"\"\"\nhunter2\n\"\"\"\nport = 8601 # hunter2\n",
      told);

  EXPECT_EQ(
      text,
      "[clinic]\nname = \"(redacted)\"\ninstitution_code = \"1312345670\"\n[terminal]\nlogin = \"F01\"\n"
      "password = \"(redacted)\"\npassword_file = \"(redacted)\"\nunknown = \"(redacted)\"\nlanguages = [\"ja\", \"en\"]\n"
      "more = \"(redacted)\"\n# a line that is no setting was left out\n# a line that is no setting was left out\nport = 8601\n");
  EXPECT_EQ(told["settings_lines"], 2);
}

}  // namespace
}  // namespace omote::journal::bundle
