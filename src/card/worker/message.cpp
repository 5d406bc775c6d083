#include "card/worker/message.hpp"

#include <algorithm>

namespace omote::card {

namespace {

constexpr std::int64_t kUnknownTries = -1;

// Grows by replacing its buffer with a larger wiped one, so that no copy of a secret stays behind.
class Writer {
 public:
  ~Writer() { wipe_memory(bytes_.data(), bytes_.size()); }
  void number(std::int64_t value) {
    for (int shift = 56; shift >= 0; shift -= 8) push(static_cast<std::uint8_t>(value >> shift));
  }
  void bytes(ByteView view) {
    number(static_cast<std::int64_t>(view.size()));
    reserve(view.size());
    append(bytes_, view);
  }
  void tries(const ports::Tries& tries) { number(tries ? *tries : kUnknownTries); }
  void date(const Date& date) { number(std::int64_t{date.year} * 10000 + date.month * 100 + date.day); }
  void date(const std::optional<Date>& maybe) { date(maybe.value_or(Date{})); }
  [[nodiscard]] Secret take() { return Secret::take(std::move(bytes_)); }

 private:
  void push(std::uint8_t byte) {
    reserve(1);
    bytes_.push_back(byte);
  }
  void reserve(std::size_t more) {
    if (bytes_.capacity() - bytes_.size() >= more) return;
    Bytes larger;
    larger.reserve(std::max<std::size_t>(256, 2 * (bytes_.size() + more)));
    append(larger, bytes_);
    wipe_memory(bytes_.data(), bytes_.size());
    bytes_ = std::move(larger);
  }
  Bytes bytes_;
};

class Reader {
 public:
  explicit Reader(ByteView bytes) : left_(bytes) {}

  std::int64_t number(std::int64_t least, std::int64_t most) {
    std::uint64_t value = 0;
    for (const auto byte : take(8)) value = value << 8 | byte;
    const auto result = static_cast<std::int64_t>(value);
    if (result < least || result > most) good_ = false;
    return good_ ? result : least;
  }
  ByteView view() { return take(static_cast<std::size_t>(number(0, kLargestMessage))); }
  Bytes bytes() {
    const auto found = view();
    return {found.begin(), found.end()};
  }
  ports::Tries tries() {
    const auto value = number(kUnknownTries, 15);
    return value == kUnknownTries ? ports::Tries() : ports::Tries(static_cast<int>(value));
  }
  std::optional<Date> date() {
    const auto value = static_cast<int>(number(0, 99991231));
    const Date date{value / 10000, value / 100 % 100, value % 100};
    if (value == 0) return std::nullopt;
    if (!is_real(date)) good_ = false;
    return date;
  }
  template <class Enum>
  Enum word(Enum last) {
    return static_cast<Enum>(number(0, static_cast<std::int64_t>(last)));
  }
  // Everything was there, and nothing more.
  [[nodiscard]] bool complete() const { return good_ && left_.empty(); }

 private:
  ByteView take(std::size_t count) {
    if (count > left_.size()) good_ = false;
    if (!good_) return {};
    const auto taken = left_.first(count);
    left_ = left_.subspan(count);
    return taken;
  }
  ByteView left_;
  bool good_ = true;
};

void write_summary(Writer& to, const ports::CardSummary& summary) {
  to.number(static_cast<std::int64_t>(summary.kind));
  to.bytes(as_bytes(summary.card_hash));
  to.tries(summary.pin_tries);
  to.number(summary.pin_set ? 1 : 0);
  to.tries(summary.number_b_tries);
  to.date(summary.expiry);
  to.bytes(summary.auth_certificate);
  to.date(summary.certificate_ends);
}

ports::CardSummary read_summary(Reader& from) {
  ports::CardSummary summary;
  summary.kind = from.word(ports::CardKind::Other);
  summary.card_hash = as_text(from.view());
  summary.pin_tries = from.tries();
  summary.pin_set = from.number(0, 1) == 1;
  summary.number_b_tries = from.tries();
  summary.expiry = from.date();
  summary.auth_certificate = from.bytes();
  summary.certificate_ends = from.date();
  return summary;
}

void write_face(Writer& to, const FaceAnswer& answer) {
  to.number(static_cast<std::int64_t>(answer.outcome));
  to.tries(answer.tries_left);
  to.number(answer.record ? 1 : 0);
  if (!answer.record) return;
  to.date(answer.record->birth);
  to.number(answer.record->sex);
  to.bytes(answer.record->photo.reveal());
  to.bytes(answer.record->name_picture);
  to.bytes(answer.record->address_picture);
  to.bytes(answer.record->raw_hash.reveal());
}

FaceAnswer read_face(Reader& from) {
  FaceAnswer answer;
  answer.outcome = from.word(ports::VerifyOutcome::Unknown);
  answer.tries_left = from.tries();
  if (from.number(0, 1) == 0) return answer;
  FaceRecord record;
  record.birth = from.date().value_or(Date{});
  record.sex = static_cast<char>(from.number(-128, 127));
  record.photo = Secret(from.view());
  record.name_picture = from.bytes();
  record.address_picture = from.bytes();
  record.raw_hash = Secret(from.view());
  answer.record = std::move(record);
  return answer;
}

}  // namespace

Secret encode(const Request& request) {
  Writer to;
  to.number(static_cast<std::int64_t>(request.kind));
  to.number(static_cast<std::int64_t>(request.known));
  to.number(request.milliseconds);
  to.bytes(request.digits.reveal());
  to.number(std::clamp(request.tries_expected, -1, 15));
  to.bytes(request.challenge);
  return to.take();
}

std::optional<Request> decode_request(ByteView body) {
  Reader from(body);
  Request request;
  request.kind = from.word(Request::Kind::Release);
  request.known = from.word(ports::Presence::Card);
  request.milliseconds = static_cast<std::uint32_t>(from.number(0, 3'600'000));
  request.digits = Secret(from.view());
  request.tries_expected = static_cast<int>(from.number(-1, 15));
  request.challenge = from.bytes();
  if (!from.complete()) return std::nullopt;
  return request;
}

Secret encode(const Reply& reply) {
  Writer to;
  to.number(static_cast<std::int64_t>(reply.kind));
  to.number(static_cast<std::int64_t>(reply.statistics.apdus));
  to.number(static_cast<std::int64_t>(reply.statistics.bytes));
  switch (reply.kind) {
    case Reply::Kind::Stage: to.number(static_cast<std::int64_t>(reply.stage)); break;
    case Reply::Kind::Failure:
      to.number(static_cast<std::int64_t>(reply.trouble));
      to.bytes(as_bytes(reply.context));
      break;
    case Reply::Kind::Presence: to.number(static_cast<std::int64_t>(reply.presence)); break;
    case Reply::Kind::Summary: write_summary(to, reply.summary); break;
    case Reply::Kind::Face: write_face(to, reply.face); break;
    case Reply::Kind::Pin:
      to.number(static_cast<std::int64_t>(reply.pin.outcome));
      to.tries(reply.pin.tries_left);
      to.bytes(reply.pin.signature);
      break;
    case Reply::Kind::Done: break;
  }
  return to.take();
}

std::optional<Reply> decode_reply(ByteView body) {
  constexpr std::int64_t kMost = std::int64_t{1} << 53;
  Reader from(body);
  Reply reply;
  reply.kind = from.word(Reply::Kind::Done);
  reply.statistics.apdus = static_cast<std::uint64_t>(from.number(0, kMost));
  reply.statistics.bytes = static_cast<std::uint64_t>(from.number(0, kMost));
  switch (reply.kind) {
    case Reply::Kind::Stage: reply.stage = from.word(Stage::Verified); break;
    case Reply::Kind::Failure:
      reply.trouble = from.word(Trouble::NotAllowed);
      reply.context = as_text(from.view());
      break;
    case Reply::Kind::Presence: reply.presence = from.word(ports::Presence::Card); break;
    case Reply::Kind::Summary: reply.summary = read_summary(from); break;
    case Reply::Kind::Face: reply.face = read_face(from); break;
    case Reply::Kind::Pin:
      reply.pin.outcome = from.word(ports::VerifyOutcome::Unknown);
      reply.pin.tries_left = from.tries();
      reply.pin.signature = from.bytes();
      break;
    case Reply::Kind::Done: break;
  }
  if (!from.complete()) return std::nullopt;
  return reply;
}

}  // namespace omote::card
