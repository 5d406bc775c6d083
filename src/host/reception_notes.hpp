// What the reception has to know of the last visits beside their results (schema/reception.proto): GET /api/reception. In
// memory only, as long as the results themselves.
#pragma once

#include <cstddef>
#include <deque>

#include "console/routes.hpp"
#include "domain/eligibility/message.hpp"
#include "schema/reception.pb.h"

namespace omote::host {

// Adds what a result says: why and since when the insurance is lost, the address when a character of it was replaced, the
// other name.
void note_result(reception::v1::Note& note, const eligibility::Message& message);

class ReceptionNotes {
 public:
  explicit ReceptionNotes(std::size_t most) : most_(most) {}
  void serve(console::Routes& routes);
  void add(reception::v1::Note note);

 private:
  std::size_t most_;
  std::deque<reception::v1::Note> notes_;  // newest first
};

}  // namespace omote::host
