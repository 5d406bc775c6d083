// A journal in a folder of its own and a clock that the test moves.
#pragma once

#include <gmock/gmock.h>

#include "journal/journal.hpp"
#include "journal/reader.hpp"
#include "tests/unit/temp_folder.hpp"

namespace omote::journal::test {

class HandClock final : public Clock {
 public:
  [[nodiscard]] WallTime now() const override { return time; }
  [[nodiscard]] SteadyTime steady() const override { return std::chrono::steady_clock::now(); }
  WallTime time{std::chrono::milliseconds{1'795'307'400'000}};
};

inline v1::Event visit_began(const std::string& visit, const std::string& card = "c0ffee") {
  v1::Event event;
  event.set_visit(visit);
  event.set_terminal("T-0001");
  event.mutable_visit_began()->set_card_hash(card);
  return event;
}
inline v1::Event visit_ended(const std::string& visit, const std::string& outcome) {
  v1::Event event;
  event.set_visit(visit);
  event.set_terminal("T-0002");
  event.mutable_visit_ended()->set_outcome(outcome);
  return event;
}

class JournalFixture : public testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path file() const { return temp_ / "state/journal.sqlite"; }
  [[nodiscard]] std::unique_ptr<Journal> open() const {
    return std::move(Journal::open(file(), clock_, Tending::OnCall).value());
  }
  [[nodiscard]] JournalReader reader() const { return std::move(JournalReader::open(file()).value()); }

  omote::test::TempFolder temp_;
  HandClock clock_;
};

}  // namespace omote::journal::test
