#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "net/http.hpp"

namespace omote::net {
namespace {

class ServeFile : public testing::Test {
 protected:
  ServeFile() {
    auto name = (std::filesystem::temp_directory_path() / "omote-www-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    std::filesystem::create_directories(folder_ / "pages" / "assets");
    std::ofstream(folder_ / "secret.txt") << "secret";
    std::ofstream(folder_ / "pages" / "index.html") << "<p>page</p>";
    std::ofstream(folder_ / "pages" / "assets" / "a.js") << "1";
    std::ofstream(folder_ / "pages" / ".hidden") << "hidden";
    std::filesystem::create_symlink("../secret.txt", folder_ / "pages" / "link.txt");
  }
  ~ServeFile() override { std::filesystem::remove_all(folder_); }
  std::optional<Response> get(std::string_view path) const { return serve_file(folder_ / "pages", path); }
  std::filesystem::path folder_;
};

TEST_F(ServeFile, root_is_the_index_page) {
  const auto response = get("/");
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, "<p>page</p>");
}

TEST_F(ServeFile, script_has_its_content_type) {
  const auto response = get("/assets/a.js");
  ASSERT_TRUE(response);
  EXPECT_EQ(response->header("content-type"), "text/javascript; charset=utf-8");
}

TEST_F(ServeFile, page_carries_the_security_headers) {
  const auto response = get("/index.html");
  ASSERT_TRUE(response);
  EXPECT_NE(response->header("Content-Security-Policy").find("frame-ancestors 'none'"), std::string_view::npos);
  EXPECT_EQ(response->header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(response->header("Referrer-Policy"), "no-referrer");
}

TEST_F(ServeFile, folder_is_not_listed) {
  EXPECT_FALSE(get("/assets"));
  EXPECT_FALSE(get("/assets/"));
}

class Traversal : public ServeFile, public testing::WithParamInterface<const char*> {};

TEST_P(Traversal, path_outside_or_hidden_gives_nothing) {
  EXPECT_FALSE(get(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Paths, Traversal,
                         testing::Values("/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt",
                                         "//secret.txt", "/link.txt", "/.hidden", "/assets\\..\\..\\secret.txt", "secret.txt",
                                         "/index.html%00.png", "", "/assets/./a.js"));

}  // namespace
}  // namespace omote::net
