#include <gmock/gmock.h>

#include <fstream>
#include <thread>

#include "base/file.hpp"
#include "output/oqs/face_file.hpp"
#include "output/output_folder.hpp"
#include "sim/receipt/receipt_computer.hpp"
#include "tests/unit/output/sample.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::sim::receipt {
namespace {

namespace fs = std::filesystem;
using output::test::sample_delivery;
using std::chrono::milliseconds;

const std::string kName = "OQSsiquc01res_face_13123456780a1b2c3d4e5f60718293_20261122093000.xml";

class Receipt : public testing::Test {
 protected:
  [[nodiscard]] fs::path folder() const { return temp_ / "face"; }
  [[nodiscard]] std::unique_ptr<ReceiptComputer> watch(Afterwards afterwards = Afterwards::MoveToTrash) const {
    return std::move(ReceiptComputer::start(
                         {.folder = folder(), .afterwards = afterwards, .settle = milliseconds(30), .poll = milliseconds(100)})
                         .value());
  }
  [[nodiscard]] std::unique_ptr<output::OutputFolder> output(eligibility::Encoding encoding) const {
    fs::create_directories(folder());
    return std::move(output::OutputFolder::open({folder(), {}, temp_ / "state", encoding, 0660}, clock_).value());
  }
  static bool until(const std::function<bool()>& so, milliseconds time = milliseconds(5000)) {
    const auto end = std::chrono::steady_clock::now() + time;
    while (!so() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(milliseconds(5));
    return so();
  }
  void put(const std::string& name, std::string_view contents) const {
    std::ofstream(folder() / name, std::ios::binary) << contents;
  }
  [[nodiscard]] static std::string good() {
    return output::oqs::face_file(sample_delivery(), eligibility::Encoding::ShiftJis)->bytes;
  }

  omote::test::TempFolder temp_;
  SystemClock clock_;
};

TEST_F(Receipt, takes_what_the_host_writes_in_both_encodings) {
  const auto computer = watch();

  ASSERT_TRUE(output(eligibility::Encoding::ShiftJis)->deliver(sample_delivery("one")));
  ASSERT_TRUE(until([&] { return computer->taken().size() == 1; }));
  ASSERT_TRUE(output(eligibility::Encoding::Utf8)->deliver(sample_delivery("two")));
  ASSERT_TRUE(until([&] { return computer->taken().size() == 2; }));

  const auto taken = computer->taken();
  EXPECT_EQ(taken[0].encoding, "Shift_JIS");
  EXPECT_EQ(taken[1].encoding, "UTF-8");
  EXPECT_THAT(taken[0].summary, testing::AllOf(testing::HasSubstr("有効"), testing::HasSubstr("髙﨑　見本"),
                                               testing::HasSubstr("PharmacistsInfo=1")));
  EXPECT_THAT(taken[0].contents, testing::HasSubstr("<Name>髙﨑　見本</Name>"));
  EXPECT_TRUE(computer->refused().empty());
}

TEST_F(Receipt, taken_file_goes_to_the_trash) {
  const auto computer = watch();
  put(kName, good());

  ASSERT_TRUE(until([&] { return computer->taken().size() == 1; }));

  EXPECT_FALSE(fs::exists(folder() / kName));
  EXPECT_TRUE(fs::exists(folder() / "trash" / kName));
}

TEST_F(Receipt, file_left_in_the_folder_is_taken_once) {
  const auto computer = watch(Afterwards::Leave);
  put(kName, good());

  ASSERT_TRUE(until([&] { return computer->taken().size() == 1; }));

  EXPECT_FALSE(until([&] { return computer->taken().size() > 1; }, milliseconds(400)));
}

TEST_F(Receipt, file_that_still_grows_waits_until_it_is_whole) {
  const auto computer = watch();
  const auto text = good();
  std::ofstream slow(folder() / kName, std::ios::binary);
  for (std::size_t at = 0; at < text.size(); at += text.size() / 5 + 1) {
    slow << text.substr(at, text.size() / 5 + 1) << std::flush;
    std::this_thread::sleep_for(milliseconds(20));
  }
  slow.close();

  ASSERT_TRUE(until([&] { return computer->taken().size() == 1; }));
  EXPECT_EQ(computer->taken().front().sha256, to_hex(sha256(as_bytes(text))));
}

TEST_F(Receipt, other_names_and_temporary_files_are_left_alone) {
  const auto computer = watch();
  put("." + kName + ".0a1b2c3d.tmp", good());
  put("note.xml", good());
  put(kName + ".tmp", good());

  EXPECT_FALSE(until([&] { return !computer->taken().empty() || !computer->refused().empty(); }, milliseconds(300)));
}

struct Bad {
  const char* what;
  std::string contents;
  const char* reason;
};
class BadFile : public Receipt, public testing::WithParamInterface<Bad> {};

TEST_P(BadFile, is_refused_with_its_reason) {
  const auto computer = watch();
  put(kName, GetParam().contents);

  ASSERT_TRUE(until([&] { return !computer->refused().empty(); }));

  EXPECT_THAT(computer->refused().front().reason, testing::StartsWith(GetParam().reason));
  EXPECT_TRUE(computer->taken().empty());
}
INSTANTIATE_TEST_SUITE_P(Contents, BadFile,
                         testing::Values(Bad{"half", "<?xml version=\"1.0\"?><XmlMsg><MessageHeader>", "xml_malformed"},
                                         Bad{"other", "<Other/>", "result_root_wrong"},
                                         Bad{"contradiction",
                                             "<XmlMsg><MessageHeader><CharacterCodeIdentifier>1</CharacterCodeIdentifier>"
                                             "</MessageHeader></XmlMsg>",
                                             "result_encoding_contradicts"},
                                         Bad{"large", std::string((4 << 20) + 1, ' '), "file_too_large"}),
                         [](const auto& row) { return std::string(row.param.what); });

TEST_F(Receipt, names_of_other_makers_are_accepted_too) {
  EXPECT_TRUE(is_result_name("OQSsiquc01res_face_20261122093000_20261122093000.xml"));
  EXPECT_TRUE(is_result_name("oqsSIQUC01RES_FACE_x_20261122093000.XML"));
  EXPECT_FALSE(is_result_name("OQSsiquc01res_202611220001.xml"));
  EXPECT_FALSE(is_result_name("OQSsiquc01res_face_x_2026112209300.xml"));
}

TEST_F(Receipt, unusable_folder_is_a_reason) {
  ASSERT_TRUE(write_durably(folder(), as_bytes("no folder")));

  EXPECT_EQ(ReceiptComputer::start({.folder = folder()}).error().reason.text(), "receipt_folder_unusable");
}

}  // namespace
}  // namespace omote::sim::receipt
