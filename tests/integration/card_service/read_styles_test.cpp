// The ways in which known clients read a file (reference/card.md §1.9): each must bring the same bytes.
#include <gmock/gmock.h>

#include "tests/integration/card_service/pcsc_client.hpp"

namespace omote::sim::reader {

CardDesk& desk();

namespace {

class ReadStyleTest : public testing::Test {
 protected:
  ReadStyleTest() {
    desk().first->clear_faults();
    desk().first->insert(specimen_card());
    context_.wait_for(kFirst, SCARD_STATE_PRESENT);
    connection_.emplace(context_, kFirst);
    connection_->select(card::kVisualAid);
    EXPECT_EQ(connection_->send(verify_number_b(specimen())), "9000");
    EXPECT_EQ(connection_->send("00A4020C020002"), "9000");
    expected_ = read(0, 0x8000, true);
  }
  ~ReadStyleTest() override {
    connection_.reset();
    desk().first->remove();
    context_.wait_for(kFirst, SCARD_STATE_EMPTY);
  }

  // READ BINARY of the current file; the status word is cut when it is 9000, otherwise nothing is returned.
  Bytes read(std::size_t offset, std::size_t size, bool extended = false) {
    Bytes command{0x00, 0xB0, static_cast<std::uint8_t>(offset >> 8), static_cast<std::uint8_t>(offset)};
    if (extended) command.push_back(0), command.push_back(static_cast<std::uint8_t>(size >> 8));
    command.push_back(static_cast<std::uint8_t>(size));
    auto answer = connection_->transmit(command);
    last_ = answer.size() < 2 ? "" : to_hex(ByteView(answer).last(2));
    if (last_ != "9000") return {};
    answer.resize(answer.size() - 2);
    return answer;
  }

  // `first` bytes, the length out of them, then blocks of `block` bytes.
  Bytes header_then_blocks(std::size_t first, std::size_t block) {
    auto file = read(0, first);
    const std::size_t total = big_endian_16(ByteView(file).subspan(3)) + 5U;
    while (file.size() < total) {
      const auto part = read(file.size(), std::min(block, total - file.size()));
      if (part.empty()) break;
      append(file, part);
    }
    return file;
  }

  Context context_;
  std::optional<Connection> connection_;
  Bytes expected_;
  std::string last_;
};

TEST_F(ReadStyleTest, expectation_isTheWholeObject) {
  ASSERT_EQ(expected_.size(), big_endian_16(ByteView(expected_).subspan(3)) + 5U);
}
TEST_F(ReadStyleTest, sevenBytesThenBlocksOf256) {
  EXPECT_EQ(header_then_blocks(7, 256), expected_);
}
TEST_F(ReadStyleTest, blocksOf255UntilThePastEndAnswer) {
  Bytes file;
  for (auto part = read(0, 255); !part.empty(); part = read(file.size(), 255)) append(file, part);
  EXPECT_EQ(file, expected_);
  EXPECT_EQ(last_, "6b00");
}
TEST_F(ReadStyleTest, oneExtendedReadByShortId) {
  auto answer = connection_->transmit(*from_hex("00B08200000000"));
  answer.resize(answer.size() - 2);
  EXPECT_EQ(answer, expected_);
}
TEST_F(ReadStyleTest, fourBytesThenShortReads) {
  EXPECT_EQ(header_then_blocks(5, 231), expected_);
}
TEST_F(ReadStyleTest, twoHundredFiftySixThenTheRestExtended) {
  auto file = read(0, 256);
  append(file, read(256, expected_.size() - 256, true));
  EXPECT_EQ(file, expected_);
}
TEST_F(ReadStyleTest, extendedBlocksOf2048) {
  Bytes file;
  while (file.size() < expected_.size()) append(file, read(file.size(), 2048, true));
  EXPECT_EQ(file, expected_);
}
TEST_F(ReadStyleTest, singleShortReadOfTheTextNumberHeader) {
  connection_->select(card::kTextAid);
  EXPECT_EQ(connection_->send("00200095"
                              "0E" +
                              to_hex(as_bytes(specimen().number_b()))),
            "9000");
  EXPECT_EQ(connection_->send("00B0820003").substr(0, 4), "ff20");
}

}  // namespace
}  // namespace omote::sim::reader
