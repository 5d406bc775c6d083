// The baked model, loaded once per test program. tools/people/set-up.sh makes it; ./dev test runs that first.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>

#include "sim/people/model.hpp"
#include "sim/people/persona_face.hpp"

namespace omote::test {

inline std::shared_ptr<const sim::people::Model> people_model() {
  static const std::shared_ptr<const sim::people::Model> kModel = []() -> std::shared_ptr<const sim::people::Model> {
    std::filesystem::path slice = sim::people::default_slice();
    if (slice.is_relative()) slice = std::filesystem::path(OMOTE_SOURCE_DIR) / slice;
    auto model = sim::people::load_model(slice);
    if (model) return std::make_shared<const sim::people::Model>(std::move(*model));
    ADD_FAILURE() << "no people.slice, run tools/people/set-up.sh build/data/people: " << describe(model.error());
    return nullptr;
  }();
  return kModel;
}

}  // namespace omote::test
