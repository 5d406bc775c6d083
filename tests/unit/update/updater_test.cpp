// An update from its beginning to its end, with programs that are healthy or not at will. Seven of the tests are failures that
// other updaters are known for (docs/update.md names them).
#include "update/updater.hpp"

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <csignal>
#include <functional>

#include "tests/support/release_maker.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::update {
namespace {

namespace fs = std::filesystem;
using test::ReleaseWish;
using testing::ElementsAre;

// Healthy unless the version that runs is named as bad.
class Programs : public Services {
 public:
  std::string bad;  // part of the folder's name
  std::string does_not_start;
  bool visit_runs = false;
  Units ran{"omote-host.service"};
  std::vector<std::string> started;  // the folder, for each restart

  explicit Programs(fs::path current) : current_(std::move(current)) {}
  Units running() override { return ran; }
  Result<void> try_programs(const fs::path& folder) override {
    if (!does_not_start.empty() && folder.filename() == does_not_start)
      return std::unexpected(Failure{"does_not_start", "exit 127", {}});
    return {};
  }
  Result<void> wait_until_idle() override {
    if (visit_runs) return std::unexpected(Failure{"visit_runs", {}, {}});
    return {};
  }
  void restart(const Units&) override { started.push_back(fs::read_symlink(current_).filename()); }
  Result<void> look(const Units& units, const fs::path& folder) override {
    if (!units.empty() && !bad.empty() && folder.filename() == bad)
      return std::unexpected(Failure{"not_healthy", "omote-host is failed", {}});
    if (on_look) on_look();
    return {};
  }
  std::function<void()> on_look;

 private:
  fs::path current_;
};

class Updates : public testing::Test {
 protected:
  Updates() { maker_.give_key_to(places_.keys()); }
  Wish release(const std::string& version, ReleaseWish wish = {}) {
    wish.version = version;
    for (auto& [path, contents] : wish.files) contents += "# " + version + "\n";
    const auto folder = temp_ / ("release-" + version);
    maker_.make(folder, wish);
    return {.from = folder};
  }
  Updater open() { return std::move(Updater::open(places_, programs_, clock_).value()); }
  // In words: "good 1.0.0", or the refusal.
  std::string told(const Result<Outcome>& outcome) {
    if (!outcome) return std::string(outcome.error().reason.text());
    return std::string(to_string(outcome->verdict)) + " " + outcome->name;
  }
  std::string install(const Wish& wish) { return told(open().install(wish)); }
  [[nodiscard]] std::string current() const { return Store(places_.programs()).current(); }
  [[nodiscard]] std::string what_runs() const { return test::contents_of(places_.programs() / "current/bin/omote-host"); }

  test::TempFolder temp_;
  Places places_{temp_ / "root"};
  test::ReleaseMaker maker_;
  SystemClock clock_;
  Programs programs_{places_.programs() / "current"};
};

TEST_F(Updates, a_newer_version_runs_and_the_way_back_is_open) {
  EXPECT_EQ(install(release("1.0.0")), "good 1.0.0");
  EXPECT_EQ(install(release("1.1.0")), "good 1.1.0");
  EXPECT_THAT(what_runs(), testing::HasSubstr("1.1.0"));
  EXPECT_EQ(told(open().back()), "good 1.0.0");
  EXPECT_THAT(what_runs(), testing::HasSubstr("1.0.0"));
  EXPECT_EQ(told(open().back()), "good 1.1.0") << "and forth again";
}

TEST_F(Updates, only_the_running_version_and_the_one_before_are_kept) {
  for (const auto* version : {"1.0.0", "1.1.0", "1.2.0", "1.3.0"})
    ASSERT_EQ(install(release(version)), std::string("good ") + version);
  EXPECT_THAT(Store(places_.programs()).versions(), ElementsAre("1.2.0", "1.3.0"));
}

TEST_F(Updates, an_archive_does_as_well_as_a_folder) {
  const auto wish = release("1.0.0");
  ASSERT_TRUE(test::pack(wish.from, temp_ / "omote.update"));
  EXPECT_EQ(install({.from = temp_ / "omote.update"}), "good 1.0.0");
}

TEST_F(Updates, a_changed_file_is_refused_and_nothing_is_left) {
  ASSERT_EQ(install(release("1.0.0")), "good 1.0.0");
  const auto wish = release("1.1.0");
  auto contents = test::contents_of(wish.from / "bin/omote-host");
  contents[3] ^= 1;  // the same length
  test::write(wish.from / "bin/omote-host", contents);
  EXPECT_EQ(install(wish), "version_damaged");
  EXPECT_EQ(current(), "1.0.0");
  EXPECT_THAT(Store(places_.programs()).versions(), ElementsAre("1.0.0"));
  EXPECT_TRUE(programs_.started.size() == 1) << "nothing was started again";
}

TEST_F(Updates, a_downgrade_needs_the_administrators_word) {
  ASSERT_EQ(install(release("1.1.0")), "good 1.1.0");
  auto older = release("1.0.0");
  EXPECT_EQ(install(older), "release_older");
  older.downgrade = true;
  EXPECT_EQ(install(older), "good 1.0.0");
  EXPECT_EQ(install(release("1.0.5")), "release_older") << "the highest that ever ran counts, not the present one";
}

TEST_F(Updates, programs_that_do_not_start_are_not_even_tried) {
  ASSERT_EQ(install(release("1.0.0")), "good 1.0.0");
  programs_.does_not_start = "1.1.0";
  EXPECT_EQ(install(release("1.1.0")), "does_not_start");
  EXPECT_EQ(current(), "1.0.0");
}

TEST_F(Updates, the_same_version_is_not_installed_twice) {
  ASSERT_EQ(install(release("1.0.0")), "good 1.0.0");
  programs_.started.clear();
  EXPECT_EQ(install(release("1.0.0")), "good 1.0.0");
  EXPECT_TRUE(programs_.started.empty());
}

TEST_F(Updates, a_damaged_installation_is_replaced_by_the_same_version) {
  ASSERT_EQ(install(release("1.0.0")), "good 1.0.0");
  test::write(places_.programs() / "versions/1.0.0/bin/omote-host", "");
  EXPECT_EQ(install(release("1.0.0")), "good 1.0.0-2");
  EXPECT_THAT(what_runs(), testing::HasSubstr("1.0.0"));
}

TEST_F(Updates, another_choice_of_pieces_is_no_version_to_go_back_to) {
  ASSERT_EQ(install(release("1.0.0")), "good 1.0.0");
  auto wish = release("1.0.0");
  maker_.make(wish.from, {.version = "1.0.0", .piece = "omote-cli", .files = {{"bin/omote", "x"}}});
  wish.all_pieces = true;
  EXPECT_EQ(install(wish), "good 1.0.0-2");
  EXPECT_EQ(told(open().back()), "no_version_before");
}

TEST_F(Updates, two_at_once_take_turns) {
  const auto first = open();
  const auto second = Updater::open(places_, programs_, clock_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().reason.text(), "update_runs_already");
}

TEST_F(Updates, a_visit_is_not_cut_off) {
  ASSERT_EQ(install(release("1.0.0")), "good 1.0.0");
  programs_.visit_runs = true;
  EXPECT_EQ(install(release("1.1.0")), "visit_runs");
  EXPECT_EQ(current(), "1.0.0");
  EXPECT_TRUE(open().notes().trial.empty());
  programs_.visit_runs = false;
  EXPECT_EQ(install(release("1.1.0")), "good 1.1.0");
}

// 1. Elsewhere a broken version was installed again and again, as its failure was told to nobody.
TEST_F(Updates, a_version_that_failed_is_not_tried_again_by_itself) {
  ASSERT_EQ(install(release("1.0.0")), "good 1.0.0");
  programs_.bad = "1.1.0";
  EXPECT_EQ(install(release("1.1.0")), "taken_back 1.0.0");
  EXPECT_EQ(install(release("1.1.0")), "release_failed_before");
  EXPECT_EQ(open().notes().failed.size(), 1U);
  EXPECT_THAT(open().notes().why, testing::HasSubstr("omote-host is failed"));
  programs_.bad.clear();
  auto again = release("1.1.0");
  again.again = true;
  EXPECT_EQ(install(again), "good 1.1.0");
  EXPECT_TRUE(open().notes().failed.empty());
}

// 2. Elsewhere a good version was taken back after it had been accepted, as only the report had failed.
TEST_F(Updates, a_note_that_cannot_be_written_takes_no_good_version_back) {
  ASSERT_EQ(install(release("1.0.0")), "good 1.0.0");
  const auto folder = places_.book().parent_path();
  // In the place of the folder that the notes go to stands a file, from the moment on when the new version is looked at.
  programs_.on_look = [&] {
    fs::rename(folder, folder.string() + ".away");
    test::write(folder, "");
  };
  auto updater = open();
  const auto outcome = updater.install(release("1.1.0"));
  ASSERT_TRUE(outcome);
  EXPECT_EQ(told(outcome), "good 1.1.0");
  EXPECT_FALSE(outcome->noted);
  EXPECT_EQ(current(), "1.1.0");
}

// 3. Elsewhere success was told before the new version had been started.
TEST_F(Updates, until_it_was_judged_a_version_is_on_trial) {
  ASSERT_EQ(install(release("1.0.0")), "good 1.0.0");
  std::string meanwhile;
  programs_.on_look = [&] { meanwhile = to_string(Book::open(places_.book()).notes().verdict); };
  EXPECT_EQ(install(release("1.1.0")), "good 1.1.0");
  EXPECT_EQ(meanwhile, "trial");
}

// 4. Elsewhere nobody ever called a version good, and one day none was left that counted as good.
TEST_F(Updates, a_healthy_version_is_good_by_itself_also_after_a_cut) {
  ASSERT_EQ(install(release("1.0.0")), "good 1.0.0");
  {
    auto book = Book::open(places_.book());
    auto notes = book.notes();
    Store store(places_.programs());
    const auto source = Source::open(release("1.1.0").from);
    const auto keys = Keys::read(places_.keys());
    const auto name = store.add(read_release(*source, *keys, {2026, 11, 27}, {}).value(), *source).value();
    notes.trial = name;
    notes.before = "1.0.0";
    ASSERT_TRUE(book.save(notes));
    ASSERT_TRUE(store.choose(name));  // and here the power is cut
  }
  EXPECT_EQ(told(open().settle()), "good 1.1.0");
  EXPECT_EQ(open().notes().verdict, Verdict::Good);
  for (int boot = 0; boot < 5; ++boot) EXPECT_EQ(told(open().settle()), "good 1.1.0");
}

// 5. Elsewhere "marked good" was printed though the state on the disk stayed bad.
TEST_F(Updates, what_is_told_is_what_stands_on_the_disk) {
  auto book = Book::open(places_.book());
  auto notes = book.notes();
  notes.verdict = Verdict::Good;
  fs::create_directories(places_.book());  // a folder in the place of the file: it cannot be written
  const auto saved = book.save(notes);
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().reason.text(), "update_not_noted");
  EXPECT_EQ(book.notes().verdict, Verdict::None);
}

// 6. Elsewhere nothing could be installed after three failures until the machine was started again.
TEST_F(Updates, failures_do_not_close_the_door_to_the_next_release) {
  ASSERT_EQ(install(release("1.0.0")), "good 1.0.0");
  for (const auto* version : {"1.1.0", "1.1.1", "1.1.2", "1.1.3"}) {
    programs_.bad = version;
    EXPECT_EQ(install(release(version)), "taken_back 1.0.0");
    auto broken = release("1.1.9");
    fs::remove(broken.from / "bin/omote-host");
    EXPECT_EQ(install(broken), "release_incomplete");
    EXPECT_THAT(Store(places_.programs()).versions(), ElementsAre("1.0.0")) << "what failed is not kept";
  }
  EXPECT_EQ(install(release("1.2.0")), "good 1.2.0");
}

// 7. Elsewhere files had no contents after a power cut, and the version counted as installed.
TEST_F(Updates, a_version_with_an_emptied_file_is_taken_back_at_the_next_start) {
  ASSERT_EQ(install(release("1.0.0")), "good 1.0.0");
  ASSERT_EQ(install(release("1.1.0")), "good 1.1.0");
  auto book = Book::open(places_.book());
  auto notes = book.notes();
  notes.trial = "1.1.0";
  notes.before = "1.0.0";
  ASSERT_TRUE(book.save(notes));
  test::write(places_.programs() / "versions/1.1.0/share/omote/web/index.html", "");
  EXPECT_EQ(told(open().settle()), "taken_back 1.0.0");
  EXPECT_THAT(open().notes().why, testing::HasSubstr("index.html"));
}

TEST_F(Updates, a_first_version_that_fails_has_nothing_to_go_back_to_and_says_so) {
  programs_.bad = "1.0.0";
  EXPECT_EQ(install(release("1.0.0")), "failed 1.0.0");
}

TEST_F(Updates, what_did_not_run_before_is_not_judged) {
  programs_.ran.clear();
  programs_.bad = "1.0.0";
  EXPECT_EQ(install(release("1.0.0")), "good 1.0.0");
}

TEST_F(Updates, a_disk_that_takes_no_more_leaves_the_old_version_running) {
  ASSERT_EQ(install(release("1.0.0")), "good 1.0.0");
  const auto next = release("1.1.0");
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{8, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  const auto told = install(next);
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_EQ(told, "source_not_copied");
  EXPECT_EQ(current(), "1.0.0");
  EXPECT_EQ(install(next), "good 1.1.0");
}

}  // namespace
}  // namespace omote::update
