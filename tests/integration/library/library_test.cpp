// The client library over HTTP: right use from setup to the result, and every wrong use with its code (docs/library.md).
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "journal/reader.hpp"
#include "tests/integration/faults/clinic.hpp"

namespace omote::sim::test {
namespace {

using Json = nlohmann::json;

constexpr const char* kDevice = "F099000001";  // of the clinic, from host.toml
constexpr const char* kSecond = "F099000002";

class ClientLibrary : public Clinic {
 protected:
  void SetUp() override {
    Clinic::SetUp();
    open_doors();
    ASSERT_TRUE(kiosk_->shows("ready"));
  }
  Json call(const std::string& function, Json body) {
    net::ClientOptions where;
    where.port = site_->console_port();
    where.time = std::chrono::seconds(20);
    net::Request request;
    request.method = "POST";
    request.target = "/api/library/v1/" + function;
    request.headers = {{"Host", "127.0.0.1:" + std::to_string(where.port)}, {"Authorization", "Bearer " + token()}};
    request.body = body.dump();
    const auto answer = net::HttpClient(std::move(where)).exchange(std::move(request));
    return answer ? Json::parse(answer->body, nullptr, false) : Json();
  }
  Json call(const std::string& function) { return call(function, Json{{"device_id", kDevice}}); }
  std::string token() const {
    auto text = as_text(*read_file(folder_ / "host/library.token"));
    text.pop_back();
    return text;
  }
  // Puts the card down while check_card waits: a card that lies there already would be a visit.
  void place_later(const std::string& persona) {
    hand_ = std::jthread([this, persona] {
      EXPECT_TRUE(soon([&] { return kiosk_->screen().id() == "waiting"; }));
      place(persona);
    });
  }
  std::string number_b(const std::string& persona) { return wardrobe_->find(persona)->number_b(); }
  // The detail of the answer; "0x00000000" when all went well.
  std::string result(const Json& answer) { return answer.value("result", answer.dump()); }

  std::jthread hand_;  // last: it uses what stands above
};

TEST_F(ClientLibrary, right_use_leads_from_card_to_result) {
  ASSERT_EQ(result(call("initialise")), "0x00000000");
  place_later("adult");
  const auto card = call("check_card");
  ASSERT_EQ(result(card), "0x00000000") << card.dump();
  EXPECT_EQ(card["pin_tries"], 3);
  EXPECT_TRUE(kiosk_->shows("waiting", "for", "library"));
  const auto photo = call("read_photo", {{"device_id", kDevice}, {"number_b", number_b("adult")}});
  ASSERT_EQ(result(photo), "0x00000000") << photo.dump();
  EXPECT_EQ(from_base64(photo["pixels"].get<std::string>())->size(),
            photo["width"].get<std::size_t>() * photo["height"].get<std::size_t>());
  ASSERT_EQ(call("read_mode")["mode"], "unattended");
  const auto identity = call("identify", {{"device_id", kDevice}, {"way", "pin"}, {"pin", "1234"}});
  ASSERT_EQ(result(identity), "0x00000000") << identity.dump();
  const auto eligible = call("eligibility", {{"device_id", kDevice}, {"insurance_id", identity["insurance_id"]}});
  ASSERT_EQ(result(eligible), "0x00000000") << eligible.dump();
  EXPECT_NE(eligible["xml"].get<std::string>().find("QualificationValidity"), std::string::npos);
  EXPECT_EQ(result(call("end_check")), "0x00000000");
  // The card that the program left there is no visit; the counter serves patients once it is taken.
  EXPECT_EQ(count("visit_began"), 0U);
  counter_->take_card();
  EXPECT_TRUE(kiosk_->shows("ready"));
}

TEST_F(ClientLibrary, registration_mistakes_are_told_apart) {
  const auto setup = [&](const char* mode, const char* device, const char* reader) {
    const auto answer = call("setup", {{"mode", mode}, {"device_id", device}, {"reader", reader}});
    return std::pair(result(answer), answer.value("reason", ""));
  };
  using Answer = std::pair<std::string, std::string>;
  EXPECT_EQ(setup("regist", kDevice, "OMT0000009"), Answer("0x81000001", "device_registered"));
  EXPECT_EQ(setup("regist", kSecond, "OMT0000001"), Answer("0x81000001", "reader_registered"));
  ASSERT_EQ(setup("regist", kSecond, "OMT0000002").first, "0x00000000");
  EXPECT_EQ(setup("update", kSecond, "OMT0000001"), Answer("0x81000001", "reader_of_other_device"));
  EXPECT_EQ(setup("update", "F099000003", "OMT0000003"), Answer("0x81000001", "device_not_registered"));
  EXPECT_EQ(setup("delete", kDevice, "OMT0000001").first, "0x01000001");
  EXPECT_EQ(setup("regist", "12345", "OMT0000004").first, "0x01000001");
}

TEST_F(ClientLibrary, device_that_is_not_registered_cannot_initialise) {
  EXPECT_EQ(result(call("initialise", {{"device_id", kSecond}})), "0x81000003");
}

TEST_F(ClientLibrary, end_check_without_check_card_is_0x01000004) {
  EXPECT_EQ(result(call("end_check")), "0x01000004");  // not even initialised
  ASSERT_EQ(result(call("initialise")), "0x00000000");
  EXPECT_EQ(result(call("end_check")), "0x01000004");
}

TEST_F(ClientLibrary, end_check_after_a_failed_check_card_is_0x01000004) {
  ASSERT_EQ(result(call("initialise")), "0x00000000");
  EXPECT_EQ(call("check_card", {{"device_id", kDevice}, {"time_ms", 200}}).value("reason", ""), "library_no_card");
  EXPECT_EQ(result(call("end_check")), "0x01000004");
  EXPECT_TRUE(kiosk_->shows("ready"));
}

TEST_F(ClientLibrary, bad_parameters_are_0x01000001_and_spend_no_try) {
  ASSERT_EQ(result(call("initialise")), "0x00000000");
  place_later("adult");
  ASSERT_EQ(result(call("check_card")), "0x00000000");
  for (const auto* wrong : {"", "123", "1234567890123x", "123456789012345"}) {
    EXPECT_EQ(result(call("read_photo", {{"device_id", kDevice}, {"number_b", wrong}})), "0x01000001") << wrong;
  }
  EXPECT_EQ(result(call("read_photo", {{"device_id", kDevice}, {"number_b", 12}})), "0x01000001");
  EXPECT_EQ(result(call("identify", {{"device_id", kDevice}, {"way", "pin"}, {"pin", "12345"}})), "0x01000001");
  EXPECT_EQ(result(call("identify", {{"device_id", kDevice}, {"way", "guess"}})), "0x01000001");
  EXPECT_EQ(count("verify_about_to_be_sent"), 0U);
}

TEST_F(ClientLibrary, wrong_number_b_tells_the_tries_that_are_left) {
  ASSERT_EQ(result(call("initialise")), "0x00000000");
  place_later("adult");
  ASSERT_EQ(result(call("check_card")), "0x00000000");
  const Json wrong{{"device_id", kDevice}, {"number_b", "00000000000000"}};
  EXPECT_EQ(result(call("read_photo", wrong)), "0x04000019");
  EXPECT_EQ(result(call("read_photo", wrong)), "0x04000018");
  EXPECT_EQ(count("verify_about_to_be_sent"), 2U);
}

TEST_F(ClientLibrary, mode_that_was_not_read_or_changed_is_0x81000013) {
  ASSERT_EQ(result(call("initialise")), "0x00000000");
  place_later("adult");
  ASSERT_EQ(result(call("check_card")), "0x00000000");
  const Json identify{{"device_id", kDevice}, {"way", "pin"}, {"pin", "1234"}};
  EXPECT_EQ(call("identify", identify).value("reason", ""), "library_mode_not_read");
  ASSERT_EQ(call("read_mode")["mode"], "unattended");
  national("mode", "staff_confirmation");
  const auto changed = call("identify", identify);
  EXPECT_EQ(result(changed), "0x81000013") << changed.dump();
  EXPECT_EQ(changed.value("reason", ""), "library_mode_changed");
  EXPECT_EQ(count("verify_about_to_be_sent"), 0U);
}

TEST_F(ClientLibrary, unknown_insurance_id_is_0x81000009) {
  ASSERT_EQ(result(call("initialise")), "0x00000000");
  place_later("adult");
  ASSERT_EQ(result(call("check_card")), "0x00000000");
  EXPECT_EQ(result(call("eligibility", {{"device_id", kDevice}, {"insurance_id", "I000000"}})), "0x81000009");
}

TEST_F(ClientLibrary, reader_that_vanished_after_initialise_is_0x02000001) {
  ASSERT_EQ(result(call("initialise")), "0x00000000");
  counter_->plug_reader(false);
  EXPECT_EQ(result(call("check_card", {{"device_id", kDevice}, {"time_ms", 3000}})), "0x02000001");
}

TEST_F(ClientLibrary, running_visit_keeps_its_counter) {
  place("adult");
  ASSERT_TRUE(kiosk_->shows("choose"));
  ASSERT_EQ(result(call("initialise")), "0x00000000");
  EXPECT_EQ(call("check_card").value("reason", ""), "library_visit_runs");
  EXPECT_TRUE(kiosk_->shows("choose"));
  kiosk_->touch("cancel");
}

TEST_F(ClientLibrary, caller_without_the_token_is_refused) {
  net::ClientOptions where;
  where.port = site_->console_port();
  net::Request request;
  request.method = "POST";
  request.target = "/api/library/v1/initialise";
  request.headers = {{"Host", "127.0.0.1:" + std::to_string(where.port)}, {"Authorization", "Bearer 0000"}};
  request.body = Json{{"device_id", kDevice}}.dump();
  const auto answer = net::HttpClient(std::move(where)).exchange(std::move(request));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 401U);
}

}  // namespace
}  // namespace omote::sim::test
