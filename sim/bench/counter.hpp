// One simulated reception counter: the reader with its card, the tray under the card-face camera, the person before the
// face camera. What the bench page arranges and what the simulated patient's hands do.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "base/result.hpp"
#include "schema/bench.pb.h"
#include "sim/camera/face_camera.hpp"
#include "sim/camera/frame_server.hpp"
#include "sim/card/authority.hpp"
#include "sim/cardface/tray_camera.hpp"
#include "sim/people/renderer.hpp"
#include "sim/personas/persona.hpp"
#include "sim/reader/virtual_reader.hpp"

namespace omote::sim::bench {

namespace proto = omote::bench::v1;

// What one persona's card looks like and holds, made once.
struct CardMaterial {
  personas::Persona persona;
  people::Person person;
  Bytes photo_jp2;
  std::shared_ptr<const cardface::DrawnCard> print;
};

// All personas and what is made of them; a card's photo is rendered when it is first needed.
class Wardrobe {
 public:
  // `personas` is the folder of the data files. Reasons: those of load_personas, Authorities::open and load_model.
  [[nodiscard]] static Result<std::unique_ptr<Wardrobe>> open(const std::filesystem::path& personas,
                                                              const std::filesystem::path& data);
  [[nodiscard]] const std::vector<personas::Persona>& personas() const { return personas_; }
  [[nodiscard]] const personas::Persona* find(const std::string& id) const;
  [[nodiscard]] const card::Authorities& authorities() const { return authorities_; }
  [[nodiscard]] std::shared_ptr<const people::Model> model() const { return model_; }
  // Reasons: persona_unknown, and those of the parts.
  [[nodiscard]] Result<std::shared_ptr<const CardMaterial>> material(const std::string& id);
  // The print of that persona's card with a flaw. Reasons: as material, and those of draw_card.
  [[nodiscard]] Result<std::shared_ptr<const cardface::DrawnCard>> print_with(const std::string& id, const std::string& code,
                                                                              double wear);

 private:
  Wardrobe(std::vector<personas::Persona> personas, card::Authorities authorities, std::shared_ptr<const people::Model> model,
           vision::cardface::Profile profile)
      : personas_(std::move(personas)),
        authorities_(std::move(authorities)),
        model_(std::move(model)),
        profile_(std::move(profile)) {}
  [[nodiscard]] Result<std::shared_ptr<const CardMaterial>> make(const personas::Persona& persona) const;

  std::vector<personas::Persona> personas_;
  card::Authorities authorities_;
  std::shared_ptr<const people::Model> model_;
  vision::cardface::Profile profile_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const CardMaterial>> made_;
};

struct CardPlacement {
  std::string persona;
  bool back = false;
  bool turned = false;
  bool sleeve = false;
  std::string timing = "full";  // "full", "typeb"
};

// What is wrong with the cards that are laid down, whoever lays them.
struct CardFlaw {
  std::string code;  // the printed security code differs from the chip's; "": it does not
  double wear = 0;   // of the print, 0 new … 1 much rubbed
  bool back = false;
  bool sleeve = false;
  bool photo = false;                                 // the chip's photo is damaged, and was signed so
  std::shared_ptr<const card::Authorities> forger{};  // who made the chip in the place of the real authorities
  [[nodiscard]] bool of_print() const { return !code.empty() || wear > 0; }
};

class Counter {
 public:
  // Sockets go to `folder`: reader, face, tray.
  [[nodiscard]] static Result<std::unique_ptr<Counter>> open(std::string id, const std::filesystem::path& folder,
                                                             Wardrobe& wardrobe);

  // Any thread. Reasons: those of Wardrobe::material and make_persona_card.
  [[nodiscard]] Result<void> place_card(const CardPlacement& placement);
  void take_card();
  void set_flaw(CardFlaw flaw);  // of the cards laid down from now on
  // Tries left on a key ("visual.0012", "jpki.0018") of that persona's card, from its next laying down on.
  [[nodiscard]] Result<void> set_tries(const std::string& persona, const std::string& key, int tries);
  [[nodiscard]] Result<void> arrange(const proto::Arrange& wish);
  void turn_head(const std::string& side);  // "left", "right": the person's own side; anything else: back to the screen
  void follow(bool on);                     // whether the person does what the kiosk asks; told by state()
  void plug_reader(bool plugged);
  // A fault of one of the cameras; None takes it back. How often it showed is told by the stream.
  void spoil_face_camera(camera::FrameFault fault) { face_stream_->inject(fault); }
  void spoil_card_camera(camera::FrameFault fault) { tray_stream_->inject(fault); }
  [[nodiscard]] int face_camera_fired() const { return face_stream_->fired(); }
  [[nodiscard]] int card_camera_fired() const { return tray_stream_->fired(); }
  [[nodiscard]] proto::Counter state() const;

  [[nodiscard]] reader::VirtualReader& reader() { return *reader_; }
  [[nodiscard]] camera::FaceCamera& face_camera() { return *face_; }
  [[nodiscard]] cardface::TrayCamera& tray() { return *tray_; }
  [[nodiscard]] std::filesystem::path face_socket() const { return folder_ / "face.sock"; }
  [[nodiscard]] std::filesystem::path tray_socket() const { return folder_ / "tray.sock"; }

 private:
  // The person to stand there when `person` is wanted and `card` lies on the tray; nothing for nobody.
  [[nodiscard]] Result<std::optional<people::Person>> person_for(const std::string& person, const std::string& card);
  Counter(std::string id, std::filesystem::path folder, Wardrobe& wardrobe) : folder_(std::move(folder)), wardrobe_(wardrobe) {
    state_.set_id(std::move(id));
  }

  std::filesystem::path folder_;
  Wardrobe& wardrobe_;
  mutable std::mutex mutex_;
  proto::Counter state_;
  CardFlaw flaw_;
  std::unique_ptr<reader::VirtualReader> reader_;
  std::unique_ptr<camera::FaceCamera> face_;
  std::unique_ptr<cardface::TrayCamera> tray_;
  std::unique_ptr<camera::FrameServer> face_stream_;
  std::unique_ptr<camera::FrameServer> tray_stream_;
};

}  // namespace omote::sim::bench
