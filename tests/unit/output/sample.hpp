// A delivery of a person who does not exist (見本).
#pragma once

#include "ports/output_port.hpp"

namespace omote::output::test {

// 2026-11-22 09:30:00 JST
inline constexpr WallTime kMorning{std::chrono::milliseconds{1'795'307'400'000}};

inline eligibility::Element sample_record() {
  eligibility::Element record{"ResultOfQualificationConfirmation", "", {}};
  record.set("PharmacistsInfoConsFlg", "1");
  record.set("PharmacistsInfoConsTime", "20261122092955");
  record.set("Name", "髙﨑 見本");
  record.set("NameOfOther", "");
  record.set("NameKana", "タカサキ　ミホン");
  record.set("InsurerNumber", "123456");
  record.set("InsuredCardSymbol", "１２３");
  record.set("InsuredIdentificationNumber", "４５６７");
  record.set("InsuredBranchNumber", "01");
  record.set("PersonalFamilyClassification", "1");
  record.set("InsuredCardClassification", "01");
  record.set("InsuredName", "髙﨑 見本");
  record.set("Sex1", "2");
  record.set("Birthdate", "19850403");
  record.set("Address", "架空県見本市面町１－２－３～①");
  record.set("PostNumber", "000-0000");
  record.set("InsurerName", "見本健康保険組合");
  record.set("InsuredCardValidDate", "20200401");
  record.set("InsuredCardExpirationDate", "20300331");
  record.set("DiagnosisInfoConsFlg", "0");
  record.set("DiagnosisInfoConsTime", "20261122092955");
  record.set("DiagnosisInfoAvailableTime", "20261123092955");
  record.set("LimitApplicationCertificateRelatedConsFlg", "1");
  record.set("LimitApplicationCertificateRelatedConsTime", "20261122092955");
  record.child("LimitApplicationCertificateRelatedInfo").set("LimitApplicationCertificateClassificationFlag", "A03");
  record.set("ReferenceNumber", "MIHON-0001");
  return record;
}

inline ports::Delivery sample_delivery(std::string visit = "01KAVISITSAMPLE0000000000A") {
  ports::Delivery delivery{std::move(visit), kMorning, "1312345678", {}};
  auto& root = delivery.message.root;
  root.child("MessageHeader").set("SegmentOfResult", "1");
  auto& body = root.child("MessageBody");
  body.set("QualificationValidity", "1");
  body.set("ProcessingResultStatus", "1");
  body.add({"ResultList", "", {sample_record()}});
  return delivery;
}

}  // namespace omote::output::test
