// The terminal's two cameras and what is read from them, as answers to the host's wishes.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "net/loop.hpp"
#include "ports/card_face_port.hpp"
#include "ports/face_port.hpp"
#include "schema/link.pb.h"
#include "terminal/frame_loop.hpp"
#include "terminal/tray_reference.hpp"

namespace omote::terminal {

struct EyeParts {
  std::unique_ptr<ports::CameraPort> face_camera;
  std::unique_ptr<ports::CameraPort> card_face_camera;
  // Without one of them (its models are damaged) that way fails at once, as with a broken camera; the others remain.
  std::unique_ptr<ports::FacePort> face;
  std::unique_ptr<ports::CardFacePort> card_face;
  std::function<Bytes(const ports::Frame&)> preview;  // a small JPEG
  std::chrono::milliseconds idle_look{0};             // IdleLooks
  std::filesystem::path tray_reference;               // what the clean empty tray looks like
};

// Callbacks come on the loop.
struct EyeNews {
  std::function<void(const link::v1::ToHost&)> to_host;
  std::function<void(const kiosk::v1::Live&)> live;  // guidance for the page (its revision is filled in by the terminal)
  std::function<void(Bytes)> preview;
};

class Eyes {
 public:
  Eyes(net::Loop& loop, EyeParts parts, EyeNews news);
  Eyes(const Eyes&) = delete;
  Eyes& operator=(const Eyes&) = delete;
  ~Eyes();

  void start_card_face(const link::v1::StartCardFace& wish);
  void stop_card_face();
  void start_face(const link::v1::StartFace& wish);
  void stop_face();
  // Pictures of "face" or "card_face" for somebody who checks the camera; "": no more. A visit ends it.
  void peek(const std::string& camera);
  // What the peeked card camera sees: to_string(CardFaceSight).
  [[nodiscard]] const std::string& peeked_sight() const { return peeked_sight_; }
  void warm();    // a visit began
  void rest();    // the visit is over
  void reopen();  // both devices are closed and opened anew; a running job goes on with the new pictures
  // The camera's last picture came.
  [[nodiscard]] bool face_camera_good() const { return face_loop_.camera_good(); }
  [[nodiscard]] bool card_face_camera_good() const { return card_face_loop_.camera_good(); }
  [[nodiscard]] CameraState face_camera_state() const { return face_loop_.camera_state(); }
  [[nodiscard]] CameraState card_face_camera_state() const { return card_face_loop_.camera_state(); }

 private:
  void post(std::function<void()> task);
  void say(link::v1::ToHost message);
  [[nodiscard]] std::optional<bool> judge_tray(const ports::Frame& frame);  // on the card-face loop's thread

  net::Loop& loop_;
  EyeNews news_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  std::unique_ptr<ports::FacePort> face_;
  std::unique_ptr<ports::CardFacePort> card_face_;
  std::function<Bytes(const ports::Frame&)> preview_;
  TrayReference tray_;
  std::atomic<bool> visiting_{false};
  std::string peeking_, peeked_sight_;
  FrameLoop face_loop_;
  FrameLoop card_face_loop_;
};

}  // namespace omote::terminal
