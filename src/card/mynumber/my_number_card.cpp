#include "card/mynumber/my_number_card.hpp"

#include <fmt/format.h>

#include <array>

#include "card/apdu/failures.hpp"
#include "card/mynumber/certificates.hpp"
#include "card/mynumber/face_file.hpp"

namespace omote::card {

namespace {

constexpr std::size_t kHeadOfFaceFile = 5;       // FF 20 82 hh ll
constexpr std::size_t kCvCertificateSize = 568;  // 7F21 82 0233 and what it holds, for RSA-2048
constexpr std::size_t kChallengeSize = 32;

}  // namespace

MyNumberCard::MyNumberCard(AllowedChannel& channel, const TrustStore& trust, std::function<void(VerifyStep)> on_verify)
    : session_(channel), trust_(trust), on_verify_(std::move(on_verify)) {}

// Selecting an application again ends its security state (reference/card.md §1.7).
Result<void> MyNumberCard::need(Application application, bool afresh) {
  if (!afresh && session_.channel().selection().application == application) return {};
  used_.reset();
  auto selected = session_.select(application);
  if (!selected) return pass(selected);
  if (!*selected) return card_failure(Trouble::NotReadable, "application is gone");
  return {};
}

Result<MyNumberCard::Verdict> MyNumberCard::verify(const Attempt& attempt, const Secret& digits, int tries_expected) {
  if (digits.size() != attempt.digits) return card_failure(attempt.not_sent, "wrong number of digits");
  auto key = session_.ask_tries(attempt.key);
  if (!key) return pass(key);
  if (key->tries == 0) return Verdict{ports::VerifyOutcome::Blocked, 0};
  if (tries_expected <= 0 || key->tries != tries_expected) {
    return card_failure(attempt.not_sent,
                        fmt::format("expected {} tries, the card shows {}", tries_expected, key->tries.value_or(-1)));
  }
  if (on_verify_) on_verify_(VerifyStep::AboutToSend);
  // Once, whatever happens.
  auto answer = session_.channel().transmit(Command::verify(key->target, digits));
  if (!answer && trouble_of(answer.error()) == Trouble::NotAllowed) return pass(answer);
  if (!answer) return Verdict{ports::VerifyOutcome::Unknown, std::nullopt};
  if (answer->ok()) {
    if (on_verify_) on_verify_(VerifyStep::Accepted);
    return Verdict{ports::VerifyOutcome::Accepted, std::nullopt};
  }
  if (answer->status == 0x6300) return Verdict{ports::VerifyOutcome::Wrong, std::nullopt};
  const auto left = tries_in(answer->status);
  if (!left) return Verdict{ports::VerifyOutcome::Unknown, std::nullopt};
  return Verdict{*left == 0 ? ports::VerifyOutcome::Blocked : ports::VerifyOutcome::Wrong, left};
}

Result<FaceAnswer> MyNumberCard::read_face(const Secret& number_b, int tries_expected) {
  if (auto there = need(Application::Visual, used_ == Application::Visual); !there) return pass(there);
  auto verdict = verify({kNumberB, 14, Trouble::NumberBNotSent}, number_b, tries_expected);
  if (!verdict) return pass(verdict);
  FaceAnswer answer{verdict->outcome, verdict->tries_left, {}};
  if (verdict->outcome != ports::VerifyOutcome::Accepted) return answer;
  used_ = Application::Visual;
  auto record = read_record();
  if (!record) return pass(record);
  answer.record = std::move(*record);
  return answer;
}

Result<FaceRecord> MyNumberCard::read_record() {
  auto file = session_.read_object(kCardFace, kHeadOfFaceFile);
  if (!file) return pass(file);
  if (!*file) return card_failure(Trouble::NotReadable, "no card face file");
  const auto face = read_face_file((*file)->reveal());
  if (!face) return card_failure(Trouble::NotReadable, "card face file");
  auto cv = session_.read_object(kCvCertificate, kCvCertificateSize);
  if (!cv) return pass(cv);
  const auto signer = *cv ? read_cv_certificate((*cv)->reveal(), trust_) : std::nullopt;
  if (!signer) return card_failure(Trouble::Forged, "CV certificate");
  if (!signer->signed_this(face->signature, digest_info(face->digests))) {
    return card_failure(Trouble::Forged, "signature of the card face");
  }
  if (auto proven = prove_not_cloned(face->card_key); !proven) return pass(proven);
  const auto copy = [](ByteView view) { return Bytes(view.begin(), view.end()); };
  return FaceRecord{face->birth,
                    face->sex,
                    Secret(face->photo),
                    copy(face->name_picture),
                    copy(face->address_picture),
                    Secret(ByteView(sha256(face->digests)))};
}

// The card signs a fresh number with the key whose public half the authority has signed.
Result<void> MyNumberCard::prove_not_cloned(ByteView card_key) {
  const auto key = read_card_key(card_key);
  if (!key) return card_failure(Trouble::Forged, "the card's own key");
  const auto info = digest_info(sha256(random_bytes(kChallengeSize)));
  auto signature = session_.sign(Command::sign_by_application(info));
  if (!signature) return pass(signature);
  if (!key->signed_this(*signature, info)) return card_failure(Trouble::Forged, "answer to the challenge");
  return {};
}

Result<ports::PinAnswer> MyNumberCard::sign_with_pin(const Secret& pin, int tries_expected, ByteView challenge) {
  if (!auth_key_) return card_failure(Trouble::PinNotSent, "no authentication certificate");
  if (auto there = need(Application::Jpki, used_ == Application::Jpki); !there) return pass(there);
  auto verdict = verify({kPin, 4, Trouble::PinNotSent}, pin, tries_expected);
  if (!verdict) return pass(verdict);
  ports::PinAnswer answer{verdict->outcome, verdict->tries_left, {}};
  if (verdict->outcome != ports::VerifyOutcome::Accepted) return answer;
  used_ = Application::Jpki;
  const auto info = digest_info(sha256(challenge));
  auto signature = session_.sign(Command::sign(Target::short_id(kAuthKey), info));
  if (!signature) return pass(signature);
  if (!auth_key_->signed_this(*signature, info)) return card_failure(Trouble::Forged, "signature with the PIN");
  answer.signature = std::move(*signature);
  return answer;
}

}  // namespace omote::card
