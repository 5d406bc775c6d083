#include "console/password.hpp"

#include <gtest/gtest.h>

namespace omote::console {
namespace {

struct Wish {
  const char* password;
  const char* reason;  // "" is taken
};
class Passwords : public testing::TestWithParam<Wish> {};
TEST_P(Passwords, are_taken_or_refused_with_the_reason) {
  const auto checked = check_password(GetParam().password, "hanako");
  EXPECT_EQ(checked ? "" : std::string(checked.error().reason.text()), GetParam().reason) << GetParam().password;
}
INSTANTIATE_TEST_SUITE_P(All, Passwords,
                         testing::Values(Wish{"", "password_short"}, Wish{"short-one11", "password_short"},
                                         Wish{"うけつけのまどぐちです", "password_short"},     // 11 characters
                                         Wish{"うけつけのまどぐちですよ", ""},                 // 12 of them
                                         Wish{"aaaaaaaaaaaaaaaa", "password_common"},          // one sign
                                         Wish{"abcabcabcabcabc", "password_common"},           // three signs
                                         Wish{"abcdeabcdeabcde", "password_common"},           // repeated
                                         Wish{"abcdefghijklm", "password_common"},             // a row
                                         Wish{"9876543210987", "password_common"},             // backwards
                                         Wish{"Password2026!", "password_common"},             // a word with an end
                                         Wish{"ＰＡＳＳＷＯＲＤ２０２６", "password_common"},  // wide letters are the same
                                         Wish{"1qaz2wsx3edc", "password_common"},              // of the lists
                                         Wish{"hanako-2026-1", "password_common"},             // mostly the own name
                                         Wish{"hanako and hanako", "password_common"}, Wish{"hanako likes green tea", ""},
                                         Wish{"mint boat 42 kettle", ""}, Wish{"xV7#k2Lq9!tR", ""}));

TEST(Passwords, longest_is_128_characters) {
  std::string text;
  for (int i = 0; i < 64; ++i) text += static_cast<char>('a' + i * 7 % 26), text += static_cast<char>('0' + i * 3 % 10);
  EXPECT_TRUE(check_password(text, "x"));
  EXPECT_EQ(check_password(text + "z", "x").error().reason.text(), "password_long");
}

TEST(PasswordHash, is_argon2id_and_fits_only_its_password) {
  const auto hash = hash_password("mint boat 42 kettle");
  ASSERT_TRUE(hash);
  EXPECT_TRUE(hash->starts_with("$argon2id$v=19$m=65536,t=2,p=1$")) << *hash;
  EXPECT_TRUE(is_password("mint boat 42 kettle", *hash));
  EXPECT_FALSE(is_password("mint boat 42 kettlE", *hash));
  EXPECT_FALSE(is_password("", *hash));
  EXPECT_NE(*hash_password("mint boat 42 kettle"), *hash) << "salted";
}

TEST(PasswordHash, of_nobody_fits_nothing_and_takes_the_same_work) {
  EXPECT_TRUE(hash_of_nobody().starts_with("$argon2id$v=19$m=65536,t=2,p=1$"));
  EXPECT_FALSE(is_password("", hash_of_nobody()));
  EXPECT_FALSE(is_password("anything", "no hash at all"));
}

}  // namespace
}  // namespace omote::console
