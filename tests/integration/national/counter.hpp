// The host's adapter against the simulated national system over real TLS, on one machine.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "base/text.hpp"
#include "national/https/https_national.hpp"
#include "sim/national/national_system.hpp"
#include "sim/national/pki.hpp"
#include "tests/integration/national/holder.hpp"
#include "tests/unit/net/running_loop.hpp"

namespace omote::sim::national::test {

using ports::IdentityProof;
using ports::Way;

// The wall clock, moved by the test.
class MovedClock final : public Clock {
 public:
  WallTime now() const override { return SystemClock().now() + offset; }
  SteadyTime steady() const override { return SystemClock().steady(); }
  std::chrono::minutes offset{0};
};

class Counter : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto name = (std::filesystem::temp_directory_path() / "omote-national-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    holders_ = std::make_unique<Holders>();
    std::ofstream(folder_ / "holders.pem") << holders_->authority_pem();
    ASSERT_TRUE(make_national_pki(folder_ / "pki"));
    const auto people = personas::load_personas(std::filesystem::path(OMOTE_SOURCE_DIR) / "sim/personas");
    ASSERT_TRUE(people) << describe(people.error());
    for (const auto& one : *people) serials_[one.id] = one.certificate_serial();
  }
  static void TearDownTestSuite() {
    std::filesystem::remove_all(folder_);
    holders_.reset();
  }

  Counter() { start("server"); }
  ~Counter() override {
    running_.on_loop([&] { system_.reset(); });
  }

  void start(const std::string& server_certificate) {
    running_.on_loop([&] {
      system_.reset();
      auto started = NationalSystem::start(running_.loop(),
                                           {.pki = folder_ / "pki",
                                            .card_authority = folder_ / "holders.pem",
                                            .personas = std::filesystem::path(OMOTE_SOURCE_DIR) / "sim/personas",
                                            .exchange = {},
                                            .server_certificate = server_certificate},
                                           clock_);
      ASSERT_TRUE(started) << describe(started.error());
      system_ = std::move(*started);
    });
  }
  void set(const std::string& name, const std::string& value) {
    const auto done = running_.on_loop([&] { return system_->set(name, value); });
    ASSERT_TRUE(done) << describe(done.error());
  }
  omote::national::https::Settings settings(const std::string& device = "F099000001", const std::string& password = "Mihon-0001!",
                                            const std::string& certificate = "clinic") {
    omote::national::https::Settings settings;
    settings.port = system_->port();
    settings.authority = folder_ / "pki/ca.pem";
    settings.certificate = folder_ / "pki" / (certificate + ".crt");
    settings.key = folder_ / "pki" / (certificate + ".key");
    settings.institution_code = kClinic;
    settings.device_id = device;
    settings.password = Secret(password);
    return settings;
  }
  std::unique_ptr<ports::NationalPort> open(omote::national::https::Settings settings) {
    auto port = omote::national::https::open_https(std::move(settings), clock_);
    EXPECT_TRUE(port) << describe(port.error());
    return std::move(*port);
  }
  std::unique_ptr<ports::NationalPort> open() { return open(settings()); }

  static Bytes certificate(const std::string& persona) { return holders_->certificate(serials_.at(persona), -100, 1000); }
  static IdentityProof by_face(Bytes certificate) {
    IdentityProof proof;
    proof.auth_certificate = std::move(certificate);
    proof.face_distance = 0.4;
    proof.face_security_level = 3;
    return proof;
  }
  static IdentityProof by_face(const std::string& persona) { return by_face(certificate(persona)); }
  static IdentityProof by_pin(const std::string& persona, const Bytes& challenge) {
    IdentityProof proof;
    proof.way = Way::Pin;
    proof.auth_certificate = certificate(persona);
    proof.challenge = challenge;
    proof.signature = holders_->sign(challenge);
    return proof;
  }
  static IdentityProof by_staff(const std::string& persona, const std::string& staff) {
    IdentityProof proof;
    proof.way = Way::Staff;
    proof.auth_certificate = certificate(persona);
    proof.staff = staff;
    return proof;
  }
  // Identified by face and asked with the given consents.
  Result<eligibility::Message> whole_visit(const std::string& persona, const ports::Consents& consents = {}) {
    auto port = open();
    auto identity = port->identify("VISIT1", by_face(persona));
    if (!identity) return pass(identity);
    return port->eligibility("VISIT1", identity->insurance_id, consents);
  }

  static inline std::filesystem::path folder_;
  static inline std::unique_ptr<Holders> holders_;
  static inline std::map<std::string, std::uint32_t> serials_;
  MovedClock clock_;
  net::test::RunningLoop running_;
  std::unique_ptr<NationalSystem> system_;
};

template <class T>
std::string reason_of(const Result<T>& result) {
  return result ? "none" : std::string(result.error().reason.text());
}

}  // namespace omote::sim::national::test
