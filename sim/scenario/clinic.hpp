// The clinic of one scenario: simulated counter, card service and national system, the real host and terminal on machines of
// their own, and a patient's hands.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "schema/console.pb.h"
#include "sim/bench/counter.hpp"
#include "sim/bench/kiosk_page.hpp"
#include "sim/bench/site.hpp"
#include "sim/faults/fault.hpp"
#include "sim/network/network.hpp"
#include "sim/reader/private_card_service.hpp"
#include "sim/scenario/scenario.hpp"

namespace omote::sim::scenario {

struct Places {
  std::filesystem::path personas, data, pages;
  std::filesystem::path folder;  // of this run: short, for sockets
};

class Clinic {
 public:
  // Everything but host and terminal stands; call it inside run_apart(). Reasons: those of the parts.
  [[nodiscard]] static Result<std::unique_ptr<Clinic>> prepare(const Given& given, const Places& places);
  ~Clinic();
  // Host and terminal start; the kiosk's page is opened.
  [[nodiscard]] Result<void> open_doors();

  // Until the host has looked around once, as it has in every clinic that is open; not longer than a few seconds.
  void wait_for_facts() const;
  // The patient's steps until that moment stands. Reason: moment_not_reached (what stands instead).
  [[nodiscard]] Result<void> bring_to(const std::string& moment);
  // The patient begins or goes on until something ends it: trouble, the card to be taken, another screen that needs a
  // decision the plan does not have. Gives the screen where it stands then.
  kiosk::v1::Screen go_on(std::chrono::milliseconds time);
  [[nodiscard]] Result<void> place_card();
  void take_card() { counter_->take_card(); }

  // Console and kiosk compare the number, and say that it is the same. Reason: not_paired.
  [[nodiscard]] Result<void> pair(std::chrono::milliseconds time);

  [[nodiscard]] console::v1::State console() const;
  // A touch at the console.
  void wish(const console::v1::FromPage& wish) const;
  // Reason: national_control_failed.
  [[nodiscard]] Result<void> set_national(const std::string& name, const std::string& value) const;
  [[nodiscard]] std::vector<std::string> national_requests() const;  // "number status summary", oldest first

  // What faults work on.
  [[nodiscard]] faults::Ground ground();
  [[nodiscard]] std::size_t result_files() const;
  // What omote, or the console's server, answers; "" when it fails.
  [[nodiscard]] std::string ask(const Question& question) const;
  [[nodiscard]] bench::Counter& counter() { return *counter_; }
  [[nodiscard]] bench::Site& site() { return *site_; }
  [[nodiscard]] bench::KioskPage& kiosk() { return *kiosk_; }
  [[nodiscard]] reader::PrivateCardService& card_service() { return *service_; }
  [[nodiscard]] network::Network& network() { return *network_; }
  [[nodiscard]] const personas::Persona& persona() const;
  [[nodiscard]] const Places& places() const { return places_; }
  [[nodiscard]] const Given& given() const { return given_; }
  // VERIFY commands with data that reached the card since the start.
  [[nodiscard]] int verifies() const;

 private:
  Clinic(Given given, Places places) : given_(std::move(given)), places_(std::move(places)) {}
  [[nodiscard]] Result<void> stand_before_camera();
  [[nodiscard]] Result<void> start_national();
  [[nodiscard]] std::filesystem::path restart_wish() const { return places_.folder / "restart-card-service"; }
  void keep_card_service(const std::stop_token& stop);
  [[nodiscard]] bench::SiteOptions site_options() const;
  bool act_on(const kiosk::v1::Screen& screen);
  [[nodiscard]] Result<void> touch_once(const std::string& screen, const std::string& action, const std::string& value);
  void staff_confirm() const;
  void type_insured(console::v1::InsuredData& typed) const;

  Given given_;
  Places places_;
  std::unique_ptr<network::Network> network_;
  std::unique_ptr<bench::Wardrobe> wardrobe_;
  std::unique_ptr<bench::Counter> counter_;
  std::optional<reader::PrivateCardService> service_;
  std::jthread keeper_;  // starts the card service again when the host's command asks, as the system's manager does
  std::optional<bench::Site> site_;
  std::unique_ptr<bench::KioskPage> kiosk_;
  std::uint32_t acted_on_ = 0;  // the revision of the last screen that was touched
  std::uint32_t touched_ = 0;   // by a fault: the patient does not act on that screen as well
  std::atomic<int> verifies_{0};
};

}  // namespace omote::sim::scenario
