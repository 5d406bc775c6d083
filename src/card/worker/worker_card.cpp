#include "card/worker/worker_card.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "base/log.hpp"
#include "card/worker/message.hpp"
#include "card/worker/worker_process.hpp"

namespace omote::card {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kSlice{250};        // of a wait, so that it can be interrupted
constexpr milliseconds kWaitGrace{3'000};  // beyond a slice: the card service itself hangs
constexpr milliseconds kReleaseTime{1'000};

class WorkerCard final : public ports::CardPort {
 public:
  WorkerCard(WorkerCardSettings settings) : settings_(std::move(settings)) {}

  ports::Presence wait_for_change(ports::Presence known, milliseconds time) override;
  Result<ports::CardSummary> recognise() override;
  Result<ports::PhotoAnswer> read_photo(const Secret& number_b, int tries_expected) override;
  Result<ports::PinAnswer> sign_with_pin(const Secret& pin, int tries_expected, ByteView challenge) override;
  void release() override;
  ports::CardStatistics statistics() const override;

 private:
  // What came back: an answer, or the last word of a worker that had to go.
  struct Exchange {
    std::optional<Reply> reply;
    std::optional<Stage> stage;
    bool timed_out = false;
    // A VERIFY went to the card and nobody knows what became of it.
    [[nodiscard]] bool verify_lost() const { return !reply && stage == Stage::AboutToVerify; }
  };
  [[nodiscard]] Result<Exchange> exchange(const Request& request, milliseconds time);
  [[nodiscard]] static std::unexpected<Failure> explain(const Exchange& done);

  WorkerCardSettings settings_;
  mutable std::mutex call_;  // one call at a time
  std::optional<WorkerProcess> worker_;
  std::atomic<std::uint64_t> releases_ = 0;
  mutable std::mutex statistics_mutex_;
  ports::CardStatistics statistics_;
};

Result<WorkerCard::Exchange> WorkerCard::exchange(const Request& request, milliseconds time) {
  const std::scoped_lock lock(call_);
  const auto end = steady_clock::now() + time;
  const Secret body = encode(request);
  // A worker that died since the last call is noticed before anything reaches a card, so a second one may be tried.
  if (worker_ && !worker_->alive()) worker_.reset();
  if (!worker_) {
    auto started = WorkerProcess::start(settings_.worker_program, settings_.reader, settings_.trust_folder);
    if (!started) return pass(started);
    worker_.emplace(std::move(*started));
  }
  Exchange done;
  bool sent = worker_->send(body);
  while (sent) {
    auto incoming = worker_->receive(end);
    done.timed_out = incoming.what == Received::TimedOut;
    if (incoming.what != Received::Message) break;
    auto reply = decode_reply(incoming.body.reveal());
    if (!reply) break;
    if (reply->kind == Reply::Kind::Stage) {
      done.stage = reply->stage;
      continue;
    }
    const std::scoped_lock counting(statistics_mutex_);
    if (request.kind != Request::Kind::WaitForChange && request.kind != Request::Kind::Release) statistics_ = reply->statistics;
    done.reply = std::move(*reply);
    return done;
  }
  worker_.reset();  // SIGKILL
  log::warning("card worker {}", done.timed_out ? "passed its deadline and was ended" : "ended by itself");
  return done;
}

std::unexpected<Failure> WorkerCard::explain(const Exchange& done) {
  if (done.reply) return card_failure(done.reply->trouble, done.reply->context);
  if (!done.timed_out) return card_failure(Trouble::NotReadable, "the card worker ended");
  if (done.stage == Stage::ConnectingBesideOthers) return card_failure(Trouble::InUse, "another program keeps the card busy");
  return card_failure(Trouble::TimedOut, "the card or its service does not answer");
}

ports::Presence WorkerCard::wait_for_change(ports::Presence known, milliseconds time) {
  const auto end = steady_clock::now() + time;
  const auto releases = releases_.load();
  for (;;) {
    const auto left = std::max(milliseconds(0), std::chrono::duration_cast<milliseconds>(end - steady_clock::now()));
    const auto slice = std::min(left, kSlice);
    Request request;
    request.kind = Request::Kind::WaitForChange;
    request.known = known;
    request.milliseconds = static_cast<std::uint32_t>(slice.count());
    auto done = exchange(request, slice + kWaitGrace);
    const bool answered = done && done->reply && done->reply->kind == Reply::Kind::Presence;
    const auto presence = answered                  ? done->reply->presence
                          : done && done->timed_out ? ports::Presence::ServiceSilent
                                                    : ports::Presence::NoService;
    const bool over = left <= kSlice || releases_.load() != releases;
    if (presence != known || over) return presence;
    if (!answered) std::this_thread::sleep_for(slice);
  }
}

Result<ports::CardSummary> WorkerCard::recognise() {
  Request request;
  request.kind = Request::Kind::Recognise;
  auto done = exchange(request, settings_.deadline);
  if (!done) return pass(done);
  if (!done->reply || done->reply->kind != Reply::Kind::Summary) return explain(*done);
  return std::move(done->reply->summary);
}

Result<ports::PhotoAnswer> WorkerCard::read_photo(const Secret& number_b, int tries_expected) {
  Request request;
  request.kind = Request::Kind::ReadFace;
  request.digits = number_b.copy();
  request.tries_expected = tries_expected;
  auto done = exchange(request, settings_.deadline);
  if (!done) return pass(done);
  if (done->verify_lost()) return ports::PhotoAnswer{};
  if (!done->reply || done->reply->kind != Reply::Kind::Face) return explain(*done);
  auto& face = done->reply->face;
  ports::PhotoAnswer answer{face.outcome, face.tries_left, {}};
  if (!face.record) return answer;
  auto photo = settings_.decode_photo(face.record->photo.reveal());
  if (!photo) return card_failure(Trouble::PhotoNotDecodable, describe(photo.error()));
  auto& record = *face.record;
  answer.record = ports::CardFaceRecord{record.birth,
                                        record.sex,
                                        std::move(*photo),
                                        std::move(record.name_picture),
                                        std::move(record.address_picture),
                                        std::move(record.raw_hash)};
  return answer;
}

Result<ports::PinAnswer> WorkerCard::sign_with_pin(const Secret& pin, int tries_expected, ByteView challenge) {
  Request request;
  request.kind = Request::Kind::SignWithPin;
  request.digits = pin.copy();
  request.tries_expected = tries_expected;
  request.challenge.assign(challenge.begin(), challenge.end());
  auto done = exchange(request, settings_.deadline);
  if (!done) return pass(done);
  if (done->verify_lost()) return ports::PinAnswer{};
  if (!done->reply || done->reply->kind != Reply::Kind::Pin) return explain(*done);
  return std::move(done->reply->pin);
}

void WorkerCard::release() {
  ++releases_;
  {
    // Without a worker there is no card to let go.
    const std::scoped_lock lock(call_);
    if (!worker_) return;
  }
  // A worker that cannot do even this is ended, and the card service lets the card go for it.
  static_cast<void>(exchange(Request{}, kReleaseTime));
}

ports::CardStatistics WorkerCard::statistics() const {
  const std::scoped_lock lock(statistics_mutex_);
  return statistics_;
}

}  // namespace

Result<std::unique_ptr<ports::CardPort>> open_worker_card(WorkerCardSettings settings) {
  auto trust = TrustStore::load(settings.trust_folder);
  if (!trust) return pass(trust);
  if (settings.worker_program.empty()) settings.worker_program = program_beside("omote-card-worker");
  if (!std::filesystem::exists(settings.worker_program)) return fail("card_worker_missing", settings.worker_program.string());
  return std::make_unique<WorkerCard>(std::move(settings));
}

}  // namespace omote::card
