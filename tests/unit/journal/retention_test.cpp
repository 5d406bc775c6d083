// Days past their time are dropped, the chain goes on across the cut, and a clock that jumped drops nothing.
#include "journal/retention.hpp"

#include <thread>

#include "journal/marks.hpp"
#include "tests/unit/journal/fixture.hpp"

namespace omote::journal {
namespace {

using std::chrono::hours;

class Retention : public test::JournalFixture {
 protected:
  void SetUp() override { clock_.time = from_jst({{2026, 11, 22}, 9, 0, 0}); }
  // One visit on each day up to that of the clock, the last one included; the clock is believed all the way.
  void live(Journal& journal, int days) {
    for (int i = 0; i < days; ++i) {
      if (i > 0) clock_.time += hours(24);
      journal.confirm_clock();
      ASSERT_TRUE(journal.append(test::visit_began("day-" + to_digits(to_jst(clock_.time).date))));
    }
  }
  static Bytes hash_of(sqlite3* database, std::int64_t sequence) {
    Statement rows(database, "SELECT hash FROM event WHERE sequence = ?");
    EXPECT_EQ(rows.bind(1, sequence).step(), SQLITE_ROW);
    return rows.bytes(0);
  }
  [[nodiscard]] bool has_day(const Date& day) const { return !reader().query({.visit = "day-" + to_digits(day)})->empty(); }
  [[nodiscard]] std::vector<Record> told() const { return *reader().query({.type = "days_dropped"}); }
};

TEST_F(Retention, day_62_goes_and_day_61_stays) {
  auto journal = open();
  live(*journal, 63);

  journal->tend();

  EXPECT_FALSE(has_day({2026, 11, 22}));
  EXPECT_TRUE(has_day({2026, 11, 23}));
  ASSERT_EQ(told().size(), 1u);
  EXPECT_EQ(told()[0].event.days_dropped().days(), 1u);
  EXPECT_EQ(told()[0].event.days_dropped().events(), 1u);
}

TEST_F(Retention, days_are_days_of_japan) {
  EXPECT_EQ(kept_since(from_jst({{2026, 11, 22}, 0, 30, 0})), from_jst({{2026, 9, 22}}));
  EXPECT_EQ(kept_since(from_jst({{2026, 11, 22}, 23, 30, 0})), from_jst({{2026, 9, 22}}));
}

TEST_F(Retention, chain_holds_across_the_cut_and_numbers_go_on) {
  auto journal = open();
  live(*journal, 80);
  journal->tend();
  live(*journal, 2);
  journal->tend();

  const auto check = reader().check();

  EXPECT_TRUE(check->whole) << check->first_wrong;
  EXPECT_EQ(told().size(), 2u);
  const auto page = reader().query({});
  for (const auto& record : *page) EXPECT_TRUE(record.fits) << record.sequence;
}

TEST_F(Retention, room_and_index_of_dropped_events_are_freed) {
  auto journal = open();
  live(*journal, 80);
  journal->tend();

  const auto database = open_database(file(), true);
  const auto count = [&](const char* sql) {
    Statement rows(database.get(), sql);
    return rows.step() == SQLITE_ROW ? rows.number(0) : -1;
  };
  EXPECT_EQ(count("SELECT count(*) FROM event"), 63);
  EXPECT_EQ(count("SELECT count(*) FROM shown"), 63);
  EXPECT_EQ(count("SELECT count(*) FROM note"), 62 + 1);
  EXPECT_TRUE(reader().query({.text = "day-20261123"})->empty());
  EXPECT_EQ(reader().query({.text = "day-20270131"})->size(), 1u);
}

TEST_F(Retention, everything_may_be_old) {
  auto journal = open();
  live(*journal, 3);
  clock_.time += hours(24 * 100);
  journal->confirm_clock();
  journal->tend();

  ASSERT_EQ(reader().query({})->size(), 1u);
  EXPECT_TRUE(reader().check()->whole);
  EXPECT_EQ(journal->append(test::visit_began("new")), 5u);
}

TEST_F(Retention, clock_that_jumps_ahead_drops_nothing_until_confirmed) {
  auto journal = open();
  live(*journal, 62);
  journal->tend();
  clock_.time += hours(24 * 10);

  journal->tend();
  EXPECT_TRUE(journal->clock_in_doubt());
  EXPECT_TRUE(has_day({2026, 11, 22}));

  journal->confirm_clock();
  journal->tend();
  EXPECT_FALSE(journal->clock_in_doubt());
  EXPECT_FALSE(has_day({2026, 12, 1}));
  EXPECT_TRUE(has_day({2026, 12, 2}));
}

TEST_F(Retention, doubt_outlives_a_restart_though_new_events_carry_the_wrong_time) {
  {
    auto journal = open();
    live(*journal, 62);
    journal->tend();
  }
  clock_.time += hours(24 * 10);
  for (int boot = 0; boot < 2; ++boot) {
    auto journal = open();
    ASSERT_TRUE(journal->append(test::visit_began("wrong-time")));
    journal->tend();
    EXPECT_TRUE(journal->clock_in_doubt());
  }
  EXPECT_TRUE(has_day({2026, 11, 22}));
}

TEST_F(Retention, clock_a_year_behind_drops_nothing_and_its_events_stay_with_their_neighbours) {
  auto journal = open();
  live(*journal, 10);
  journal->tend();
  const auto right = clock_.time;
  clock_.time -= hours(24 * 365);
  ASSERT_TRUE(journal->append(test::visit_began("a-year-ago")));
  journal->tend();
  clock_.time = right;
  journal->confirm_clock();
  journal->tend();

  EXPECT_EQ(reader().query({})->size(), 11u);
}

TEST_F(Retention, a_forged_cut_shows) {
  auto journal = open();
  live(*journal, 5);
  const auto database = open_database(file(), false);
  ASSERT_EQ(write_mark(database.get(), "cut", {3, hash_of(database.get(), 3)}), SQLITE_OK);
  ASSERT_EQ(execute(database.get(), "DELETE FROM event WHERE sequence <= 3"), SQLITE_OK);

  const auto check = reader().check();

  EXPECT_FALSE(check->whole);
  EXPECT_EQ(check->first_wrong, 4u);
}

TEST_F(Retention, cut_that_was_interrupted_is_whole_and_finished_later) {
  auto journal = open();
  live(*journal, 70);
  {
    // As a power cut leaves it: the cut is told, the room not freed.
    const auto database = open_database(file(), false);
    const auto hash = hash_of(database.get(), 8);
    v1::Event event;
    event.mutable_days_dropped()->set_through(8);
    event.mutable_days_dropped()->set_hash(to_hex(hash));
    ASSERT_TRUE(journal->append(event));
    ASSERT_EQ(write_mark(database.get(), "cut", {8, hash}), SQLITE_OK);
  }
  EXPECT_TRUE(reader().check()->whole);
  EXPECT_EQ(reader().query({})->size(), 63u);

  journal->tend();

  EXPECT_TRUE(reader().check()->whole);
  Statement rows(open_database(file(), true).get(), "SELECT min(sequence) FROM event");
  ASSERT_EQ(rows.step(), SQLITE_ROW);
  EXPECT_EQ(rows.number(0), 9);
}

TEST_F(Retention, keeper_drops_by_itself) {
  {
    auto journal = open();
    live(*journal, 70);
    journal->tend();
    clock_.time += hours(23);
  }
  const auto journal = Journal::open(file(), clock_).value();  // with its own thread; the clock stands still from here on
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (told().size() < 2 && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));

  EXPECT_EQ(told().size(), 2u);
  EXPECT_TRUE(reader().check()->whole);
}

}  // namespace
}  // namespace omote::journal
