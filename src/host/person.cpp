#include "host/visit_runner.hpp"

namespace omote::host {

namespace {

constexpr std::string_view kReplaced = "●";

std::string picture_url(ByteView png) {
  return png.empty() ? std::string() : "data:image/png;base64," + to_base64(png);
}

}  // namespace

console::v1::Person person_of(const eligibility::Message& message, ByteView name_picture, ByteView address_picture) {
  console::v1::Person person;
  person.set_validity(std::string(message.body().value("QualificationValidity")));
  const auto records = message.records();
  if (records.empty()) return person;
  const auto& record = *records.front();
  person.set_name(std::string(record.value("Name")));
  person.set_kana(std::string(record.value("NameKana")));
  person.set_birth(std::string(record.value("Birthdate")));
  person.set_insurer(std::string(record.value("InsurerName")));
  if (record.value("Name").contains(kReplaced)) person.set_name_picture(picture_url(name_picture));
  if (record.value("Address").contains(kReplaced)) person.set_address_picture(picture_url(address_picture));
  return person;
}

}  // namespace omote::host
