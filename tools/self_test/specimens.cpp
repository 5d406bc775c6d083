// omote-specimens PERSONAS DATA OUT: pictures of a specimen card on the tray and of the person on it, with the answers that
// a sound terminal gives. Nobody real: the people and cards of the simulation.
#include <fmt/format.h>

#include <cstdio>

#include "base/file.hpp"
#include "sim/bench/counter.hpp"
#include "sim/people/picture.hpp"

namespace {

namespace sim = omote::sim;
using omote::Result;

constexpr int kCardPictures = 3;
constexpr int kFacePictures = 6;

Result<void> write_frame(const std::filesystem::path& file, const omote::ports::Frame& frame) {
  return sim::people::write_png(file, frame.width, frame.height, 3, frame.pixels);
}

Result<void> write_card(const sim::bench::CardMaterial& material, const std::filesystem::path& out) {
  sim::cardface::TrayState tray;
  tray.item = sim::cardface::TrayItem::Card;
  tray.card = material.print;
  for (int i = 1; i <= kCardPictures; ++i) {
    const auto frame = sim::cardface::render_frame(tray, 1, 1, static_cast<std::uint64_t>(i));
    if (auto written = write_frame(out / fmt::format("card_{}.png", i), frame); !written) return written;
  }
  return {};
}

Result<void> write_face(sim::people::Renderer& renderer, const sim::people::Person& person, const std::filesystem::path& out) {
  auto photo = renderer.card_photo(person);
  if (!photo) return omote::pass(photo);
  if (auto written = sim::people::write_png(out / "photo.png", photo->width, photo->height, 1, photo->pixels.reveal()); !written)
    return written;
  sim::camera::Actor actor(1);
  sim::camera::Arrangement arrangement;
  arrangement.person = person;
  actor.arrange(arrangement);
  for (int i = 1; i <= kFacePictures; ++i) {
    auto frame = renderer.render(actor.at(i * 0.4));
    if (!frame) return omote::pass(frame);
    if (auto written = write_frame(out / fmt::format("face_{}.png", i), *frame); !written) return written;
  }
  return {};
}

Result<void> make(const std::filesystem::path& personas, const std::filesystem::path& data, const std::filesystem::path& out) {
  std::filesystem::create_directories(out);
  auto wardrobe = sim::bench::Wardrobe::open(personas, data);
  if (!wardrobe) return omote::pass(wardrobe);
  auto material = (*wardrobe)->material("adult");
  if (!material) return omote::pass(material);
  if (auto written = write_card(**material, out); !written) return written;
  sim::people::Renderer renderer((*wardrobe)->model());
  if (auto written = write_face(renderer, (*material)->person, out); !written) return written;
  const auto expiry = sim::cardface::card_print((*material)->persona).expiry;
  const auto text = fmt::format("# What a sound terminal reads from these pictures (見本).\nnumber_b = \"{}\"\nexpiry = \"{}\"\n",
                                (*material)->persona.number_b(), to_digits(expiry));
  // Last: a folder with it is complete.
  return omote::write_durably(out / "specimen.toml", omote::as_bytes(text), omote::Replace::Yes, 0644);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "omote-specimens PERSONAS DATA OUT\n");
    return 2;
  }
  const auto made = make(argv[1], argv[2], argv[3]);
  if (!made) std::fprintf(stderr, "%s\n", describe(made.error()).c_str());
  return made ? 0 : 1;
}
