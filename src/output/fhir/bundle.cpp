#include "output/fhir/bundle.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/bytes.hpp"
#include "output/fhir/resources.hpp"

namespace omote::output::fhir {

namespace {

using Json = nlohmann::ordered_json;
using eligibility::Validity;

// Name-based, so that the same delivery is the same bundle (RFC 9562, version 8).
std::string resource_id(std::string_view visit, std::string_view part) {
  auto digest = sha256(as_bytes(fmt::format("{}/{}", visit, part)));
  digest[6] = static_cast<std::uint8_t>((digest[6] & 0x0f) | 0x80);
  digest[8] = static_cast<std::uint8_t>((digest[8] & 0x3f) | 0x80);
  const auto hex = to_hex(ByteView(digest).first(16));
  return fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4), hex.substr(16, 4), hex.substr(20));
}

class Builder {
 public:
  explicit Builder(const ports::Delivery& delivery) : delivery_(delivery) {
    bundle_ = {{"resourceType", "Bundle"},
               {"id", resource_id(delivery.visit, "bundle")},
               {"type", "collection"},
               {"timestamp", to_iso(delivery.time)},
               {"entry", Json::array()}};
  }

  // Returns the reference to it.
  std::string add(std::string_view part, Json resource) {
    const auto id = resource_id(delivery_.visit, part);
    Json full{{"resourceType", resource["resourceType"]}, {"id", id}};
    full.update(resource);
    bundle_["entry"].push_back({{"fullUrl", "urn:uuid:" + id}, {"resource", std::move(full)}});
    return "urn:uuid:" + id;
  }

  std::string text() const { return bundle_.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

 private:
  const ports::Delivery& delivery_;
  Json bundle_;
};

std::string why_no_coverage(const eligibility::Message& message) {
  if (!message.normal()) return std::string(message.header_value("ErrorMessage"));
  const auto validity = message.validity();
  if (validity == Validity::NotFound) return "該当資格なし";
  if (validity == Validity::Several) return "複数該当";
  return std::string(message.body().value("ProcessingResultMessage"));
}

}  // namespace

std::string bundle(const ports::Delivery& delivery) {
  Builder builder(delivery);
  builder.add("clinic", clinic(delivery.institution_code));
  const auto records = delivery.message.records();
  const auto validity = delivery.message.validity();
  const bool covered = !records.empty() && validity && *validity != Validity::NotFound && *validity != Validity::Several;
  std::string patient_reference;
  if (!records.empty()) {
    auto person = patient(*records.front(), delivery.institution_code);
    // The profile demands an identifier; before the clinic has given a chart number there is only the bundle's own.
    if (!person.contains("identifier")) {
      person["identifier"] = {{{"system", "urn:ietf:rfc:3986"}, {"value", "urn:uuid:" + resource_id(delivery.visit, "patient")}}};
    }
    patient_reference = builder.add("patient", std::move(person));
  }
  for (std::size_t i = 0; covered && i < records.size(); ++i) {
    const auto insurer_reference = builder.add(fmt::format("insurer{}", i), insurer(*records[i]));
    builder.add(fmt::format("coverage{}", i), coverage(*records[i], *validity, patient_reference, insurer_reference));
  }
  if (!covered) builder.add("outcome", outcome(why_no_coverage(delivery.message)));
  return builder.text();
}

}  // namespace omote::output::fhir
