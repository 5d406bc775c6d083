#include "national/https/https_national.hpp"

#include <array>
#include <utility>

#include "base/file.hpp"
#include "national/failures.hpp"
#include "national/https/tree_json.hpp"
#include "national/https/wire.hpp"
#include "net/http.hpp"

namespace omote::national::https {

namespace {

// The simulator-defined codes of refusals (the real list is not public, reference/online-eligibility.md §8).
std::unexpected<Failure> refused(const Refusal& refusal) {
  const auto& code = refusal.code;
  const auto context = refusal.detail.empty() ? code : code + ": " + refusal.detail;
  if (code == "OQSB0101E") return fail("login_unknown_account", context);
  if (code == "OQSB0102E") return fail("login_wrong_password", context);
  if (code == "OQSB0103E") return fail("login_locked", refusal.detail);  // minutes left
  if (code == "OQSB0104E") return fail("login_not_yet_valid", refusal.detail);
  if (code == "OQSB0105E") return fail("login_wrong_environment", refusal.detail);
  if (code == "OQSB0201E") return fail("national_outage", refusal.detail);
  if (code == "OQSB0202E") return fail("national_closed", refusal.detail);
  if (code == "OQSB0301E") return fail("identity_certificate_revoked", context);
  if (code == "OQSB0302E") return fail("identity_certificate_expired", context);
  if (code == "OQSB0303E") return fail("identity_proof_refused", context);
  if (code == "OQSB0304E") return fail("identity_mode_differs", context);
  if (code == "OQSB0401E") return fail("registration_refused", refusal.detail);  // the portal's reason id
  if (code == "OQSB0501E") return fail("eligibility_unknown_id", context);
  return unreadable("unknown refusal " + code);
}

constexpr std::string_view kSessionOver = "OQSB0110E";

// From here on the server itself says that it failed.
constexpr unsigned kServerFailed = 500;

class HttpsNational final : public ports::NationalPort, public ports::LookUpPort {
 public:
  HttpsNational(Settings settings, net::ClientOptions options, const Clock& clock)
      : settings_(std::move(settings)), client_(std::move(options)), clock_(clock) {}

  Result<ports::NationalPolicy> login() override {
    token_.clear();
    auto body = ask("POST", "/auth/login", login_request(settings_.device_id, settings_.password, settings_.environment));
    if (!body) return pass(body);
    auto session = read_session(*body);
    if (!session) return pass(session);
    token_ = std::move(session->token);
    return std::move(session->policy);
  }
  Result<ports::NationalPolicy> policy() override {
    auto body = ask_in_session("GET", "/policy", "");
    if (!body) return pass(body);
    return read_policy(*body);
  }
  Result<Bytes> challenge(const std::string& visit) override {
    auto body = ask_in_session("POST", "/challenge", visit_request(visit));
    if (!body) return pass(body);
    return read_challenge(*body, visit);
  }
  Result<ports::IdentityAnswer> identify(const std::string& visit, const ports::IdentityProof& proof) override {
    auto body = ask_in_session("POST", "/identify", identity_request(visit, proof));
    if (!body) return pass(body);
    return read_identity(*body, visit);
  }
  Result<void> register_card(const std::string& visit, const std::string& insurance_id) override {
    auto body = ask_in_session("POST", "/registration", registration_request(visit, insurance_id));
    if (!body) return pass(body);
    return read_registration(*body, visit, insurance_id);
  }
  Result<eligibility::Message> eligibility(const std::string& visit, const std::string& insurance_id,
                                           const ports::Consents& consents) override {
    const auto day = to_jst(clock_.now()).date;
    auto body = ask_in_session("POST", "/eligibility",
                               eligibility_request(visit, insurance_id, consents, settings_.institution_code, day));
    if (!body) return pass(body);
    return read_eligibility(*body, visit, insurance_id, settings_.institution_code);
  }
  Result<eligibility::Message> ask(eligibility::LookUp kind, const eligibility::Message& request) override {
    const auto path = kind == eligibility::LookUp::Eligibility ? "/lookup" : "/reference";
    auto body = ask_in_session("POST", path, tree_to_json(request.root));
    if (!body) return pass(body);
    return read_look_up(*body, request);
  }

 private:
  // Logs in first when there is no session, and once more when the server says that it ran out.
  Result<std::string> ask_in_session(const std::string& method, const std::string& path, const std::string& question) {
    const bool fresh = token_.empty();
    if (fresh) {
      if (auto policy = login(); !policy) return pass(policy);
    }
    bool over = false;
    auto body = ask(method, path, question, &over);
    if (body || !over || fresh) return body;
    if (auto policy = login(); !policy) return pass(policy);
    return ask(method, path, question);
  }
  Result<std::string> ask(std::string method, const std::string& path, std::string question, bool* session_over = nullptr) {
    net::Request request{std::move(method), settings_.base + path, {}, std::move(question), {}, {}};
    if (!request.body.empty()) request.headers.emplace_back("Content-Type", "application/json;charset=UTF-8");
    if (!token_.empty()) request.headers.emplace_back("Authorization", token_);
    auto response = client_.exchange(std::move(request));
    if (!response) return no_answer(response.error());
    if (response->status == 200) return std::move(response->body);
    const auto refusal = read_refusal(response->body);
    // Not the national system's own words: a proxy, a captive page, a broken server. Nothing of it is believed.
    if (!refusal) {
      const auto instead = response->status >= kServerFailed ? "server_error" : what_else(response->body);
      return unreadable(instead + ", status " + std::to_string(response->status));
    }
    if (session_over != nullptr) *session_over = refusal->code == kSessionOver;
    return refused(*refusal);
  }
  static std::unexpected<Failure> no_answer(const Failure& failure) {
    const auto reason = failure.reason.text();
    if (reason == "http_time_out") return timed_out(failure.context);
    if (reason == "http_certificate_refused") return fail("national_certificate_refused", failure.context);
    // Cut off in the middle of an answer is, to the patient, no connection as well.
    return unreachable(describe(failure));
  }

  Settings settings_;
  net::HttpClient client_;
  const Clock& clock_;
  std::string token_;
};

}  // namespace

namespace {

Result<std::unique_ptr<HttpsNational>> open_any(Settings settings, const Clock& clock) {
  auto authority = read_file(settings.authority, 1 << 20);
  if (!authority) return pass(authority);
  auto identity = net::load_identity(settings.certificate, settings.key);
  if (!identity) return pass(identity);
  auto tls = std::make_shared<net::TlsClient>();
  tls->ca_pem = as_text(*authority);
  tls->server_name = settings.host;
  tls->has_identity = true;
  tls->identity = std::move(*identity);
  tls->allow_tls12 = true;
  net::ClientOptions options{settings.host, settings.port, std::move(tls), settings.time, 4 << 20};
  return std::make_unique<HttpsNational>(std::move(settings), std::move(options), clock);
}

}  // namespace

Result<std::unique_ptr<ports::NationalPort>> open_https(Settings settings, const Clock& clock) {
  return open_any(std::move(settings), clock);
}

Result<std::unique_ptr<ports::LookUpPort>> open_https_look_up(Settings settings, const Clock& clock) {
  return open_any(std::move(settings), clock);
}

}  // namespace omote::national::https
