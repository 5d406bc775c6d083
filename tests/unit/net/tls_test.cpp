#include "net/tls.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace omote::net {
namespace {

class Tls : public testing::Test {
 protected:
  Tls() {
    auto name = (std::filesystem::temp_directory_path() / "omote-tls-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~Tls() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path certificate() const { return folder_ / "own.crt"; }
  std::filesystem::path key() const { return folder_ / "own.key"; }
  std::filesystem::path folder_;
};

TEST_F(Tls, fresh_identities_differ) {
  EXPECT_NE(fingerprint(make_identity("a").certificate_pem), fingerprint(make_identity("a").certificate_pem));
}

TEST_F(Tls, fingerprint_is_64_hex_digits) {
  EXPECT_EQ(fingerprint(make_identity("a").certificate_pem).size(), 64U);
}

TEST_F(Tls, fingerprint_of_no_certificate_is_empty) {
  EXPECT_EQ(fingerprint("no certificate"), "");
}

TEST_F(Tls, identity_made_once_is_read_the_next_time) {
  const auto made = load_or_make_identity(certificate(), key(), "host");
  const auto read = load_or_make_identity(certificate(), key(), "host");
  ASSERT_TRUE(made && read);
  EXPECT_EQ(fingerprint(made->certificate_pem), fingerprint(read->certificate_pem));
}

TEST_F(Tls, key_file_is_for_its_owner_only) {
  ASSERT_TRUE(load_or_make_identity(certificate(), key(), "host"));
  EXPECT_EQ(std::filesystem::status(key()).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(Tls, certificate_without_its_key_is_incomplete) {
  ASSERT_TRUE(load_or_make_identity(certificate(), key(), "host"));
  std::filesystem::remove(key());
  const auto again = load_or_make_identity(certificate(), key(), "host");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().reason.text(), "identity_incomplete");
}

TEST_F(Tls, key_of_another_certificate_is_refused) {
  ASSERT_TRUE(load_or_make_identity(certificate(), key(), "host"));
  const auto other = make_identity("other");
  std::ofstream(certificate()) << other.certificate_pem;
  const auto mixed = load_identity(certificate(), key());
  ASSERT_FALSE(mixed);
  EXPECT_EQ(mixed.error().reason.text(), "identity_unreadable");
}

TEST_F(Tls, missing_identity_is_told) {
  EXPECT_FALSE(load_identity(certificate(), key()));
}

}  // namespace
}  // namespace omote::net
