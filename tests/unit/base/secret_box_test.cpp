#include "base/secret_box.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/file.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote {
namespace {

TEST(SecretBox, sealed_text_opens_with_its_key_and_after_a_restart) {
  const test::TempFolder temp;
  std::string sealed;
  {
    const auto box = SecretBox::open(temp / "folder/secret.key");
    ASSERT_TRUE(box) << describe(box.error());
    sealed = box->seal(Secret("a password"));
    EXPECT_NE(box->seal(Secret("a password")), sealed) << "each time another text";
  }
  EXPECT_EQ(sealed.find("password"), std::string::npos);
  const auto box = SecretBox::open(temp / "folder/secret.key");
  const auto secret = box->unseal(sealed);
  ASSERT_TRUE(secret);
  EXPECT_TRUE(same(*secret, Secret("a password")));
}

TEST(SecretBox, key_file_is_its_owners_alone) {
  const test::TempFolder temp;
  ASSERT_TRUE(SecretBox::open(temp / "secret.key"));
  struct stat info{};
  ASSERT_EQ(::stat((temp / "secret.key").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600U);
}

TEST(SecretBox, another_key_or_a_changed_text_opens_nothing) {
  const test::TempFolder temp;
  const auto box = SecretBox::open(temp / "secret.key");
  const auto other = SecretBox::open(temp / "other.key");
  const auto sealed = box->seal(Secret("a password"));
  EXPECT_EQ(other->unseal(sealed).error().reason.text(), "secret_not_opened");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto changed = sealed;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    if (from_base64(changed) == from_base64(sealed)) continue;  // unused bits at the end
    EXPECT_FALSE(box->unseal(changed)) << i;
  }
  EXPECT_FALSE(box->unseal(""));
}

TEST(SecretBox, damaged_key_file_is_told) {
  const test::TempFolder temp;
  ASSERT_TRUE(write_durably(temp / "secret.key", as_bytes("short")));
  EXPECT_EQ(SecretBox::open(temp / "secret.key").error().reason.text(), "secret_key_unusable");
}

TEST(SecretBox, key_stands_outside_of_the_state_folder) {
  const test::TempFolder temp;
  const auto file = SecretBox::key_file_for(temp / "state");
  EXPECT_TRUE(file == temp / "secret.key" || file == "/etc/omote/secret.key") << file;
}

}  // namespace
}  // namespace omote
