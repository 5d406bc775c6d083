#include "terminal/update_follow.hpp"

#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "base/log.hpp"
#include "base/process.hpp"
#include "base/text.hpp"

namespace omote::terminal {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostVerdict = 64 << 10;
constexpr std::size_t kMostWhy = 600;
constexpr auto kInstaller = "/lib/systemd/system/omote-terminal-update.path";

std::string checksum(const std::string& hex) {
  const auto bytes = from_hex(hex);
  return bytes && bytes->size() == 32 ? as_text(*bytes) : std::string();
}

bool release_waits(const fs::path& folder) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".release") return true;
  }
  return false;
}

void read_verdict(const fs::path& file, link::v1::UpdateState& state) {
  const auto bytes = read_file(file, kMostVerdict);
  const auto json = bytes ? nlohmann::json::parse(bytes->begin(), bytes->end(), nullptr, false) : nlohmann::json();
  if (!json.is_object()) return;
  try {
    state.set_sha256(checksum(json.value("sha256", "")));
    state.set_version(to_one_line(json.value("version", ""), 20));
    state.set_verdict(to_one_line(json.value("verdict", ""), 20));
    state.set_why(to_one_line(json.value("why", ""), kMostWhy));
    state.set_number(json.value("number", std::uint64_t{0}));
  } catch (const nlohmann::json::exception& error) {
    log::warning("{}: {}", file.string(), error.what());
  }
}

}  // namespace

std::string update_way(const std::string& wanted) {
  if (wanted != "auto") return wanted;
  std::error_code error;
  const bool installed = own_executable().starts_with("/opt/omote/");
  return installed && fs::exists("/run/systemd/system", error) && fs::exists(kInstaller, error) ? "host" : "by_hand";
}

UpdateFollow::UpdateFollow(net::Loop& loop, UpdatePlaces places, std::function<bool(link::v1::ToHost)> send)
    : loop_(loop), places_(std::move(places)), send_(std::move(send)) {}

UpdateFollow::~UpdateFollow() {
  alive_.reset();
  disk_.finish();
}

link::v1::UpdateState UpdateFollow::state() const {
  link::v1::UpdateState state;
  state.set_way(places_.way);
  if (places_.way != "host") return state;
  // Which one lies there is known as long as this program put it there; the host knows it as well.
  if (release_waits(places_.folder)) state.set_installing(as_text(wanted_.empty() ? Bytes(32) : wanted_));
  read_verdict(places_.verdict, state);
  return state;
}

void UpdateFollow::link_up() {
  told_.clear();
  tick();
}

void UpdateFollow::tick() {
  link::v1::ToHost message;
  *message.mutable_update_state() = state();
  auto said = message.SerializeAsString();
  if (said != told_ && send_(std::move(message))) told_ = std::move(said);
}

// The answer to what the disk did: the next byte that is wanted, or why none is.
void UpdateFollow::ask(const Result<void>& done) {
  link::v1::ToHost message;
  auto& wanted = *message.mutable_release_wanted();
  wanted.set_sha256(as_text(wanted_));
  if (*part_) wanted.set_at((*part_)->at());
  if (!done) {
    log::warning("the release that the host sends: {}", describe(done.error()));
    wanted.set_reason(std::string(done.error().reason.text()));
    part_->reset();
  }
  static_cast<void>(send_(std::move(message)));
}

void UpdateFollow::on_disk(Work work) {
  working_ = true;
  disk_.post([this, alive = std::weak_ptr(alive_), work = std::move(work)] {
    auto done = work();
    loop_.post([this, alive, done = std::move(done)] {
      if (alive.expired()) return;
      working_ = false;
      ask(done);
      tick();
    });
  });
}

void UpdateFollow::hear(const link::v1::ReleaseOffer& offer) {
  if (working_) return;  // what the disk does is answered soon, and says where it is
  wanted_.assign(offer.sha256().begin(), offer.sha256().end());
  if (places_.way != "host") return ask(fail("update_by_hand"));
  on_disk(
      [part = part_, folder = places_.folder, given = OfferedRelease{offer.version(), offer.size(), wanted_}]() -> Result<void> {
        auto begun = ReleasePart::begin(folder, given);
        if (!begun) return pass(begun);
        *part = std::move(*begun);
        return (*part)->whole() ? (*part)->finish() : Result<void>();
      });
}

void UpdateFollow::hear(const link::v1::ReleasePiece& piece) {
  const bool known = !wanted_.empty() && piece.sha256() == as_text(wanted_);
  if (!known || working_) return;
  on_disk([part = part_, at = piece.at(), data = piece.data()]() -> Result<void> {
    if (!*part) return fail("release_not_begun");
    if (auto added = (*part)->add(at, as_bytes(data)); !added) return added;
    return (*part)->whole() ? (*part)->finish() : Result<void>();
  });
}

}  // namespace omote::terminal
