// What the PC keeps for terminals, and what a terminal takes from an account that is not trusted.
#include "update/for_terminals.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "diagnosis/probes/manifest.hpp"
#include "tests/support/release_maker.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::update {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Programs : public Services {
 public:
  bool healthy = true;
  Units running() override { return {"omote-terminal.service"}; }
  Result<void> try_programs(const fs::path&) override { return {}; }
  void restart(const Units&) override {}
  Result<void> look(const Units&, const fs::path& folder) override {
    if (!healthy && folder.filename() == "2.0.0") return std::unexpected(Failure{"not_healthy", "it is failed", {}});
    return {};
  }
};

class ForTerminals : public testing::Test {
 protected:
  ForTerminals() {
    maker_.give_key_to(places_.keys());
    EXPECT_TRUE(updater().install({.from = made("1.0.0")}));
    fs::create_directories(folder_);
  }
  Updater updater() { return std::move(Updater::open(places_, programs_, clock_).value()); }
  fs::path made(const std::string& version, const std::string& piece = "omote-terminal") {
    const auto folder = temp_ / (piece + version);
    maker_.make(folder, {.version = version,
                         .piece = piece,
                         .files = {{"bin/" + piece, "program " + version},
                                   {"share/omote/" + std::string(120, 'd') + "/" + piece, std::string(1000, 'x')}}});
    return folder;
  }
  // As it comes from the PC.
  fs::path sent(const std::string& version) {
    const auto kept = keep_for_terminals(places_, clock_, made(version), false);
    EXPECT_TRUE(kept);
    const auto file = folder_ / ("omote-" + version + ".release");
    fs::copy_file(offer_folder(places_) / file.filename(), file);
    return file;
  }
  Taken take() {
    auto opened = updater();
    auto taken = take_release(places_, clock_, opened, folder_);
    EXPECT_TRUE(taken && *taken);
    return taken && *taken ? **taken : Taken();
  }
  [[nodiscard]] std::string runs() const { return Store(places_.programs()).current(); }

  test::TempFolder temp_;
  test::ReleaseMaker maker_;
  Places places_{temp_ / "root"};
  fs::path folder_ = temp_ / "state";
  Programs programs_;
  SystemClock clock_;
};

TEST_F(ForTerminals, kept_release_holds_the_terminals_pieces_and_is_readable_as_any_other) {
  const auto both = made("2.0.0");
  maker_.make(both, {.version = "2.0.0", .piece = "omote-host", .files = {{"bin/omote-host", "host"}}});
  const auto kept = keep_for_terminals(places_, clock_, both, false);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->version, "2.0.0");
  const auto file = offer_folder(places_) / "omote-2.0.0.release";
  EXPECT_EQ(fs::file_size(file), kept->size);
  EXPECT_EQ(diagnosis::sha256_of_file(file), kept->sha256);
  const auto source = Source::open(file);
  ASSERT_TRUE(source);
  EXPECT_TRUE(source->size_of("bin/omote-terminal"));
  EXPECT_TRUE(source->size_of("share/omote/" + std::string(120, 'd') + "/omote-terminal")) << "long names as well";
  EXPECT_FALSE(source->size_of("bin/omote-host"));
  EXPECT_TRUE(updater().check({.from = file}));
  const auto offer = nlohmann::json::parse(test::contents_of(offer_folder(places_) / "offer.json"));
  EXPECT_EQ(offer.value("sha256", ""), kept->sha256);
  EXPECT_EQ(fs::status(file).permissions(), fs::perms(0644)) << "the host's account reads it";
  ASSERT_TRUE(keep_for_terminals(places_, clock_, made("3.0.0"), false));
  EXPECT_FALSE(fs::exists(file)) << "one is enough";
}

TEST_F(ForTerminals, nothing_is_kept_of_what_is_not_signed_damaged_or_not_for_terminals) {
  const auto reason = [&](const fs::path& from) {
    const auto kept = keep_for_terminals(places_, clock_, from, false);
    return kept ? std::string() : std::string(kept.error().reason.text());
  };
  EXPECT_EQ(reason(made("2.0.0", "omote-host")), "release_not_for_terminals");
  const auto damaged = made("2.0.0");
  test::write(damaged / "bin/omote-terminal", "program 2.0.1");
  EXPECT_EQ(reason(damaged), "release_file_damaged");
  test::ReleaseMaker stranger("stranger");
  stranger.make(temp_ / "strange", {.version = "2.0.0", .piece = "omote-terminal", .files = {{"bin/omote-terminal", "evil"}}});
  EXPECT_EQ(reason(temp_ / "strange"), "release_not_signed");
  EXPECT_FALSE(fs::exists(offer_folder(places_) / "offer.json"));
}

TEST_F(ForTerminals, release_that_was_sent_is_installed_its_verdict_written_and_it_goes) {
  const auto file = sent("2.0.0");
  const auto checksum = diagnosis::sha256_of_file(file);
  const auto taken = take();
  EXPECT_EQ(taken.verdict, "good");
  EXPECT_EQ(runs(), "2.0.0");
  EXPECT_TRUE(fs::is_empty(folder_));
  const auto told = nlohmann::json::parse(test::contents_of(verdict_file(places_)));
  EXPECT_EQ(told.value("sha256", ""), checksum);
  EXPECT_EQ(told.value("version", ""), "2.0.0");
  EXPECT_EQ(told.value("number", std::uint64_t{0}), taken.number);
  EXPECT_EQ(fs::status(verdict_file(places_)).permissions(), fs::perms(0644)) << "the terminal's account reads it";
}

TEST_F(ForTerminals, unhealthy_version_is_taken_back_and_not_tried_twice) {
  programs_.healthy = false;
  sent("2.0.0");
  EXPECT_EQ(take().verdict, "taken_back");
  EXPECT_EQ(runs(), "1.0.0");
  sent("2.0.0");
  const auto again = take();
  EXPECT_EQ(again.verdict, "taken_back");
  EXPECT_THAT(again.why, HasSubstr("release_failed_before"));
}

TEST_F(ForTerminals, power_cut_before_the_release_went_ends_with_the_same_verdict) {
  const auto file = sent("2.0.0");
  fs::copy_file(file, temp_ / "copy");
  EXPECT_EQ(take().verdict, "good");
  fs::copy_file(temp_ / "copy", file);  // it was not cleared away yet
  EXPECT_EQ(take().verdict, "good");
  EXPECT_EQ(runs(), "2.0.0");
}

TEST_F(ForTerminals, older_release_is_refused_whoever_sends_it) {
  sent("2.0.0");
  EXPECT_EQ(take().verdict, "good");
  sent("1.5.0");
  const auto taken = take();
  EXPECT_EQ(taken.verdict, "refused");
  EXPECT_THAT(taken.why, HasSubstr("release_older"));
  EXPECT_EQ(runs(), "2.0.0");
}

TEST_F(ForTerminals, what_an_untrusted_account_puts_there_is_cleared_away_and_changes_nothing) {
  const auto hostile = folder_ / "omote-9.9.9.release";
  const auto secret = temp_ / "secret";
  test::write(secret, "root's own");
  const std::vector<std::function<void()>> tricks{
      [&] { fs::create_symlink(secret, hostile); }, [&] { fs::create_symlink(temp_ / "nowhere", hostile); },
      [&] { ::mkfifo(hostile.c_str(), 0600); },     [&] { fs::create_directory(hostile); },
      [&] { test::write(hostile, "no archive"); },  [&] { test::write(hostile, ""); }};
  for (const auto& trick : tricks) {
    trick();
    const auto taken = take();
    EXPECT_EQ(taken.verdict, "refused");
    EXPECT_TRUE(fs::is_empty(folder_));
    EXPECT_EQ(runs(), "1.0.0");
  }
  EXPECT_EQ(test::contents_of(secret), "root's own");
  auto opened = updater();
  EXPECT_FALSE(take_release(places_, clock_, opened, folder_)->has_value()) << "nothing lies there";
}

}  // namespace
}  // namespace omote::update
