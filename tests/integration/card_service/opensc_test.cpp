// Conformance: Debian's OpenSC against the virtual card, openssl against its signatures.
#include <gmock/gmock.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>

#include "sim/personas/persona.hpp"

namespace omote::sim::reader {
namespace {

using testing::HasSubstr;

struct Run {
  int status = -1;
  std::string output;
};

Run shell(const std::string& command) {
  std::FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  Run run;
  std::array<char, 4096> part{};
  for (std::size_t got = 0; (got = std::fread(part.data(), 1, part.size(), pipe)) > 0;) run.output.append(part.data(), got);
  const int status = ::pclose(pipe);
  run.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return run;
}

class OpenScTest : public testing::Test {
 protected:
  OpenScTest() {
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ / "message") << "specimen message";
  }
  ~OpenScTest() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string card(const std::string& options = {}) const {
    return std::string(OMOTE_CARD) + " --authorities " + OMOTE_BUILD_DIR + "/test-data/pki " + options + " -- ";
  }
  [[nodiscard]] std::string kept() const { return "--state " + (folder_ / "state").string(); }
  [[nodiscard]] std::string in_folder(const std::string& command) const { return "cd " + folder_.string() + " && " + command; }
  // Verifies folder/signature over folder/message with the key of a certificate file.
  [[nodiscard]] std::string verified_by(const std::string& certificate) const {
    return shell(in_folder("openssl x509 -in " + certificate +
                           " -noout -pubkey > key && openssl dgst -sha256 -verify key -signature signature message"))
        .output;
  }

  std::filesystem::path folder_ = std::filesystem::path(testing::TempDir()) / ("opensc_" + std::to_string(::getpid()));
};

TEST_F(OpenScTest, reader_isListedWithACard) {
  const auto run = shell(card() + "opensc-tool -l");
  EXPECT_THAT(run.output, HasSubstr("Yes             Omote Virtual Reader 00 00"));
}
TEST_F(OpenScTest, card_isRecognised) {
  EXPECT_THAT(shell(card() + "opensc-tool -n").output, HasSubstr("jpki"));
}
TEST_F(OpenScTest, pins_areListedWithTheirTries) {
  const auto run = shell(card() + "pkcs15-tool --list-pins");
  EXPECT_EQ(run.status, 0);
  EXPECT_THAT(run.output, HasSubstr("Tries left     : 3"));
  EXPECT_THAT(run.output, HasSubstr("Tries left     : 5"));
}
TEST_F(OpenScTest, everyPersonasCard_isRecognised) {
  const auto personas = personas::load_personas(std::filesystem::path(OMOTE_SOURCE_DIR) / "sim/personas");
  ASSERT_TRUE(personas);
  for (const auto& persona : *personas) {
    EXPECT_EQ(shell(card("--persona " + persona.id) + "pkcs15-tool --list-pins").status, 0) << persona.id;
  }
}
TEST_F(OpenScTest, cardWithoutPin_hasNoTries) {
  EXPECT_THAT(shell(card("--persona no_pin") + "pkcs15-tool --list-pins").output, HasSubstr("Tries left     : 0"));
}
TEST_F(OpenScTest, certificates_areListed) {
  const auto run = shell(card() + "pkcs15-tool --list-certificates");
  EXPECT_THAT(run.output, HasSubstr("User Authentication Certificate CA"));
  EXPECT_THAT(run.output, HasSubstr("Digital Signature Certificate CA"));
}
TEST_F(OpenScTest, authenticationCertificate_isReadWithoutPinAndIssuedByOurAuthority) {
  EXPECT_EQ(shell(in_folder(card() + "pkcs15-tool --read-certificate 01 -o certificate")).status, 0);
  const auto run = shell(in_folder("openssl verify -CAfile " + std::string(OMOTE_BUILD_DIR) +
                                   "/test-data/pki/card-trust/jpki_auth_ca.pem certificate"));
  EXPECT_THAT(run.output, HasSubstr("certificate: OK"));
}
TEST_F(OpenScTest, rightPin_isAccepted) {
  EXPECT_EQ(shell(card() + "pkcs15-tool --verify-pin --auth-id 01 --pin 1234").status, 0);
}
TEST_F(OpenScTest, wrongPin_costsATryThatStaysLost) {
  EXPECT_NE(shell(card(kept()) + "pkcs15-tool --verify-pin --auth-id 01 --pin 9999").status, 0);
  EXPECT_THAT(shell(card(kept()) + "pkcs15-tool --list-pins").output, HasSubstr("Tries left     : 2"));
}
TEST_F(OpenScTest, threeWrongPins_blockTheCard) {
  for (int i = 0; i < 3; ++i) EXPECT_NE(shell(card(kept()) + "pkcs15-tool --verify-pin --auth-id 01 --pin 9999").status, 0);
  EXPECT_NE(shell(card(kept()) + "pkcs15-tool --verify-pin --auth-id 01 --pin 1234").status, 0);
  EXPECT_THAT(shell(card(kept()) + "pkcs15-tool --list-pins").output, HasSubstr("Tries left     : 0"));
}
TEST_F(OpenScTest, pkcs11Signature_isVerifiedByOpenssl) {
  const auto run = shell(
      in_folder(card() + "sh -c 'pkcs15-tool --read-certificate 01 -o certificate; pkcs11-tool --slot-index 0 -l --pin 1234 -s "
                         "-m SHA256-RSA-PKCS --id 01 -i message -o signature'"));
  EXPECT_EQ(run.status, 0) << run.output;
  EXPECT_THAT(verified_by("certificate"), HasSubstr("Verified OK"));
}
TEST_F(OpenScTest, signatureKey_signsAfterItsOwnPin) {
  const auto run =
      shell(in_folder("openssl dgst -sha256 -binary message > digest && " + card() +
                      "sh -c 'pkcs15-crypt --sign --sha-256 --pkcs1 --key 02 --pin ABC123 -i digest -o signature -R && "
                      "pkcs15-tool --read-certificate 02 --verify-pin --auth-id 02 --pin ABC123 -o certificate'"));
  EXPECT_EQ(run.status, 0) << run.output;
  EXPECT_THAT(verified_by("certificate"), HasSubstr("Verified OK"));
}
TEST_F(OpenScTest, pkcs11_showsTwoTokens) {
  const auto run = shell(card() + "pkcs11-tool -L");
  EXPECT_THAT(run.output, HasSubstr("User Authentication PIN"));
  EXPECT_THAT(run.output, HasSubstr("Digital Signature PIN"));
}

TEST_F(OpenScTest, exitStatus_isTheCommandsOwn) {
  EXPECT_EQ(shell(card() + "sh -c 'exit 7'").status, 7);
}
TEST_F(OpenScTest, missingCommand_isSaid) {
  EXPECT_EQ(shell(card() + "no-such-command").status, 127);
}
TEST_F(OpenScTest, unknownPersona_isSaid) {
  const auto run = shell(card("--persona nobody") + "true");
  EXPECT_EQ(run.status, 2);
  EXPECT_THAT(run.output, HasSubstr("nobody"));
}
TEST_F(OpenScTest, unknownOption_isSaid) {
  EXPECT_EQ(shell(card("--frobnicate") + "true").status, 2);
}
TEST_F(OpenScTest, trace_holdsEveryApdu) {
  const auto trace = (folder_ / "trace").string();
  shell(card("--trace " + trace) + "opensc-tool -n");
  std::ifstream file(trace);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  EXPECT_THAT(text, HasSubstr("00a4040c0ad392f000260100000001 -> 9000"));
}

}  // namespace
}  // namespace omote::sim::reader
