#include "terminal/eyes.hpp"

#include <algorithm>
#include <optional>

#include "link/messages/codec.hpp"

namespace omote::terminal {

namespace {

using Steady = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kPreviewEvery{80};
constexpr int kSureFrames = 3;
constexpr std::chrono::minutes kLongestPeek{10};

// What one face job carries from frame to frame; used on the face loop's thread only.
struct FaceJob {
  std::uint32_t visit = 0;
  ports::GreyImage photo;
  ports::FacePolicy policy;
  std::optional<ports::FaceVerdict> verdict;
  bool photo_unusable = false;
  std::string hint;
  double progress = 0;
  std::optional<Steady::time_point> asked;  // to move the head, and not done yet
  Steady::time_point last_preview{};
  Steady::time_point begin{};
  std::chrono::milliseconds limit{0};
  Steady::duration human{};
};

bool asks_for_movement(ports::FaceHint hint) {
  return hint == ports::FaceHint::TurnLeft || hint == ports::FaceHint::TurnRight || hint == ports::FaceHint::LookBack;
}

// A person's time runs from the wish to the arrival of the first picture that fulfils it; reading that picture is the machine's.
void count_human(FaceJob& job, ports::FaceHint hint, Steady::time_point arrived) {
  if (asks_for_movement(hint)) {
    if (!job.asked) job.asked = Steady::now();
  } else if (job.asked) {
    job.human += arrived - *job.asked;
    job.asked.reset();
  }
}

link::v1::ToHost face_answer(const FaceJob& job, FrameLoop::End end) {
  link::v1::ToHost message;
  auto& finished = *message.mutable_face_finished();
  finished.set_visit(job.visit);
  finished.set_human_ms(static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::milliseconds>(job.human).count()));
  if (job.photo_unusable) {
    finished.set_decision(std::string(to_string(ports::FaceDecision::PhotoUnusable)));
  } else if (job.verdict) {
    finished.set_decision(std::string(to_string(job.verdict->decision)));
    finished.set_distance(job.verdict->distance);
    finished.set_threshold(job.verdict->threshold);
    finished.set_liveness(job.verdict->liveness);
    finished.set_frames(static_cast<std::uint32_t>(job.verdict->frames));
  } else {
    finished.set_decision(end == FrameLoop::End::CameraFailed ? "camera" : "timed_out");
  }
  return message;
}

}  // namespace

Eyes::Eyes(net::Loop& loop, EyeParts parts, EyeNews news)
    : loop_(loop),
      news_(std::move(news)),
      face_(std::move(parts.face)),
      card_face_(std::move(parts.card_face)),
      preview_(std::move(parts.preview)),
      tray_(parts.tray_reference),
      face_loop_(std::move(parts.face_camera), {parts.idle_look, {}}),
      card_face_loop_(std::move(parts.card_face_camera),
                      {parts.idle_look, [this](const ports::Frame& frame) { return judge_tray(frame); }}) {}

Eyes::~Eyes() {
  alive_.reset();
}

void Eyes::post(std::function<void()> task) {
  loop_.post([alive = std::weak_ptr(alive_), task = std::move(task)] {
    if (!alive.expired()) task();
  });
}

void Eyes::say(link::v1::ToHost message) {
  post([this, message = std::move(message)]() mutable {
    news_.to_host(message);
    link::wipe(message);
  });
}

// Only an empty tray tells anything, and during a visit somebody's card lies there or a hand is in the way.
std::optional<bool> Eyes::judge_tray(const ports::Frame& frame) {
  auto sight = ports::CardFaceSight::Other;
  if (!visiting_ && card_face_) {
    card_face_->begin(std::nullopt);
    sight = card_face_->observe(frame).sight;
    card_face_->end();
  }
  if (sight == ports::CardFaceSight::Nothing) return tray_.saw_empty(frame);
  tray_.interrupted();
  return std::nullopt;
}

void Eyes::start_card_face(const link::v1::StartCardFace& wish) {
  peek("");
  if (!card_face_) {
    link::v1::ToHost message;
    message.mutable_card_face_read()->set_visit(wish.visit());
    message.mutable_card_face_read()->set_refused("camera");
    return say(std::move(message));
  }
  struct CardFaceJob {
    ports::CardFaceSight sight = ports::CardFaceSight::Nothing;
    int western = 0;  // frames in a row that show a western birth year
    std::optional<Secret> number_b;
  };
  auto job = std::make_shared<CardFaceJob>();
  const auto visit = wish.visit();
  FrameLoop::Job work;
  work.limit = std::chrono::milliseconds(wish.limit_ms());
  work.begin = [this, expiry = parse_date(wish.chip_expiry())] { card_face_->begin(expiry); };
  work.observe = [this, job, visit](const ports::Frame& frame) {
    auto progress = card_face_->observe(frame);
    if (progress.sight != job->sight) {
      job->sight = progress.sight;
      link::v1::ToHost seen;
      seen.mutable_card_face_seen()->set_visit(visit);
      seen.mutable_card_face_seen()->set_sight(std::string(to_string(job->sight)));
      say(std::move(seen));
      kiosk::v1::Live live;
      live.set_card_face_sight(std::string(to_string(job->sight)));
      post([this, live] { news_.live(live); });
    }
    job->number_b = std::move(progress.number_b);
    // Looking longer does not help: the patient is led to another way at once.
    job->western = progress.sight == ports::CardFaceSight::Western ? job->western + 1 : 0;
    return !job->number_b && job->western < kSureFrames;
  };
  work.ended = [this, job, visit](FrameLoop::End end) {
    card_face_->end();
    if (end == FrameLoop::End::Stopped) return;
    link::v1::ToHost message;
    auto& read = *message.mutable_card_face_read();
    read.set_visit(visit);
    if (job->number_b) {
      read.set_number_b(job->number_b->reveal().data(), job->number_b->size());
    } else {
      read.set_refused(end == FrameLoop::End::CameraFailed ? "camera" : std::string(to_string(job->sight)));
    }
    job->number_b.reset();
    say(std::move(message));
  };
  card_face_loop_.start(std::move(work));
}

void Eyes::stop_card_face() {
  card_face_loop_.stop();
}

void Eyes::start_face(const link::v1::StartFace& wish) {
  peek("");
  auto job = std::make_shared<FaceJob>();
  job->visit = wish.visit();
  job->photo = {static_cast<int>(wish.photo_width()), static_cast<int>(wish.photo_height()), Secret(wish.photo())};
  job->policy = {static_cast<int>(wish.security_level()), wish.liveness_challenge()};
  job->limit = std::chrono::milliseconds(wish.limit_ms());
  if (!face_) return say(face_answer(*job, FrameLoop::End::CameraFailed));
  FrameLoop::Job work;
  work.limit = job->limit;
  work.begin = [this, job] {
    job->begin = Steady::now();
    job->photo_unusable = !face_->begin(job->photo, job->policy).has_value();
    job->photo.pixels.wipe();
  };
  work.observe = [this, job](const ports::Frame& frame) {
    if (job->photo_unusable) return false;
    const auto now = Steady::now();
    const auto progress = face_->observe(frame);
    count_human(*job, progress.hint, now);
    if (preview_ && now - job->last_preview > kPreviewEvery) {
      job->last_preview = now;
      post([this, jpeg = preview_(frame)]() mutable { news_.preview(std::move(jpeg)); });
    }
    if (to_string(progress.hint) != job->hint || progress.progress > job->progress + 0.02) {
      job->hint = to_string(progress.hint);
      job->progress = progress.progress;
      kiosk::v1::Live live;
      live.set_face_hint(job->hint);
      live.set_face_progress(job->progress);
      const auto left = job->limit - std::chrono::duration_cast<std::chrono::milliseconds>(now - job->begin);
      live.set_seconds_left(static_cast<std::uint32_t>(std::max<std::int64_t>(0, left.count() / 1000)));
      post([this, live] { news_.live(live); });
      link::v1::ToHost seen;
      seen.mutable_face_seen()->set_visit(job->visit);
      seen.mutable_face_seen()->set_hint(job->hint);
      seen.mutable_face_seen()->set_progress(job->progress);
      say(std::move(seen));
    }
    job->verdict = progress.verdict;
    return !job->verdict;
  };
  work.ended = [this, job](FrameLoop::End end) {
    face_->end();
    count_human(*job, ports::FaceHint::None, Steady::now());
    if (end != FrameLoop::End::Stopped) say(face_answer(*job, end));
  };
  face_loop_.start(std::move(work));
}

void Eyes::stop_face() {
  face_loop_.stop();
}

void Eyes::warm() {
  peek("");
  visiting_ = true;
  face_loop_.warm();
  card_face_loop_.warm();
}

// Only what was begun here is stopped here: the other camera may be at work for a visit.
void Eyes::peek(const std::string& camera) {
  if (camera == peeking_) return;
  if (peeking_ == "face") face_loop_.stop();
  if (peeking_ == "card_face") card_face_loop_.stop();
  peeking_ = camera;
  peeked_sight_.clear();
  if (visiting_ || (camera != "face" && camera != "card_face")) return;
  const bool of_card = camera == "card_face" && card_face_ != nullptr;
  FrameLoop::Job work;
  work.limit = kLongestPeek;
  work.begin = [this, of_card] {
    if (of_card) card_face_->begin(std::nullopt);
  };
  work.observe = [this, of_card, camera, last = Steady::time_point{}](const ports::Frame& frame) mutable {
    if (Steady::now() - last < kPreviewEvery) return true;
    last = Steady::now();
    auto sight = of_card ? std::string(to_string(card_face_->observe(frame).sight)) : std::string();
    post([this, camera, sight, jpeg = preview_ ? preview_(frame) : Bytes()]() mutable {
      if (peeking_ != camera) return;
      peeked_sight_ = sight;
      news_.preview(std::move(jpeg));
    });
    return true;
  };
  work.ended = [this, of_card](FrameLoop::End) {
    if (of_card) card_face_->end();
  };
  (camera == "face" ? face_loop_ : card_face_loop_).start(std::move(work));
}

void Eyes::rest() {
  peek("");
  visiting_ = false;
  stop_face();
  stop_card_face();
  face_loop_.rest();
  card_face_loop_.rest();
}

void Eyes::reopen() {
  face_loop_.reopen();
  card_face_loop_.reopen();
}

}  // namespace omote::terminal
