#include "diagnosis/probes/national_probe.hpp"

#include <array>
#include <cmath>

#include "base/file.hpp"
#include "diagnosis/probes/certificates.hpp"
#include "diagnosis/probes/fact_list.hpp"
#include "diagnosis/probes/tls_look.hpp"

namespace omote::diagnosis {

namespace {

constexpr std::array<std::string_view, 7> kTold{
    "national.reachable",        "national.tls",         "national.latency_ms", "pc.clock_offset_s", "national.certificate_days",
    "national.certificate_fits", "national.certificates"};

constexpr std::chrono::milliseconds kForName{2'000};
constexpr std::chrono::milliseconds kForAll{4'000};

}  // namespace

std::vector<std::pair<std::string, std::string>> NationalProbe::tells() const {
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto id : kTold) all.emplace_back(id, "");
  return all;
}

void NationalProbe::tell_door(FactList& facts) const {
  const auto until = std::chrono::steady_clock::now() + kForAll;
  const auto addresses = national_->ask(kForName).addresses;
  TlsQuestion question{addresses.empty() ? "" : addresses.front(), places_.port, places_.host, "", std::nullopt};
  const auto authority = read_file(places_.ca, 1 << 20);
  if (authority) question.ca_pem = as_text(*authority);
  if (auto identity = net::load_identity(places_.certificate, places_.key)) question.identity = std::move(*identity);
  const auto look = addresses.empty() ? TlsLook() : look_at_tls(question, *clock_, until);
  facts.flag("national.reachable", look.reachable);
  if (look.reachable) {
    facts.number("national.latency_ms", std::round(look.latency_ms * 10) / 10);
  } else {
    facts.unknown("national.latency_ms", "not_reachable");
  }
  // Without the authority's certificate on this PC no server can be judged.
  if (!authority && look.tls == "unknown_authority") {
    facts.unknown("national.tls", "authority_missing");
  } else {
    facts.text("national.tls", look.tls);
  }
  if (!look.server_time) return facts.unknown("pc.clock_offset_s", look.reachable ? "not_told" : "not_reachable");
  // The server names whole seconds; on average half of one has passed since. Up to a second is none.
  const auto ahead = std::chrono::duration<double>(look.asked - *look.server_time).count() - 0.5;
  facts.number("pc.clock_offset_s", std::abs(ahead) <= 1 ? 0 : std::round(ahead));
}

void NationalProbe::tell_certificate(FactList& facts) const {
  const auto now = clock_->now();
  const auto ours = read_certificate(places_.certificate);
  if (ours) {
    const auto left = std::chrono::duration<double>(ours->to - now).count();
    facts.number("national.certificate_days", std::floor(left / 86'400));
    facts.flag("national.certificate_fits", institution_of(*ours) == places_.institution_code);
  } else {
    facts.unknown("national.certificate_days", "certificate_unreadable");
    facts.unknown("national.certificate_fits", "certificate_unreadable");
  }
  const auto in_folder = institution_certificates(places_.certificate.parent_path(), now);
  facts.number("national.certificates", static_cast<double>(in_folder.size()));
}

std::vector<fact::Fact> NationalProbe::look() {
  FactList facts({}, clock_->now());
  tell_certificate(facts);
  tell_door(facts);
  return facts.take();
}

}  // namespace omote::diagnosis
