// The folder adapter against the simulated connection program, through real files.
#include <gmock/gmock.h>

#include "national/folder/folder_national.hpp"
#include "sim/national/folder_exchange.hpp"
#include "tests/integration/national/counter.hpp"

namespace omote::sim::national::test {
namespace {

using omote::national::folder::InsuredData;

class Folder : public Counter {
 protected:
  Folder() {
    exchange_ = running_.on_loop([&] {
      return std::make_unique<FolderExchange>(running_.loop(), exchange_folder_, system_->service(), system_->switches());
    });
  }
  ~Folder() override {
    running_.on_loop([&] { exchange_.reset(); });
    std::filesystem::remove_all(exchange_folder_);
  }
  omote::national::folder::FolderExchange adapter(const std::string& institution = kClinic, int time_ms = 8000) {
    return {{.requests = exchange_folder_ / "req",
             .responses = exchange_folder_ / "res",
             .institution_code = institution,
             .time = std::chrono::milliseconds(time_ms),
             .look_every = std::chrono::milliseconds(50)},
            clock_};
  }
  static InsuredData adult() { return {"06990010", "見本１", "1000101", "00", {1985, 4, 12}, false}; }

  std::filesystem::path exchange_folder_ = folder_ / "exchange";
  std::unique_ptr<FolderExchange> exchange_;
};

TEST_F(Folder, insured_data_find_their_person) {
  const auto message = adapter().look_up(adult());
  ASSERT_TRUE(message) << describe(message.error());
  ASSERT_EQ(message->records().size(), 1U);
  EXPECT_EQ(message->records().front()->value("Name"), "見本　太郎");
}

TEST_F(Folder, padded_insurer_number_is_understood) {
  const auto message = adapter().look_up({"990010", "見本", "0000104", "01", {1991, 11, 30}, false});
  ASSERT_TRUE(message) << describe(message.error());
  EXPECT_EQ(message->validity(), eligibility::Validity::Valid);
}

TEST_F(Folder, wrong_number_is_not_found) {
  auto data = adult();
  data.number = "9999999";
  const auto message = adapter().look_up(data);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->validity(), eligibility::Validity::NotFound);
}

TEST_F(Folder, answer_is_taken_away) {
  ASSERT_TRUE(adapter().look_up(adult()));
  EXPECT_TRUE(std::filesystem::is_empty(exchange_folder_ / "res"));
}

TEST_F(Folder, returned_request_is_told_with_its_words) {
  const auto message = adapter("9910000009").look_up(adult());
  ASSERT_EQ(reason_of(message), "folder_request_returned");
  EXPECT_THAT(message.error().context, testing::HasSubstr("医療機関コード"));
}

TEST_F(Folder, reference_number_is_registered_and_comes_back) {
  auto exchange = adapter();
  ASSERT_EQ(reason_of(exchange.register_reference(adult(), "K-0001")), "none");
  const auto message = exchange.look_up(adult());
  ASSERT_TRUE(message);
  EXPECT_EQ(message->records().front()->value("ReferenceNumber"), "K-0001");
}

TEST_F(Folder, reference_number_of_nobody_is_refused) {
  auto data = adult();
  data.number = "9999999";
  EXPECT_EQ(reason_of(adapter().register_reference(data, "K-0002")), "reference_number_refused");
}

TEST_F(Folder, nobody_answering_is_a_time_out_and_the_request_is_taken_back) {
  set("network", "down");
  EXPECT_EQ(reason_of(adapter(kClinic, 500).look_up(adult())), "national_time_out");
  EXPECT_TRUE(std::filesystem::is_empty(exchange_folder_ / "req"));
}

TEST_F(Folder, missing_folder_is_unreachable) {
  std::filesystem::remove_all(exchange_folder_ / "res");
  EXPECT_EQ(reason_of(adapter().look_up(adult())), "national_unreachable");
}

TEST_F(Folder, port_says_what_a_folder_cannot_prove) {
  const auto port = omote::national::folder::open_folder({exchange_folder_ / "req", exchange_folder_ / "res", kClinic}, clock_,
                                                         [](const std::string&) { return std::nullopt; });
  EXPECT_EQ(reason_of(port->identify("VISIT1", by_face("adult"))), "folder_cannot_prove");
  EXPECT_EQ(reason_of(port->challenge("VISIT1")), "folder_cannot_prove");
}

TEST_F(Folder, staff_confirmation_with_typed_data_gets_the_eligibility) {
  const auto port = omote::national::folder::open_folder({exchange_folder_ / "req", exchange_folder_ / "res", kClinic}, clock_,
                                                         [](const std::string&) { return std::optional(adult()); });
  const auto identity = port->identify("VISIT1", by_staff("adult", "console"));
  ASSERT_TRUE(identity);
  EXPECT_EQ(reason_of(port->eligibility("VISIT1", identity->insurance_id, {})), "none");
}

}  // namespace
}  // namespace omote::sim::national::test
