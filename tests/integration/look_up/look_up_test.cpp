// The receipt computer's questions through real files, answered by the simulated national system over real TLS.
#include "host/look_up_folder.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <mutex>
#include <thread>

#include "base/file.hpp"
#include "base/text.hpp"
#include "national/folder/folder_exchange.hpp"
#include "tests/integration/national/counter.hpp"

namespace omote::sim::national::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class Diary final : public ports::JournalPort {
 public:
  Result<std::uint64_t> append(const journal::v1::Event& event) override {
    const std::scoped_lock lock(mutex_);
    text_ += event.ShortDebugString() + "\n";
    return 1;
  }
  std::string text() {
    const std::scoped_lock lock(mutex_);
    return text_;
  }

 private:
  std::mutex mutex_;
  std::string text_;
};

class LookUps : public Counter {
 protected:
  LookUps() {
    fs::create_directories(place_ / "req");
    fs::create_directories(place_ / "res");
    serve();
  }
  ~LookUps() override {
    served_.reset();
    fs::remove_all(place_);
  }
  void serve() {
    served_.emplace(host::LookUpFolderParts{place_ / "req", place_ / "res", kClinic, clock_, diary_, *catalogue_,
                                            [this] {
                                              ++opened_;
                                              return omote::national::https::open_https_look_up(settings(), clock_);
                                            },
                                            std::chrono::milliseconds(100)});
  }
  omote::national::folder::FolderExchange receipt_computer(const std::string& institution = kClinic) {
    return {{.requests = place_ / "req",
             .responses = place_ / "res",
             .institution_code = institution,
             .time = std::chrono::seconds(8),
             .look_every = std::chrono::milliseconds(50)},
            clock_};
  }
  static ports::InsuredData adult() { return {"06990010", "見本１", "1000101", "00", {1985, 4, 12}, false}; }

  // Lies under that name in the requests, as somebody else would write it.
  void put(const std::string& name, const std::string& text) const { std::ofstream(place_ / "req" / name) << text; }
  // The whole file in res/, as soon as it is there; "" when it does not come.
  std::string answer(const std::string& name) const {
    for (int i = 0; i < 100; ++i) {
      if (const auto bytes = read_file(place_ / "res" / name); bytes && !bytes->empty()) return std::string(as_text(*bytes));
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return "";
  }
  static std::vector<std::string> files(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename().string());
    return names;
  }
  static std::string question(const std::string& encoding) {
    return "<?xml version=\"1.0\" encoding=\"" + encoding +
           "\" "
           "standalone=\"no\"?>\n<XmlMsg><MessageHeader><QualificationConfirmationDate>20261127</QualificationConfirmationDate>"
           "<MedicalInstitutionCode>" +
           std::string(kClinic) +
           "</MedicalInstitutionCode><ArbitraryFileIdentifier>Q1</ArbitraryFileIdentifier></MessageHeader><MessageBody>"
           "<QualificationConfirmSearchInfo><InsurerNumber>06990010</InsurerNumber>"
           "<InsuredIdentificationNumber>1000101</InsuredIdentificationNumber><Birthdate>19850412</Birthdate>"
           "</QualificationConfirmSearchInfo></MessageBody></XmlMsg>\n";
  }

  fs::path place_ = folder_ / "look-ups";
  Diary diary_;
  std::atomic<int> opened_{0};
  Result<catalogue::Catalogue> catalogue_ = catalogue::Catalogue::built_in();
  std::optional<host::LookUpFolder> served_;
};

TEST_F(LookUps, insured_data_find_their_person) {
  const auto message = receipt_computer().look_up(adult());
  ASSERT_TRUE(message) << describe(message.error());
  ASSERT_EQ(message->records().size(), 1U);
  EXPECT_EQ(message->records().front()->value("Name"), "見本　太郎");
  EXPECT_THAT(files(place_ / "req"), IsEmpty());
  EXPECT_THAT(diary_.text(), HasSubstr("function: \"look_up\""));
  EXPECT_THAT(diary_.text(), Not(HasSubstr("1000101")));
}

TEST_F(LookUps, nobody_found_is_an_answer) {
  auto data = adult();
  data.number = "9999999";
  const auto message = receipt_computer().look_up(data);
  ASSERT_TRUE(message) << describe(message.error());
  EXPECT_EQ(message->validity(), eligibility::Validity::NotFound);
}

TEST_F(LookUps, reference_number_is_registered_and_comes_with_the_next_answer) {
  const auto done = receipt_computer().register_reference(adult(), "0042");
  ASSERT_TRUE(done) << describe(done.error());
  const auto message = receipt_computer().look_up(adult());
  ASSERT_TRUE(message);
  EXPECT_EQ(message->records().front()->value("ReferenceNumber"), "0042");
}

TEST_F(LookUps, of_another_institution_comes_back_with_the_reason) {
  const auto message = receipt_computer("1310000019").look_up(adult());
  ASSERT_FALSE(message);
  EXPECT_EQ(message.error().reason.text(), "folder_request_returned");
  EXPECT_THAT(message.error().context, StartsWith("0x01000001,"));
  EXPECT_THAT(message.error().context, HasSubstr("look_up_of_another_institution 1310000019"));
  EXPECT_EQ(opened_, 0);
}

TEST_F(LookUps, unreachable_system_gives_the_question_back_and_the_next_one_works) {
  set("network", "down");
  const auto message = receipt_computer().look_up(adult());
  ASSERT_FALSE(message);
  EXPECT_THAT(message.error().context, HasSubstr("national_unreachable"));
  set("network", "up");
  EXPECT_TRUE(receipt_computer().look_up(adult()));
  EXPECT_EQ(opened_, 2);
}

TEST_F(LookUps, answer_has_the_encoding_of_the_question) {
  put("OQSsiquc01req_1.xml", question("UTF-8"));
  put("OQSsiquc01req_2.xml", question("Shift_JIS"));
  EXPECT_THAT(answer("OQSsiquc01res_1.xml"), HasSubstr("見本　太郎"));
  EXPECT_THAT(from_cp932(answer("OQSsiquc01res_2.xml")), HasSubstr("見本　太郎"));
  EXPECT_THAT(answer("OQSsiquc01res_1.xml"), HasSubstr("<CharacterCodeIdentifier>0<"));
}

TEST_F(LookUps, half_a_file_waits_until_it_is_whole) {
  const auto text = question("UTF-8");
  put("OQSsiquc01req_1.xml", text.substr(0, 200));
  std::this_thread::sleep_for(std::chrono::milliseconds(120));
  EXPECT_THAT(files(place_ / "res"), IsEmpty());
  put("OQSsiquc01req_1.xml", text);
  EXPECT_THAT(answer("OQSsiquc01res_1.xml"), HasSubstr("見本　太郎"));
}

TEST_F(LookUps, what_is_no_question_comes_back_whole) {
  put("OQSsiquc01req_1.xml", "<XmlMsg><MessageHeader>");
  EXPECT_THAT(from_cp932(answer("OQSsiquc01req_1.err")), HasSubstr("look_up_unreadable"));
  EXPECT_EQ(answer("OQSsiquc01req_1.xml"), "<XmlMsg><MessageHeader>");
}

TEST_F(LookUps, answer_that_stands_already_is_left_alone) {
  std::ofstream(place_ / "res/OQSsiquc01res_1.xml") << "before the power cut";
  put("OQSsiquc01req_1.xml", question("UTF-8"));
  for (int i = 0; i < 100 && !files(place_ / "req").empty(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_THAT(files(place_ / "req"), IsEmpty());
  EXPECT_EQ(answer("OQSsiquc01res_1.xml"), "before the power cut");
}

TEST_F(LookUps, other_files_are_left_alone) {
  put("notes.xml", question("UTF-8"));
  put("OQSmuquc01req_1.xml", question("UTF-8"));
  put("OQSsiquc01req_1.xml", question("UTF-8"));
  EXPECT_NE(answer("OQSsiquc01res_1.xml"), "");
  EXPECT_EQ(files(place_ / "req").size(), 2U);
}

}  // namespace
}  // namespace omote::sim::national::test
