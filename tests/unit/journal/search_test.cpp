// Searching: words that people see, in both languages, whether the events are indexed yet or not.
#include "journal/search.hpp"

#include "journal/index.hpp"
#include "journal/marks.hpp"
#include "journal/words.hpp"
#include "tests/unit/journal/fixture.hpp"

namespace omote::journal {
namespace {

using testing::ElementsAre;

v1::Event failed_visit(const std::string& visit, const std::string& code, const std::string& detail) {
  auto event = test::visit_ended(visit, "failed");
  event.mutable_visit_ended()->set_code(code);
  event.mutable_visit_ended()->set_detail(detail);
  return event;
}
v1::Event delivered(const std::string& visit, const std::string& file) {
  v1::Event event;
  event.set_visit(visit);
  event.set_terminal("T-0001");
  event.mutable_result_delivered()->set_file(file);
  return event;
}
v1::Event trouble(const std::string& number) {
  v1::Event event;
  event.mutable_incident_opened()->set_number(number);
  event.mutable_incident_opened()->set_code("011");
  return event;
}
v1::Event line(const std::string& level, const std::string& text) {
  v1::Event event;
  event.mutable_program_log()->set_program("omote-host");
  event.mutable_program_log()->set_level(level);
  event.mutable_program_log()->set_text(text);
  return event;
}

enum class Indexed { Nothing, Half, All };

class Searching : public test::JournalFixture, public testing::WithParamInterface<Indexed> {
 protected:
  void SetUp() override {
    journal_ = open();
    append({test::visit_began("v1"), delivered("v1", "OQSsiquc01face_20261122.xml"), failed_visit("v2", "011", "0x81000005")});
    if (GetParam() == Indexed::Half) journal_->tend();
    append({trouble("3K7Q-M2XA-9"), line("error", "ディスクに空きがありません disk full"), test::visit_began("v3")});
    if (GetParam() == Indexed::All) journal_->tend();
  }
  void append(const std::vector<v1::Event>& events) {
    for (const auto& event : events) ASSERT_TRUE(journal_->append(event));
  }
  [[nodiscard]] std::vector<std::uint64_t> find(const Filter& filter) const {
    std::vector<std::uint64_t> found;
    const auto records = reader().query(filter);
    EXPECT_TRUE(records) << describe(records.error());
    for (const auto& record : *records) found.push_back(record.sequence);
    return found;
  }
  [[nodiscard]] std::vector<std::uint64_t> find(const std::string& text) const { return find(Filter{.text = text}); }
  std::unique_ptr<Journal> journal_;
};

TEST_P(Searching, index_reaches_as_far_as_the_test_says) {
  const auto seen = read_mark(open_database(file(), true).get(), "seen").value_or(Mark{}).number;

  EXPECT_EQ(seen, GetParam() == Indexed::Nothing ? 0 : GetParam() == Indexed::Half ? 3 : 6);
}

TEST_P(Searching, words_that_people_see_are_found_in_both_languages) {
  EXPECT_THAT(find("カードが置かれ"), ElementsAre(6, 1));
  EXPECT_THAT(find("card was placed"), ElementsAre(6, 1));
  EXPECT_THAT(find("トラブル発生"), ElementsAre(4));
}

TEST_P(Searching, one_and_two_characters_are_enough) {
  EXPECT_THAT(find("置"), ElementsAre(6, 1));
  EXPECT_THAT(find("空き"), ElementsAre(5));
  EXPECT_THAT(find("v2"), ElementsAre(3));
  EXPECT_TRUE(find("馬").empty());
}

TEST_P(Searching, several_words_must_all_stand_there_in_any_order) {
  EXPECT_THAT(find("xml v1"), ElementsAre(2));
  EXPECT_THAT(find("011 受付が終わりました"), ElementsAre(3));
  EXPECT_TRUE(find("v3 011").empty());
}

TEST_P(Searching, quotes_make_one_of_several_words) {
  EXPECT_THAT(find("\"disk full\""), ElementsAre(5));
  EXPECT_TRUE(find("\"full disk\"").empty());
}

TEST_P(Searching, width_case_and_kana_do_not_matter) {
  EXPECT_THAT(find("ﾃﾞｨｽｸ"), ElementsAre(5));
  EXPECT_THAT(find("でぃすく"), ElementsAre(5));
  EXPECT_THAT(find("ＤＩＳＫ"), ElementsAre(5));
}

TEST_P(Searching, signs_of_the_query_language_are_plain_text) {
  EXPECT_TRUE(find("* OR NEAR(").empty());
  EXPECT_THAT(find("3k7q-m2xa"), ElementsAre(4));
}

TEST_P(Searching, level_code_and_incident_filter) {
  EXPECT_THAT(find(Filter{.level = LogLevel::Warning}), ElementsAre(5, 4, 3));
  EXPECT_THAT(find(Filter{.level = LogLevel::Error}), ElementsAre(5));
  EXPECT_THAT(find(Filter{.code = "011"}), ElementsAre(4, 3));
  EXPECT_THAT(find(Filter{.incident = "3k7q-m2xa-9"}), ElementsAre(4));
  EXPECT_TRUE(find(Filter{.incident = "3K7Q-M2XA"}).empty());
}

TEST_P(Searching, pages_of_a_search_follow_each_other) {
  EXPECT_THAT(find(Filter{.level = LogLevel::Warning, .most = 2}), ElementsAre(5, 4));
  EXPECT_THAT(find(Filter{.level = LogLevel::Warning, .before = 4, .most = 2}), ElementsAre(3));
}

TEST_P(Searching, filters_join_with_text_and_time) {
  EXPECT_THAT(find(Filter{.terminal = "T-0001", .text = "v1"}), ElementsAre(2, 1));
  EXPECT_THAT(find(Filter{.visit = "v1", .text = "oqs"}), ElementsAre(2));
  EXPECT_TRUE(find(Filter{.since = clock_.time + std::chrono::hours(1), .text = "v1"}).empty());
  EXPECT_THAT(find(Filter{.until = clock_.time + std::chrono::milliseconds(1), .text = "oqs"}), ElementsAre(2));
}
INSTANTIATE_TEST_SUITE_P(Index, Searching, testing::Values(Indexed::Nothing, Indexed::Half, Indexed::All), [](const auto& row) {
  return row.param == Indexed::Nothing ? "nothing" : row.param == Indexed::Half ? "half" : "all";
});

class ManyEvents : public test::JournalFixture {};

TEST_F(ManyEvents, search_finds_what_looking_at_each_finds) {
  auto journal = open();
  // More different notes than the merge takes, so that both ways of searching run.
  {
    const auto database = open_database(file(), false);
    ASSERT_EQ(execute(database.get(), "BEGIN"), SQLITE_OK);
    for (int i = 1; i <= 9000; ++i) {
      auto event = i % 3 == 0 ? line(i % 6 == 0 ? "warning" : "error", "line " + std::to_string(i))
                              : failed_visit("visit-" + std::to_string(i / 2), i % 2 == 0 ? "011" : "001", "");
      const auto body = event.SerializeAsString();
      Statement into(database.get(),
                     "INSERT INTO event (sequence, time, visit, terminal, type, body, hash) VALUES (?, ?, ?, ?, ?, ?, x'00')");
      const auto type = type_of(event);
      into.bind(1, i).bind(2, std::int64_t{1'795'307'400'000} + i * 1000).bind(3, std::string_view(event.visit()));
      into.bind(4, std::string_view(event.terminal())).bind(5, std::string_view(type)).bind(6, as_bytes(body));
      ASSERT_EQ(into.step(), SQLITE_DONE);
    }
    ASSERT_EQ(execute(database.get(), "COMMIT"), SQLITE_OK);
  }
  const std::vector<Filter> filters{{.text = "9"},
                                    {.text = "visit-"},
                                    {.text = "visit-44 011"},
                                    {.text = "line 77"},
                                    {.level = LogLevel::Error, .text = "1"},
                                    {.code = "001", .text = "visit-1"},
                                    {.text = "011", .before = 4000},
                                    {.since = WallTime{std::chrono::milliseconds{1'795'307'400'000 + 7'300'000}}, .text = "9"}};
  std::vector<std::vector<std::uint64_t>> before;
  const auto run = [&](Filter filter) {
    std::vector<std::uint64_t> found;
    filter.most = 500;
    const auto records = reader().query(filter);
    for (const auto& record : *records) found.push_back(record.sequence);
    return found;
  };
  for (const auto& filter : filters) before.push_back(run(filter));
  journal->tend();

  for (std::size_t i = 0; i < filters.size(); ++i) {
    EXPECT_FALSE(before[i].empty()) << i;
    EXPECT_EQ(run(filters[i]), before[i]) << i;
  }
}

TEST(Terms, blanks_of_every_width_separate_and_doubles_count_once) {
  EXPECT_THAT(split_terms("  Card　カード card\t\"a b\" \"open"), ElementsAre("card", "カード", "a b", "open"));
  EXPECT_TRUE(split_terms("\"\"  ").empty());
}

}  // namespace
}  // namespace omote::journal
