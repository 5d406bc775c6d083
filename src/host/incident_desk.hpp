// Holds what is known about the clinic's machines, and the incidents that stand: opens them from facts and from reasons, ranks
// their causes at every change, lets safe cures run by themselves, closes them when the trouble is gone (docs/diagnosis.md).
// Loop's thread only; nothing here blocks.
#pragma once

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "diagnosis/remedies/actions.hpp"
#include "diagnosis/rules/experience.hpp"
#include "host/incident.hpp"
#include "host/repair_limits.hpp"
#include "ports/journal_port.hpp"
#include "schema/console.pb.h"

namespace omote::host {

struct IncidentParts {
  const Clock& clock;
  const catalogue::Catalogue& catalogue;
  std::string version;
  ports::JournalPort& journal;
  diagnosis::ExperienceFile& experience;
  const diagnosis::Actions& actions;
  std::function<bool(const std::string& terminal)> idle;  // no visit runs there; "": nowhere
  std::function<void()> look_now;                         // all probes, at once
  std::function<void()> changed;                          // something that console or kiosk shows
};

class IncidentDesk {
 public:
  explicit IncidentDesk(IncidentParts parts);
  IncidentDesk(const IncidentDesk&) = delete;
  IncidentDesk& operator=(const IncidentDesk&) = delete;
  ~IncidentDesk();

  void take(const std::vector<fact::Fact>& facts);
  [[nodiscard]] const fact::Facts& facts() const { return facts_; }
  // The trouble of a part of the host ("link", "reader", "national", "output") with a terminal: stands until another reason or
  // none ("") is told. The phase counts as of the beginning of that reason.
  void desk_state(const std::string& source, const std::string& terminal, const std::string& reason, const std::string& phase);
  // A visit failed, or something in it although it goes on. Reasons that the catalogue does not know are left alone when
  // `only_known`.
  void visit_trouble(const std::string& terminal, const std::string& visit, const std::string& reason, const std::string& phase,
                     bool only_known = false);
  // Whether something that this visit met stands.
  [[nodiscard]] bool met_in(const std::string& visit) const;
  [[nodiscard]] bool knows(const std::string& reason, const std::string& phase) const;
  // A visit ended with a result: what visits met there before is gone.
  void visit_good(const std::string& terminal, const std::string& visit);
  // A program's call went well: what such calls met in that phase, at that terminal or at none, is gone.
  void call_good(const std::string& terminal, const std::string& phase);
  // The national system answers that terminal's account: what a visit met on the way there is gone.
  void national_good(const std::string& terminal);
  void forget(const std::string& terminal);
  // Twice a second, and after each change: time limits, closing, cures that may run now.
  void tick();

  // Wishes of people (incident_wishes.cpp). Reasons: incident_unknown, remedy_not_offered, remedy_not_here, step_not_offered,
  // question_not_asked.
  [[nodiscard]] Result<void> run_remedy(const std::string& incident, const std::string& remedy, const std::string& by);
  [[nodiscard]] Result<void> step_done(const std::string& incident, const std::string& remedy, unsigned step, bool helped);
  [[nodiscard]] Result<void> answer(const std::string& incident, const std::string& fact, std::optional<bool> yes);

  // Worst first; those that are over after those that stand. One trouble is one incident: what is told within another one
  // (the entries' takes_over) is not among them.
  [[nodiscard]] std::vector<const Incident*> incidents() const;
  // The incident that a terminal's screen should name: of that code and detail when they are given, else the worst that
  // keeps patients from being received there. Nothing when there is none.
  [[nodiscard]] const Incident* for_kiosk(const std::string& terminal, const std::string& code, const std::string& detail) const;
  // As it is now, for the telephone.
  [[nodiscard]] std::string number_of(const Incident& incident) const;
  [[nodiscard]] std::string qr_of(const Incident& incident) const;
  // Of the repair that runs; at least 1.
  [[nodiscard]] unsigned seconds_left(const Incident& incident) const;
  [[nodiscard]] console::v1::Incident shown(const Incident& incident) const;

 private:
  using Incidents = std::list<Incident>;

  // incident_desk.cpp: opening and closing
  Incident& open(const catalogue::Entry& entry, const std::string& terminal, const std::string& subject);
  Incident* standing(const catalogue::Entry& entry, const std::string& terminal);
  [[nodiscard]] Incident* teller_of(const Incident& incident);
  void recognise();
  void close(Incident& incident);
  void drop_old();
  void write_change(const fact::Fact& fact);
  void append(const journal::v1::Event& event);
  // incident_course.cpp: what happens with one that stands
  void look(Incident& incident);
  void settle_within(Incident& incident);
  void rank(Incident& incident);
  void tell_cause(Incident& incident);
  void go_on(Incident& incident);
  [[nodiscard]] std::set<std::string> blocked(const Incident& incident) const;
  [[nodiscard]] const catalogue::Remedy* runs_by_itself(const Incident& incident) const;
  void start(Incident& incident, const catalogue::Remedy& remedy, const std::string& cause, const std::string& by);
  void repaired(std::uint32_t count, std::uint64_t ticket, const Result<void>& result);
  void end_repair(Incident& incident, const Result<void>& result);
  void helped_not(Incident& incident, const std::string& remedy, const std::string& result);
  void watch(Incident& incident, const std::string& remedy, const std::string& cause, bool carried_out);
  void notice_cure(Incident& incident);
  // Nothing when the remedy has no check, or a fact of it is not known.
  [[nodiscard]] std::optional<bool> check_met(const std::string& remedy, const std::string& subject) const;
  void set_state(Incident& incident, IncidentState state);
  Result<Incident*> find(const std::string& number);
  void write(const Incident& incident, const std::function<void(journal::v1::Event&)>& fill);

  IncidentParts parts_;
  fact::Facts facts_;
  std::set<std::string> terminals_;  // with facts of their own
  Incidents incidents_;
  std::map<std::pair<std::string, std::string>, std::string> desk_reasons_;           // source and terminal -> reason
  std::map<std::pair<std::string, std::string>, std::optional<SteadyTime>> written_;  // changed facts, when last journalled
  RepairLimits limits_;
  std::uint32_t count_ = 0;
  std::uint64_t tickets_ = 0;
  bool changed_ = false;
  bool ticking_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace omote::host
