#include "host/message_desk.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/unit/host/hand_clock.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::host {
namespace {

using TestJson = nlohmann::json;

kiosk::v1::Appearance with(const std::string& language, const std::string& hours) {
  kiosk::v1::Appearance appearance;
  (*appearance.mutable_texts())[language].set_hours(hours);
  return appearance;
}

std::string refusal(const kiosk::v1::Appearance& wanted) {
  const auto checked = check_appearance(wanted, {"ja", "en"});
  return checked ? "" : std::string(checked.error().reason.text()) + " " + checked.error().context;
}

TEST(OwnTexts, are_taken_up_to_their_length_in_characters_and_lines) {
  std::string longest;
  for (int i = 0; i < 90; ++i) longest += "長";
  EXPECT_EQ(refusal(with("ja", longest)), "");
  EXPECT_EQ(refusal(with("ja", longest + "い")), "message_too_long ja.hours");
  EXPECT_EQ(refusal(with("en", "a\nb\nc")), "");
  EXPECT_EQ(refusal(with("en", "a\nb\nc\nd")), "message_too_long en.hours");
}

TEST(OwnTexts, with_signs_that_nobody_sees_are_refused) {
  for (const auto* text : {"a\tb", "a\rb", "\x1b[31m", "left\xe2\x80\xaeright", "\xff"})
    EXPECT_EQ(refusal(with("ja", text)), "message_not_plain ja.hours") << text;
  EXPECT_EQ(refusal(with("ja", "<b>&amp;</b> 9時〜12時")), "") << "text is text";
}

TEST(OwnTexts, in_another_language_or_an_unknown_look_are_refused) {
  EXPECT_EQ(refusal(with("fr", "neuf heures")), "message_language_unknown fr");
  kiosk::v1::Appearance look;
  look.set_type("huge");
  EXPECT_EQ(refusal(look), "look_unknown type");
  look.set_type("large");
  look.set_colours("pink");
  EXPECT_EQ(refusal(look), "look_unknown colours");
}

class Messages : public testing::Test {
 protected:
  void SetUp() override { open(); }
  void open() {
    Settings settings;
    settings.clinic_name = "見本クリニック";
    settings.languages = {"ja", "en"};
    settings.state_folder = temp_.path();
    routes_.emplace();
    desk_ = std::make_unique<MessageDesk>(settings, audit_, [this] { ++changes_; });
    desk_->serve(*routes_);
  }
  net::Response ask(const std::string& method, const std::string& body = "") {
    net::Response answer;
    net::Request request;
    request.method = method;
    request.body = body;
    const auto found = routes_->find(method, "/api/messages");
    found.route->handler({request, by_, ""}, [&](net::Response response) { answer = std::move(response); });
    return answer;
  }
  test::TempFolder temp_;
  test::Memory journal_;
  console::Audit audit_{journal_};
  console::Caller by_ = console::local_caller();
  std::optional<console::Routes> routes_;
  std::unique_ptr<MessageDesk> desk_;
  int changes_ = 0;
};

TEST_F(Messages, are_kept_told_and_journalled) {
  const auto taken = ask("PUT", R"({"texts": {"ja": {"hours": "9時から"}, "en": {}}, "type": "large", "colours": "standard"})");
  ASSERT_EQ(taken.status, 200U) << taken.body;
  EXPECT_EQ(changes_, 1);
  ASSERT_EQ(journal_.events.size(), 1U);
  EXPECT_EQ(journal_.events[0].setting_changed().what(), "messages");
  open();  // as after a restart
  EXPECT_EQ(desk_->appearance().texts().at("ja").hours(), "9時から");
  EXPECT_FALSE(desk_->appearance().texts().contains("en")) << "a language without text is none";
  EXPECT_EQ(desk_->appearance().type(), "large");
  const auto told = TestJson::parse(ask("GET").body);
  EXPECT_EQ(told["clinic_name"], "見本クリニック");
  EXPECT_EQ(told["limits"]["hours"]["lines"], 3);
}

TEST_F(Messages, that_are_refused_change_nothing) {
  ASSERT_EQ(ask("PUT", R"({"texts": {"ja": {"ready": "a"}}})").status, 200U);
  const auto long_one = ask("PUT", TestJson{{"texts", {{"ja", {{"ready", std::string(61, 'x')}}}}}}.dump());
  EXPECT_EQ(long_one.status, 400U);
  EXPECT_EQ(TestJson::parse(long_one.body)["field"], "ja.ready");
  EXPECT_EQ(TestJson::parse(ask("PUT", R"({"text": {}})").body)["reason"], "messages_malformed");
  EXPECT_EQ(TestJson::parse(ask("PUT", "").body)["reason"], "messages_malformed");
  EXPECT_EQ(desk_->appearance().texts().at("ja").ready(), "a");
  EXPECT_EQ(changes_, 1);
}

TEST_F(Messages, go_back_to_what_was_delivered) {
  ASSERT_EQ(ask("PUT", R"({"texts": {"ja": {"ready": "a"}}, "colours": "calm"})").status, 200U);
  ASSERT_EQ(ask("DELETE").status, 200U);
  EXPECT_TRUE(desk_->appearance().texts().empty());
  open();
  EXPECT_EQ(desk_->appearance().colours(), "");
}

TEST_F(Messages, are_changed_only_by_who_may_change_settings) {
  for (const auto& route : routes_->all())
    EXPECT_EQ(route.right, route.method == "GET" ? console::Right::Look : console::Right::Change) << route.method;
}

}  // namespace
}  // namespace omote::host
