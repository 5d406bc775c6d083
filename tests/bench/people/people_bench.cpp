// bench_people [SLICE]: what a frame of the simulated face camera costs on one core, in processor time of the thread.
#include <time.h>

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "sim/people/persona_face.hpp"
#include "sim/people/renderer.hpp"

using namespace omote::sim::people;

namespace {

double now_ms() {
  timespec t{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) * 1e-6;
}

template <class F>
double median_ms(int rounds, F work) {
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) {
    const double start = now_ms();
    work(i);
    times.push_back(now_ms() - start);
  }
  std::nth_element(times.begin(), times.begin() + rounds / 2, times.end());
  return times[static_cast<std::size_t>(rounds / 2)];
}

nlohmann::json row(const std::string& name, double value, const nlohmann::json& target) {
  return {{"name", name},     {"value", value},  {"unit", "ms"},          {"better", "lower"},
          {"target", target}, {"peer", nullptr}, {"peer_value", nullptr}, {"limit", nullptr}};
}

}  // namespace

int main(int argc, char** argv) {
  auto model = load_model(argc > 1 ? argv[1] : default_slice());
  if (!model) {
    std::cerr << "bench_people: " << describe(model.error()) << "\n";
    return 1;
  }
  Renderer renderer(std::make_shared<const Model>(std::move(*model)));
  bool good = true;
  const auto frame = [&](const Scene& scene) { good = good && renderer.render(scene).has_value(); };
  nlohmann::json out = nlohmann::json::array();
  out.push_back(row("people_first_frame",
                    median_ms(5, [&](int i) { frame({.person = Person{.seed = 100U + static_cast<std::uint32_t>(i)}}); }),
                    nullptr));
  for (const auto& [name, distance] :
       {std::pair{"people_frame_30cm", 30.}, std::pair{"people_frame_45cm", 45.}, std::pair{"people_frame_70cm", 70.}}) {
    Scene scene;
    scene.person = Person{.seed = 100, .sex = Sex::Male, .hair = "short02"};
    scene.distance_cm = distance;
    frame(scene);
    out.push_back(row(name,
                      median_ms(21,
                                [&](int i) {
                                  scene.yaw = i;
                                  scene.moment = static_cast<std::uint32_t>(i);
                                  frame(scene);
                                }),
                      83));
  }
  Scene print;
  print.person = Person{.seed = 100};
  print.presentation = Presentation::Print;
  frame(print);
  out.push_back(row("people_print_frame",
                    median_ms(15,
                              [&](int i) {
                                print.yaw = i;
                                frame(print);
                              }),
                    83));
  std::cout << out.dump() << "\n";
  return good ? 0 : 1;
}
