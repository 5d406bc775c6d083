#include <algorithm>
#include "sim/bench/counter.hpp"
#include "sim/card/jp2_encoder.hpp"
#include "sim/people/persona_face.hpp"

namespace omote::sim::bench {

Result<std::unique_ptr<Wardrobe>> Wardrobe::open(const std::filesystem::path& personas, const std::filesystem::path& data) {
  auto loaded = personas::load_personas(personas);
  if (!loaded) return pass(loaded);
  auto authorities = card::Authorities::open(data / "authorities");
  if (!authorities) return pass(authorities);
  auto model = people::load_model(data / "people" / "people.slice");
  if (!model) return pass(model);
  auto profile = vision::cardface::built_in_specimen_profile();
  if (!profile) return pass(profile);
  return std::unique_ptr<Wardrobe>(new Wardrobe(std::move(*loaded), std::move(*authorities),
                                                std::make_shared<const people::Model>(std::move(*model)), std::move(*profile)));
}

const personas::Persona* Wardrobe::find(const std::string& id) const {
  const auto at = std::ranges::find(personas_, id, &personas::Persona::id);
  return at == personas_.end() ? nullptr : &*at;
}

Result<std::shared_ptr<const CardMaterial>> Wardrobe::material(const std::string& id) {
  const std::scoped_lock lock(mutex_);
  auto& known = made_[id];
  if (known) return known;
  const auto* persona = find(id);
  if (persona == nullptr) return fail("persona_unknown", id);
  auto material = make(*persona);
  if (material) known = *material;
  return material;
}

Result<std::shared_ptr<const cardface::DrawnCard>> Wardrobe::print_with(const std::string& id, const std::string& code,
                                                                        double wear) {
  auto whole = material(id);
  if (!whole) return pass(whole);
  auto print = cardface::card_print((*whole)->persona);
  if (!code.empty()) print.code = code;
  cardface::PrintStyle style;
  style.wear = wear;
  auto drawn = cardface::draw_card(profile_, print, style);
  if (!drawn) return pass(drawn);
  return std::make_shared<const cardface::DrawnCard>(std::move(*drawn));
}

// The photo in the chip and the portrait on the print are the same picture.
Result<std::shared_ptr<const CardMaterial>> Wardrobe::make(const personas::Persona& persona) const {
  auto person = people::person_of(persona);
  if (!person) return pass(person);
  people::Renderer renderer(model_);
  auto photo = renderer.card_photo(*person);
  if (!photo) return pass(photo);
  auto jp2 = card::encode_jp2(*photo);
  if (!jp2) return pass(jp2);
  auto print = cardface::card_print(persona);
  print.portrait = std::move(*photo);
  auto drawn = cardface::draw_card(profile_, print, {});
  if (!drawn) return pass(drawn);
  auto material = std::make_shared<CardMaterial>();
  material->persona = persona;
  material->person = *person;
  material->photo_jp2 = std::move(*jp2);
  material->print = std::make_shared<const cardface::DrawnCard>(std::move(*drawn));
  return std::shared_ptr<const CardMaterial>(std::move(material));
}

}  // namespace omote::sim::bench
