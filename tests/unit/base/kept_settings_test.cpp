#include "base/kept_settings.hpp"

#include <gmock/gmock.h>

#include "base/file.hpp"
#include "base/log.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote {
namespace {

constexpr auto kGood = "# by hand\n[a]\nname = \"first\"\nport = 12\n";

class SettingsFile : public testing::Test {
 protected:
  SettingsFile() { log::start("test", log::Level::Error); }
  void write(std::string_view text) { ASSERT_TRUE(write_durably(file(), as_bytes(text))); }
  [[nodiscard]] std::filesystem::path file() const { return temp_ / "one.toml"; }
  [[nodiscard]] std::string contents() const { return as_text(read_file(file()).value_or(Bytes{})); }
  Result<SettingsState> load() {
    return load_with_copy(file(), [this](TomlSettings& toml) {
      name_ = toml.need_text("a.name", "a name");
      port_ = toml.number("a.port", 1, 1, 99);
      return toml.finish();
    });
  }
  void load_good() {
    write(kGood);
    ASSERT_TRUE(load());
    name_.clear();
  }
  test::TempFolder temp_;
  std::string name_;
  std::int64_t port_ = 0;
};

TEST_F(SettingsFile, whole_is_taken_as_it_is) {
  write(kGood);

  const auto state = load();

  ASSERT_TRUE(state);
  EXPECT_EQ(state->kept, Kept::Whole);
  EXPECT_EQ(name_, "first");
}

TEST_F(SettingsFile, damaged_is_written_anew_from_the_last_good_one) {
  const std::string good = kGood;
  const std::string zeros(good.size(), '\0');
  auto flipped = good;
  flipped[good.find("port")] ^= 1;  // "qort": no setting
  const std::pair<std::string, std::string> cases[] = {{"", "empty"},
                                                       {zeros, "not text"},
                                                       {good.substr(0, 20), "cut off"},
                                                       {good.substr(0, 14), "cut off"},
                                                       {good + "\xff\xfe", "not text"},
                                                       {flipped, "a bit flipped"}};
  for (const auto& [damaged, word] : cases) {
    load_good();
    write(damaged);

    const auto state = load();

    ASSERT_TRUE(state) << word;
    EXPECT_EQ(state->kept, Kept::Healed);
    EXPECT_EQ(state->damage, word);
    EXPECT_EQ(name_, "first");
    EXPECT_EQ(port_, 12);
    EXPECT_EQ(contents(), kGood);
    EXPECT_EQ(as_text(read_file(file().string() + ".damaged").value_or(Bytes{})), damaged);
  }
}

TEST_F(SettingsFile, every_cut_starts_with_the_good_values_or_with_what_a_person_might_have_left) {
  const std::string good = kGood;
  for (std::size_t size = 0; size < good.size() - 1; ++size) {
    load_good();
    write(good.substr(0, size));

    ASSERT_TRUE(load()) << size;

    EXPECT_EQ(name_, "first") << size;
  }
}

TEST_F(SettingsFile, missing_comes_back) {
  load_good();
  std::filesystem::remove(file());

  EXPECT_EQ(load()->damage, "missing");
  EXPECT_EQ(contents(), kGood);
}

TEST_F(SettingsFile, not_toml_stays_for_the_person_who_edits_it) {
  load_good();
  const auto edited = std::string(kGood) + "other = \"no end\n";
  write(edited);

  const auto state = load();

  ASSERT_TRUE(state);
  EXPECT_EQ(state->kept, Kept::Healed);
  EXPECT_THAT(state->damage, testing::StartsWith("not TOML: "));
  EXPECT_EQ(name_, "first");
  EXPECT_EQ(contents(), edited);
}

TEST_F(SettingsFile, a_persons_mistake_is_told_and_not_corrected) {
  load_good();
  const auto edited = std::string(kGood) + "prot = 12\n";
  write(edited);

  const auto state = load();

  ASSERT_FALSE(state);
  EXPECT_EQ(state.error().reason.text(), "settings_wrong");
  EXPECT_EQ(contents(), edited);
}

TEST_F(SettingsFile, changed_by_a_person_becomes_the_next_good_one) {
  load_good();
  write("[a]\nname = \"second\"\n");
  ASSERT_TRUE(load());
  write("");

  ASSERT_TRUE(load());

  EXPECT_EQ(name_, "second");
}

TEST_F(SettingsFile, damaged_without_a_copy_is_a_clear_message) {
  write("[a\n");

  EXPECT_EQ(load().error().reason.text(), "settings_not_toml");
}

TEST_F(SettingsFile, both_damaged_are_a_clear_message) {
  load_good();
  write("");
  for (const auto* ending : {"", ".previous"}) ASSERT_TRUE(write_durably(kept_copy_of(file()).string() + ending, as_bytes("x")));

  EXPECT_EQ(load().error().reason.text(), "settings_wrong");
}

}  // namespace
}  // namespace omote
