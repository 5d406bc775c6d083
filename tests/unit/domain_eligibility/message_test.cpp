#include "domain/eligibility/message.hpp"

#include <gmock/gmock.h>

namespace omote::eligibility {
namespace {

Message with_body(Element body) {
  Message message;
  message.root.add(std::move(body));
  return message;
}

TEST(Element, set_adds_once_and_changes_after) {
  Element element{"A", "", {}};

  element.set("B", "1");
  element.set("B", "2");

  EXPECT_EQ(element.children.size(), 1u);
  EXPECT_EQ(element.value("B"), "2");
}

TEST(Element, absent_child_reads_as_empty) {
  EXPECT_EQ(Element{}.value("X"), "");
  EXPECT_EQ(Element{}.find("X"), nullptr);
}

TEST(DropEmpty, takes_away_what_becomes_empty_too) {
  Element element{"A", "", {{"B", "", {{"C", "", {}}}}, {"D", "x", {}}}};

  drop_empty(element);

  ASSERT_EQ(element.children.size(), 1u);
  EXPECT_EQ(element.children[0].name, "D");
}

TEST(Message, validity_outside_the_table_is_nothing) {
  for (const char* text : {"", "0", "7", "11", "x"}) {
    EXPECT_FALSE(with_body({"MessageBody", "", {{"QualificationValidity", text, {}}}}).validity()) << text;
  }
  EXPECT_EQ(with_body({"MessageBody", "", {{"QualificationValidity", "6", {}}}}).validity(), Validity::ValidUnregistered);
}

TEST(Message, records_come_from_every_list) {
  const Element record{"ResultOfQualificationConfirmation", "", {{"Name", "見本", {}}}};
  const auto message = with_body({"MessageBody", "", {{"ResultList", "", {record, record}}, {"ResultList", "", {record}}}});

  EXPECT_EQ(message.records().size(), 3u);
}

TEST(Message, normal_means_segment_one) {
  Message message;
  message.root.add({"MessageHeader", "", {{"SegmentOfResult", "9", {}}}});
  EXPECT_FALSE(message.normal());

  message.root.child("MessageHeader").set("SegmentOfResult", "1");
  EXPECT_TRUE(message.normal());
}

}  // namespace
}  // namespace omote::eligibility
