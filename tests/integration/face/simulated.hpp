// Simulated people for the tests: rendered pictures of the personas.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>

#include "sim/people/persona_face.hpp"
#include "sim/people/renderer.hpp"
#include "sim/personas/persona.hpp"
#include "vision/face/face_verifier.hpp"

namespace omote::tests {

inline std::filesystem::path data_file(const char* name, const char* variable) {
  const char* set = std::getenv(variable);
  return set && *set ? std::filesystem::path(set) : std::filesystem::path(OMOTE_SOURCE_DIR) / "build/data" / name;
}
inline std::filesystem::path models_directory() {
  return data_file("models", "OMOTE_MODELS");
}
inline std::filesystem::path slice_file() {
  return data_file("people/people.slice", "OMOTE_PEOPLE");
}

// One renderer for all tests of a program: loading costs more than a picture.
inline sim::people::Renderer& renderer() {
  static sim::people::Renderer instance = [] {
    auto model = sim::people::load_model(slice_file());
    if (!model) throw std::runtime_error(describe(model.error()) + " (tools/people/set-up.sh makes it)");
    return sim::people::Renderer(std::make_shared<const sim::people::Model>(std::move(*model)));
  }();
  return instance;
}

inline sim::people::Person person(const std::string& id) {
  auto persona = sim::personas::load_persona(std::filesystem::path(OMOTE_SOURCE_DIR) / "sim/personas" / (id + ".yaml"));
  if (!persona) throw std::runtime_error(describe(persona.error()));
  auto person = sim::people::person_of(*persona);
  if (!person) throw std::runtime_error(describe(person.error()));
  return *person;
}

// A person at 45 cm; every picture has its own noise, number and time.
class Stage {
 public:
  ports::Frame frame(const sim::people::Scene& scene) {
    sim::people::Scene noisy = scene;
    noisy.moment = static_cast<std::uint32_t>(++number_);
    auto frame = renderer().render(noisy);
    if (!frame) throw std::runtime_error(describe(frame.error()));
    frame->sequence = number_;
    frame->taken = SteadyTime{} + std::chrono::milliseconds(200 * number_);
    return std::move(*frame);
  }
  static sim::people::Scene scene(const std::string& id) {
    sim::people::Scene scene;
    scene.person = person(id);
    scene.distance_cm = 45;
    return scene;
  }

 private:
  std::uint64_t number_ = 0;
};

}  // namespace omote::tests
