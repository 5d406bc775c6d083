#include "journal/reader.hpp"

#include "base/file.hpp"
#include "tests/unit/journal/fixture.hpp"

namespace omote::journal {
namespace {

class Reading : public test::JournalFixture {
 protected:
  void SetUp() override {
    journal_ = open();
    for (int i = 0; i < 3; ++i) {
      ASSERT_TRUE(journal_->append(test::visit_began("v" + std::to_string(i), "hash" + std::to_string(i))));
      clock_.time += std::chrono::seconds(10);
    }
    ASSERT_TRUE(journal_->append(test::visit_ended("v2", "delivered")));
  }
  [[nodiscard]] std::vector<std::uint64_t> sequences(const Filter& filter) const {
    std::vector<std::uint64_t> found;
    const auto records = reader().query(filter);
    for (const auto& record : *records) found.push_back(record.sequence);
    return found;
  }
  std::unique_ptr<Journal> journal_;
};

TEST_F(Reading, newest_comes_first_while_the_writer_is_open) {
  EXPECT_THAT(sequences({}), testing::ElementsAre(4, 3, 2, 1));
}

TEST_F(Reading, events_come_back_as_they_went_in) {
  const auto records = reader().query({.type = "visit_ended"});

  ASSERT_EQ(records->size(), 1u);
  EXPECT_EQ(records->front().event.visit_ended().outcome(), "delivered");
  EXPECT_EQ(records->front().event.visit(), "v2");
  EXPECT_EQ(records->front().time, clock_.time);
}

TEST_F(Reading, filters_by_visit_terminal_and_type) {
  EXPECT_THAT(sequences({.visit = "v2"}), testing::ElementsAre(4, 3));
  EXPECT_THAT(sequences({.terminal = "T-0002"}), testing::ElementsAre(4));
  EXPECT_THAT(sequences({.visit = "v2", .type = "visit_began"}), testing::ElementsAre(3));
}

TEST_F(Reading, filters_by_time_with_the_end_left_out) {
  const auto first = clock_.time - std::chrono::seconds(30);

  EXPECT_THAT(sequences({.since = first + std::chrono::seconds(10)}), testing::ElementsAre(4, 3, 2));
  EXPECT_THAT(sequences({.until = first + std::chrono::seconds(10)}), testing::ElementsAre(1));
}

TEST_F(Reading, text_is_found_in_values_and_types_whatever_its_case) {
  EXPECT_THAT(sequences({.text = "ASH1"}), testing::ElementsAre(2));
  EXPECT_THAT(sequences({.text = "visit_ended"}), testing::ElementsAre(4));
  EXPECT_TRUE(sequences({.text = "nowhere"}).empty());
}

TEST_F(Reading, short_text_and_signs_of_the_query_language_are_plain_text) {
  EXPECT_THAT(sequences({.text = "h1"}), testing::ElementsAre(2));
  EXPECT_TRUE(sequences({.text = "\" OR *"}).empty());
  EXPECT_THAT(sequences({.text = "\"delivered\""}), testing::ElementsAre(4));
}

TEST_F(Reading, pages_follow_each_other_without_gap) {
  const auto first = sequences({.most = 2});
  const auto second = sequences({.before = first.back(), .most = 2});

  EXPECT_THAT(first, testing::ElementsAre(4, 3));
  EXPECT_THAT(second, testing::ElementsAre(2, 1));
}

TEST_F(Reading, what_is_new_can_be_asked_for) {
  EXPECT_THAT(sequences({.after = 3}), testing::ElementsAre(4));
}

TEST_F(Reading, works_after_the_writer_has_gone) {
  journal_.reset();

  EXPECT_EQ(sequences({}).size(), 4u);
}

TEST_F(Reading, json_names_every_field) {
  const auto records = reader().query({.most = 1});

  EXPECT_THAT(to_json(records->front().event), testing::HasSubstr("\"apdus\":0"));
}

TEST(Reader, missing_and_unreadable_files_are_told_apart) {
  const omote::test::TempFolder folder;
  ASSERT_TRUE(write_durably(folder / "garbage", as_bytes("this is no database, not at all")));

  EXPECT_EQ(JournalReader::open(folder / "none").error().reason.text(), "journal_missing");
  EXPECT_EQ(JournalReader::open(folder / "garbage").error().reason.text(), "journal_unreadable");
}

}  // namespace
}  // namespace omote::journal
