// The control interface, and the document against what is really answered.
#include <gmock/gmock.h>

#include "net/http.hpp"
#include "sim/national/control.hpp"
#include "tests/integration/national/counter.hpp"

namespace omote::sim::national::test {
namespace {

class ControlInterface : public Counter {
 protected:
  net::Response ask(const std::string& method, const std::string& path, const std::string& body = "") {
    const auto port = running_.on_loop([&] { return system_->control_port(); });
    auto response = net::HttpClient({.port = port, .tls = nullptr}).exchange({method, path, {}, body});
    EXPECT_TRUE(response) << describe(response.error());
    return response.value_or(net::Response{});
  }
  std::string mode() {
    return running_.on_loop([&] { return system_->switches().get("mode"); });
  }
};

TEST_F(ControlInterface, switch_is_set) {
  EXPECT_EQ(ask("POST", "/switches", R"({"mode":"staff_confirmation"})").status, 200U);
  EXPECT_EQ(mode(), "staff_confirmation");
}

TEST_F(ControlInterface, one_wrong_value_leaves_all_as_they_were) {
  const auto response = ask("POST", "/switches", R"({"mode":"staff_confirmation","latency_ms":"soon"})");
  EXPECT_EQ(response.status, 400U);
  EXPECT_THAT(response.body, testing::HasSubstr("latency_ms"));
  EXPECT_EQ(mode(), "unattended");
}

TEST_F(ControlInterface, switches_are_listed) {
  EXPECT_THAT(ask("GET", "/switches").body, testing::HasSubstr(R"("face_security_level":"3")"));
}

TEST_F(ControlInterface, requests_are_listed_with_status_and_time) {
  ASSERT_TRUE(open()->login());
  EXPECT_THAT(ask("GET", "/requests").body, testing::HasSubstr(R"("path":"/oqs-api-sim/auth/login","status":200)"));
}

TEST_F(ControlInterface, network_comes_back_on_the_same_port) {
  const auto port = system_->port();
  ask("POST", "/switches", R"({"network":"down"})");
  ask("POST", "/switches", R"({"network":"up"})");
  EXPECT_EQ(system_->port(), port);
  EXPECT_EQ(reason_of(open()->login()), "none");
}

TEST_F(ControlInterface, wrong_method_is_405) {
  EXPECT_EQ(ask("DELETE", "/switches").status, 405U);
}

TEST_F(ControlInterface, clinic_paths_are_not_served_here) {
  EXPECT_EQ(ask("GET", "/oqs-api-sim/policy").status, 404U);
}

TEST_F(ControlInterface, every_path_of_it_is_answered) {
  for (const auto& one : control_paths()) EXPECT_NE(ask(one.method, one.path, "{}").status, 404U) << one.path;
}

TEST_F(ControlInterface, every_path_for_clinics_demands_a_session_but_the_login) {
  auto tls = std::make_shared<net::TlsClient>();
  tls->accept_server = [](const std::string&) { return true; };
  tls->has_identity = true;
  tls->identity = std::move(*net::load_identity(folder_ / "pki/clinic.crt", folder_ / "pki/clinic.key"));
  net::HttpClient client({.port = system_->port(), .tls = tls});
  for (const auto& operation : operations()) {
    const auto response = client.exchange({operation.method, kBase + operation.path, {}, "{}"});
    ASSERT_TRUE(response) << describe(response.error());
    const auto* code = operation.name == "login" ? "OQSB0101E" : "OQSB0110E";
    EXPECT_THAT(response->body, testing::HasSubstr(code)) << operation.path;
  }
}

}  // namespace
}  // namespace omote::sim::national::test
