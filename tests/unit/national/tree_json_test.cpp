#include "national/https/tree_json.hpp"

#include <gtest/gtest.h>

namespace omote::national::https {
namespace {

using eligibility::Element;

TEST(TreeJson, text_and_children_become_string_and_object) {
  const Element root{"XmlMsg", "", {{"MessageHeader", "", {{"SegmentOfResult", "1", {}}}}}};
  EXPECT_EQ(tree_to_json(root), R"({"XmlMsg":{"MessageHeader":{"SegmentOfResult":"1"}}})");
}

TEST(TreeJson, list_becomes_an_array_even_with_one_entry) {
  const Element root{"XmlMsg", "", {{"ResultList", "", {{"ResultOfQualificationConfirmation", "", {{"Sex1", "1", {}}}}}}}};
  EXPECT_EQ(tree_to_json(root), R"({"XmlMsg":{"ResultList":[{"ResultOfQualificationConfirmation":{"Sex1":"1"}}]}})");
}

TEST(TreeJson, empty_list_stays_an_array) {
  EXPECT_EQ(tree_to_json({"XmlMsg", "", {{"ResultList", "", {}}}}), R"({"XmlMsg":{"ResultList":[]}})");
}

TEST(TreeJson, repeated_elements_become_an_array_of_values) {
  const Element root{"XmlMsg", "", {{"A", "1", {}}, {"A", "2", {}}, {"A", "3", {}}}};
  EXPECT_EQ(tree_to_json(root), R"({"XmlMsg":{"A":["1","2","3"]}})");
}

TEST(TreeJson, what_was_written_is_read_again) {
  const Element root{"XmlMsg",
                     "",
                     {{"MessageHeader", "", {{"Name", "見本　太郎", {}}}},
                      {"ResultList", "", {{"R", "", {{"A", "1", {}}, {"A", "2", {}}}}, {"R", "", {{"B", "\"quoted\\", {}}}}}}}};
  const auto read = tree_from_json(tree_to_json(root));
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, root);
}

TEST(TreeJson, other_fields_beside_the_message_are_left_alone) {
  const auto read = tree_from_json(R"({"visit":"V","XmlMsg":{"A":"1"}})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->children.size(), 1U);
}

class Refused : public testing::TestWithParam<std::string> {};

TEST_P(Refused, as_unreadable) {
  const auto read = tree_from_json(GetParam());
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().reason.text(), "national_answer_unreadable");
}

INSTANTIATE_TEST_SUITE_P(Texts, Refused,
                         testing::Values("", "[]", "null", R"({"Other":{}})", R"({"XmlMsg":{"A":1}})", R"({"XmlMsg":{"A":null}})",
                                         R"({"XmlMsg":{"A":true}})", R"({"XmlMsg":{"A":"1","A":"2"}})",
                                         R"({"XmlMsg":{"A":"1"}} x)", R"({"XmlMsg":{"ResultList":{}}})",
                                         R"({"XmlMsg":{"ResultList":["1"]}})", R"({"XmlMsg":{"A":[["1"]]}})",
                                         "{\"XmlMsg\":{\"A\":\"\xff\"}}",
                                         std::string(R"({"XmlMsg":)") + std::string(10'000, '[') + std::string(10'000, ']') +
                                             "}"));

TEST(TreeJson, more_elements_than_allowed_are_refused) {
  std::string text = R"({"XmlMsg":{"A":[)";
  for (int i = 0; i < 100'001; ++i) text += "\"\",";
  text.back() = ']';
  EXPECT_FALSE(tree_from_json(text + "}}"));
}

}  // namespace
}  // namespace omote::national::https
