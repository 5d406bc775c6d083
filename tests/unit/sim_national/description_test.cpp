// docs/api/national.yaml and the server say the same.
#include <gmock/gmock.h>

#include <set>

#include "sim/national/control.hpp"
#include "sim/national/service.hpp"
#include "sim/personas/section.hpp"

namespace omote::sim::national {
namespace {

using Paths = std::set<std::string>;

TEST(Description, names_every_path_and_method_that_is_served_and_no_other) {
  const auto document = personas::load_section(std::filesystem::path(OMOTE_SOURCE_DIR) / "docs/api/national.yaml");
  ASSERT_TRUE(document) << describe(document.error());
  Paths described;
  for (const auto& [path, methods] : document->fields.at("paths").fields) {
    for (const auto& [method, operation] : methods.fields) described.insert((method == "get" ? "GET " : "POST ") + path);
  }
  Paths served;
  for (const auto& operation : operations()) served.insert(operation.method + ' ' + kBase + operation.path);
  for (const auto& one : control_paths()) served.insert(one.method + ' ' + one.path);
  EXPECT_EQ(described, served);
}

}  // namespace
}  // namespace omote::sim::national
