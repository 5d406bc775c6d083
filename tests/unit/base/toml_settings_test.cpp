#include "base/toml_settings.hpp"

#include <gmock/gmock.h>

#include "base/file.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote {
namespace {

using testing::HasSubstr;

class Settings : public testing::Test {
 protected:
  Result<TomlSettings> open(std::string_view text) {
    static_cast<void>(write_durably(folder_ / "host.toml", as_bytes(text)));
    return TomlSettings::open(folder_ / "host.toml");
  }
  test::TempFolder folder_;
};

TEST_F(Settings, values_are_read_and_defaults_fill_in) {
  auto settings = open("[national]\nurl = \"https://127.0.0.1\"\ntime = 20\non = true\nwords = [\"a\", \"b\"]\nmode = \"two\"\n");
  ASSERT_TRUE(settings);

  EXPECT_EQ(settings->need_text("national.url", "an address"), "https://127.0.0.1");
  EXPECT_EQ(settings->number("national.time", 10, 1, 60), 20);
  EXPECT_EQ(settings->number("national.retries", 3, 0, 9), 3);
  EXPECT_TRUE(settings->flag("national.on", false));
  EXPECT_THAT(settings->texts("national.words"), testing::ElementsAre("a", "b"));
  EXPECT_EQ(settings->word("national.mode", "one", {"one", "two"}), "two");
  EXPECT_TRUE(settings->finish());
}

TEST_F(Settings, what_was_asked_for_comes_back_with_where_it_is_from) {
  auto settings = open("[national]\ntime = 20\nwords = [\"a\"]\n");
  ASSERT_TRUE(settings);
  static_cast<void>(settings->number("national.time", 10, 1, 60));
  static_cast<void>(settings->text("national.host", "見本", "a name"));
  static_cast<void>(settings->texts("national.words"));

  std::vector<std::string> lines;
  for (const auto& one : settings->asked()) lines.push_back(one.key + " " + one.value + (one.in_file ? " file" : " default"));

  EXPECT_THAT(lines,
              testing::ElementsAre("national.host '見本' default", "national.time 20 file", "national.words [ 'a' ] file"));
}

TEST_F(Settings, every_mistake_is_told_at_once_with_file_and_line) {
  auto settings = open("time = 99\nflag = 3\nmode = \"x\"\n\nstrange = 1\nlist = [1]\n");
  ASSERT_TRUE(settings);
  static_cast<void>(settings->number("time", 10, 1, 60));
  static_cast<void>(settings->flag("flag", false));
  static_cast<void>(settings->word("mode", "one", {"one", "two"}));
  static_cast<void>(settings->texts("list"));
  static_cast<void>(settings->need_text("url", "an address"));

  const auto finished = settings->finish();

  ASSERT_FALSE(finished);
  EXPECT_EQ(finished.error().reason.text(), "settings_wrong");
  const auto& told = finished.error().context;
  EXPECT_THAT(told, HasSubstr("host.toml:1: time: expected a whole number from 1 to 60"));
  EXPECT_THAT(told, HasSubstr("host.toml:2: flag: expected true or false"));
  EXPECT_THAT(told, HasSubstr("host.toml:3: mode: expected one of one, two"));
  EXPECT_THAT(told, HasSubstr("host.toml:5: strange is not a setting"));
  EXPECT_THAT(told, HasSubstr("host.toml:6: list: expected a text"));
  EXPECT_THAT(told, HasSubstr("url is missing: expected an address"));
}

TEST_F(Settings, names_that_are_none_are_told) {
  for (const std::string_view text : {"e = true\n[= 3\n", "あ = 1\n", "\xEF\xB9\xBF[a]\n", "é = 1\n"}) {
    const auto settings = open(text);
    ASSERT_FALSE(settings) << text;
    EXPECT_EQ(settings.error().reason.text(), "settings_not_toml");
  }
}

TEST_F(Settings, empty_unknown_section_is_told) {
  auto settings = open("[nationall]\n");
  ASSERT_TRUE(settings);

  EXPECT_FALSE(settings->finish());
}

TEST_F(Settings, broken_file_names_its_line) {
  const auto settings = open("good = 1\nbad = = 2\n");

  ASSERT_FALSE(settings);
  EXPECT_EQ(settings.error().reason.text(), "settings_not_toml");
  EXPECT_THAT(settings.error().context, HasSubstr("host.toml:2:"));
}

TEST_F(Settings, missing_file_is_a_reason) {
  EXPECT_EQ(TomlSettings::open(folder_ / "none.toml").error().reason.text(), "settings_missing");
}

TEST_F(Settings, relative_path_is_taken_from_the_file_and_an_absolute_one_as_it_is) {
  auto settings = open("here = \"state\"\nthere = \"/var/lib/x\"\n");
  ASSERT_TRUE(settings);

  EXPECT_EQ(settings->path("here", ""), folder_ / "state");
  EXPECT_EQ(settings->path("there", ""), "/var/lib/x");
  EXPECT_EQ(settings->path("nowhere", "other"), folder_ / "other");
}

}  // namespace
}  // namespace omote
