#include "host/reception_notes.hpp"

#include "base/date.hpp"
#include "link/messages/web_json.hpp"

namespace omote::host {

namespace {

constexpr std::string_view kReplaced = "●";

// "20261127" as 2026-11-27; what is no day is left out.
std::string iso_day(std::string_view digits) {
  const auto date = parse_date(digits);
  return date ? to_iso(*date) : std::string();
}

}  // namespace

void note_result(reception::v1::Note& note, const eligibility::Message& message) {
  const auto records = message.records();
  if (records.empty()) return;
  const auto& record = *records.front();
  note.set_loss(std::string(record.value("ReasonOfLoss")));
  note.set_lost_on(iso_day(record.value("DisqualificationDate")));
  if (record.value("Address").contains(kReplaced)) note.set_address(std::string(record.value("Address")));
  note.set_other_name(std::string(record.value("NameOfOther")));
  note.set_other_kana(std::string(record.value("NameOfOtherKana")));
}

void ReceptionNotes::serve(console::Routes& routes) {
  routes.add("GET", "/api/reception", console::Right::Look, [this](const console::Asked&, const console::Answer& answer) {
    reception::v1::Notes all;
    for (const auto& note : notes_) *all.add_notes() = note;
    answer(net::json_response(200, link::to_web_json(all)));
  });
}

void ReceptionNotes::add(reception::v1::Note note) {
  notes_.push_front(std::move(note));
  if (notes_.size() > most_) notes_.pop_back();
}

}  // namespace omote::host
