#include "journal/journal.hpp"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "base/file.hpp"
#include "journal/sqlite.hpp"
#include "tests/unit/journal/fixture.hpp"

namespace omote::journal {
namespace {

class JournalWriting : public test::JournalFixture {
 protected:
  // Somebody changes the file behind the journal's back.
  void tamper(const char* sql) const { ASSERT_EQ(execute(open_database(file(), false).get(), sql), SQLITE_OK); }
};

TEST_F(JournalWriting, sequence_numbers_count_from_one_over_restarts) {
  EXPECT_EQ(open()->append(test::visit_began("v1")), 1u);
  EXPECT_EQ(open()->append(test::visit_began("v2")), 2u);
}

TEST_F(JournalWriting, file_is_private) {
  auto journal = open();
  ASSERT_TRUE(journal->append(test::visit_began("v")));
  struct stat facts{};

  for (const char* part : {"", "-wal", "-shm"}) {
    ASSERT_EQ(::stat((file().string() + part).c_str(), &facts), 0) << part;
    EXPECT_EQ(facts.st_mode & 0777, 0600u) << part;
  }
}

TEST_F(JournalWriting, every_acknowledged_event_survives_a_kill) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    auto journal = Journal::open(file(), clock_);
    for (;;) {
      const auto sequence = (*journal)->append(test::visit_began("v"));
      if (!sequence || ::write(ends[1], &*sequence, sizeof *sequence) <= 0) ::_exit(1);
    }
  }
  ::close(ends[1]);
  std::uint64_t acknowledged = 0;
  while (acknowledged < 50 && ::read(ends[0], &acknowledged, sizeof acknowledged) > 0) {
  }
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  std::uint64_t more = 0;
  while (::read(ends[0], &more, sizeof more) > 0) acknowledged = more;
  ::close(ends[0]);

  ASSERT_GE(acknowledged, 50u);
  const auto check = reader().check();
  ASSERT_TRUE(check);
  EXPECT_GE(check->records, acknowledged);
  EXPECT_TRUE(check->whole);
}

TEST_F(JournalWriting, appends_of_several_threads_make_one_chain) {
  auto journal = open();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 10; ++i) EXPECT_TRUE(journal->append(test::visit_began("v")));
    });
  }
  for (auto& thread : threads) thread.join();

  const auto check = reader().check();

  EXPECT_EQ(check->records, 40u);
  EXPECT_TRUE(check->whole);
  EXPECT_EQ(journal->times().count, 40u);
}

struct Tampering {
  const char* what;
  const char* sql;
  std::uint64_t shows_at;
};
class Tampered : public JournalWriting, public testing::WithParamInterface<Tampering> {};

TEST_P(Tampered, shows_in_the_chain) {
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(open()->append(test::visit_began("v" + std::to_string(i))));
  open()->tend();
  tamper(GetParam().sql);

  const auto check = reader().check();

  ASSERT_TRUE(check);
  EXPECT_FALSE(check->whole);
  EXPECT_EQ(check->first_wrong, GetParam().shows_at);
  // A page of the viewer shows it at the same line.
  const auto page = reader().query({});
  for (const auto& record : *page) EXPECT_EQ(record.fits, record.sequence != GetParam().shows_at) << record.sequence;
}
INSTANTIATE_TEST_SUITE_P(
    Ways, Tampered,
    testing::Values(Tampering{"edit", "UPDATE event SET body = x'0a0178' WHERE sequence = 3", 3},
                    Tampering{"time", "UPDATE event SET time = time + 1 WHERE sequence = 2", 2},
                    Tampering{"delete", "DELETE FROM event WHERE sequence = 3", 4},
                    Tampering{"first", "DELETE FROM event WHERE sequence = 1", 2},
                    Tampering{"insert",
                              "INSERT INTO event SELECT 6, time, visit, terminal, type, body, hash FROM event WHERE sequence = 5",
                              6},
                    Tampering{"end", "DELETE FROM event WHERE sequence = 5", 5}, Tampering{"all", "DELETE FROM event", 1},
                    Tampering{"retold_end", "UPDATE event SET body = x'0a0178', hash = x'00' WHERE sequence = 5", 5},
                    Tampering{"relabel", "UPDATE event SET type = 'other' WHERE sequence = 4", 4}),
    [](const auto& row) { return std::string(row.param.what); });

TEST_F(JournalWriting, file_of_garbage_is_put_aside_and_a_new_one_begun) {
  std::filesystem::create_directories(file().parent_path());
  ASSERT_TRUE(write_durably(file(), as_bytes(std::string(20'000, 'x'))));

  auto journal = open();

  EXPECT_EQ(journal->repairs(), 1);
  EXPECT_EQ(journal->append(test::visit_began("v")), 1u);
}

TEST_F(JournalWriting, torn_file_keeps_what_can_be_read_and_goes_on) {
  {
    auto journal = open();
    for (int i = 0; i < 1000; ++i) ASSERT_TRUE(journal->append(test::visit_began("v" + std::to_string(i))));
  }
  auto bytes = *read_file(file());
  // The last third is gone, as a cut or a bad disk leaves it.
  bytes.resize(bytes.size() * 2 / 3 / 4096 * 4096 + 100);
  ASSERT_TRUE(write_durably(file(), bytes));

  auto journal = open();
  const auto appended = journal->append(test::visit_began("after"));

  ASSERT_TRUE(appended);
  EXPECT_GE(journal->repairs(), 1);
  EXPECT_GT(*appended, 50u);
  EXPECT_EQ(reader().query({.visit = "after"})->size(), 1u);
  EXPECT_EQ(reader().query({.visit = "v7"})->size(), 1u);
  EXPECT_TRUE(reader().check()->whole);
}

TEST_F(JournalWriting, folder_that_cannot_be_made_is_a_reason) {
  ASSERT_TRUE(write_durably(temp_ / "state", as_bytes("no folder")));

  const auto journal = Journal::open(file(), clock_);

  ASSERT_FALSE(journal);
  EXPECT_EQ(journal.error().reason.text(), "journal_not_opened");
}

TEST_F(JournalWriting, lock_of_another_is_a_reason_and_the_next_append_goes_through) {
  auto journal = open();
  ASSERT_TRUE(journal->append(test::visit_began("v")));
  const auto other = open_database(file(), false);
  ASSERT_EQ(execute(other.get(), "BEGIN IMMEDIATE"), SQLITE_OK);

  const auto refused = journal->append(test::visit_began("v"));
  ASSERT_EQ(execute(other.get(), "ROLLBACK"), SQLITE_OK);

  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason.text(), "journal_not_written");
  EXPECT_EQ(journal->append(test::visit_began("v")), 2u);
}

}  // namespace
}  // namespace omote::journal
