// The words of events: every kind has them, they name only fields that there are, and their JSON is that of the schema.
#include "journal/words.hpp"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/json_util.h>

#include <fstream>
#include <regex>

#include "journal/pattern.hpp"
#include "journal/record.hpp"

namespace omote::journal {
namespace {

// One event of every kind, all fields at their defaults.
std::vector<v1::Event> one_of_each() {
  std::vector<v1::Event> events;
  const auto* kind = v1::Event::descriptor()->FindOneofByName("kind");
  for (int i = 0; i < kind->field_count(); ++i) {
    v1::Event event;
    v1::Event::GetReflection()->MutableMessage(&event, kind->field(i));
    events.push_back(event);
  }
  return events;
}

TEST(EventWords, every_kind_has_words_in_both_languages) {
  for (const auto& event : one_of_each()) {
    const auto told = tell(event);
    EXPECT_FALSE(told.ja.empty()) << type_of(event);
    EXPECT_FALSE(told.en.empty()) << type_of(event);
    EXPECT_NE(told.en, "Unknown record") << type_of(event);
  }
}

TEST(EventWords, sentences_name_only_fields_that_there_are) {
  std::ifstream file(OMOTE_SOURCE_DIR "/catalogue/events.yaml");
  std::string line;
  int sentences = 0;
  while (std::getline(file, line) && line != "values:") {
    const auto colon = line.find(": {source");
    if (colon == std::string::npos) continue;
    const auto type = line.substr(2, colon - 2);
    const auto* field = v1::Event::descriptor()->FindFieldByName(type);
    ASSERT_NE(field, nullptr) << type;
    const auto rules = line.find(", when: ");
    const std::regex braces("\\{([a-z_]+)\\}");
    const auto words = line.substr(colon, rules - colon);
    for (std::sregex_iterator at(words.begin(), words.end(), braces), end; at != end; ++at) {
      const auto name = (*at)[1].str();
      EXPECT_TRUE(name == "heading" || field->message_type()->FindFieldByName(name) != nullptr) << type << ": " << name;
    }
    ++sentences;
  }
  EXPECT_EQ(sentences, v1::Event::descriptor()->FindOneofByName("kind")->field_count());
}

TEST(EventWords, values_are_told_in_words_and_empty_parts_are_left_out) {
  v1::Event event;
  event.mutable_visit_ended()->set_outcome("delivered");

  EXPECT_EQ(tell(event).ja, "受付が終わりました：受付済み");
  EXPECT_EQ(tell(event).en, "The visit ended: delivered");
  EXPECT_EQ(tell(event).level, LogLevel::Info);
}

TEST(EventWords, level_and_source_follow_the_fields) {
  v1::Event event;
  event.mutable_visit_ended()->set_outcome("failed");
  EXPECT_EQ(tell(event).level, LogLevel::Warning);
  event.mutable_national_changed()->set_state("login_locked");
  EXPECT_EQ(tell(event).level, LogLevel::Warning);
  EXPECT_EQ(tell(event).source, "national");
  event.mutable_program_log()->set_program("omote-terminal");
  event.mutable_program_log()->set_level("error");
  EXPECT_EQ(tell(event).level, LogLevel::Error);
  EXPECT_EQ(tell(event).source, "terminal");
}

TEST(EventWords, events_with_one_key_have_one_label) {
  v1::Event one;
  one.set_visit("v1");
  one.mutable_result_delivered()->set_file("a.xml");
  auto other = one;
  other.set_visit("v2");
  other.mutable_result_delivered()->set_file("b.xml");

  EXPECT_EQ(label_key(one), label_key(other));
  EXPECT_EQ(searched(one).label, searched(other).label);
  EXPECT_NE(note_of(one), note_of(other));
}

TEST(EventJson, is_the_mapping_of_protocol_buffers) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  auto events = one_of_each();
  v1::Event full;
  full.set_visit("改行\n\"引用\" \\ \t");
  (*full.mutable_consent_given()->mutable_answers())["medicine"] = true;
  events.push_back(full);
  full.mutable_face_compared()->set_distance(0.1234567);
  events.push_back(full);
  full.mutable_self_test_ended()->add_bad_checks("a");
  full.mutable_self_test_ended()->add_bad_checks("b");
  events.push_back(full);
  full.mutable_program_log()->set_time_ms(-5);
  events.push_back(full);

  for (const auto& event : events) {
    v1::Event back;
    const auto json = to_json(event);
    ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(json, &back).ok()) << json;
    EXPECT_EQ(back.SerializeAsString(), event.SerializeAsString()) << json;
    std::string theirs;
    ASSERT_TRUE(google::protobuf::util::MessageToJsonString(event, &theirs, options).ok());
    EXPECT_EQ(json.size() > 2, theirs.size() > 2);
  }
}

TEST(Patterns, brackets_go_with_an_empty_field_of_theirs) {
  const Pattern pattern("a {one}[ b {two}][ c {one} {two}] d");
  const auto with = [&](const std::string& one, const std::string& two) {
    return pattern.fill([&](const std::string& name) { return name == "one" ? one : two; });
  };

  EXPECT_EQ(with("1", "2"), "a 1 b 2 c 1 2 d");
  EXPECT_EQ(with("1", ""), "a 1 d");
  EXPECT_EQ(with("", "2"), "a  b 2 d");
}

TEST(Times, lines_of_another_clock_are_brought_to_the_hosts) {
  Record record;
  record.time = WallTime{std::chrono::milliseconds{1000}};
  EXPECT_EQ(happened_at(record), record.time);
  record.event.mutable_program_log()->set_time_ms(5000);
  record.event.mutable_program_log()->set_offset_ms(-4200);
  EXPECT_EQ(happened_at(record), WallTime{std::chrono::milliseconds{800}});
}

}  // namespace
}  // namespace omote::journal
