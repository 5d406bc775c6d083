// Folder and archive give the same files; what is no plain archive is refused.
#include "update/source.hpp"

#include <gmock/gmock.h>

#include "tests/support/release_maker.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::update {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

class SourceFiles : public testing::Test {
 protected:
  SourceFiles() {
    test::write(temp_ / "tree/bin/one", "one\n");
    test::write(temp_ / "tree/share/omote/release/a.json", std::string(1000, 'a'));
    test::write(temp_ / "tree/share/omote/release/deep/b.json", "b");
  }
  [[nodiscard]] std::string opened() const {
    const auto source = Source::open(temp_ / "all.tar");
    return source ? "open" : std::string(source.error().reason.text());
  }
  test::TempFolder temp_;
};

TEST_F(SourceFiles, folder_and_archive_give_the_same) {
  ASSERT_TRUE(test::pack(temp_ / "tree", temp_ / "all.tar"));
  for (const auto* path : {"tree", "all.tar"}) {
    const auto source = Source::open(temp_ / path);
    ASSERT_TRUE(source) << path;
    EXPECT_THAT(source->names_in("share/omote/release"), ElementsAre("a.json"));
    EXPECT_EQ(source->size_of("bin/one"), 4U);
    EXPECT_FALSE(source->size_of("bin/two"));
    EXPECT_EQ(as_text(source->read("share/omote/release/a.json", 1000).value()), std::string(1000, 'a'));
    EXPECT_FALSE(source->read("share/omote/release/a.json", 999));
    const auto to = temp_ / (std::string(path) + ".copy");
    ASSERT_TRUE(source->copy("bin/one", to, 0755));
    EXPECT_EQ(test::contents_of(to), "one\n");
    EXPECT_EQ(fs::status(to).permissions(), fs::perms(0755));
    EXPECT_FALSE(source->copy("bin/one", to, 0755)) << "nothing is overwritten";
  }
}

TEST_F(SourceFiles, a_missing_one_says_so) {
  EXPECT_EQ(opened(), "source_missing");
}

TEST_F(SourceFiles, an_archive_cut_off_anywhere_is_refused) {
  ASSERT_TRUE(test::pack(temp_ / "tree", temp_ / "whole.tar"));
  const auto whole = test::contents_of(temp_ / "whole.tar");
  const auto content_ends = whole.find_last_not_of('\0');
  for (std::size_t size = 0; size < content_ends; size += 300) {
    test::write(temp_ / "all.tar", whole.substr(0, size));
    EXPECT_EQ(opened(), "source_unreadable") << size;
  }
  test::write(temp_ / "all.tar", whole);
  EXPECT_EQ(opened(), "open");
}

TEST_F(SourceFiles, links_are_refused) {
  fs::create_symlink("/etc/shadow", temp_ / "tree/bin/two");
  ASSERT_TRUE(test::pack(temp_ / "tree", temp_ / "all.tar"));
  EXPECT_EQ(opened(), "source_unreadable");
}

TEST_F(SourceFiles, other_files_are_refused) {
  for (const auto& contents : {std::string(), std::string("hello"), std::string(4096, 'x')}) {
    test::write(temp_ / "all.tar", contents);
    EXPECT_EQ(opened(), "source_unreadable");
  }
}

}  // namespace
}  // namespace omote::update
