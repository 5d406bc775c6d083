// The virtual readers as any PC/SC program sees them.
#include <gmock/gmock.h>

#include <algorithm>
#include <thread>

#include "tests/integration/card_service/pcsc_client.hpp"

namespace omote::sim::reader {

CardDesk& desk() {
  static CardDesk only;
  return only;
}

namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

class ReaderTest : public testing::Test {
 protected:
  ReaderTest() {
    desk().first->clear_faults();
    desk().first->plug(true);
    desk().first->insert(specimen_card());
    context_.wait_for(kFirst, SCARD_STATE_PRESENT);
  }
  ~ReaderTest() override {
    desk().first->remove();
    context_.wait_for(kFirst, SCARD_STATE_EMPTY);
  }
  CardDesk& desk_ = desk();
  Context context_;
};

TEST_F(ReaderTest, readers_haveTheirNames) {
  EXPECT_EQ(context_.readers(), std::string(kFirst) + ";" + kSecond + ";");
}

TEST_F(ReaderTest, connection_speaksT1) {
  const Connection connection(context_, kFirst);
  EXPECT_EQ(connection.result, SCARD_S_SUCCESS);
  EXPECT_EQ(connection.protocol, static_cast<DWORD>(SCARD_PROTOCOL_T1));
}

TEST_F(ReaderTest, atr_isTheContactlessOne) {
  SCARD_READERSTATE state{};
  state.szReader = kFirst;
  SCardGetStatusChange(context_.get(), 0, &state, 1);
  EXPECT_EQ(Bytes(state.rgbAtr, state.rgbAtr + state.cbAtr), card::kContactlessAtr);
}

TEST_F(ReaderTest, cardsOnTwoReaders_areApart) {
  desk_.second->insert(specimen_card("senior"));
  context_.wait_for(kSecond, SCARD_STATE_PRESENT);
  Connection first(context_, kFirst);
  Connection second(context_, kSecond);
  first.select(card::kCommonAid);
  second.select(card::kCommonAid);
  EXPECT_NE(first.send("00B2010C00"), second.send("00B2010C00"));
  desk_.second->remove();
}

TEST_F(ReaderTest, removal_isSeenByTheNextCommand) {
  Connection connection(context_, kFirst);
  desk_.first->remove();
  context_.wait_for(kFirst, SCARD_STATE_EMPTY);
  EXPECT_EQ(connection.send("00A40000"), "");
  EXPECT_EQ(connection.result, SCARD_W_REMOVED_CARD);
}

TEST_F(ReaderTest, insertion_isSeenWithoutPolling) {
  const auto card = specimen_card();
  std::vector<steady_clock::duration> times;
  for (int i = 0; i < 9; ++i) {
    desk_.first->remove();
    context_.wait_for(kFirst, SCARD_STATE_EMPTY);
    const auto laid = steady_clock::now();
    desk_.first->insert(card);
    context_.wait_for(kFirst, SCARD_STATE_PRESENT);
    times.push_back(steady_clock::now() - laid);
  }
  // pcscd polls other drivers every 400 ms: the median would be 200 ms. The bench measures the time exactly.
  std::ranges::sort(times);
  EXPECT_LT(times[4], 100ms);
}

TEST_F(ReaderTest, extendedRead_bringsTheWholeFileAtOnce) {
  Connection connection(context_, kFirst);
  connection.select(card::kVisualAid);
  EXPECT_EQ(connection.send(verify_number_b(specimen())), "9000");
  EXPECT_GT(connection.transmit(*from_hex("00B08200000000")).size(), 4000U);
}

TEST_F(ReaderTest, largestApdu_isToldByTheReader) {
  Connection connection(context_, kFirst);
  Bytes features(64);
  DWORD size = 0;
  EXPECT_EQ(SCardControl(connection.get(), SCARD_CTL_CODE(3400), nullptr, 0, features.data(), features.size(), &size),
            SCARD_S_SUCCESS);
  ASSERT_EQ(size, 6U);
  EXPECT_EQ(features[0], 0x12);
  EXPECT_EQ(SCardControl(connection.get(), big_endian_32(ByteView(features).subspan(2)), nullptr, 0, features.data(),
                         features.size(), &size),
            SCARD_S_SUCCESS);
  EXPECT_EQ(to_hex(ByteView(features).first(size)), "0a0400000100");
}

TEST_F(ReaderTest, exclusiveHolder_keepsOthersOut) {
  const Connection holder(context_, kFirst, SCARD_SHARE_EXCLUSIVE);
  const Context other_context;
  const Connection other(other_context, kFirst);
  EXPECT_EQ(other.result, SCARD_E_SHARING_VIOLATION);
}

TEST_F(ReaderTest, unpowering_clearsTheSecurityState) {
  {
    Connection connection(context_, kFirst);
    connection.select(card::kVisualAid);
    EXPECT_EQ(connection.send(verify_number_b(specimen())), "9000");
    SCardDisconnect(connection.get(), SCARD_UNPOWER_CARD);
  }
  Connection again(context_, kFirst);
  EXPECT_EQ(again.send("00B0820004"), "6a82");
}

TEST_F(ReaderTest, warmReset_keepsTheSecurityState) {
  Connection connection(context_, kFirst);
  connection.select(card::kVisualAid);
  EXPECT_EQ(connection.send(verify_number_b(specimen())), "9000");
  DWORD protocol = 0;
  SCardReconnect(connection.get(), SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1, SCARD_RESET_CARD, &protocol);
  EXPECT_EQ(connection.send("00B0820003").substr(0, 6), "ff2082");
}

TEST_F(ReaderTest, unpluggedReader_isUnavailableAndComesBack) {
  desk_.first->plug(false);
  EXPECT_NE(
      context_.wait_for(kFirst, SCARD_STATE_UNAVAILABLE | SCARD_STATE_UNKNOWN) & (SCARD_STATE_UNAVAILABLE | SCARD_STATE_UNKNOWN),
      0U);
  desk_.first->plug(true);
  EXPECT_NE(context_.wait_for(kFirst, SCARD_STATE_PRESENT) & SCARD_STATE_PRESENT, 0U);
}

TEST_F(ReaderTest, otherCard_hasItsAtrAndNoApplication) {
  desk_.first->insert(std::make_shared<card::OtherCard>(card::kTransitCardAtr));
  std::this_thread::sleep_for(50ms);
  context_.wait_for(kFirst, SCARD_STATE_PRESENT);
  Connection connection(context_, kFirst);
  EXPECT_EQ(connection.send("00A4040C0A" + to_hex(card::kJpkiAid)), "6a82");
}

TEST_F(ReaderTest, droppedAnswer_isNotTransactedButSpendsTheTry) {
  auto card = specimen_card();
  desk_.first->insert(card);
  context_.wait_for(kFirst, SCARD_STATE_PRESENT);
  std::this_thread::sleep_for(50ms);
  Connection connection(context_, kFirst);
  connection.select(card::kJpkiAid);
  desk_.first->arm({.kind = FaultKind::DropAnswer, .instruction = 0x20});
  const int fired = desk_.first->faults_fired();
  EXPECT_EQ(connection.send("0020009804"
                            "30303030"),
            "");
  EXPECT_EQ(connection.result, SCARD_E_NOT_TRANSACTED);
  EXPECT_EQ(desk_.first->faults_fired(), fired + 1);
  EXPECT_EQ(card->tries("jpki", 0x0018), 2);
}

TEST_F(ReaderTest, hangingCard_letsGoWhenItIsTaken) {
  Connection connection(context_, kFirst);
  desk_.first->arm({.kind = FaultKind::Hang});
  std::jthread taker([this] {
    std::this_thread::sleep_for(200ms);
    desk_.first->remove();
  });
  const auto sent = steady_clock::now();
  EXPECT_EQ(connection.send("00A40000"), "");
  EXPECT_GE(steady_clock::now() - sent, 200ms);
  EXPECT_NE(connection.result, SCARD_S_SUCCESS);
}

TEST_F(ReaderTest, pullBeforeTheSecondCommand_removesTheCard) {
  Connection connection(context_, kFirst);
  desk_.first->arm({.kind = FaultKind::PullBefore, .at = 2});
  connection.select(card::kJpkiAid);
  EXPECT_EQ(connection.send("00A4020C020018"), "");
  EXPECT_FALSE(desk_.first->occupied());
}

TEST_F(ReaderTest, givenAnswer_replacesTheCards) {
  Connection connection(context_, kFirst);
  desk_.first->arm({.kind = FaultKind::Answer, .answer = {0x6F, 0x00}});
  EXPECT_EQ(connection.send("00A4040C0A" + to_hex(card::kJpkiAid)), "6f00");
}

TEST_F(ReaderTest, typeBTiming_takesTheBytesTime) {
  Connection connection(context_, kFirst);
  connection.select(card::kJpkiAid);
  desk_.first->set_timing(card::CardTiming::type_b());
  const auto sent = steady_clock::now();
  const auto answer = connection.transmit(*from_hex("00B08A00000000"));
  const auto took = steady_clock::now() - sent;
  desk_.first->set_timing(card::CardTiming::full());
  ASSERT_GT(answer.size(), 500U);
  EXPECT_GE(took, card::CardTiming::type_b().time(7, answer.size()));
}

TEST_F(ReaderTest, observer_seesCommandAndAnswer) {
  std::vector<std::string> seen;
  desk_.first->observe([&](const ApduTrace& apdu) {
    seen.push_back(std::to_string(apdu.number) + " " + to_hex(apdu.command) + " " + to_hex(apdu.answer));
  });
  Connection connection(context_, kFirst);
  connection.send("00A40000");
  desk_.first->observe({});
  EXPECT_THAT(seen, testing::ElementsAre("1 00a40000 6a86"));
}

TEST_F(ReaderTest, cardService_canBeKilledAndStartedAgain) {
  desk_.service.process().kill_now();
  {
    SCARD_READERSTATE state{};
    state.szReader = kFirst;
    EXPECT_NE(SCardGetStatusChange(context_.get(), 0, &state, 1), SCARD_S_SUCCESS);
  }
  ASSERT_TRUE(desk_.service.restart());
  const Context fresh;
  EXPECT_EQ(fresh.readers(), std::string(kFirst) + ";" + kSecond + ";");
}

}  // namespace
}  // namespace omote::sim::reader
