// Pictures of simulated people, rendered in software on one thread. The same scene gives the same bytes.
#pragma once

#include <list>
#include <memory>

#include "base/result.hpp"
#include "ports/image.hpp"
#include "sim/people/canvas.hpp"
#include "sim/people/figure.hpp"
#include "sim/people/model.hpp"
#include "sim/people/parallel_light.hpp"
#include "sim/people/scene.hpp"

namespace omote::sim::people {

// Not thread-safe; renderers may share one model. A person seen for the first time costs some 0.3 s, then a frame costs what
// tests/bench/people measures. Sequence and time of frames are left to the camera that shows them.
class Renderer {
 public:
  explicit Renderer(std::shared_ptr<const Model> model);

  // 640x480 RGB, 60 degrees wide, as the terminal's face camera sees it. Reasons: those of build_figure.
  [[nodiscard]] Result<ports::Frame> render(const Scene& scene);
  // The picture for the card's chip: 240x320 grey, frontal, even light, light background, younger by years_since_photo.
  [[nodiscard]] Result<ports::GreyImage> card_photo(const Person& person);
  // The same in colour (RGB, width*height*3), for the print on the card's front.
  [[nodiscard]] Result<ports::Frame> card_photo_in_colour(const Person& person);

 private:
  struct Known {
    Person person;
    bool photo;
    std::unique_ptr<Figure> figure;
    std::unique_ptr<Texture8> sheet;  // the person's print, made when first needed
  };
  [[nodiscard]] Result<Known*> know(const Person& person, bool photo);
  [[nodiscard]] Result<const Texture8*> sheet_of(Known& known);
  void draw_figure(Canvas& canvas, const Camera& camera, const Figure& figure, const Scene& scene, Vec3 origin);
  void resolve(Canvas& canvas, const struct Shading& shading, std::span<const DrawTriangle> triangles) const;
  [[nodiscard]] std::span<const DrawTriangle> dressed(const Figure& figure, bool glasses, bool mask);

  std::shared_ptr<const Model> model_;
  std::list<Known> known_;  // most recently used first
  std::vector<DrawTriangle> dressed_;
  PosedMesh mesh_;
  std::vector<GridVertex> projected_;
  Grid grid_;
  ShadowMap shadow_;
  Canvas room_;
  std::optional<Light> room_light_;
};

}  // namespace omote::sim::people
