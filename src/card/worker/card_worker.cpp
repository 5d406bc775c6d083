#include "card/worker/card_worker.hpp"

#include <memory>
#include <optional>

#include "card/mynumber/my_number_card.hpp"
#include "card/pcsc/service.hpp"
#include "card/worker/hardening.hpp"
#include "card/worker/message.hpp"
#include "card/worker/wire.hpp"

namespace omote::card {

namespace {

Reply failure_reply(const Failure& failure) {
  Reply reply;
  reply.kind = Reply::Kind::Failure;
  reply.trouble = trouble_of(failure);
  reply.context = failure.context;
  return reply;
}

class Worker {
 public:
  Worker(int socket, const std::string& reader, const TrustStore& trust) : socket_(socket), service_(reader), trust_(trust) {}

  [[nodiscard]] Reply answer(const Request& request) {
    Reply reply = perform(request);
    if (session_) reply.statistics = {session_->channel.apdus(), session_->channel.bytes()};
    // Without the card nothing that was selected or verified is true any more.
    const bool gone =
        reply.kind == Reply::Kind::Failure && (reply.trouble == Trouble::Removed || reply.trouble == Trouble::ServiceMissing);
    if (gone) session_.reset();
    return reply;
  }

 private:
  // One powered card: goes as a whole.
  struct CardSession {
    CardSession(std::unique_ptr<PcscCard> powered, const TrustStore& trust, std::function<void(VerifyStep)> on_verify)
        : link(std::move(powered)), channel(*link), card(channel, trust, std::move(on_verify)) {}
    std::unique_ptr<PcscCard> link;
    AllowedChannel channel;
    MyNumberCard card;
  };

  void tell(Stage stage) {
    Reply reply;
    reply.kind = Reply::Kind::Stage;
    reply.stage = stage;
    static_cast<void>(send_message(socket_, encode(reply)));
  }

  [[nodiscard]] Reply perform(const Request& request) {
    Reply reply;
    switch (request.kind) {
      case Request::Kind::WaitForChange:
        reply.kind = Reply::Kind::Presence;
        reply.presence = service_.wait_for_change(request.known, std::chrono::milliseconds(request.milliseconds));
        return reply;
      case Request::Kind::Recognise: return recognise();
      case Request::Kind::ReadFace: return read_face(request);
      case Request::Kind::SignWithPin: return sign_with_pin(request);
      case Request::Kind::Release: session_.reset(); return reply;
    }
    return reply;
  }

  [[nodiscard]] Reply recognise() {
    session_.reset();
    tell(service_.shared_with_others() ? Stage::ConnectingBesideOthers : Stage::Connecting);
    auto link = service_.connect();
    if (!link) return failure_reply(link.error());
    tell(Stage::Connected);
    const auto on_verify = [this](VerifyStep step) {
      tell(step == VerifyStep::AboutToSend ? Stage::AboutToVerify : Stage::Verified);
    };
    session_.emplace(std::move(*link), trust_, on_verify);
    auto summary = session_->card.recognise();
    if (!summary) return failure_reply(summary.error());
    Reply reply;
    reply.kind = Reply::Kind::Summary;
    reply.summary = std::move(*summary);
    return reply;
  }

  [[nodiscard]] Reply read_face(const Request& request) {
    if (!session_) return no_card();
    auto face = session_->card.read_face(request.digits, request.tries_expected);
    if (!face) return failure_reply(face.error());
    Reply reply;
    reply.kind = Reply::Kind::Face;
    reply.face = std::move(*face);
    return reply;
  }

  [[nodiscard]] Reply sign_with_pin(const Request& request) {
    if (!session_) return no_card();
    auto pin = session_->card.sign_with_pin(request.digits, request.tries_expected, request.challenge);
    if (!pin) return failure_reply(pin.error());
    Reply reply;
    reply.kind = Reply::Kind::Pin;
    reply.pin = std::move(*pin);
    return reply;
  }

  [[nodiscard]] static Reply no_card() { return failure_reply(card_failure(Trouble::Removed, "no card was recognised").error()); }

  int socket_;
  PcscService service_;
  const TrustStore& trust_;
  std::optional<CardSession> session_;
};

}  // namespace

int run_card_worker(int socket, const std::string& reader, const TrustStore& trust) {
  harden_worker();
  const auto watch = end_with(socket);
  Worker worker(socket, reader, trust);
  for (;;) {
    const auto incoming = receive_message(socket, std::nullopt);
    if (incoming.what != Received::Message) return 0;
    const auto request = decode_request(incoming.body.reveal());
    if (!request) return 2;
    if (!send_message(socket, encode(worker.answer(*request)))) return 0;
  }
}

}  // namespace omote::card
