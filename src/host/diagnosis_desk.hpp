// The host's diagnosis put together: probes that look, facts, incidents, and what of them console and kiosk see. Loop's
// thread only; destroyed before the loop.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "console/routes.hpp"
#include "diagnosis/probes/probe_runner.hpp"
#include "host/host_facts.hpp"
#include "host/visit_facts.hpp"
#include "net/loop.hpp"

namespace omote::host {

struct DiagnosisParts {
  net::Loop& loop;
  const Clock& clock;
  const catalogue::Catalogue& catalogue;
  std::string version;
  ports::JournalPort& journal;
  std::filesystem::path experience;  // file of what cured before
  diagnosis::Probes probes;
  diagnosis::Actions actions;
  std::function<bool(const std::string& terminal)> idle;  // no visit runs there; "": nowhere
  std::function<void()> changed;
  std::function<void()> every_half_second;  // the host tells what it sees
  std::function<void()> look_now;           // beside the probes: what the host itself can ask at once
};

class DiagnosisDesk {
 public:
  explicit DiagnosisDesk(DiagnosisParts parts);
  DiagnosisDesk(const DiagnosisDesk&) = delete;
  DiagnosisDesk& operator=(const DiagnosisDesk&) = delete;
  ~DiagnosisDesk();

  [[nodiscard]] HostFacts& host() { return host_; }
  [[nodiscard]] IncidentDesk& incidents() { return incidents_; }

  void visit_ended(const console::v1::Visit& visit, const VisitTraits& traits);
  void visit_trouble(const std::string& terminal, const std::string& visit, const VisitTraits& traits, const std::string& reason,
                     const std::string& phase);
  // A program that uses the client library did something wrong, or met something.
  void library_trouble(const std::string& terminal, const std::string& reason, const std::string& phase);
  // A call of such a program went well.
  void library_good(const std::string& terminal, const std::string& phase);
  void forget(const std::string& terminal);

  // True when the wish was one about incidents.
  bool wish(const console::v1::FromPage& wish);
  void fill(console::v1::State& state) const;
  // GET /api/facts
  void serve(console::Routes& routes) const;
  // Waiting and trouble name the incident behind them (catalogue/screens.yaml).
  [[nodiscard]] kiosk::v1::Screen named(const std::string& terminal, kiosk::v1::Screen screen) const;

 private:
  void tick_often();
  void note(const Result<void>& done) const;

  net::Loop& loop_;
  std::function<void()> every_half_second_, look_now_;
  diagnosis::Actions actions_;
  diagnosis::ExperienceFile experience_;
  IncidentDesk incidents_;
  HostFacts host_;
  VisitFacts visits_;
  net::Loop::TimerId timer_ = 0;
  std::unique_ptr<diagnosis::ProbeWatch> watch_;
};

}  // namespace omote::host
