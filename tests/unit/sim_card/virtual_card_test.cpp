#include "sim/card/virtual_card.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include "base/file.hpp"
#include "tests/unit/sim_card/test_card.hpp"

namespace omote::sim::card {
namespace {

class CardTest : public testing::Test {
 protected:
  void open(const Bytes& aid, std::string_view file) {
    select(*card_, aid);
    select_file(*card_, file);
  }
  std::unique_ptr<VirtualCard> card_ = card_of("adult");
};

TEST_F(CardTest, masterFile_cannotBeSelectedAfterPowerUp) {
  EXPECT_EQ(send(*card_, "00A40000"), "6a86");
}
TEST_F(CardTest, masterFile_withinApplicationChangesNothing) {
  open(kJpkiAid, "0018");
  EXPECT_EQ(send(*card_, "00A40000"), "9000");
  EXPECT_EQ(send(*card_, "00200080"), "63c3");
}
TEST_F(CardTest, masterFile3f00_isNotFound) {
  EXPECT_EQ(send(*card_, "00A40000023F00"), "6a82");
}
TEST_F(CardTest, unknownApplication_isNotFound) {
  EXPECT_EQ(send(*card_, "00A4040C0AD3920000000000000000"), "6a82");
}
TEST_F(CardTest, selectWithP2Zero_returnsTheName) {
  EXPECT_EQ(send(*card_, "00A404000A" + to_hex(kJpkiAid) + "00"), "6f0c840a" + to_hex(kJpkiAid) + "9000");
}
TEST_F(CardTest, unknownFile_isNotFound) {
  select(*card_, kJpkiAid);
  EXPECT_EQ(send(*card_, "00A4020C020042"), "6a82");
}
TEST_F(CardTest, otherChannel_isRefused) {
  EXPECT_EQ(send(*card_, "01A40000"), "6881");
}
TEST_F(CardTest, secureMessaging_isRefused) {
  EXPECT_EQ(send(*card_, "0CA40000"), "6882");
}
TEST_F(CardTest, unknownClass_isRefused) {
  EXPECT_EQ(send(*card_, "90A40000"), "6e00");
}
TEST_F(CardTest, unknownInstruction_isRefused) {
  EXPECT_EQ(send(*card_, "00FF0000"), "6d00");
}
TEST_F(CardTest, lengthsThatDoNotFit_areRefused) {
  EXPECT_EQ(send(*card_, "00A4020C050018"), "6700");
}

TEST_F(CardTest, emptyVerify_showsTriesWithoutSpendingAny) {
  open(kJpkiAid, "0018");
  EXPECT_EQ(send(*card_, "00200080"), "63c3");
  EXPECT_EQ(send(*card_, "00200080"), "63c3");
}
TEST_F(CardTest, emptyVerifyWithLe_isAccepted) {
  open(kJpkiAid, "0018");
  EXPECT_EQ(send(*card_, "0020008000"), "63c3");
}
TEST_F(CardTest, emptyVerifyByShortId_showsTriesOfNumberB) {
  select(*card_, kVisualAid);
  EXPECT_EQ(send(*card_, "00200092"), "63ca");
}
TEST_F(CardTest, wrongPin_countsDownToBlocked) {
  open(kJpkiAid, "0018");
  EXPECT_EQ(send(*card_, verify_command("0000")), "63c2");
  EXPECT_EQ(send(*card_, verify_command("0000")), "63c1");
  EXPECT_EQ(send(*card_, verify_command("0000")), "63c0");
  EXPECT_EQ(send(*card_, verify_command("1234")), "6984");
  EXPECT_EQ(send(*card_, "00200080"), "63c0");
}
TEST_F(CardTest, rightPin_restoresTheTries) {
  open(kJpkiAid, "0018");
  EXPECT_EQ(send(*card_, verify_command("0000")), "63c2");
  EXPECT_EQ(send(*card_, verify_command("1234")), "9000");
  EXPECT_EQ(send(*card_, "00200080"), "63c3");
}
TEST_F(CardTest, wrongNumberB_countsFromTenToBlocked) {
  open(kVisualAid, "0012");
  std::vector<std::string> answers;
  for (int i = 0; i < 11; ++i) answers.push_back(send(*card_, verify_command("00000000000000")));
  EXPECT_THAT(answers,
              testing::ElementsAre("63c9", "63c8", "63c7", "63c6", "63c5", "63c4", "63c3", "63c2", "63c1", "63c0", "6984"));
}
TEST_F(CardTest, verifyOfAFileThatIsNoKey_isRefused) {
  open(kJpkiAid, "000A");
  EXPECT_EQ(send(*card_, verify_command("1234")), "6981");
}
TEST_F(CardTest, wrongPin_takesBackAnEarlierRightOne) {
  open(kJpkiAid, "0018");
  EXPECT_EQ(send(*card_, verify_command("1234")), "9000");
  EXPECT_EQ(send(*card_, verify_command("0000")), "63c2");
  EXPECT_EQ(status_of(*card_,
                      "802A00970131"
                      "00"),
            "6982");
}

TEST_F(CardTest, cardFace_needsNumberB) {
  open(kVisualAid, "0002");
  EXPECT_EQ(send(*card_, "00B0000000"), "6982");
  EXPECT_EQ(send(*card_, "002000920E" + hex_of(persona("adult").number_b())), "9000");
  EXPECT_EQ(status_of(*card_, "00B0820000"), "9000");
}
TEST_F(CardTest, numberPicture_isNotOpenedByNumberB) {
  select(*card_, kVisualAid);
  EXPECT_EQ(send(*card_, "002000920E" + hex_of(persona("adult").number_b())), "9000");
  EXPECT_EQ(send(*card_, "00B0850000"), "6982");
}
TEST_F(CardTest, selectingAnApplication_clearsTheSecurityState) {
  select(*card_, kVisualAid);
  EXPECT_EQ(send(*card_, "002000920E" + hex_of(persona("adult").number_b())), "9000");
  select(*card_, kVisualAid);
  EXPECT_EQ(send(*card_, "00B0820000"), "6982");
}
TEST_F(CardTest, warmReset_keepsTheSecurityState) {
  select(*card_, kVisualAid);
  EXPECT_EQ(send(*card_, "002000920E" + hex_of(persona("adult").number_b())), "9000");
  card_->reset();
  EXPECT_EQ(status_of(*card_, "00B0820000"), "9000");
}
TEST_F(CardTest, powerOff_clearsEverything) {
  open(kJpkiAid, "0018");
  EXPECT_EQ(send(*card_, verify_command("1234")), "9000");
  card_->power_off();
  EXPECT_EQ(send(*card_, "00A4020C020017"), "6a82");
}

TEST_F(CardTest, readWithoutCurrentFile_isRefused) {
  select(*card_, kJpkiAid);
  EXPECT_EQ(send(*card_, "00B0000010"), "6986");
}
TEST_F(CardTest, readPastTheEnd_isRefused) {
  open(kJpkiAid, "0008");
  EXPECT_EQ(send(*card_, "00B0000300"), "6b00");
}
TEST_F(CardTest, readBeyondTheEnd_returnsWhatIsThere) {
  open(kJpkiAid, "0008");
  EXPECT_EQ(send(*card_, "00B0000100"), "8f009000");
}
TEST_F(CardTest, readOfAKey_isRefused) {
  open(kJpkiAid, "0017");
  EXPECT_EQ(send(*card_, "00B0000000"), "6981");
}
TEST_F(CardTest, commonRecord_namesSerialMunicipalityAndExpiry) {
  select(*card_, kCommonAid);
  const auto adult = persona("adult");
  EXPECT_EQ(send(*card_, "00B2010C00"),
            "011c" + hex_of(adult.card.serial + adult.card.municipality + to_digits(adult.card.expiry)) + "9000");
}
TEST_F(CardTest, commonRecord_readAsCurrentFileIsTheSame) {
  open(kCommonAid, "0001");
  EXPECT_EQ(send(*card_, "00B2010400"), send(*card_, "00B2010C00"));
}
TEST_F(CardTest, missingRecord_isNotFound) {
  open(kCommonAid, "0001");
  EXPECT_EQ(send(*card_, "00B2020400"), "6a83");
}
TEST_F(CardTest, getDataOfExpiry_worksBeforeAnyApplication) {
  EXPECT_EQ(send(*card_, "00CA00F200"), hex_of(to_digits(persona("adult").card.expiry)) + "9000");
}
TEST_F(CardTest, getDataOfLargeObject_wantsExtendedLength) {
  EXPECT_EQ(send(*card_, "00CA7F2100"), "6700");
  EXPECT_EQ(status_of(*card_, "00CA7F21000000"), "9000");
}
TEST_F(CardTest, getDataWithinApplication_hasNoSuchObject) {
  select(*card_, kJpkiAid);
  EXPECT_EQ(send(*card_, "00CA00F200"), "6a88");
}
TEST_F(CardTest, issuerDomain_restoresGetData) {
  select(*card_, kJpkiAid);
  EXPECT_EQ(send(*card_, "00A4040C07A0000001510000"), "9000");
  EXPECT_EQ(status_of(*card_, "00CA00F200"), "9000");
}

TEST_F(CardTest, newPin_replacesTheOldOne) {
  open(kJpkiAid, "0018");
  EXPECT_EQ(send(*card_, verify_command("1234")), "9000");
  EXPECT_EQ(send(*card_, "0024018004" + hex_of("9876")), "9000");
  EXPECT_EQ(send(*card_, verify_command("1234")), "63c2");
  EXPECT_EQ(send(*card_, verify_command("9876")), "9000");
}
TEST_F(CardTest, newPinWithoutVerify_isRefused) {
  open(kJpkiAid, "0018");
  EXPECT_EQ(send(*card_, "0024018004" + hex_of("9876")), "6982");
}
TEST_F(CardTest, newPinOfTheCommonApplication_hasItsOwnForm) {
  open(kCommonAid, "001C");
  EXPECT_EQ(send(*card_, verify_command("1234")), "9000");
  EXPECT_EQ(send(*card_, "0024018004" + hex_of("9876")), "6d00");
  EXPECT_EQ(send(*card_, "8032008004" + hex_of("9876")), "9000");
}
TEST_F(CardTest, numberB_cannotBeChanged) {
  open(kVisualAid, "0012");
  EXPECT_EQ(send(*card_, verify_command(persona("adult").number_b())), "9000");
  EXPECT_EQ(send(*card_, "0024018004" + hex_of("9876")), "6981");
}
TEST_F(CardTest, challenge_hasTheWantedLength) {
  EXPECT_EQ(send(*card_, "0084000010").size(), 2U * 18U);
}
TEST_F(CardTest, blockedKeyOfTheTextApplication_isBlockedOnEveryCard) {
  open(kTextAid, "0012");
  EXPECT_EQ(send(*card_, "00200080"), "63c0");
  EXPECT_EQ(send(*card_, verify_command("1234")), "6984");
}
TEST_F(CardTest, signatureWithoutPin_isRefused) {
  open(kJpkiAid, "0017");
  EXPECT_EQ(send(*card_, "802A0080013100"), "6982");
}
TEST_F(CardTest, unknownWayOfSigning_isRefused) {
  open(kJpkiAid, "0018");
  EXPECT_EQ(send(*card_, verify_command("1234")), "9000");
  EXPECT_EQ(send(*card_, "802A0697013100"), "6a86");
}
TEST_F(CardTest, digestOfWrongLength_isRefused) {
  open(kJpkiAid, "0018");
  EXPECT_EQ(send(*card_, verify_command("1234")), "9000");
  EXPECT_EQ(send(*card_, "802A0297013100"), "6985");
}

TEST(CardOptionsTest, firstCommandFails_onceAfterPowerUp) {
  auto card = card_of("adult", {}, {.first_command_fails = true});
  EXPECT_EQ(send(*card, "00A40000"), "6f00");
  EXPECT_EQ(send(*card, "00A40000"), "6a86");
}

TEST(CardWithoutPin, pins_areBlockedFromTheStart) {
  auto card = card_of("no_pin");
  select(*card, kJpkiAid);
  EXPECT_EQ(send(*card, "00200098"), "63c0");
  EXPECT_EQ(send(*card, "0020009804" + hex_of("1234")), "6984");
}
TEST(CardWithoutPin, tokenInfo_saysThatNoPinWasEverSet) {
  auto card = card_of("no_pin");
  select(*card, kJpkiAid);
  EXPECT_EQ(big_endian_32(ByteView(read_whole(*card, 0x06)).subspan(96)), 0x405U);
}
TEST(CardWithPin, tokenInfo_saysThatAPinWasSet) {
  auto card = card_of("adult");
  select(*card, kJpkiAid);
  const auto info = read_whole(*card, 0x06);
  EXPECT_EQ(info.size(), 160U);
  EXPECT_EQ(big_endian_32(ByteView(info).subspan(96)), 0x40DU);
}
TEST(ChildsCard, hasNoSignatureCertificate) {
  auto card = card_of("child");
  select(*card, kJpkiAid);
  EXPECT_EQ(to_hex(read_whole(*card, 0x08)), "008f00");
}

TEST(CardState, tries_surviveANewProgram) {
  const auto folder = std::filesystem::path(testing::TempDir()) / ("card_state_" + std::to_string(::getpid()));
  {
    auto card = card_of("adult", folder);
    select(*card, kJpkiAid);
    EXPECT_EQ(send(*card, "0020009804" + hex_of("0000")), "63c2");
  }
  auto card = card_of("adult", folder);
  select(*card, kJpkiAid);
  EXPECT_EQ(send(*card, "00200098"), "63c2");
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace omote::sim::card
