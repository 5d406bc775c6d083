#include "domain/incident/number.hpp"

#include <gtest/gtest.h>

#include <set>

namespace omote::incident {
namespace {

const catalogue::Catalogue& built_in() {
  static const auto catalogue = catalogue::Catalogue::built_in();
  return catalogue.value();
}

NumberFacts some() {
  const auto& entry = *built_in().by_row("E07");
  return {.version = "1.2.63", .row = entry.row, .state = "needs_you", .cause = entry.causes[0].id, .percent = 87, .count = 4097};
}

TEST(IncidentNumber, carries_what_the_support_desk_asks_first) {
  const auto number = make_number(some());
  const auto read = read_number(number, built_in());
  ASSERT_TRUE(read) << number;
  EXPECT_EQ(read->version, "1.2.63");
  EXPECT_EQ(read->row, "E07");
  EXPECT_EQ(read->state, "needs_you");
  EXPECT_EQ(read->cause, some().cause);
  EXPECT_EQ(read->percent, 80);
  EXPECT_EQ(read->count, 1U);
}

TEST(IncidentNumber, of_an_unknown_cause_says_so) {
  auto facts = some();
  facts.cause.clear();
  EXPECT_EQ(read_number(make_number(facts), built_in())->cause, "");
}

TEST(IncidentNumber, is_read_as_people_write_it) {
  const auto number = make_number(some());
  std::string spoken;
  for (const char c : number) spoken += c == '-' ? ' ' : c == '0' ? 'o' : c == '1' ? 'l' : static_cast<char>(std::tolower(c));
  const auto read = read_number(spoken, built_in());
  ASSERT_TRUE(read) << spoken;
  EXPECT_EQ(make_number(*read), make_number({read->version, read->row, read->state, read->cause, read->percent, read->count}));
  EXPECT_EQ(read->row, "E07");
}

TEST(IncidentNumber, notices_every_wrong_character_and_every_swap) {
  const std::string alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const auto number = make_number(some());
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (number[i] == '-') continue;
    for (const char other : alphabet) {
      auto wrong = number;
      wrong[i] = other;
      EXPECT_EQ(read_number(wrong, built_in()).has_value(), other == number[i]) << wrong;
    }
    const auto next = number.find_first_not_of('-', i + 1);
    if (next == std::string::npos || number[next] == number[i]) continue;
    auto swapped = number;
    std::swap(swapped[i], swapped[next]);
    EXPECT_FALSE(read_number(swapped, built_in())) << swapped;
  }
}

TEST(IncidentNumber, that_is_too_short_too_long_or_no_number_is_refused) {
  const auto number = make_number(some());
  EXPECT_FALSE(read_number("", built_in()));
  EXPECT_FALSE(read_number(number.substr(1), built_in()));
  EXPECT_FALSE(read_number(number + "0", built_in()));
  EXPECT_FALSE(read_number("U" + number.substr(1), built_in()));
}

TEST(IncidentNumber, of_a_row_that_the_catalogue_lacks_is_refused) {
  auto facts = some();
  facts.row = "Q99";
  EXPECT_FALSE(read_number(make_number(facts), built_in()));
}

TEST(IncidentNumber, tells_every_entry_and_every_cause_of_it_apart) {
  std::set<std::string> numbers;
  std::size_t causes = 0;
  for (const auto& entry : built_in().entries()) {
    if (built_in().by_row(entry.row) != &entry) continue;  // a row that stands for several details
    for (const auto& cause : entry.causes) {
      auto facts = some();
      facts.row = entry.row;
      facts.cause = cause.id;
      const auto number = make_number(facts);
      numbers.insert(number);
      ++causes;
      const auto read = read_number(number, built_in());
      ASSERT_TRUE(read);
      EXPECT_EQ(read->row, entry.row);
      EXPECT_EQ(read->cause, cause.id);
    }
  }
  EXPECT_EQ(numbers.size(), causes);
}

TEST(IncidentNumber, in_the_qr_code_stands_beside_its_meaning) {
  const auto facts = some();
  const auto text = qr_text("0440-1C3Q-M2XA-9", facts, *built_in().by_row("E07"));
  EXPECT_EQ(text, "OMOTE1 0440-1C3Q-M2XA-9 v=1.2.63 state=needs_you code=011 detail=0x81000005 cause=" + facts.cause + " p=87");
}

}  // namespace
}  // namespace omote::incident
