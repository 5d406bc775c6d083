// The two cameras, and who stands before the one for faces.
#include "sim/faults/fault.hpp"

namespace omote::sim::faults {

namespace {

// Frames that the face camera gave since now: a person whom nobody saw proves nothing.
std::function<bool()> seen_by_face_camera(bench::Counter& counter) {
  const auto before = counter.face_camera().frames();
  return [&counter, before] { return counter.face_camera().frames() > before; };
}

// What a camera's stream does wrong; the stream counts how often it showed.
std::function<Result<Injected>(Ground&, const Texts&)> spoil(camera::FrameFault fault) {
  return [fault](Ground& ground, const Texts& with) -> Result<Injected> {
    auto& counter = ground.counter;
    const bool face = text(with, "camera", "face") == "face";
    const auto spoil_it = [&counter, face](camera::FrameFault how) {
      if (face) {
        counter.spoil_face_camera(how);
      } else {
        counter.spoil_card_camera(how);
      }
    };
    spoil_it(fault);
    return Injected{[spoil_it]() -> Result<void> {
                      spoil_it(camera::FrameFault::None);
                      return {};
                    },
                    [&counter, face] { return (face ? counter.face_camera_fired() : counter.card_camera_fired()) > 0; }};
  };
}

// Somebody stands there in a way that no face can be taken from.
Result<Injected> stand_badly(Ground& ground, const Texts& with) {
  auto& counter = ground.counter;
  const auto before = counter.state();
  bench::proto::Arrange wish;
  wish.set_person(text(with, "person", before.person()) == "nobody" ? "" : text(with, "person", before.person()));
  wish.set_presentation(text(with, "presentation", "live"));
  wish.set_distance_cm(number(with, "distance_cm", 45));
  wish.set_light(number(with, "light_percent", 100) / 100.0);
  wish.set_mask(text(with, "mask", "no") == "yes");
  if (auto stood = counter.arrange(wish); !stood) return pass(stood);
  return Injected{[&counter, person = before.person()] {
                    bench::proto::Arrange back;
                    back.set_person(person);
                    return counter.arrange(back);
                  },
                  seen_by_face_camera(counter)};
}

}  // namespace

std::vector<Fault> camera_faults() {
  using camera::FrameFault;
  const Texts which{{"camera", "face or card (face)"}};
  return {
      {"camera_covered", "camera", "カメラがふさがれている", "A camera is covered", which, false, spoil(FrameFault::Covered)},
      {"camera_dark", "camera", "カメラの映像が暗い", "A camera's picture is dark", which, false, spoil(FrameFault::Dark)},
      {"camera_frozen", "camera", "カメラの映像が止まる", "A camera's picture is frozen", which, false,
       spoil(FrameFault::Freeze)},
      {"camera_dirty", "camera", "カメラの窓が汚れている", "A camera's window is dirty", which, false, spoil(FrameFault::Dirty)},
      {"camera_smeared", "camera", "カメラの窓がくもっている", "A camera's window is smeared", which, false,
       spoil(FrameFault::Blurred)},
      {"camera_silent", "camera", "カメラの映像が届かない", "A camera gives no frames", which, false, spoil(FrameFault::Silent)},
      {"camera_busy", "camera", "カメラをほかのプログラムが使う", "Another program has the camera", which, false,
       spoil(FrameFault::Busy)},
      {"camera_gone", "camera", "カメラが外れる", "A camera is unplugged", which, false, spoil(FrameFault::Gone)},
      {"person_before_camera",
       "person",
       "カメラの前の人が条件に合わない",
       "The person before the camera does not fit",
       {{"person", "a persona, or nobody"},
        {"presentation", "live or print (live)"},
        {"distance_cm", "from the camera (45)"},
        {"light_percent", "of a normally lit room (100)"},
        {"mask", "yes or no (no)"}},
       false,
       stand_badly},
  };
}

}  // namespace omote::sim::faults
