#include "link/pairing/pair_store.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "base/file.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::link {
namespace {

class Pairs : public testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path file() const { return temp_ / "state/pairs"; }
  test::TempFolder temp_;
};

TEST_F(Pairs, missing_file_is_an_empty_store) {
  const auto store = PairStore::open(file());

  EXPECT_TRUE(store.empty());
  EXPECT_FALSE(store.healed());
}

TEST_F(Pairs, stay_over_a_restart) {
  auto store = PairStore::open(file());
  ASSERT_TRUE(store.put("T-1", "aa"));
  ASSERT_TRUE(store.put("T-2", "bb"));

  const auto again = PairStore::open(file());

  EXPECT_EQ(again.fingerprint_of("T-1"), "aa");
  EXPECT_TRUE(again.knows("bb"));
  EXPECT_FALSE(again.knows("cc"));
  EXPECT_EQ(again.generation(), 2u);
}

TEST_F(Pairs, forgotten_one_is_gone_over_a_restart) {
  auto store = PairStore::open(file());
  ASSERT_TRUE(store.put("T-1", "aa"));
  ASSERT_TRUE(store.forget("T-1"));

  EXPECT_FALSE(PairStore::open(file()).fingerprint_of("T-1"));
}

TEST_F(Pairs, damaged_file_falls_back_to_the_generation_before) {
  auto store = PairStore::open(file());
  ASSERT_TRUE(store.put("T-1", "aa"));
  ASSERT_TRUE(store.put("T-2", "bb"));
  auto bytes = *read_file(file());
  bytes[bytes.size() / 2] ^= 1;
  ASSERT_TRUE(write_durably(file(), bytes));

  const auto again = PairStore::open(file());

  EXPECT_TRUE(again.healed());
  EXPECT_EQ(again.fingerprint_of("T-1"), "aa");
  EXPECT_FALSE(again.fingerprint_of("T-2"));
}

TEST_F(Pairs, every_cut_of_the_file_is_noticed) {
  auto store = PairStore::open(file());
  ASSERT_TRUE(store.put("T-1", "aa"));
  const auto bytes = *read_file(file());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ASSERT_TRUE(write_durably(file(), ByteView(bytes).first(size)));
    ASSERT_TRUE(PairStore::open(file()).healed()) << size;
  }
}

TEST_F(Pairs, both_damaged_trust_nobody) {
  auto store = PairStore::open(file());
  ASSERT_TRUE(store.put("T-1", "aa"));
  ASSERT_TRUE(write_durably(file(), as_bytes("x")));
  ASSERT_TRUE(write_durably(file().string() + ".previous", as_bytes("x")));

  EXPECT_TRUE(PairStore::open(file()).empty());
}

TEST_F(Pairs, file_is_private) {
  ASSERT_TRUE(PairStore::open(file()).put("T-1", "aa"));
  struct stat facts{};
  ASSERT_EQ(::stat(file().c_str(), &facts), 0);

  EXPECT_EQ(facts.st_mode & 0777, 0600u);
}

TEST_F(Pairs, unwritable_folder_is_a_reason_and_changes_nothing) {
  ASSERT_TRUE(write_durably(temp_ / "state", as_bytes("no folder")));
  auto store = PairStore::open(file());

  EXPECT_EQ(store.put("T-1", "aa").error().reason.text(), "pairs_not_written");
  EXPECT_TRUE(store.empty());
}

}  // namespace
}  // namespace omote::link
