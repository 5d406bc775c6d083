#include "sim/bench/counter.hpp"

#include <algorithm>

#include "sim/card/persona_card.hpp"
#include "sim/card/try_counters.hpp"

namespace omote::sim::bench {

namespace {

constexpr auto kOwner = "owner";  // of the card that lies on the tray

}  // namespace

Result<std::unique_ptr<Counter>> Counter::open(std::string id, const std::filesystem::path& folder, Wardrobe& wardrobe) {
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  auto counter = std::unique_ptr<Counter>(new Counter(std::move(id), folder, wardrobe));
  auto reader = reader::VirtualReader::open(folder / "reader.sock");
  if (!reader) return pass(reader);
  counter->reader_ = std::move(*reader);
  counter->face_ = std::make_unique<camera::FaceCamera>(wardrobe.model());
  counter->tray_ = std::make_unique<cardface::TrayCamera>();
  auto face_stream =
      camera::FrameServer::start(counter->face_socket(), [camera = counter->face_.get()] { return camera->next(); });
  if (!face_stream) return pass(face_stream);
  counter->face_stream_ = std::move(*face_stream);
  auto tray_stream = camera::FrameServer::start(
      counter->tray_socket(), [camera = counter->tray_.get()]() -> Result<ports::Frame> { return camera->frame(); });
  if (!tray_stream) return pass(tray_stream);
  counter->tray_stream_ = std::move(*tray_stream);
  counter->state_.set_reader_plugged(true);
  counter->state_.set_side("front");
  counter->state_.set_timing("full");
  counter->state_.set_presentation("live");
  counter->state_.set_distance_cm(camera::Arrangement().distance_cm);
  counter->state_.set_light(1);
  counter->state_.set_head("straight");
  return counter;
}

Result<void> Counter::place_card(const CardPlacement& placement) {
  auto material = wardrobe_.material(placement.persona);
  if (!material) return pass(material);
  CardFlaw flaw;
  {
    const std::scoped_lock lock(mutex_);
    flaw = flaw_;
  }
  auto photo = (*material)->photo_jp2;
  if (flaw.photo) std::fill(photo.begin() + static_cast<std::ptrdiff_t>(photo.size() / 4), photo.end(), std::uint8_t{0xFF});
  const auto& maker = flaw.forger ? *flaw.forger : wardrobe_.authorities();
  auto card = card::make_persona_card((*material)->persona, maker, photo, folder_ / "cards");
  if (!card) return pass(card);
  reader_->set_timing(placement.timing == "typeb" ? card::CardTiming::type_b() : card::CardTiming::full());
  cardface::TrayState tray;
  tray.item = cardface::TrayItem::Card;
  tray.card = (*material)->print;
  tray.back = placement.back || flaw.back;
  tray.turned = placement.turned;
  tray.sleeve = placement.sleeve || flaw.sleeve;
  if (flaw.of_print()) {
    auto print = wardrobe_.print_with(placement.persona, flaw.code, flaw.wear);
    if (!print) return pass(print);
    tray.card = std::move(*print);
  }
  tray_->arrange(tray);
  if (state().person() == kOwner) {
    auto arrangement = face_->arrangement();
    arrangement.person = (*material)->person;
    face_->arrange(arrangement);
  }
  reader_->insert(std::move(*card));
  const std::scoped_lock lock(mutex_);
  state_.set_card(placement.persona);
  state_.set_side(placement.back ? "back" : "front");
  state_.set_rotation(placement.turned ? 180 : 0);
  state_.set_sleeve(placement.sleeve);
  state_.set_timing(placement.timing);
  return {};
}

void Counter::set_flaw(CardFlaw flaw) {
  const std::scoped_lock lock(mutex_);
  flaw_ = std::move(flaw);
}

Result<void> Counter::set_tries(const std::string& persona, const std::string& key, int tries) {
  const auto* known = wardrobe_.find(persona);
  if (known == nullptr) return fail("persona_unknown", persona);
  std::error_code ignored;
  std::filesystem::create_directories(folder_ / "cards", ignored);
  auto counters = card::TryCounters::open(folder_ / "cards" / (known->card.serial + ".tries"));
  if (!counters) return pass(counters);
  if (!counters->set_tries(key, tries)) return fail("counters_unwritable", persona);
  return {};
}

void Counter::take_card() {
  reader_->remove();
  tray_->arrange({});
  const std::scoped_lock lock(mutex_);
  state_.clear_card();
}

Result<void> Counter::arrange(const proto::Arrange& wish) {
  camera::Arrangement arrangement;
  auto person = person_for(wish.person(), state().card());
  if (!person) return pass(person);
  arrangement.person = std::move(*person);
  arrangement.presentation = wish.presentation() == "print" ? people::Presentation::Print : people::Presentation::Live;
  if (wish.distance_cm() > 0) arrangement.distance_cm = wish.distance_cm();
  if (wish.light() > 0) arrangement.light = wish.light();
  arrangement.mask = wish.mask();
  arrangement.glasses = wish.glasses();
  face_->arrange(arrangement);
  const std::scoped_lock lock(mutex_);
  state_.set_person(wish.person());
  state_.set_presentation(wish.presentation() == "print" ? "print" : "live");
  state_.set_distance_cm(arrangement.distance_cm);
  state_.set_light(arrangement.light);
  state_.set_mask(wish.mask());
  state_.set_glasses(wish.glasses());
  return {};
}

Result<std::optional<people::Person>> Counter::person_for(const std::string& person, const std::string& card) {
  const auto& id = person == kOwner ? card : person;
  if (id.empty()) return std::nullopt;
  auto material = wardrobe_.material(id);
  if (!material) return pass(material);
  return (*material)->person;
}

void Counter::turn_head(const std::string& side) {
  const bool aside = side == "left" || side == "right";
  if (aside) {
    face_->turn(side == "left" ? camera::Side::Left : camera::Side::Right);
  } else {
    face_->look_back();
  }
  const std::scoped_lock lock(mutex_);
  state_.set_head(aside ? side : "straight");
}

void Counter::follow(bool on) {
  const std::scoped_lock lock(mutex_);
  state_.set_follows(on);
}

void Counter::plug_reader(bool plugged) {
  reader_->plug(plugged);
  const std::scoped_lock lock(mutex_);
  state_.set_reader_plugged(plugged);
}

proto::Counter Counter::state() const {
  const std::scoped_lock lock(mutex_);
  return state_;
}

}  // namespace omote::sim::bench
