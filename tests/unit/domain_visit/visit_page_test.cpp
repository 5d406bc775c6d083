#include <gtest/gtest.h>

#include <cstdio>
#include <string>

#include "base/file.hpp"

namespace omote::visit::test {
namespace {

std::string printed_by(const char* program) {
  std::string text;
  FILE* output = ::popen(program, "r");
  if (output == nullptr) return text;
  char part[4096];
  for (std::size_t got = 0; (got = std::fread(part, 1, sizeof part, output)) > 0;) text.append(part, got);
  ::pclose(output);
  return text;
}

TEST(VisitPage, docs_are_fresh) {
  const auto page = read_file(std::string(OMOTE_SOURCE_DIR) + "/docs/visit.md");

  ASSERT_TRUE(page);
  EXPECT_EQ(as_text(*page), printed_by(OMOTE_VISIT_TABLE)) << "docs/visit.md is old: run ./dev docs";
}

}  // namespace
}  // namespace omote::visit::test
