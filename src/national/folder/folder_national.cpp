#include "national/folder/folder_national.hpp"

namespace omote::national::folder {

namespace {

std::unexpected<Failure> cannot_prove(const char* what) {
  return fail("folder_cannot_prove", what);
}

class FolderNational final : public ports::NationalPort {
 public:
  FolderNational(Settings settings, const Clock& clock, InsuredDataOf data_of)
      : exchange_(std::move(settings), clock), clock_(clock), data_of_(std::move(data_of)) {}

  Result<ports::NationalPolicy> login() override { return policy(); }
  Result<ports::NationalPolicy> policy() override {
    if (auto ready = exchange_.check(); !ready) return pass(ready);
    ports::NationalPolicy policy;
    policy.mode = ports::Mode::StaffConfirmation;
    return policy;
  }
  Result<Bytes> challenge(const std::string&) override { return cannot_prove("a signature"); }
  Result<ports::IdentityAnswer> identify(const std::string& visit, const ports::IdentityProof& proof) override {
    if (proof.way != ports::Way::Staff) return cannot_prove("face or PIN");
    const auto data = data_of_(visit);
    if (!data) return cannot_prove("a person without insured data");
    ports::IdentityAnswer answer;
    answer.insurance_id = visit;
    answer.age = age_at(data->birth, to_jst(clock_.now()).date);
    return answer;
  }
  Result<void> register_card(const std::string&, const std::string&) override { return cannot_prove("the first use of a card"); }
  Result<eligibility::Message> eligibility(const std::string& visit, const std::string& insurance_id,
                                           const ports::Consents&) override {
    const auto data = data_of_(visit);
    if (!data || insurance_id != visit) return cannot_prove("a person without insured data");
    return exchange_.look_up(*data);
  }

 private:
  FolderExchange exchange_;
  const Clock& clock_;
  InsuredDataOf data_of_;
};

}  // namespace

std::unique_ptr<ports::NationalPort> open_folder(Settings settings, const Clock& clock, InsuredDataOf data_of) {
  return std::make_unique<FolderNational>(std::move(settings), clock, std::move(data_of));
}

}  // namespace omote::national::folder
