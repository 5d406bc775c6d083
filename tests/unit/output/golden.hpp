// Compares with a file under tests/golden; with OMOTE_APPROVE=1 in the environment the file is written instead, and the
// change is looked at like code.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "base/file.hpp"

namespace omote::test {

inline void expect_golden(const std::string& name, const std::string& got) {
  const std::filesystem::path file = std::filesystem::path(OMOTE_SOURCE_DIR) / "tests/golden" / name;
  if (std::getenv("OMOTE_APPROVE") != nullptr) {
    ASSERT_TRUE(write_durably(file, as_bytes(got), Replace::Yes, 0644));
  }
  const auto wanted = read_file(file);
  ASSERT_TRUE(wanted) << file;
  EXPECT_TRUE(as_text(*wanted) == got) << name << " differs; got:\n" << got;
}

}  // namespace omote::test
