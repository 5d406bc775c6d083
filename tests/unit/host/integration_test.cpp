// What other programs are told of, and where to.
#include <gmock/gmock.h>

#include "host/event_feed.hpp"
#include "host/webhooks.hpp"

namespace omote::host {
namespace {

TEST(PublicEvent, carries_what_happened_and_its_number) {
  journal::v1::Event event;
  event.set_visit("V1");
  event.set_terminal("OMT0000001");
  event.mutable_visit_ended()->set_outcome("delivered");
  const auto told = public_event(event, 42, WallTime{});
  ASSERT_TRUE(told);
  EXPECT_EQ(told->type, "visit_ended");
  EXPECT_THAT(told->json, testing::AllOf(testing::HasSubstr("\"number\":42"), testing::HasSubstr("\"visit\":\"V1\""),
                                         testing::HasSubstr("\"outcome\":\"delivered\"")));
}

TEST(PublicEvent, of_card_and_staff_and_screens_nothing_goes_out) {
  journal::v1::Event verify, staff, screen, lines, signed_in;
  verify.mutable_verify_answered()->set_tries_left(3);
  staff.mutable_staff_decided()->set_staff("見本 花子");
  screen.mutable_screen_shown()->set_id("pin");
  lines.mutable_program_log()->set_text("x");
  signed_in.mutable_signed_in()->set_by("花子");
  for (const auto& event : {verify, staff, screen, lines, signed_in, journal::v1::Event{}})
    EXPECT_FALSE(public_event(event, 1, WallTime{})) << event.ShortDebugString();
}

TEST(HookAddress, of_this_machine_is_taken_apart) {
  const auto address = hook_address("http://127.0.0.1:8080/omote?x=1");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->host, "127.0.0.1");
  EXPECT_EQ(address->port, 8080);
  EXPECT_EQ(address->path, "/omote?x=1");
  EXPECT_EQ(hook_address("http://localhost")->port, 80);
  EXPECT_EQ(hook_address("http://[::1]:9/")->host, "::1");
}

TEST(HookAddress, anywhere_else_is_refused) {
  for (const auto* url :
       {"https://127.0.0.1/", "http://127.0.0.1.example.com/", "http://localhost.example/", "http://10.0.0.1/",
        "http://example.com@127.0.0.1/", "http://127.0.0.1:0/", "http://127.0.0.1:70000/", "http://127.0.0.1:8x/",
        "http://127.0.0.1:80 /", "http://127.0.0.1/\r\nX: 1", "ftp://127.0.0.1/", "127.0.0.1", ""})
    EXPECT_FALSE(hook_address(url)) << url;
}

// RFC 4231, test case 2.
TEST(HookSignature, is_the_hmac_of_the_body) {
  EXPECT_EQ(hook_signature(Secret("Jefe"), "what do ya want for nothing?"),
            "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

}  // namespace
}  // namespace omote::host
