// What the tests of the host's desks share.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "ports/journal_port.hpp"

namespace omote::test {

using namespace std::chrono_literals;

// A clock that a test moves.
class HandClock final : public Clock {
 public:
  [[nodiscard]] WallTime now() const override {
    return WallTime(1'700'000'000s) + std::chrono::duration_cast<std::chrono::milliseconds>(passed);
  }
  [[nodiscard]] SteadyTime steady() const override { return SteadyTime(1h + passed); }
  std::chrono::milliseconds passed{0};
};

// A journal that remembers, and tells what it holds of incidents in a few words each.
class Memory final : public ports::JournalPort {
 public:
  Result<std::uint64_t> append(const journal::v1::Event& event) override {
    events.push_back(event);
    return events.size();
  }
  [[nodiscard]] std::vector<std::string> story() const {
    std::vector<std::string> words;
    for (const auto& event : events) {
      if (event.has_incident_opened()) words.push_back("opened " + event.incident_opened().row());
      if (event.has_incident_found()) words.push_back("found " + event.incident_found().cause());
      if (event.has_remedy_started())
        words.push_back("started " + event.remedy_started().remedy() + " by " + event.remedy_started().by());
      if (event.has_remedy_ended())
        words.push_back("ended " + event.remedy_ended().remedy() + " " + event.remedy_ended().result());
      if (event.has_question_answered()) words.push_back("answered " + event.question_answered().fact());
      if (event.has_incident_closed())
        words.push_back("closed " + event.incident_closed().row() + " by " + event.incident_closed().cured_by());
    }
    return words;
  }
  std::vector<journal::v1::Event> events;
};

}  // namespace omote::test
