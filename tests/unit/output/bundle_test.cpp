#include "output/fhir/bundle.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/unit/output/golden.hpp"
#include "tests/unit/output/sample.hpp"

namespace omote::output::fhir {
namespace {

using nlohmann::json;

std::vector<json> resources(const ports::Delivery& delivery, const std::string& type) {
  std::vector<json> found;
  const auto parsed = json::parse(bundle(delivery));
  for (const auto& entry : parsed["entry"]) {
    if (entry["resource"]["resourceType"] == type) found.push_back(entry["resource"]);
  }
  return found;
}

TEST(Bundle, matches_the_golden_file) {
  omote::test::expect_golden("output/bundle.json", bundle(test::sample_delivery()));
}

TEST(Bundle, references_point_into_the_bundle) {
  const auto parsed = json::parse(bundle(test::sample_delivery()));
  std::set<std::string> urls;
  for (const auto& entry : parsed["entry"]) urls.insert(entry["fullUrl"]);
  const auto coverage = resources(test::sample_delivery(), "Coverage").at(0);

  EXPECT_TRUE(urls.contains(coverage["beneficiary"]["reference"]));
  EXPECT_TRUE(urls.contains(coverage["payor"][0]["reference"]));
}

TEST(Coverage, identifiers_use_zeros_and_colons) {
  const auto coverage = resources(test::sample_delivery(), "Coverage").at(0);

  EXPECT_EQ(coverage["identifier"][0]["value"], "00123456:１２３:４５６７:01");
  EXPECT_EQ(coverage["identifier"][1]["value"], "\"00123456\",\"１２３\",\"４５６７\",\"01\"");
  EXPECT_EQ(coverage["subscriberId"], "１２３:４５６７");
}

TEST(Coverage, missing_parts_stay_empty_with_their_colons) {
  auto delivery = test::sample_delivery();
  auto& record = delivery.message.root.child("MessageBody").child("ResultList").child("ResultOfQualificationConfirmation");
  record.set("InsuredCardSymbol", "");
  record.set("InsuredBranchNumber", "");

  EXPECT_EQ(resources(delivery, "Coverage").at(0)["identifier"][0]["value"], "00123456::４５６７:");
}

struct Status {
  const char* validity;
  const char* status;
};
class CoverageStatus : public testing::TestWithParam<Status> {};

TEST_P(CoverageStatus, follows_the_validity) {
  auto delivery = test::sample_delivery();
  delivery.message.root.child("MessageBody").set("QualificationValidity", GetParam().validity);

  EXPECT_EQ(resources(delivery, "Coverage").at(0)["status"], GetParam().status);
}
INSTANTIATE_TEST_SUITE_P(Validities, CoverageStatus,
                         testing::Values(Status{"1", "active"}, Status{"2", "cancelled"}, Status{"3", "cancelled"},
                                         Status{"6", "active"}));

TEST(Bundle, without_a_found_insurance_says_so) {
  for (const char* validity : {"4", "5"}) {
    auto delivery = test::sample_delivery();
    delivery.message.root.child("MessageBody").set("QualificationValidity", validity);

    EXPECT_TRUE(resources(delivery, "Coverage").empty());
    EXPECT_EQ(resources(delivery, "OperationOutcome").size(), 1u);
  }
}

TEST(Patient, kana_are_full_width_and_gender_and_birth_follow) {
  const auto patient = resources(test::sample_delivery(), "Patient").at(0);

  EXPECT_EQ(patient["name"][0]["family"], "髙﨑");
  EXPECT_EQ(patient["name"][1]["text"], "タカサキ　ミホン");
  EXPECT_EQ(patient["gender"], "female");
  EXPECT_EQ(patient["birthDate"], "1985-04-03");
}

TEST(Patient, has_an_identifier_without_a_chart_number_too) {
  auto delivery = test::sample_delivery();
  delivery.message.root.child("MessageBody")
      .child("ResultList")
      .child("ResultOfQualificationConfirmation")
      .set("ReferenceNumber", "");

  EXPECT_EQ(resources(delivery, "Patient").at(0)["identifier"][0]["system"], "urn:ietf:rfc:3986");
}

TEST(Coverage, share_of_the_elderly_is_a_percentage) {
  auto delivery = test::sample_delivery();
  auto& record = delivery.message.root.child("MessageBody").child("ResultList").child("ResultOfQualificationConfirmation");
  record.set("InsuredPartialContributionRatio", "020");

  EXPECT_EQ(resources(delivery, "Coverage").at(0)["costToBeneficiary"][0]["valueQuantity"]["value"], 20);
}

TEST(Bundle, same_delivery_gives_the_same_text) {
  EXPECT_EQ(bundle(test::sample_delivery()), bundle(test::sample_delivery()));
}

}  // namespace
}  // namespace omote::output::fhir
