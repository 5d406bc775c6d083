#include "card/worker/message.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "card/worker/wire.hpp"

namespace omote::card {
namespace {

using ports::VerifyOutcome;

Reply face_reply() {
  Reply reply;
  reply.kind = Reply::Kind::Face;
  reply.statistics = {15, 20'000};
  reply.face.outcome = VerifyOutcome::Accepted;
  reply.face.record = FaceRecord{{1980, 2, 17}, '2', Secret("photo"), Bytes{1}, Bytes{2, 3}, Secret("hash")};
  return reply;
}

TEST(Message, request_comes_back_as_it_was) {
  Request request;
  request.kind = Request::Kind::SignWithPin;
  request.digits = Secret("1234");
  request.tries_expected = 3;
  request.challenge = {1, 2, 3};
  const auto back = decode_request(encode(request).reveal());
  ASSERT_TRUE(back);
  EXPECT_EQ(back->kind, request.kind);
  EXPECT_TRUE(same(back->digits, request.digits));
  EXPECT_EQ(back->tries_expected, 3);
  EXPECT_EQ(back->challenge, request.challenge);
}

TEST(Message, face_reply_comes_back_as_it_was) {
  const auto back = decode_reply(encode(face_reply()).reveal());
  ASSERT_TRUE(back);
  ASSERT_TRUE(back->face.record);
  EXPECT_EQ(back->face.outcome, VerifyOutcome::Accepted);
  EXPECT_EQ(back->face.record->birth, (Date{1980, 2, 17}));
  EXPECT_EQ(back->face.record->sex, '2');
  EXPECT_TRUE(same(back->face.record->photo, Secret("photo")));
  EXPECT_EQ(back->face.record->address_picture, (Bytes{2, 3}));
  EXPECT_EQ(back->statistics.apdus, 15u);
}

TEST(Message, summary_reply_comes_back_as_it_was) {
  Reply reply;
  reply.kind = Reply::Kind::Summary;
  reply.summary.kind = ports::CardKind::MyNumber;
  reply.summary.card_hash = "0123456789abcdef";
  reply.summary.pin_tries = 3;
  reply.summary.pin_set = false;
  reply.summary.expiry = Date{2035, 2, 17};
  reply.summary.auth_certificate = {0x30, 0x00};
  const auto back = decode_reply(encode(reply).reveal());
  ASSERT_TRUE(back);
  EXPECT_EQ(back->summary.kind, ports::CardKind::MyNumber);
  EXPECT_EQ(back->summary.card_hash, reply.summary.card_hash);
  EXPECT_EQ(back->summary.pin_tries, 3);
  EXPECT_FALSE(back->summary.pin_set);
  EXPECT_FALSE(back->summary.number_b_tries);
  EXPECT_EQ(back->summary.expiry, reply.summary.expiry);
  EXPECT_EQ(back->summary.auth_certificate, reply.summary.auth_certificate);
  EXPECT_FALSE(back->summary.certificate_ends);
}

TEST(Message, every_truncation_and_any_addition_is_refused) {
  const auto whole = encode(face_reply());
  for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_FALSE(decode_reply(whole.reveal().first(size))) << size;
  Bytes longer(whole.reveal().begin(), whole.reveal().end());
  longer.push_back(0);
  EXPECT_FALSE(decode_reply(longer));
}

TEST(Message, unknown_kind_is_refused) {
  Bytes body(24, 0);
  body[7] = 7;
  EXPECT_FALSE(decode_reply(body));
}

class Wire : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0); }
  void TearDown() override {
    for (const int fd : pair) ::close(fd);
  }
  int pair[2] = {-1, -1};
};

TEST_F(Wire, message_arrives_whole) {
  ASSERT_TRUE(send_message(pair[0], Secret(ByteView(Bytes(5'000, 7)))));
  const auto incoming = receive_message(pair[1], std::nullopt);
  EXPECT_EQ(incoming.what, Received::Message);
  EXPECT_EQ(incoming.body.size(), 5'000u);
}

TEST_F(Wire, silence_ends_at_the_deadline) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(20);
  EXPECT_EQ(receive_message(pair[1], end).what, Received::TimedOut);
}

TEST_F(Wire, absurd_length_is_not_believed) {
  ASSERT_EQ(::send(pair[0], "\xff\xff\xff\xff", 4, 0), 4);
  EXPECT_EQ(receive_message(pair[1], std::nullopt).what, Received::Gone);
}

}  // namespace
}  // namespace omote::card
