// A console over real HTTP, on a loop of its own and with a clock that the test moves.
#pragma once

#include <gmock/gmock.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "console/console_server.hpp"
#include "tests/unit/host/hand_clock.hpp"
#include "tests/unit/net/running_loop.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::console {

using namespace std::chrono_literals;
using TestJson = nlohmann::json;

constexpr auto kPassword = "mint boat 42 kettle";
constexpr auto kOther = "seven green umbrellas";

class ConsoleTest : public testing::Test {
 protected:
  ConsoleTest() { ::setenv("OMOTE_RUNTIME", temp_.path().c_str(), 1); }
  ~ConsoleTest() override {
    running_.on_loop([this] { console_.reset(); });
    ::unsetenv("OMOTE_RUNTIME");
  }
  void SetUp() override {
    std::filesystem::create_directories(temp_ / "pages");
    ASSERT_TRUE(write_durably(temp_ / "pages/index.html", as_bytes("<!doctype html>")));
    open();
  }
  void open() {
    auto opened = running_.on_loop([this] {
      console_.reset();
      return ConsoleServer::open(
          {running_.loop(), clock_, journal_, 0, temp_ / "pages", temp_ / "state",
           [] {
             v1::State state;
             state.set_clinic_name("見本クリニック");
             return state;
           },
           [this](const v1::FromPage& wish, const Caller& by) { wishes_.push_back(by.name + " " + name_of(wish)); }});
    });
    ASSERT_TRUE(opened) << describe(opened.error());
    console_ = std::move(*opened);
    port_ = console_->port();
    local_ = *net::read_local_token(port_);
  }
  net::Response ask(const std::string& method, const std::string& target, net::Headers headers = {},
                    const std::string& body = "") {
    net::ClientOptions where;
    where.port = port_;
    auto answer = net::HttpClient(std::move(where)).exchange({method, target, std::move(headers), body, "", ""});
    return answer ? std::move(*answer) : net::Response{.status = 0};
  }
  // As the page does it: with the cookie, if there is one, and in JSON.
  net::Response post(const std::string& target, const TestJson& body, const std::string& cookie = "") {
    net::Headers headers{{"Content-Type", "application/json"}};
    if (!cookie.empty()) headers.emplace_back("Cookie", cookie);
    return ask("POST", target, std::move(headers), body.dump());
  }
  net::Response local(const std::string& method, const std::string& target, const TestJson& body = TestJson::object()) {
    return ask(method, target, {{"Authorization", "Bearer " + local_}}, body.dump());
  }
  static std::string reason(const net::Response& answer) { return TestJson::parse(answer.body).value("reason", ""); }
  static std::string cookie_of(const net::Response& answer) {
    const auto text = std::string(answer.header("Set-Cookie"));
    return text.substr(0, text.find(';'));
  }
  void add(const std::string& name, const std::string& role) {
    ASSERT_EQ(local("POST", "/api/staff", {{"name", name}, {"role", role}, {"password", kPassword}}).status, 201U);
  }
  net::Response try_in(const std::string& name, const std::string& password, const std::string& code = "") {
    return post("/api/session", {{"name", name}, {"password", password}, {"code", code}});
  }
  // The cookie of a new session.
  std::string sign_in(const std::string& name) {
    const auto answer = try_in(name, kPassword);
    EXPECT_EQ(answer.status, 200U) << answer.body;
    return cookie_of(answer);
  }
  unsigned look(const std::string& cookie) { return ask("GET", "/api/state", {{"Cookie", cookie}}).status; }
  void pass(std::chrono::milliseconds time) {
    running_.on_loop([&] { clock_.passed += time; });
  }
  std::vector<std::string> audit() {
    return running_.on_loop([this] {
      std::vector<std::string> lines;
      for (const auto& event : journal_.events) {
        if (event.has_signed_in()) lines.push_back("in " + event.signed_in().by() + " " + event.signed_in().way());
        if (event.has_sign_in_failed())
          lines.push_back("failed " + event.sign_in_failed().name() + " " + event.sign_in_failed().reason());
        if (event.has_signed_out()) lines.push_back("out " + event.signed_out().by() + " " + event.signed_out().why());
        if (event.has_staff_changed())
          lines.push_back(event.staff_changed().by() + " " + event.staff_changed().what() + " " + event.staff_changed().name());
        if (event.has_staff_acted()) lines.push_back(event.staff_acted().by() + " did " + event.staff_acted().what());
      }
      return lines;
    });
  }

  test::TempFolder temp_;
  test::HandClock clock_;
  test::Memory journal_;
  std::vector<std::string> wishes_;
  net::test::RunningLoop running_;
  std::unique_ptr<ConsoleServer> console_;
  std::uint16_t port_ = 0;
  std::string local_;
};

}  // namespace omote::console
