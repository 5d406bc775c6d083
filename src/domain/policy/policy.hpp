// What the centre and the clinic decide about a visit; the visit's rules read it, nothing here reads anything.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace omote {

enum class Mode { Unattended, StaffConfirmation };  // 無人運転モード, 目視確認モード (central)
enum class Way { Face, Pin, Staff };

[[nodiscard]] constexpr std::string_view to_string(Way way) {
  switch (way) {
    case Way::Face: return "face";
    case Way::Pin: return "pin";
    case Way::Staff: return "staff";
  }
  return "face";
}
[[nodiscard]] constexpr std::optional<Way> way_from(std::string_view text) {
  if (text == "face") return Way::Face;
  if (text == "pin") return Way::Pin;
  if (text == "staff") return Way::Staff;
  return std::nullopt;
}

struct Policy {
  Mode mode = Mode::Unattended;
  int face_security_level = 3;  // exponent n of the false accept rate 1e-n
  bool liveness_challenge = true;
  std::string institution_code;
  std::string staff_code_hash;  // hex SHA-256 of "<institution code>:<code>", empty when there is no code of the day

  std::chrono::milliseconds face_limit{30'000};
  std::chrono::milliseconds card_face_limit{20'000};
  std::chrono::milliseconds patience{120'000};   // without a touch, where a person must act
  std::chrono::milliseconds move_limit{90'000};  // for the same card, at the terminal that a visit moves to
  std::chrono::milliseconds news{6'000};         // how long a last word stays when the card is gone
  int face_tries = 5;                            // failed faces in one visit (reference/trust.md A1)
  int staff_code_tries = 5;
  int number_b_tries_for_machine = 4;  // with fewer left the camera's reading is not sent (reference/trust.md §3.1)
  int number_b_tries_for_second = 5;   // a second, different reading needs that many
};

}  // namespace omote
