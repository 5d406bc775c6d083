#include "sim/people/identity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "sim/people/random.hpp"

namespace omote::sim::people {
namespace {

struct Blend {
  std::string_view name;
  double weight;
};

// The model's own rule for ages (reference/people.md §1, macro composition).
std::array<Blend, 4> age_blend(double years) {
  years = std::clamp(years, 1.0, 90.0);
  const double a = years < 25 ? (years - 1) / 48 : .5 + (years - 25) / 130;
  if (a >= .5) return {{{"baby", 0}, {"child", 0}, {"young", 2 - 2 * a}, {"old", 2 * a - 1}}};
  const double young = std::max(0., 3.2 * (a - .1875));
  return {{{"baby", std::max(0., 1 - 5.333 * a)},
           {"child", std::max(0., std::min(1., 5.333 * a) - young)},
           {"young", young},
           {"old", 0}}};
}

std::array<Blend, 3> tone_blend(double v, const std::array<std::string_view, 3>& names) {
  const double low = std::max(0., 1 - 2 * v), high = std::max(0., 2 * v - 1);
  return {{{names[0], low}, {names[1], 1 - low - high}, {names[2], high}}};
}

class Shape {
 public:
  explicit Shape(const Model& model) : model_(model) {}
  void add(const std::string& name, double weight) {
    if (const auto target = model_.target(name); target && std::abs(weight) > 1e-4)
      weights.emplace_back(*target, static_cast<float>(weight));
  }
  void add(std::int32_t target, double weight) {
    if (target >= 0 && weight > 1e-4) weights.emplace_back(static_cast<std::size_t>(target), static_cast<float>(weight));
  }
  std::vector<std::pair<std::size_t, float>> weights;

 private:
  const Model& model_;
};

void add_macros(Shape& shape, const Identity& identity, double male, double muscle, double weight) {
  const std::array<Blend, 3> races{{{"asian", identity.asian}, {"caucasian", identity.caucasian}, {"african", identity.african}}};
  const std::array<Blend, 2> sexes{{{"male", male}, {"female", 1 - male}}};
  for (const Blend& sex : sexes) {
    for (const Blend& age : age_blend(identity.age)) {
      const std::string tail = std::string(sex.name) + "-" + std::string(age.name);
      for (const Blend& race : races)
        shape.add("macrodetails/" + std::string(race.name) + "-" + tail, race.weight * sex.weight * age.weight);
      for (const Blend& m : tone_blend(muscle, {"minmuscle", "averagemuscle", "maxmuscle"})) {
        for (const Blend& w : tone_blend(weight, {"minweight", "averageweight", "maxweight"})) {
          shape.add("macrodetails/universal-" + tail + "-" + std::string(m.name) + "-" + std::string(w.name),
                    sex.weight * age.weight * m.weight * w.weight);
        }
      }
    }
  }
}

double sigma_of(const Modifier& m) {
  static const std::map<std::string_view, double> kSigma{{"head", .35},     {"forehead", .55}, {"cheek", .55}, {"chin", .55},
                                                         {"eyebrows", .55}, {"nose", .5},      {"mouth", .5},  {"eyes", .45},
                                                         {"ears", .35},     {"neck", .15}};
  const std::string_view name = m.name;
  if (name.starts_with("head-trans") || name.starts_with("neck-trans") || name.starts_with("head-age")) return 0;
  const double sigma = kSigma.at(m.group);
  if (name.starts_with("eyebrows-angle")) return sigma * .4;
  if (name.starts_with("mouth-angles")) return sigma * .4;
  return sigma;
}

// Left and right get the same value and a little of their own.
void add_details(Shape& shape, const Model& model, Random& random, double spread) {
  std::map<std::string, double> other_side;
  for (const Modifier& m : model.modifiers) {
    double value = random.normal(sigma_of(m) * spread);
    const double own = random.normal(.05 * spread);
    if (sigma_of(m) == 0) continue;
    if (m.name.starts_with("r-") || m.name.starts_with("l-")) {
      const auto [found, fresh] = other_side.try_emplace(m.name.substr(2), value);
      value = fresh ? value : found->second + own;
    }
    value = std::clamp(value, -1., 1.);
    if (m.less < 0) value = std::abs(value);
    shape.add(value < 0 ? m.less : m.more, std::abs(value));
  }
}

template <std::size_t N>
std::string choose(Random& random, const std::array<const char*, N>& names) {
  return names[static_cast<std::size_t>(random.below(static_cast<int>(N)))];
}

std::string draw_hair(Random& random, Sex sex, double african) {
  static constexpr std::array kMale{"short01", "short02", "short04", "short02", "short04"};
  static constexpr std::array kFemale{"long01", "ponytail01", "Braid01", "short04"};
  const std::string drawn = sex == Sex::Male ? choose(random, kMale) : choose(random, kFemale);
  return african > .5 ? "afro01" : drawn;
}

void draw_colours(Identity& identity, Random& random) {
  const double brown = random.uniform(), shade = random.uniform(.8, 1.5), early = random.normal(4), fair = random.uniform();
  const double grey = std::clamp((identity.age + early - 48) / 34, 0., 1.);
  Vec3 hair = mix({.020F, .016F, .015F}, {.060F, .033F, .020F}, static_cast<float>(brown * brown)) * static_cast<float>(shade);
  if (identity.caucasian > .5F) hair = mix(hair, {.22F, .13F, .06F}, static_cast<float>(fair));
  identity.brow_tint = mix(hair, {.20F, .19F, .18F}, static_cast<float>(grey * .6));
  identity.hair_tint = mix(hair, {.42F, .41F, .40F}, static_cast<float>(grey));
  const auto light = static_cast<float>(1 + std::clamp(random.normal(.07), -.12, .12));
  const auto red = static_cast<float>(1 + random.normal(.02)), blue = static_cast<float>(1 + random.normal(.025));
  identity.skin_tone = Vec3{light * red, light, light * blue};
}

}  // namespace

Identity draw_identity(const Model& model, const Person& person, bool photo) {
  Random random(person.seed);
  Identity identity;
  identity.sex = person.sex;
  identity.age = std::max(2., person.age - (photo ? person.years_since_photo : 0));
  const double sum = std::max(1e-6, person.asian + person.caucasian + person.african);
  identity.asian = static_cast<float>(person.asian / sum);
  identity.caucasian = static_cast<float>(person.caucasian / sum);
  identity.african = static_cast<float>(person.african / sum);

  const double softness = random.uniform(0, .25);
  const double male = person.sex == Sex::Male ? 1 - softness : softness * .6;
  const double weight = std::clamp(.52 + random.normal(.17), .1, .95), muscle = std::clamp(.5 + random.normal(.12), .2, .8);
  Shape shape(model);
  add_macros(shape, identity, male, muscle, weight);
  add_details(shape, model, random, person.spread);
  identity.shape = std::move(shape.weights);

  const std::string drawn_hair = draw_hair(random, person.sex, identity.african);
  identity.hair = person.hair.empty() ? drawn_hair : person.hair;
  identity.brows = fmt::format("eyebrow{:03}", 1 + random.below(12));
  const bool light_eyes = random.uniform() < .4;
  identity.eyes = identity.caucasian > .5F && light_eyes ? "blue" : random.uniform() < .25 ? "brownlight" : "brown";
  draw_colours(identity, random);
  identity.skin_seed = random.bits();

  static constexpr std::array kMaleClothes{"male_casualsuit01", "male_casualsuit02", "male_casualsuit03", "male_casualsuit04",
                                           "male_casualsuit05", "male_casualsuit06", "male_elegantsuit01"};
  static constexpr std::array kFemaleClothes{"female_casualsuit01", "female_casualsuit02", "female_elegantsuit01",
                                             "female_sportsuit01"};
  for (int day = 0; day < (photo ? 2 : 1); ++day) {
    identity.clothes = person.sex == Sex::Male ? choose(random, kMaleClothes) : choose(random, kFemaleClothes);
    const Vec3 dye{static_cast<float>(random.uniform(.35, 1.2)), static_cast<float>(random.uniform(.35, 1.2)),
                   static_cast<float>(random.uniform(.35, 1.2))};
    identity.cloth_tint = dye;
  }
  return identity;
}

}  // namespace omote::sim::people
