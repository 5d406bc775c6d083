#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "card/mynumber/certificates.hpp"
#include "card/mynumber/face_file.hpp"
#include "card/mynumber/my_number_card.hpp"
#include "tests/support/card/script_link.hpp"
#include "tests/support/card/specimen.hpp"

namespace omote::card {
namespace {

using ports::VerifyOutcome;
using test::Exchange;
using Script = std::vector<Exchange>;

const std::string kSelectJpki = "00a4040c0ad392f000260100000001";
const std::string kSelectVisual = "00a4040c0ad3921000310001010402";
const std::string kSelectCommon = "00a4040c0ad3921000310001010100";
const std::string kRecord = "011c" + to_hex(as_bytes("1234567890123450000020350217"));
const std::string kNumberBDigits = "55021720352285";
const std::string kVerifyB = "002000920e" + to_hex(as_bytes(kNumberBDigits));
const std::string kVerifyPin = "0020009804" + to_hex(as_bytes("1234"));

Script joined(std::initializer_list<Script> parts) {
  Script all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

// A file read by extended length: its head, then the rest by its exact size.
Script long_read(int short_id, const Bytes& file, std::size_t head) {
  const ByteView view(file);
  return {{fmt::format("00b0{:02x}00{:02x}", 0x80 | short_id, head), to_hex(view.first(head)) + "9000"},
          {fmt::format("00b000{:02x}00{:04x}", head, file.size() - head), to_hex(view.subspan(head)) + "9000"}};
}

Script short_read(int short_id, const Bytes& file, std::size_t head, const std::string& refusal) {
  const ByteView view(file);
  Script script{{fmt::format("00b0{:02x}00{:02x}", 0x80 | short_id, head), to_hex(view.first(head)) + "9000"},
                {fmt::format("00b000{:02x}00{:04x}", head, file.size() - head), refusal}};
  for (std::size_t at = head; at < file.size(); at += 256) {
    const auto piece = view.subspan(at, std::min<std::size_t>(256, file.size() - at));
    script.push_back({fmt::format("00b0{:04x}{:02x}", at, piece.size() & 0xFF), to_hex(piece) + "9000"});
  }
  return script;
}

Script recognition(const Bytes& certificate) {
  return joined({{{"00a40000", "6a86"}, {kSelectJpki, "9000"}, {"00200098", "63c3"}},
                 long_read(kAuthCertificate, certificate, 4),
                 {{kSelectCommon, "9000"}, {"00b2010c00", kRecord + "9000"}, {kSelectVisual, "9000"}, {"00200092", "63ca"}}});
}

// Answers a signature command (DigestInfo of 51 bytes) with a real signature.
Exchange signs(const std::string& header, const std::string& key) {
  return {header + "33*", "", [key](ByteView command) {
            auto signature = test::sign_raw(test::key_named(key), command.subspan(5, 0x33));
            append(signature, Bytes{0x90, 0x00});
            return signature;
          }};
}

Script photo_reading(const Bytes& face, const Bytes& cv) {
  return joined({{{"00200092", "63ca"}, {kVerifyB, "9000"}},
                 long_read(kCardFace, face, 5),
                 {{fmt::format("00b0840000{:04x}", 568), to_hex(cv) + "9000"}, signs("802a0000", "card")}});
}

class MyNumber : public testing::Test {
 protected:
  void begin(Script script) {
    link = std::make_unique<test::ScriptLink>(std::move(script));
    channel = std::make_unique<AllowedChannel>(*link);
    card = std::make_unique<MyNumberCard>(*channel, trust, [this](VerifyStep step) { steps.push_back(step); });
  }
  // A recognised card whose script goes on with `rest`.
  void recognised_then(const Script& rest) {
    begin(joined({recognition(certificate), rest}));
    ASSERT_TRUE(card->recognise());
  }

  TrustStore trust = test::trust_store();
  Bytes certificate = test::auth_certificate();
  Secret number_b{kNumberBDigits};
  Secret pin{"1234"};
  std::vector<VerifyStep> steps;
  std::unique_ptr<test::ScriptLink> link;
  std::unique_ptr<AllowedChannel> channel;
  std::unique_ptr<MyNumberCard> card;
};

TEST_F(MyNumber, recognise_reads_tries_certificate_and_expiry) {
  begin(recognition(certificate));
  const auto summary = card->recognise();
  ASSERT_TRUE(summary) << describe(summary.error());
  EXPECT_EQ(summary->kind, ports::CardKind::MyNumber);
  EXPECT_EQ(summary->pin_tries, 3);
  EXPECT_TRUE(summary->pin_set);
  EXPECT_EQ(summary->number_b_tries, 10);
  EXPECT_EQ(summary->expiry, (Date{2035, 2, 17}));
  EXPECT_EQ(summary->auth_certificate, certificate);
  EXPECT_EQ(summary->card_hash.size(), 16u);
}

TEST_F(MyNumber, recognise_certificate_end_is_the_day_in_japan) {
  // 15:00 UTC is midnight in Japan: the next day.
  certificate = test::auth_certificate("jpki ca", "20300331150000Z");
  begin(recognition(certificate));
  EXPECT_EQ(card->recognise()->certificate_ends, (Date{2030, 4, 1}));
}

TEST_F(MyNumber, recognise_first_command_refused_or_noisy_goes_on) {
  for (const char* answer : {"6f00", "9000", "lost"}) {
    auto script = recognition(certificate);
    script[0].answer = answer;
    begin(script);
    EXPECT_TRUE(card->recognise()) << answer;
  }
}

TEST_F(MyNumber, recognise_card_without_the_application_is_another_card) {
  for (const char* answer : {"6a82", "6d00", "6a86", "6999"}) {
    begin({{"00a40000", "6d00"}, {kSelectJpki, answer}});
    const auto summary = card->recognise();
    ASSERT_TRUE(summary);
    EXPECT_EQ(summary->kind, ports::CardKind::Other);
  }
}

TEST_F(MyNumber, recognise_certificate_of_another_authority_is_forged) {
  certificate = test::auth_certificate("someone else");
  begin({{"00a40000", "6a86"},
         {kSelectJpki, "9000"},
         {"00200098", "63c3"},
         long_read(kAuthCertificate, certificate, 4)[0],
         long_read(kAuthCertificate, certificate, 4)[1]});
  const auto summary = card->recognise();
  ASSERT_FALSE(summary);
  EXPECT_EQ(summary.error().reason.text(), "card_forged");
}

TEST_F(MyNumber, recognise_expired_certificate_is_no_failure) {
  certificate = test::auth_certificate("jpki ca", "20250601000000Z");
  begin(recognition(certificate));
  EXPECT_EQ(card->recognise()->certificate_ends, (Date{2025, 6, 1}));
}

TEST_F(MyNumber, recognise_missing_pin_object_is_a_card_without_pin) {
  auto script = recognition(certificate);
  script[2].answer = "6a88";
  script.insert(script.begin() + 3, {"00a4020c020018", "6a82"});
  begin(script);
  const auto summary = card->recognise();
  ASSERT_TRUE(summary);
  EXPECT_FALSE(summary->pin_set);
}

TEST_F(MyNumber, recognise_pin_that_was_never_set_is_told_from_a_blocked_one) {
  auto script = recognition(certificate);
  script[2].answer = "63c0";
  script.insert(script.begin() + 3, {"00b0866004", "000004059000"});
  begin(script);
  const auto summary = card->recognise();
  ASSERT_TRUE(summary);
  EXPECT_FALSE(summary->pin_set);
}

TEST_F(MyNumber, recognise_card_that_wants_keys_selected_first_is_asked_so) {
  auto script = recognition(certificate);
  script[2].answer = "6a86";
  script.insert(script.begin() + 3, {{"00a4020c020018", "9000"}, {"00200080", "63c2"}});
  begin(script);
  EXPECT_EQ(card->recognise()->pin_tries, 2);
}

TEST_F(MyNumber, recognise_blocked_keys_show_no_tries) {
  auto script = recognition(certificate);
  script[2].answer = "63c0";
  script.insert(script.begin() + 3, {"00b0866004", "0000040d9000"});
  script.back().answer = "6984";
  begin(script);
  const auto summary = card->recognise();
  ASSERT_TRUE(summary);
  EXPECT_TRUE(summary->pin_set);
  EXPECT_EQ(summary->pin_tries, 0);
  EXPECT_EQ(summary->number_b_tries, 0);
}

TEST_F(MyNumber, recognise_noise_on_reads_is_repeated_three_times_and_no_more) {
  auto script = recognition(certificate);
  script.insert(script.begin() + 1, {{kSelectJpki, "6f00"}, {kSelectJpki, "lost"}, {kSelectJpki, "6f00"}});
  begin(script);
  EXPECT_TRUE(card->recognise());
  begin({{"00a40000", "6a86"}, {kSelectJpki, "lost"}, {kSelectJpki, "lost"}, {kSelectJpki, "lost"}, {kSelectJpki, "lost"}});
  const auto summary = card->recognise();
  ASSERT_FALSE(summary);
  EXPECT_EQ(summary.error().reason.text(), "card_not_readable");
}

TEST_F(MyNumber, recognise_card_pulled_at_each_command_is_removed) {
  const auto whole = recognition(certificate);
  for (std::size_t k = 0; k < whole.size(); ++k) {
    Script script(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(k) + 1);
    script.back().answer = "gone";
    begin(script);
    const auto summary = card->recognise();
    ASSERT_FALSE(summary) << k;
    EXPECT_EQ(summary.error().reason.text(), "card_removed") << k;
  }
}

TEST_F(MyNumber, extended_length_refused_falls_back_to_short_reads_for_good) {
  for (const char* refusal : {"6700", "6d00", "6a86", "lost"}) {
    const auto face = test::face_file();
    const auto cv = test::cv_certificate();
    auto reading = short_read(kCardFace, face, 5, refusal);
    reading.erase(reading.begin() + 1);  // known by then
    Script cv_reading;
    for (std::size_t at = 0; at < cv.size(); at += 256) {
      const auto piece = ByteView(cv).subspan(at, std::min<std::size_t>(256, cv.size() - at));
      const auto offset = at == 0 ? std::string("8400") : fmt::format("{:04x}", at);
      cv_reading.push_back({fmt::format("00b0{}{:02x}", offset, piece.size() & 0xFF), to_hex(piece) + "9000"});
    }
    begin(joined({{{"00a40000", "6a86"}, {kSelectJpki, "9000"}, {"00200098", "63c3"}},
                  short_read(kAuthCertificate, certificate, 4, refusal),
                  {{kSelectCommon, "9000"}, {"00b2010c00", kRecord + "9000"}, {kSelectVisual, "9000"}, {"00200092", "63ca"}},
                  {{"00200092", "63ca"}, {kVerifyB, "9000"}},
                  reading,
                  cv_reading,
                  {signs("802a0000", "card")}}));
    ASSERT_TRUE(card->recognise()) << refusal;
    const auto answer = card->read_face(number_b, 10);
    ASSERT_TRUE(answer) << describe(answer.error());
    EXPECT_TRUE(answer->record);
  }
}

TEST_F(MyNumber, read_face_gives_the_record_in_sixteen_commands) {
  recognised_then(photo_reading(test::face_file(), test::cv_certificate()));
  const auto answer = card->read_face(number_b, 10);
  ASSERT_TRUE(answer) << describe(answer.error());
  EXPECT_EQ(answer->outcome, VerifyOutcome::Accepted);
  ASSERT_TRUE(answer->record);
  EXPECT_EQ(answer->record->birth, (Date{1980, 2, 17}));
  EXPECT_EQ(answer->record->sex, '1');
  EXPECT_EQ(answer->record->photo.size(), 900u);
  EXPECT_EQ(answer->record->name_picture, Bytes(60, 0x4E));
  EXPECT_LE(channel->apdus(), 16u);
  EXPECT_EQ(steps, (std::vector{VerifyStep::AboutToSend, VerifyStep::Accepted}));
}

struct VerifyCase {
  const char* name;
  const char* status;
  VerifyOutcome outcome;
  ports::Tries left;
};
class NumberBVerify : public MyNumber, public testing::WithParamInterface<VerifyCase> {};

TEST_P(NumberBVerify, outcome_follows_the_status_and_one_command_is_sent) {
  recognised_then({{"00200092", "63ca"}, {kVerifyB, GetParam().status}});
  const auto answer = card->read_face(number_b, 10);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->outcome, GetParam().outcome);
  EXPECT_EQ(answer->tries_left, GetParam().left);
  EXPECT_FALSE(answer->record);
}

INSTANTIATE_TEST_SUITE_P(MyNumber, NumberBVerify,
                         testing::Values(VerifyCase{"wrong_9", "63c9", VerifyOutcome::Wrong, 9},
                                         VerifyCase{"wrong_1", "63c1", VerifyOutcome::Wrong, 1},
                                         VerifyCase{"last_one", "63c0", VerifyOutcome::Blocked, 0},
                                         VerifyCase{"blocked", "6984", VerifyOutcome::Blocked, 0},
                                         VerifyCase{"wrong_without_number", "6300", VerifyOutcome::Wrong, std::nullopt},
                                         VerifyCase{"noise", "6f00", VerifyOutcome::Unknown, std::nullopt},
                                         VerifyCase{"nonsense", "6a86", VerifyOutcome::Unknown, std::nullopt},
                                         VerifyCase{"lost", "lost", VerifyOutcome::Unknown, std::nullopt},
                                         VerifyCase{"pulled", "gone", VerifyOutcome::Unknown, std::nullopt}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST_F(MyNumber, read_face_other_tries_than_expected_sends_nothing) {
  for (const int expected : {9, 11, 0, -1}) {
    recognised_then({{"00200092", "63ca"}});
    const auto answer = card->read_face(number_b, expected);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().reason.text(), "number_b_not_sent");
  }
  EXPECT_TRUE(steps.empty());
}

TEST_F(MyNumber, read_face_blocked_key_sends_nothing) {
  for (const char* status : {"63c0", "6984", "6983"}) {
    recognised_then({{"00200092", status}});
    EXPECT_EQ(card->read_face(number_b, 10)->outcome, VerifyOutcome::Blocked);
  }
  EXPECT_TRUE(steps.empty());
}

TEST_F(MyNumber, read_face_other_than_fourteen_digits_sends_nothing) {
  recognised_then({});
  EXPECT_EQ(card->read_face(Secret("123456789012"), 10).error().reason.text(), "number_b_not_sent");
}

TEST_F(MyNumber, read_face_forgeries_are_refused) {
  const auto forged = [&](const Script& script) {
    recognised_then(script);
    const auto answer = card->read_face(number_b, 10);
    return answer ? std::string("accepted") : std::string(answer.error().reason.text());
  };
  const auto cv = test::cv_certificate();
  test::FaceParts wrong_signer;
  wrong_signer.signer = "someone else";
  auto script = photo_reading(test::face_file(wrong_signer), cv);
  script.pop_back();
  EXPECT_EQ(forged(script), "card_forged");

  auto other_authority = photo_reading(test::face_file(), test::cv_certificate("signer", "someone else"));
  other_authority.pop_back();
  EXPECT_EQ(forged(other_authority), "card_forged");

  auto cloned = photo_reading(test::face_file(), cv);
  cloned.back() = signs("802a0000", "another card");
  EXPECT_EQ(forged(cloned), "card_forged");

  Bytes old_signature = test::sign_raw(test::key_named("card"), digest_info(sha256(Bytes(32, 7))));
  auto replayed = photo_reading(test::face_file(), cv);
  replayed.back() = {"802a000033*", to_hex(old_signature) + "9000"};
  EXPECT_EQ(forged(replayed), "card_forged");
}

TEST_F(MyNumber, read_face_each_changed_byte_of_the_signed_groups_is_noticed) {
  const auto good = test::face_file();
  const auto parts = read_face_file(good);
  ASSERT_TRUE(parts);
  const auto cv_key = read_cv_certificate(test::cv_certificate(), trust);
  ASSERT_TRUE(cv_key);
  for (const ByteView part : {parts->card_key, parts->name_picture, parts->address_picture, parts->photo, parts->signature}) {
    auto changed = good;
    changed[static_cast<std::size_t>(part.data() - good.data()) + part.size() - 1] ^= 1;
    const auto face = read_face_file(changed);
    const bool accepted = face && cv_key->signed_this(face->signature, digest_info(face->digests));
    EXPECT_FALSE(accepted);
  }
  EXPECT_TRUE(cv_key->signed_this(parts->signature, digest_info(parts->digests)));
}

TEST(FaceFile, offset_table_that_does_not_agree_is_refused) {
  auto file = test::face_file();
  for (std::size_t i = 8; i < 8 + 18; ++i) {
    file[i] ^= 1;
    EXPECT_FALSE(read_face_file(file)) << i;
    file[i] ^= 1;
  }
  EXPECT_TRUE(read_face_file(file));
}

TEST(FaceFile, every_truncation_is_refused) {
  const auto file = test::face_file();
  for (std::size_t size = 0; size < file.size(); ++size) EXPECT_FALSE(read_face_file(ByteView(file).first(size))) << size;
}

TEST(CvCertificate, other_key_id_of_the_issuer_is_refused) {
  auto trust = test::trust_store();
  EXPECT_TRUE(read_cv_certificate(test::cv_certificate(), trust));
  trust.visual_ca_id[0] ^= 1;
  EXPECT_FALSE(read_cv_certificate(test::cv_certificate(), trust));
}

TEST(TrustStore, written_folder_is_read_back) {
  const auto folder = std::filesystem::temp_directory_path() / ("omote-trust-" + to_hex(random_bytes(8)));
  test::write_trust_store(folder);
  const auto store = TrustStore::load(folder);
  ASSERT_TRUE(store) << describe(store.error());
  EXPECT_EQ(store->visual_ca_id, test::trust_store().visual_ca_id);
  EXPECT_TRUE(read_cv_certificate(test::cv_certificate(), *store));
  std::filesystem::remove_all(folder);
}

TEST(TrustStore, missing_folder_names_the_file) {
  const auto store = TrustStore::load("/nonexistent");
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().reason.text(), "trust_store_unusable");
  EXPECT_NE(store.error().context.find("visual_ca.pem"), std::string::npos);
}

TEST_F(MyNumber, sign_with_pin_signs_the_challenge) {
  const auto challenge = as_bytes("challenge of the server");
  recognised_then({{kSelectJpki, "9000"}, {"00200098", "63c3"}, {kVerifyPin, "9000"}, signs("802a0097", "auth")});
  const auto answer = card->sign_with_pin(pin, 3, challenge);
  ASSERT_TRUE(answer) << describe(answer.error());
  EXPECT_EQ(answer->outcome, VerifyOutcome::Accepted);
  EXPECT_TRUE(read_auth_certificate(certificate)->key.signed_this(answer->signature, digest_info(sha256(challenge))));
}

TEST_F(MyNumber, sign_with_pin_by_another_card_is_forged) {
  recognised_then({{kSelectJpki, "9000"}, {"00200098", "63c3"}, {kVerifyPin, "9000"}, signs("802a0097", "another card")});
  EXPECT_EQ(card->sign_with_pin(pin, 3, as_bytes("challenge")).error().reason.text(), "card_forged");
}

TEST_F(MyNumber, sign_with_pin_wrong_pin_tells_the_tries_left) {
  recognised_then({{kSelectJpki, "9000"}, {"00200098", "63c3"}, {kVerifyPin, "63c2"}});
  const auto answer = card->sign_with_pin(pin, 3, as_bytes("challenge"));
  EXPECT_EQ(answer->outcome, VerifyOutcome::Wrong);
  EXPECT_EQ(answer->tries_left, 2);
}

TEST_F(MyNumber, sign_with_pin_lost_answer_is_unknown_and_not_sent_again) {
  recognised_then({{kSelectJpki, "9000"}, {"00200098", "63c3"}, {kVerifyPin, "lost"}});
  EXPECT_EQ(card->sign_with_pin(pin, 3, as_bytes("challenge"))->outcome, VerifyOutcome::Unknown);
}

TEST_F(MyNumber, sign_with_pin_other_tries_than_expected_sends_nothing) {
  recognised_then({{kSelectJpki, "9000"}, {"00200098", "63c2"}});
  EXPECT_EQ(card->sign_with_pin(pin, 3, as_bytes("challenge")).error().reason.text(), "pin_not_sent");
}

TEST_F(MyNumber, sign_with_pin_second_time_starts_from_a_fresh_state) {
  const Script once{{kSelectJpki, "9000"}, {"00200098", "63c3"}, {kVerifyPin, "9000"}, signs("802a0097", "auth")};
  recognised_then(joined({once, once}));
  EXPECT_TRUE(card->sign_with_pin(pin, 3, as_bytes("first")));
  EXPECT_TRUE(card->sign_with_pin(pin, 3, as_bytes("second")));
}

TEST_F(MyNumber, more_of_an_answer_without_end_is_stopped) {
  Script script{{"00a40000", "6a86"}, {kSelectJpki, "9000"}, {"00200098", "63c3"}, {"00b08a0004", "6110"}};
  for (int i = 0; i < 64; ++i) script.push_back({"00c0000010", "6110"});
  begin(script);
  EXPECT_EQ(card->recognise().error().reason.text(), "card_not_readable");
}

TEST_F(MyNumber, wrong_length_is_corrected_once) {
  auto script = recognition(certificate);
  script.insert(script.begin() + 3, {"00b08a0004", "6c04"});
  begin(script);
  EXPECT_TRUE(card->recognise());
}

}  // namespace
}  // namespace omote::card
