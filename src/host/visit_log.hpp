// What a visit left behind: journal events (no personal data), the steps and times that the console shows, the time spent
// waiting for a person.
#pragma once

#include <functional>
#include <string>

#include "base/clock.hpp"
#include "ports/journal_port.hpp"
#include "schema/console.pb.h"

namespace omote::host {

class VisitLog {
 public:
  VisitLog(const Clock& clock, ports::JournalPort& journal, std::string terminal)
      : clock_(clock), journal_(journal), terminal_(std::move(terminal)) {}

  void begin();
  // Appends an event of this visit, durably. False when the journal refused; the refusal is logged.
  bool write(const std::function<void(journal::v1::Event&)>& fill);
  void step(const std::string& name);
  void waits_for_person();                           // a screen with touches is seen now
  void person_answered();                            // an accepted touch, or the machine went on by itself
  void person_took(std::chrono::milliseconds time);  // counted elsewhere (turning the head)
  void end(const std::string& outcome, const std::string& code, const std::string& detail, const std::string& reason,
           std::uint64_t apdus);

  // Of a visit that goes on at another terminal: its number, its steps, its times.
  struct Course {
    console::v1::Visit visit;
    SteadyTime began{}, last_step{};
    std::chrono::steady_clock::duration human{};
  };
  [[nodiscard]] Course leave();
  void go_on(Course course);

  [[nodiscard]] console::v1::Visit& visit() { return visit_; }
  [[nodiscard]] const console::v1::Visit& visit() const { return visit_; }
  [[nodiscard]] const std::string& id() const { return visit_.id(); }
  [[nodiscard]] std::uint32_t since_begin() const;

 private:
  const Clock& clock_;
  ports::JournalPort& journal_;
  std::string terminal_;
  console::v1::Visit visit_;
  SteadyTime began_{};
  SteadyTime last_step_{};
  bool waiting_ = false;
  SteadyTime waiting_since_{};
  std::chrono::steady_clock::duration human_{};
};

}  // namespace omote::host
