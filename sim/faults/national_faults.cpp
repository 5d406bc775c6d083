// The national system's own switches: outage, silence, refusals, wrong answers, another mode.
#include <algorithm>

#include "base/file.hpp"
#include "diagnosis/probes/tls_look.hpp"
#include "sim/faults/fault.hpp"

namespace omote::sim::faults {

namespace {

// Requests that it has handled: a switch that nobody met proves nothing.
std::size_t handled(const Ground& ground) {
  const auto all = ground.national_requests();
  return all.empty() ? 0 : std::strtoul(all.back().c_str(), nullptr, 10);
}

Result<Injected> turn(Ground& ground, const std::string& name, const std::string& value) {
  const auto before = handled(ground);
  if (auto set = ground.set_national(name, value); !set) return pass(set);
  return Injected{[&ground, name] { return ground.set_national(name, ""); },
                  [&ground, before] { return handled(ground) > before; }};
}

std::function<Result<Injected>(Ground&, const Texts&)> switched(const std::string& name, const std::string& value) {
  return [name, value](Ground& ground, const Texts& with) { return turn(ground, name, text(with, "value", value)); };
}

// Of the persona whose card it is.
Result<Injected> refuse_registration(Ground& ground, const Texts& with) {
  const auto person = "persona." + ground.persona + ".";
  return turn(ground, person + "registration", text(with, "reason", "other_error"));
}

// A field that no file of ours can hold, as a later specification might bring it.
Result<Injected> send_new_field(Ground& ground, const Texts& with) {
  return turn(ground, "persona." + ground.persona + ".record." + text(with, "name", "2ndInsurer"), "1");
}

Result<Injected> change_certificate_state(Ground& ground, const Texts& with) {
  return turn(ground, "persona." + ground.persona + ".certificate", text(with, "state", "revoked"));
}

// Nobody listens: there is no request that could be counted, so the port itself is tried.
Result<Injected> take_down(Ground& ground, const Texts&) {
  if (auto set = ground.set_national("network", "down"); !set) return pass(set);
  return Injected{[&ground] { return ground.set_national("network", "up"); }, [] { return true; }};
}

// No client that looks at it goes on to a request: another one begins the same conversation and is asked what it saw.
Result<Injected> present_certificate(Ground& ground, const Texts& with) {
  auto injected = turn(ground, "certificate", text(with, "value", "server_expired"));
  if (!injected) return injected;
  injected->fired = [&site = ground.site] {
    const auto authority = read_file(site.national_pki() / "ca.pem");
    if (!authority) return false;
    const diagnosis::TlsQuestion question{
        site.network().national_address, site.national_port(), site.network().national_name, as_text(*authority), {}};
    const auto seen = diagnosis::look_at_tls(question, SystemClock(), std::chrono::steady_clock::now() + std::chrono::seconds(3));
    return seen.tls == "expired" || seen.tls == "wrong_name" || seen.tls == "unknown_authority";
  };
  return injected;
}

Result<Injected> spoil(Ground& ground, const Texts& with) {
  if (auto at = ground.set_national("fault_at", text(with, "at", "")); !at) return pass(at);
  auto injected = turn(ground, "fault", text(with, "how", "garbage"));
  if (!injected) return injected;
  return Injected{[&ground]() -> Result<void> {
                    if (auto undone = ground.set_national("fault", ""); !undone) return undone;
                    return ground.set_national("fault_at", "");
                  },
                  injected->fired};
}

Result<Injected> end_sessions(Ground& ground, const Texts&) {
  const auto before = handled(ground);
  if (auto set = ground.set_national("sessions", "end"); !set) return pass(set);
  return Injected{[]() -> Result<void> { return {}; }, [&ground, before] { return handled(ground) > before; }};
}

}  // namespace

std::vector<Fault> national_faults() {
  const Texts value{{"value", "another value of the switch"}};
  return {
      {"national_outage", "national", "システムが障害を知らせる", "The system declares an outage", value, false,
       switched("outage", "on")},
      {"national_closed", "national", "利用時間の外になる", "Outside the service hours", value, false,
       switched("hours", "00:00-00:01")},
      {"national_down", "national", "システムにつながらない", "The system cannot be reached", {}, false, take_down},
      {"national_silent", "national", "システムから応答がない", "The system never answers", value, false,
       switched("network", "silent")},
      {"national_slow", "national", "システムの応答が遅い", "The system answers late", value, false,
       switched("latency_ms", "9000")},
      {"national_answers_wrong",
       "national",
       "システムの応答が壊れている",
       "The system's answers are wrong",
       {{"how", "garbage, html, truncated, cut_BYTES, status_503, wrong_visit … (garbage)"},
        {"at", "only answers of this operation"}},
       false,
       spoil},
      {"national_staff_mode", "national", "目視確認モードになる", "The system is in staff-confirmation mode", value, false,
       switched("mode", "staff_confirmation")},
      {"national_certificate",
       "national",
       "サーバー証明書がおかしい",
       "The server's certificate is wrong",
       {{"value", "server_expired, server_elsewhere or server_unknown (server_expired)"}},
       false,
       present_certificate},
      {"national_clock_ahead",
       "national",
       "国のシステムとPCの時計がちがう",
       "The clocks of the national system and the PC differ",
       {{"value", "seconds that its clock is ahead (600)"}},
       false,
       switched("clock_ahead_s", "600")},
      {"national_impatient",
       "national",
       "本人の確認を、短い間しか待たない",
       "The system waits a short time only for the proof of identity",
       {{"value", "seconds that a challenge counts (1)"}},
       false,
       switched("challenge_s", "1")},
      {"national_sessions_end", "national", "ログインが切れる", "All sessions end", {}, false, end_sessions},
      {"registration_refused",
       "national",
       "保険証としての登録が断られる",
       "The first registration is refused",
       {{"reason", "of the portal (other_error)"}},
       false,
       refuse_registration},
      {"national_new_field",
       "national",
       "結果に、書けない名前の項目がある",
       "The answer holds a field whose name cannot be written",
       {{"name", "of the field (2ndInsurer)"}},
       false,
       send_new_field},
      {"certificate_state",
       "national",
       "カードの電子証明書が使えない",
       "The card's certificate does not count",
       {{"state", "revoked or expired (revoked)"}},
       false,
       change_certificate_state},
  };
}

}  // namespace omote::sim::faults
