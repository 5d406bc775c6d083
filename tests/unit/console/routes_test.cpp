#include "console/routes.hpp"

#include <gtest/gtest.h>

namespace omote::console {
namespace {

const Handler kNothing = [](const Asked&, const Answer&) {};

TEST(Routes, longer_path_comes_first_and_the_star_stands_for_the_rest) {
  Routes routes;
  routes.add("GET", "/api/terminals/*", Right::Look, kNothing);
  routes.add("GET", "/api/terminals/all", Right::Change, kNothing);
  EXPECT_EQ(routes.find("GET", "/api/terminals/all").route->right, Right::Change);
  const auto one = routes.find("GET", "/api/terminals/OM-0001");
  EXPECT_EQ(one.route->right, Right::Look);
  EXPECT_EQ(one.rest, "OM-0001");
  EXPECT_EQ(routes.find("GET", "/api/terminals").route, nullptr);
  EXPECT_EQ(routes.find("GET", "/api/terminals/all/").route->right, Right::Look);
}

TEST(Routes, known_path_with_another_method_is_told_apart) {
  Routes routes;
  routes.add("POST", "/api/x", Right::Change, kNothing);
  const auto found = routes.find("GET", "/api/x");
  EXPECT_EQ(found.route, nullptr);
  EXPECT_TRUE(found.other_method);
  EXPECT_FALSE(routes.find("POST", "/api/y").other_method);
}

TEST(Routes, only_open_ones_have_no_right) {
  Routes routes;
  routes.add("GET", "/a", Right::Look, kNothing);
  routes.add_open("GET", "/b", kNothing);
  EXPECT_TRUE(routes.find("GET", "/a").route->right);
  EXPECT_FALSE(routes.find("GET", "/b").route->right);
}

}  // namespace
}  // namespace omote::console
