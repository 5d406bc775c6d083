// One simulated clinic for each test: counter, private card service, national system, host, terminal; and hands on all of it.
#pragma once

#include <gtest/gtest.h>

#include <thread>

#include "net/http.hpp"
#include "net/loop.hpp"
#include "schema/console.pb.h"
#include "schema/journal.pb.h"
#include "schema/kiosk.pb.h"
#include "sim/bench/counter.hpp"
#include "sim/bench/kiosk_page.hpp"
#include "sim/bench/patient.hpp"
#include "sim/bench/site.hpp"
#include "sim/reader/private_card_service.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::sim::test {

// The kiosk's page, with a test's patience.
class Kiosk : public bench::KioskPage {
 public:
  explicit Kiosk(std::uint16_t port) : bench::KioskPage({.port = port}) {}
  // Until that screen stands (with that parameter); false when the time is up.
  bool shows(const std::string& id, const std::string& param = "", const std::string& value = "");
};

class Clinic : public ::testing::Test {
 protected:
  static void SetUpTestSuite();
  void SetUp() override;
  // Each visit that began has ended, once; no VERIFY without an answer.
  void TearDown() override;

  void open_doors();  // host and terminal start, the page opens
  void place(const std::string& persona);
  void stand(const std::string& persona, const std::string& presentation = "live");
  void national(const std::string& name, const std::string& value);
  // One patient from "ready" to "ready".
  bench::Experience receive(const std::string& way, const std::string& persona = "adult");
  [[nodiscard]] console::v1::State console();
  void console_says(const console::v1::FromPage& wish);
  // The newest visit's end, as the journal has it.
  [[nodiscard]] journal::v1::VisitEnded last_end();
  [[nodiscard]] std::size_t count(const std::string& type);
  [[nodiscard]] std::string journal_text();  // newest first, an event a line, for whoever reads a failure
  [[nodiscard]] std::size_t result_files() const;
  template <class Condition>
  [[nodiscard]] static bool soon(Condition condition) {
    for (int i = 0; i < 160; ++i) {
      if (condition()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
  }

  static std::unique_ptr<bench::Wardrobe> wardrobe_;
  omote::test::TempFolder folder_;
  std::unique_ptr<bench::Counter> counter_;
  std::optional<reader::PrivateCardService> service_;
  std::optional<bench::Site> site_;
  std::unique_ptr<Kiosk> kiosk_;
};

}  // namespace omote::sim::test
