#include "sim/people/renderer.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/people/print.hpp"
#include "sim/people/shade.hpp"

namespace omote::sim::people {
namespace {

constexpr std::size_t kMostKnown = 6;
constexpr int kSamples = 2;  // in each direction

Bytes even_light_grey(const Bytes& rgb) {
  Bytes grey(rgb.size() / 3);
  for (std::size_t i = 0; i < grey.size(); ++i)
    grey[i] = static_cast<std::uint8_t>((rgb[3 * i] * 77 + rgb[3 * i + 1] * 150 + rgb[3 * i + 2] * 29 + 128) >> 8);
  return grey;
}

Scene photo_scene(const Person& person) {
  Scene scene;
  scene.person = person;
  scene.distance_cm = 90;
  scene.light = {.azimuth = 12, .strength = .55, .ambient = 1.5, .backlight = 0};
  scene.smile = .05;
  return scene;
}

// The samples of one pixel that show the same surface are shaded together.
struct Group {
  std::uint32_t triangle = 0, material = 0;
  float near = 0, x = 0, y = 0;
  int count = 0;
};

}  // namespace

Renderer::Renderer(std::shared_ptr<const Model> model) : model_(std::move(model)) {}

Result<Renderer::Known*> Renderer::know(const Person& person, bool photo) {
  const auto found =
      std::find_if(known_.begin(), known_.end(), [&](const Known& k) { return k.photo == photo && k.person == person; });
  if (found != known_.end()) {
    known_.splice(known_.begin(), known_, found);
    return &known_.front();
  }
  auto figure = build_figure(*model_, draw_identity(*model_, person, photo));
  if (!figure) return pass(figure);
  known_.push_front({person, photo, std::make_unique<Figure>(std::move(*figure)), nullptr});
  if (known_.size() > kMostKnown) known_.pop_back();
  return &known_.front();
}

Result<ports::Frame> Renderer::render(const Scene& scene) {
  if (room_light_ != scene.light) {
    room_ = room(640, 480, scene.light);
    room_light_ = scene.light;
  }
  Canvas canvas = room_;
  Camera camera;
  camera.position = {static_cast<float>(-scene.offset_x_cm / 10), static_cast<float>(-scene.offset_y_cm / 10),
                     static_cast<float>(scene.distance_cm / 10)};
  if (scene.person) {
    auto known = know(*scene.person, false);
    if (!known) return pass(known);
    if (scene.presentation == Presentation::Print) {
      auto sheet = sheet_of(**known);
      if (!sheet) return pass(sheet);
      draw_print(canvas, camera, scene, **sheet);
    } else {
      camera.position.y -= .25F;  // the lens stands a little below the eyes
      draw_figure(canvas, camera, *(*known)->figure, scene, (*known)->figure->eye_point);
    }
  }
  ports::Frame frame{camera.width, camera.height, 0, {}, {}};
  frame.pixels = expose(canvas, {.moment = scene.moment});
  return frame;
}

Result<ports::Frame> Renderer::card_photo_in_colour(const Person& person) {
  auto known = know(person, true);
  if (!known) return pass(known);
  Camera camera{240, 320, 800, {0, -.12F, 9}};
  Canvas canvas = plain_background(camera.width, camera.height);
  draw_figure(canvas, camera, *(*known)->figure, photo_scene(person), (*known)->figure->eye_point);
  ports::Frame frame{camera.width, camera.height, 0, {}, {}};
  frame.pixels = expose(canvas, {.gain = 1.05F, .noise = .35F, .blur = .06F, .moment = 1});
  return frame;
}

Result<ports::GreyImage> Renderer::card_photo(const Person& person) {
  auto colour = card_photo_in_colour(person);
  if (!colour) return pass(colour);
  return ports::GreyImage{colour->width, colour->height, Secret::take(even_light_grey(colour->pixels))};
}

// Life-size: one decimetre on the sheet is one decimetre on the person, as seen from half a metre.
Result<const Texture8*> Renderer::sheet_of(Known& known) {
  if (known.sheet) return known.sheet.get();
  constexpr float kPixels = 220;  // per decimetre
  Camera camera{static_cast<int>(kSheetWidth * kPixels), static_cast<int>(kSheetHeight * kPixels), kPixels * 5, {0, 0, 5}};
  Scene scene;
  scene.person = known.person;
  scene.light = {.azimuth = 10, .strength = .6, .ambient = 1.2, .backlight = 0};
  Canvas canvas = plain_background(camera.width, camera.height);
  draw_figure(canvas, camera, *known.figure, scene, known.figure->eye_point);
  const Bytes rgb = expose(canvas, {.gain = 1.F, .noise = .5F, .blur = .08F, .moment = 2});
  Texture8 sheet{camera.width, camera.height, {}};
  sheet.rgba.reserve(rgb.size() / 3 * 4);
  for (std::size_t i = 0; i < rgb.size(); i += 3) sheet.rgba.insert(sheet.rgba.end(), {rgb[i], rgb[i + 1], rgb[i + 2], 255});
  known.sheet = std::make_unique<Texture8>(std::move(sheet));
  return known.sheet.get();
}

// origin: the point of the resting figure that the camera's position is measured from.
void Renderer::draw_figure(Canvas& canvas, const Camera& camera, const Figure& figure, const Scene& scene, Vec3 origin) {
  const Mat3 turn = head_rotation(radians(scene.yaw), radians(scene.pitch), radians(scene.roll));
  pose_figure(*model_, figure, {scene.blink, scene.smile, scene.mouth_open}, turn, mesh_);
  const Vec3 lens = origin + camera.position;
  const float across = static_cast<float>(camera.width) * kSamples / 2, down = static_cast<float>(camera.height) * kSamples / 2,
              focal = camera.focal * kSamples;
  projected_.resize(mesh_.positions.size());
  for (std::size_t i = 0; i < projected_.size(); ++i) {
    const Vec3 p = mesh_.positions[i] - lens;
    const float near = p.z < -.3F ? -1 / p.z : 0;
    projected_[i] = {across + focal * p.x * near, down - focal * p.y * near, near};
  }
  const auto triangles = dressed(figure, scene.glasses, scene.mask);
  grid_.clear(camera.width * kSamples, camera.height * kSamples);
  draw(grid_, triangles, figure.materials, projected_, {});

  Shading shading{model_.get(), &figure, &mesh_, &shadow_, lighting_of(scene.light), lens, scene.mask};
  shadow_.draw_from(shading.light.key_from, origin - Vec3{0, .8F, .5F}, 3.F, 384, triangles, figure.materials, mesh_.positions);
  resolve(canvas, shading, triangles);
}

// The bare person's triangles, with those of what is worn.
std::span<const DrawTriangle> Renderer::dressed(const Figure& figure, bool glasses, bool mask) {
  const auto all = std::span<const DrawTriangle>(figure.triangles);
  const auto bare = all.first(figure.bare_triangles);
  if (!glasses && !mask) return bare;
  dressed_.assign(bare.begin(), bare.end());
  const auto put_on = [&](std::size_t from, std::size_t count) {
    const auto part = all.subspan(from, count);
    dressed_.insert(dressed_.end(), part.begin(), part.end());
  };
  if (glasses) put_on(figure.bare_triangles, figure.glasses_triangles);
  if (mask) put_on(figure.bare_triangles + figure.glasses_triangles, figure.mask_triangles);
  return dressed_;
}

void Renderer::resolve(Canvas& canvas, const Shading& shading, std::span<const DrawTriangle> triangles) const {
  for (int y = 0; y < canvas.height; ++y) {
    const std::size_t row = static_cast<std::size_t>(y) * kSamples * static_cast<std::size_t>(grid_.width);
    for (int x = 0; x < canvas.width; ++x) {
      std::array<Group, kSamples * kSamples> groups;
      int used = 0;
      for (int s = 0; s < kSamples * kSamples; ++s) {
        const std::size_t cell = row + static_cast<std::size_t>(s / kSamples) * static_cast<std::size_t>(grid_.width) +
                                 static_cast<std::size_t>(x * kSamples + s % kSamples);
        const std::uint32_t seen = grid_.seen[cell];
        if (seen == 0) continue;
        const std::uint32_t material = triangles[seen - 1].material;
        const float near = grid_.near[cell];
        int g = 0;
        while (g < used && !(groups[g].triangle == seen - 1 ||
                             (groups[g].material == material && std::abs(groups[g].near - near) < .01F * near)))
          ++g;
        if (g == used) groups[used++] = {seen - 1, material, near, 0, 0, 0};
        const int across = x * kSamples + s % kSamples;
        const int down = y * kSamples + s / kSamples;
        groups[g].x += static_cast<float>(across) + .5F;
        groups[g].y += static_cast<float>(down) + .5F;
        ++groups[g].count;
      }
      if (used == 0) continue;
      Vec3 colour;
      int covered = 0;
      for (int g = 0; g < used; ++g) {
        const DrawTriangle& t = triangles[groups[g].triangle];
        const float each = 1 / static_cast<float>(groups[g].count);
        const Bary at = bary(projected_[t.vertex[0]], projected_[t.vertex[1]], projected_[t.vertex[2]], groups[g].x * each,
                             groups[g].y * each);
        colour += shade(shading, t, at) * static_cast<float>(groups[g].count);
        covered += groups[g].count;
      }
      float* p = canvas.at(x, y);
      constexpr float kShare = 1.F / (kSamples * kSamples);
      const float rest = 1 - static_cast<float>(covered) * kShare;
      p[0] = p[0] * rest + colour.x * kShare;
      p[1] = p[1] * rest + colour.y * kShare;
      p[2] = p[2] * rest + colour.z * kShare;
    }
  }
}

}  // namespace omote::sim::people
