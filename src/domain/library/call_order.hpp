// In which order the functions of the client library (S17) may be called, for one device. Pure: who calls carries out what
// is allowed, and tells how it went. docs/library.md shows the order as a picture.
#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"
#include "domain/policy/policy.hpp"

namespace omote::library {

class CallOrder {
 public:
  // initialise went well; a second one begins anew.
  void initialised();
  [[nodiscard]] bool is_initialised() const { return initialised_; }

  // Before check_card: the reader must not be watched already. Reasons: library_not_initialised, library_watching_already.
  [[nodiscard]] Result<void> may_check_card() const;
  // The watch began, or it failed: a failed check_card needs no end_check, and end_check after it is a mistake (E31).
  void card_checked(bool good);
  // Reasons: library_not_initialised as above, library_not_watching (end_check without check_card), library_check_failed (after
  // a failed one).
  [[nodiscard]] Result<void> may_end_check() const;
  void check_ended();
  [[nodiscard]] bool watching() const { return watching_; }
  // Photo, eligibility: only while a card is being watched. Reasons as for end_check.
  [[nodiscard]] Result<void> may_use_card() const;

  // The mode as the national system told it just now; it counts for the card that is being watched.
  void mode_read(Mode mode) { mode_ = mode; }
  // Before the identity is told: the mode must have been read for this card and still be the one in force (E30).
  // Reasons: library_mode_not_read, library_mode_changed.
  [[nodiscard]] Result<void> may_identify(Mode in_force) const;

 private:
  [[nodiscard]] Result<void> need_watching(const char* what) const;

  bool initialised_ = false;
  bool watching_ = false;
  bool check_failed_ = false;  // the last check_card
  std::optional<Mode> mode_;
};

}  // namespace omote::library
