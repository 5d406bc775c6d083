#include "host/terminal_wishes.hpp"

#include <nlohmann/json.hpp>

#include "base/log.hpp"

namespace omote::host {

namespace {

using Json = nlohmann::ordered_json;
using namespace std::chrono_literals;

constexpr int kLeastAgain = 1, kMostAgain = 5;
constexpr auto kRestartDue = 2min;

// Minutes since midnight of "03:30"; nothing for what is none.
std::optional<std::chrono::minutes> time_of_day(const std::string& text) {
  const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  if (text.size() != 5 || !digit(0) || !digit(1) || text[2] != ':' || !digit(3) || !digit(4)) return std::nullopt;
  if (text >= "24:00" || text[3] > '5') return std::nullopt;
  return std::chrono::minutes((text[0] - '0') * 600 + (text[1] - '0') * 60 + (text[3] - '0') * 10 + (text[4] - '0'));
}

}  // namespace

TerminalWishes TerminalWishes::open(const std::filesystem::path& state_folder) {
  TerminalWishes wishes(KeptFile::open(state_folder / "terminal-wishes", "omote-terminal-wishes"));
  wishes.read();
  return wishes;
}

void TerminalWishes::read() {
  if (file_.contents().empty()) return;
  const auto json = Json::parse(file_.contents(), nullptr, false);
  if (!json.is_object()) return log::error("{}: not understood", file_.file().string());
  for (const auto& one : json.value("stopped", Json::array()))
    if (one.is_string()) stopped_.insert(one.get<std::string>());
  plan_ = {json.value("again_after_min", plan_.again_after_min), json.value("restart_at", ""), json.value("follow", false)};
  restarted_on_ = json.value("restarted_on", "");
}

Result<void> TerminalWishes::save() {
  return file_.save(Json{
      {"stopped", stopped_},
      {"again_after_min", plan_.again_after_min},
      {"restart_at", plan_.restart_at},
      {"follow", plan_.follow},
      {"restarted_on",
       restarted_on_}}.dump());
}

Result<void> TerminalWishes::set_stopped(const std::string& serial, bool now) {
  if (stopped(serial) == now) return {};
  const auto before = stopped_;
  if (now) {
    stopped_.insert(serial);
  } else {
    stopped_.erase(serial);
  }
  auto saved = save();
  if (!saved) stopped_ = before;
  return saved;
}

Result<void> TerminalWishes::set_plan(TerminalPlan plan) {
  if (plan.again_after_min < kLeastAgain || plan.again_after_min > kMostAgain)
    return fail("again_after_wrong", std::to_string(plan.again_after_min));
  if (!plan.restart_at.empty() && !time_of_day(plan.restart_at)) return fail("restart_at_wrong", plan.restart_at);
  std::swap(plan_, plan);
  auto saved = save();
  if (!saved) plan_ = std::move(plan);
  return saved;
}

Result<void> TerminalWishes::set_restarted_on(const std::string& day) {
  restarted_on_ = day;
  return save();
}

std::optional<std::chrono::seconds> restart_in(const std::string& at, WallTime now) {
  const auto time = time_of_day(at);
  if (!time) return std::nullopt;
  const auto jst = to_jst(now);
  const auto today = std::chrono::hours(jst.hour) + std::chrono::minutes(jst.minute) + std::chrono::seconds(jst.second);
  auto left = std::chrono::seconds(*time) - today;
  if (left <= 0s && left > -kRestartDue) return 0s;
  if (left < 0s) left += 24h;
  return left <= kRestartTold ? std::optional(left) : std::nullopt;
}

bool TryAgain::due(const std::string& serial, bool stands_still, SteadyTime now, std::chrono::minutes after) {
  if (!stands_still) {
    since_.erase(serial);
    return false;
  }
  auto& since = since_.try_emplace(serial, now).first->second;
  if (now - since < after) return false;
  since = now;
  return true;
}

}  // namespace omote::host
