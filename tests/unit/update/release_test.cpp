// What counts as a release: signed, for this product, of one version, whole.
#include "update/release.hpp"

#include <gmock/gmock.h>

#include "tests/support/release_maker.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::update {
namespace {

namespace fs = std::filesystem;
using test::contents_of;
using test::ReleaseWish;

constexpr Date kToday{2026, 11, 27};

class ReleaseRules : public testing::Test {
 protected:
  ReleaseRules() { maker_.give_key_to(temp_ / "keys"); }
  [[nodiscard]] fs::path folder() const { return temp_ / "release"; }
  [[nodiscard]] fs::path list(const std::string& piece = "omote-host") const {
    return folder() / "share/omote/release" / (piece + ".json");
  }
  // The reason of the refusal, or the version.
  [[nodiscard]] std::string read(const std::vector<std::string>& wanted = {}) const {
    const auto keys = Keys::read(temp_ / "keys");
    if (!keys) return std::string(keys.error().reason.text());
    const auto source = Source::open(folder());
    const auto release = read_release(source.value(), *keys, kToday, wanted);
    return release ? to_string(release->version) : std::string(release.error().reason.text());
  }
  // The list with one text in the place of another, signed by whoever.
  void forge(const std::string& from, const std::string& to, const test::ReleaseMaker& by) const {
    auto text = contents_of(list());
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos);
    test::write(list(), text.replace(at, from.size(), to));
    by.sign(list());
  }

  test::TempFolder temp_;
  test::ReleaseMaker maker_;
};

TEST_F(ReleaseRules, a_signed_release_is_taken) {
  maker_.make(folder(), {});
  EXPECT_EQ(read(), "1.0.0");
}

TEST_F(ReleaseRules, each_byte_class_that_was_changed_is_refused) {
  maker_.make(folder(), {});
  const auto whole = contents_of(list());
  const auto signature = contents_of(list().string() + ".sig");
  for (std::size_t at = 0; at < whole.size(); at += 7) {
    auto text = whole;
    text[at] = static_cast<char>(text[at] ^ 1);
    test::write(list(), text);
    EXPECT_EQ(read(), "release_not_signed") << at;
  }
  test::write(list(), whole);
  auto wrong = signature;
  wrong[20] = wrong[20] == 'A' ? 'B' : 'A';
  test::write(list().string() + ".sig", wrong);
  EXPECT_EQ(read(), "release_not_signed");
  test::write(list().string() + ".sig", "");
  EXPECT_EQ(read(), "release_not_signed");
  test::write(list().string() + ".sig", signature);
  EXPECT_EQ(read(), "1.0.0");
}

TEST_F(ReleaseRules, a_stranger_with_the_makers_name_is_refused) {
  const test::ReleaseMaker stranger("maker");
  stranger.make(folder(), {});
  EXPECT_EQ(read(), "release_not_signed");
}

TEST_F(ReleaseRules, one_stolen_key_of_two_is_not_enough) {
  const test::ReleaseMaker second("second");
  second.give_key_to(temp_ / "keys");
  test::write(temp_ / "keys/required", "2\n");
  maker_.make(folder(), {});
  maker_.sign(list(), true);  // twice by the same key
  EXPECT_EQ(read(), "release_not_signed");
  second.sign(list(), true);
  EXPECT_EQ(read(), "1.0.0");
  test::write(temp_ / "keys/required", "rubbish");
  EXPECT_EQ(read(), "release_not_signed") << "an unreadable rule lets nothing through";
}

TEST_F(ReleaseRules, no_key_lets_nothing_through) {
  maker_.make(folder(), {});
  fs::remove(temp_ / "keys/maker.pub");
  EXPECT_EQ(read(), "update_keys_missing");
  test::write(temp_ / "keys/other.pub", "no key");
  EXPECT_EQ(read(), "update_keys_unreadable");
}

TEST_F(ReleaseRules, another_product_is_refused) {
  maker_.make(folder(), {.product = "another"});
  EXPECT_EQ(read(), "release_for_another");
}

TEST_F(ReleaseRules, an_outdated_one_is_refused) {
  maker_.make(folder(), {.until = "2026-11-26"});
  EXPECT_EQ(read(), "release_out_of_date");
  maker_.make(folder(), {.until = "2026-11-27"});
  EXPECT_EQ(read(), "1.0.0");
}

TEST_F(ReleaseRules, pieces_of_two_releases_are_refused) {
  maker_.make(folder(), {});
  maker_.make(folder(), {.version = "1.0.1", .piece = "omote-cli", .files = {{"bin/omote", "x"}}});
  EXPECT_EQ(read(), "release_mixed");
}

TEST_F(ReleaseRules, a_list_under_another_name_is_refused) {
  maker_.make(folder(), {});
  for (const auto* ending : {"", ".sig"}) fs::copy(list().string() + ending, list("omote-cli").string() + ending);
  EXPECT_EQ(read(), "release_mixed");
}

TEST_F(ReleaseRules, what_is_installed_here_must_be_in_it) {
  maker_.make(folder(), {});
  EXPECT_EQ(read({"omote-host"}), "1.0.0");
  EXPECT_EQ(read({"omote-host", "omote-cli"}), "release_incomplete");
  fs::remove(folder() / "bin/omote-host");
  EXPECT_EQ(read(), "release_incomplete");
}

TEST_F(ReleaseRules, a_file_of_another_length_is_refused_before_anything_is_copied) {
  maker_.make(folder(), {});
  test::write(folder() / "bin/omote-host", std::string(1 << 20, 'x'));
  EXPECT_EQ(read(), "release_incomplete");
}

TEST_F(ReleaseRules, paths_that_leave_the_folder_are_refused_though_signed) {
  for (const auto* path : {"../bin/sh", "/bin/sh", "bin/../../x", "bin//x", "bin/./x", "", "bin/a b"}) {
    maker_.make(folder(), {});
    forge("\"bin/omote-host\"", std::string("\"") + path + "\"", maker_);
    EXPECT_EQ(read(), "release_unreadable") << path;
  }
}

TEST_F(ReleaseRules, lists_that_are_wrong_are_refused_though_signed) {
  const std::vector<std::pair<std::string, std::string>> changes{
      {"\"format\": 1", "\"format\": 2"}, {"\"format\": 1", "\"format\": \"1\""},
      {"\"1.0.0\"", "\"1.0\""},           {"\"1.0.0\"", "\"1.0.9223372036854775808\""},
      {"\"1.0.0\"", "\"1.0.1000\""},      {"\"1.0.0\"", "\"1.00.0\""},
      {"\"1.0.0\"", "\"-1.0.0\""},        {"\"until\"", "\"unto\""},
      {"2099-12-31", "2099-13-31"},       {"\"omote-host\"", "\"../etc\""},
      {"\"size\": 10", "\"size\": -10"},  {"\"size\": 10", "\"size\": 9223372036854775807"},
      {"\"files\"", "\"file\""},          {"share/omote/web/index.html", "bin/omote-host"}};
  for (const auto& [from, to] : changes) {
    maker_.make(folder(), {});
    forge(from, to, maker_);
    EXPECT_EQ(read(), "release_unreadable") << from << " -> " << to;
  }
}

TEST(Versions, are_three_plain_numbers) {
  EXPECT_EQ(to_string(parse_version("0.10.2").value()), "0.10.2");
  EXPECT_GT(parse_version("0.10.0"), parse_version("0.9.9"));
  for (const auto* wrong : {"", "1", "1.2", "1.2.3.4", "1.2.x", "v1.2.3", "1.2.3 ", "01.2.3", "1.2.1000", "1..3"}) {
    EXPECT_FALSE(parse_version(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace omote::update
