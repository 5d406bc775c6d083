#include "domain/eligibility/xml.hpp"

#include <gmock/gmock.h>

#include "base/text.hpp"

namespace omote::eligibility {
namespace {

using testing::HasSubstr;

Element sample() {
  return {"XmlMsg",
          "",
          {{"MessageHeader", "", {{"SegmentOfResult", "1", {}}}}, {"MessageBody", "", {{"InsurerNumber", "  123456", {}}}}}};
}

TEST(Xml, tree_round_trip) {
  const auto text = write_xml(sample(), "UTF-8");
  ASSERT_TRUE(text);

  EXPECT_EQ(parse_xml(*text), sample());
}

TEST(Xml, written_form_is_the_fields) {
  EXPECT_EQ(write_xml({"XmlMsg", "", {{"A", "1", {}}}}, "Shift_JIS").value(),
            "<?xml version=\"1.0\" encoding=\"Shift_JIS\" standalone=\"no\"?>\r\n<XmlMsg>\r\n\t<A>1</A>\r\n</XmlMsg>\r\n");
}

TEST(Xml, special_characters_round_trip) {
  const Element element{"A", "a<b>&\"'\t\r\n]]>c", {}};

  EXPECT_EQ(parse_xml(write_xml(element, "UTF-8").value()), element);
}

TEST(Xml, characters_that_xml_forbids_are_left_out) {
  EXPECT_EQ(parse_xml(write_xml({"A", std::string("a\x01") + "b", {}}, "UTF-8").value())->text, "ab");
}

TEST(Xml, name_that_is_none_is_refused) {
  for (const char* name : {"", "1a", "a b", "a>", "a/"}) {
    EXPECT_EQ(write_xml({name, "x", {}}, "UTF-8").error().reason.text(), "xml_name_unwritable") << name;
  }
}

TEST(Xml, blanks_alone_are_a_value_and_line_ends_are_layout) {
  const auto element = parse_xml("<A>\n  <B>        </B>\r\n <C>\n</C></A>");
  ASSERT_TRUE(element);

  EXPECT_EQ(element->value("B"), "        ");
  EXPECT_EQ(element->value("C"), "");
}

TEST(Xml, attributes_comments_and_sections_are_understood) {
  const auto element = parse_xml("<?xml version='1.0'?><!-- c --><A x='1'><B><![CDATA[a&b]]></B></A>\n");
  ASSERT_TRUE(element);

  EXPECT_EQ(*element, (Element{"A", "", {{"B", "a&b", {}}}}));
}

struct Refused {
  const char* text;
  const char* reason;
};
class RefusedXml : public testing::TestWithParam<Refused> {};

TEST_P(RefusedXml, has_its_reason) {
  const auto element = parse_xml(GetParam().text);

  ASSERT_FALSE(element);
  EXPECT_EQ(element.error().reason.text(), GetParam().reason);
}
INSTANTIATE_TEST_SUITE_P(
    Texts, RefusedXml,
    testing::Values(Refused{"", "xml_root_not_single"}, Refused{"<A>", "xml_malformed"}, Refused{"<A></B>", "xml_malformed"},
                    Refused{"<A/><B/>", "xml_root_not_single"}, Refused{"x<A/>", "xml_root_not_single"},
                    Refused{"<!-- nothing -->", "xml_root_not_single"}, Refused{"<A>\xff</A>", "xml_not_utf8"},
                    Refused{"<!DOCTYPE A [<!ENTITY x 'y'>]><A>1</A>", "xml_doctype_refused"},
                    Refused{"<!DOCTYPE A SYSTEM 'file:///etc/passwd'><A>1</A>", "xml_doctype_refused"},
                    Refused{"<A>&x;</A>", "xml_entity_refused"}, Refused{"<A>a & b</A>", "xml_entity_refused"},
                    Refused{"<A>text<B/></A>", "xml_mixed_content"}),
    [](const auto& row) { return "row" + std::to_string(row.index); });

TEST(Xml, limits_of_depth_number_and_size_hold) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  for (int i = 0; i < 100'000; ++i) deep += "</a>";
  std::string many = "<a>";
  for (int i = 0; i < 101; ++i) many += "<b/>";
  many += "</a>";

  EXPECT_EQ(parse_xml(deep).error().reason.text(), "xml_too_deep");
  EXPECT_EQ(parse_xml(many, {.elements = 100}).error().reason.text(), "xml_too_many_elements");
  EXPECT_EQ(parse_xml(many, {.bytes = 100}).error().reason.text(), "xml_too_large");
}

TEST(XmlFile, both_encodings_round_trip_with_the_fields_hard_characters) {
  const Element element{"XmlMsg", "", {{"Name", "髙﨑　①Ⅲ～－見本", {}}, {"NameKana", "ﾀｶｻｷ ﾐﾎﾝ", {}}}};
  for (const auto encoding : {Encoding::Utf8, Encoding::ShiftJis}) {
    const auto file = to_xml_file(element, encoding);
    ASSERT_TRUE(file);

    EXPECT_EQ(declared_encoding(file->bytes), encoding);
    EXPECT_EQ(parse_xml_file(file->bytes), element);
  }
}

TEST(XmlFile, characters_outside_cp932_are_replaced_and_named) {
  const auto file = to_xml_file({"Name", "𠮷野", {}}, Encoding::ShiftJis);
  ASSERT_TRUE(file);

  EXPECT_THAT(file->replaced, testing::ElementsAre(U'𠮷'));
  EXPECT_EQ(parse_xml_file(file->bytes)->text, "●野");
}

TEST(XmlFile, declared_encodings_are_recognised) {
  EXPECT_EQ(declared_encoding("<?xml version='1.0' encoding='windows-31j'?><A/>"), Encoding::ShiftJis);
  EXPECT_EQ(declared_encoding("<A/>"), Encoding::Utf8);
  EXPECT_EQ(declared_encoding("\xEF\xBB\xBF<?xml version='1.0' encoding='UTF-8'?><A/>"), Encoding::Utf8);
  EXPECT_EQ(declared_encoding("<?xml version='1.0' encoding='EBCDIC'?><A/>").error().reason.text(), "xml_encoding_unknown");
}

}  // namespace
}  // namespace omote::eligibility
