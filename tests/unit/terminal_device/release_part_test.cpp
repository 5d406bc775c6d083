// What the host sends piece by piece: cut at every piece, resumed, spoiled.
#include "terminal/release_part.hpp"

#include <gmock/gmock.h>

#include "base/file.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::terminal {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPiece = 1000;

class ReleaseParts : public testing::Test {
 protected:
  ReleaseParts() {
    for (std::size_t i = 0; i < 10'500; ++i) file_.push_back(static_cast<std::uint8_t>(i * 7 % 251));
  }
  [[nodiscard]] OfferedRelease offer(const std::string& version = "0.2.0") const {
    const auto digest = sha256(file_);
    return {version, file_.size(), Bytes(digest.begin(), digest.end())};
  }
  // One piece of the file from where it is wanted.
  Result<void> feed(ReleasePart& part) const {
    const auto at = part.at();
    return part.add(at, ByteView(file_).subspan(at, std::min(kPiece, file_.size() - at)));
  }
  [[nodiscard]] std::string reason(const Result<void>& result) const {
    return result ? "" : std::string(result.error().reason.text());
  }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder())) names.push_back(entry.path().filename().string());
    return names;
  }
  [[nodiscard]] fs::path folder() const { return temp_ / "update"; }

  test::TempFolder temp_;
  Bytes file_;
};

TEST_F(ReleaseParts, transfer_cut_after_every_piece_goes_on_from_its_last_byte) {
  std::size_t pieces = 0;
  for (bool whole = false; !whole; ++pieces) {
    auto part = ReleasePart::begin(folder(), offer());  // as after a power cut: only the disk remembers
    ASSERT_TRUE(part);
    EXPECT_EQ(part->at(), pieces * kPiece);
    EXPECT_FALSE(fs::exists(folder() / "omote-0.2.0.release")) << "nothing is there to be installed before it is whole";
    ASSERT_TRUE(feed(*part));
    whole = part->whole();
    if (whole) {
      ASSERT_TRUE(part->finish());
    }
  }
  EXPECT_EQ(pieces, 11U);
  EXPECT_THAT(names(), testing::ElementsAre("omote-0.2.0.release"));
  EXPECT_EQ(read_file(folder() / "omote-0.2.0.release").value(), file_);
}

TEST_F(ReleaseParts, transfer_cut_between_the_last_piece_and_its_name_is_finished_without_another_piece) {
  auto part = ReleasePart::begin(folder(), offer());
  while (!part->whole()) ASSERT_TRUE(feed(*part));
  auto again = ReleasePart::begin(folder(), offer());
  ASSERT_TRUE(again->whole());
  ASSERT_TRUE(again->finish());
  EXPECT_THAT(names(), testing::ElementsAre("omote-0.2.0.release"));
}

TEST_F(ReleaseParts, release_that_lies_there_already_is_not_fetched_again) {
  auto part = ReleasePart::begin(folder(), offer());
  while (!part->whole()) ASSERT_TRUE(feed(*part));
  ASSERT_TRUE(part->finish());
  auto again = ReleasePart::begin(folder(), offer());
  EXPECT_TRUE(again->whole());
  EXPECT_TRUE(again->finish());
  EXPECT_THAT(names(), testing::ElementsAre("omote-0.2.0.release"));
}

TEST_F(ReleaseParts, wrong_checksum_installs_nothing_and_begins_anew) {
  auto part = ReleasePart::begin(folder(), offer());
  ASSERT_TRUE(feed(*part));
  file_[kPiece + 1] ^= 1;  // on the way; the offer was made of the right bytes
  while (!part->whole()) ASSERT_TRUE(feed(*part));
  EXPECT_EQ(reason(part->finish()), "release_checksum");
  EXPECT_TRUE(names().empty());
  file_[kPiece + 1] ^= 1;
  EXPECT_EQ(ReleasePart::begin(folder(), offer())->at(), 0U);
}

TEST_F(ReleaseParts, piece_of_another_place_or_too_much_is_refused_and_keeps_what_is_there) {
  auto part = ReleasePart::begin(folder(), offer());
  ASSERT_TRUE(feed(*part));
  EXPECT_EQ(reason(part->add(0, ByteView(file_).first(10))), "release_piece_wrong");
  EXPECT_EQ(reason(part->add(kPiece + 1, ByteView(file_).first(10))), "release_piece_wrong");
  EXPECT_EQ(reason(part->add(kPiece, file_)), "release_piece_wrong");
  EXPECT_EQ(part->at(), kPiece);
}

TEST_F(ReleaseParts, another_release_takes_the_place_of_an_unfinished_one) {
  auto part = ReleasePart::begin(folder(), offer());
  ASSERT_TRUE(feed(*part));
  file_.push_back(9);
  auto other = ReleasePart::begin(folder(), offer("0.3.0"));
  EXPECT_EQ(other->at(), 0U);
  EXPECT_TRUE(names().empty());
}

TEST_F(ReleaseParts, offer_that_cannot_be_is_refused) {
  for (const auto* version : {"", "1", "../../etc/passwd", "0.2.0/../x", "1.0.1000"})
    EXPECT_EQ(ReleasePart::begin(folder(), offer(version)).error().reason.text(), "release_offer_wrong") << version;
  auto endless = offer();
  endless.size = std::uint64_t{3} << 30;
  EXPECT_EQ(ReleasePart::begin(folder(), endless).error().reason.text(), "release_offer_wrong");
  endless.size = 0;
  EXPECT_EQ(ReleasePart::begin(folder(), endless).error().reason.text(), "release_offer_wrong");
}

}  // namespace
}  // namespace omote::terminal
