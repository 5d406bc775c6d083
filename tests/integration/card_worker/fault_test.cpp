// The host's card port when things go wrong: no try is burnt by a machine, and the reader is usable again.
#include <signal.h>
#include <winscard.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include "tests/integration/card_worker/worker_test.hpp"

namespace omote::test {
namespace {

using ports::Presence;
using ports::VerifyOutcome;
using sim::reader::Fault;
using sim::reader::FaultKind;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

milliseconds since(steady_clock::time_point begin) {
  return std::chrono::duration_cast<milliseconds>(steady_clock::now() - begin);
}

// SIGSTOP takes effect thread by thread: the fault is there only when all of them stand.
bool stopped_wholly(pid_t pid) {
  const auto end = steady_clock::now() + std::chrono::seconds(2);
  const auto stands = [](const std::filesystem::directory_entry& task) {
    std::ifstream file(task.path() / "stat");
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    const auto name_end = text.rfind(')');
    return name_end != std::string::npos && text.size() > name_end + 2 && text[name_end + 2] == 'T';
  };
  while (steady_clock::now() < end) {
    const std::filesystem::directory_iterator tasks("/proc/" + std::to_string(pid) + "/task");
    if (std::all_of(begin(tasks), std::filesystem::end(tasks), stands)) return true;
    std::this_thread::sleep_for(milliseconds(1));
  }
  return false;
}

TEST_F(CardWorker, card_pulled_at_each_command_burns_no_try) {
  for (const auto kind : {FaultKind::PullBefore, FaultKind::PullAfter}) {
    int failures = 0;
    for (int k = 1;; ++k) {
      lay_again(persona_card());
      const int fired = desk().reader->faults_fired();
      desk().reader->arm({.kind = kind, .at = k});
      const auto summary = port->recognise();
      auto photo = summary ? port->read_photo(number_b, 10) : Result<ports::PhotoAnswer>(std::unexpected(summary.error()));
      const bool ended = desk().reader->faults_fired() == fired;
      if (ended) {
        EXPECT_TRUE(photo && photo->record);
        break;
      }
      ++failures;
      const bool unknown = photo && photo->outcome == VerifyOutcome::Unknown;
      EXPECT_TRUE(unknown || reason(photo) == "card_removed") << k << " " << reason(photo);
      EXPECT_EQ(card->tries_spent(), 0) << k;
    }
    EXPECT_GE(failures, 13);
  }
}

TEST_F(CardWorker, lost_answer_to_a_wrong_pin_spends_one_try_and_is_unknown) {
  for (const auto kind : {FaultKind::DropAnswer, FaultKind::PullAfter}) {
    lay_again(persona_card());
    ASSERT_TRUE(port->recognise());
    desk().reader->arm({.kind = kind, .at = 2, .instruction = 0x20});
    const auto answer = port->sign_with_pin(Secret("0000"), 3, challenge);
    ASSERT_TRUE(answer) << describe(answer.error());
    EXPECT_EQ(answer->outcome, VerifyOutcome::Unknown);
    EXPECT_EQ(card->tries_spent(), 1);
  }
}

TEST_F(CardWorker, noise_on_reads_is_repeated_silently) {
  lay(persona_card());
  desk().reader->arm({.kind = FaultKind::Answer, .at = 4, .times = 3, .instruction = {}, .answer = {0x6F, 0x00}});
  EXPECT_TRUE(port->recognise());
  EXPECT_TRUE(port->read_photo(number_b, 10)->record);
}

TEST_F(CardWorker, silent_card_costs_the_worker_its_life_within_the_deadline) {
  port = desk().open_port(milliseconds(600));
  lay(persona_card());
  desk().reader->arm({.kind = FaultKind::Hang, .at = 4});
  const auto begin = steady_clock::now();
  EXPECT_EQ(reason(port->recognise()), "card_time_out");
  EXPECT_LT(since(begin), milliseconds(1'200));
  lay_again(persona_card());
  const auto again = steady_clock::now();
  EXPECT_TRUE(port->recognise());
  EXPECT_LT(since(again), milliseconds(3'000));
}

TEST_F(CardWorker, card_silent_after_a_pin_is_unknown) {
  port = desk().open_port(milliseconds(600));
  lay(persona_card());
  ASSERT_TRUE(port->recognise());
  desk().reader->arm({.kind = FaultKind::Hang, .at = 2, .instruction = 0x20});
  const auto answer = port->sign_with_pin(Secret("0000"), 3, challenge);
  ASSERT_TRUE(answer) << describe(answer.error());
  EXPECT_EQ(answer->outcome, VerifyOutcome::Unknown);
  EXPECT_EQ(card->tries_spent(), 1);
}

TEST_F(CardWorker, short_answers_are_a_card_that_is_gone) {
  for (const Bytes& answer : {Bytes{}, Bytes{0x90}}) {
    lay_again(persona_card());
    desk().reader->arm({.kind = FaultKind::Answer, .at = 2, .times = 9, .instruction = {}, .answer = answer});
    EXPECT_EQ(reason(port->recognise()), "card_removed");
  }
}

TEST_F(CardWorker, answer_of_65535_bytes_is_refused_without_harm) {
  lay(persona_card());
  desk().reader->arm({.kind = FaultKind::Answer, .at = 4, .times = 9, .instruction = {}, .answer = Bytes(65'535, 0x90)});
  EXPECT_EQ(reason(port->recognise()), "card_not_readable");
}

TEST_F(CardWorker, card_held_by_another_program_is_in_use_until_it_lets_go) {
  lay(persona_card());
  SCARDCONTEXT context = 0;
  SCARDHANDLE handle = 0;
  DWORD protocol = 0;
  ASSERT_EQ(SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context), SCARD_S_SUCCESS);
  ASSERT_EQ(SCardConnect(context, "Omote Virtual Reader 00 00", SCARD_SHARE_EXCLUSIVE, SCARD_PROTOCOL_T1, &handle, &protocol),
            SCARD_S_SUCCESS);
  EXPECT_EQ(reason(port->recognise()), "card_in_use");
  SCardDisconnect(handle, SCARD_LEAVE_CARD);
  EXPECT_TRUE(port->recognise());
  SCardReleaseContext(context);
}

TEST_F(CardWorker, card_kept_busy_by_another_program_is_in_use_after_the_deadline) {
  port = desk().open_port(milliseconds(600));
  lay(persona_card());
  SCARDCONTEXT context = 0;
  SCARDHANDLE handle = 0;
  DWORD protocol = 0;
  ASSERT_EQ(SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context), SCARD_S_SUCCESS);
  ASSERT_EQ(SCardConnect(context, "Omote Virtual Reader 00 00", SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1, &handle, &protocol),
            SCARD_S_SUCCESS);
  ASSERT_EQ(SCardBeginTransaction(handle), SCARD_S_SUCCESS);
  EXPECT_EQ(reason(port->recognise()), "card_in_use");
  SCardEndTransaction(handle, SCARD_LEAVE_CARD);
  SCardDisconnect(handle, SCARD_LEAVE_CARD);
  SCardReleaseContext(context);
  EXPECT_TRUE(port->recognise());
}

TEST_F(CardWorker, unplugged_reader_is_missing_and_comes_back) {
  lay(persona_card());
  desk().reader->plug(false);
  EXPECT_TRUE(sees(Presence::NoReader));
  EXPECT_EQ(reason(port->recognise()), "reader_missing");
  desk().reader->plug(true);
  EXPECT_TRUE(sees(Presence::Card));
  EXPECT_TRUE(port->recognise());
}

TEST_F(CardWorker, insertion_and_removal_are_seen_at_once) {
  ASSERT_TRUE(sees(Presence::Empty));
  auto laid = std::async(std::launch::async, [] {
    std::this_thread::sleep_for(milliseconds(50));
    desk().reader->insert(persona_card());
    return steady_clock::now();
  });
  EXPECT_EQ(port->wait_for_change(Presence::Empty, std::chrono::seconds(5)), Presence::Card);
  EXPECT_LT(since(laid.get()), milliseconds(200));
  desk().reader->remove();
  EXPECT_EQ(port->wait_for_change(Presence::Card, std::chrono::seconds(5)), Presence::Empty);
}

TEST_F(CardWorker, exchanged_card_is_empty_in_between) {
  lay(persona_card());
  desk().reader->remove();
  std::this_thread::sleep_for(milliseconds(100));
  desk().reader->insert(persona_card("senior"));
  std::this_thread::sleep_for(milliseconds(100));
  EXPECT_EQ(port->wait_for_change(Presence::Card, std::chrono::seconds(2)), Presence::Empty);
  EXPECT_EQ(port->wait_for_change(Presence::Empty, std::chrono::seconds(2)), Presence::Card);
}

TEST_F(CardWorker, release_from_another_thread_ends_a_wait) {
  ASSERT_TRUE(sees(Presence::Empty));
  const auto begin = steady_clock::now();
  std::jthread other([this] {
    std::this_thread::sleep_for(milliseconds(100));
    port->release();
  });
  EXPECT_EQ(port->wait_for_change(Presence::Empty, std::chrono::seconds(10)), Presence::Empty);
  EXPECT_LT(since(begin), milliseconds(2'000));
}

TEST_F(CardWorker, killed_card_service_is_missing_and_recovered_from) {
  lay(persona_card());
  ASSERT_TRUE(port->recognise());
  desk().service.process().kill_now();
  EXPECT_EQ(reason(port->sign_with_pin(pin, 3, challenge)), "card_service_missing");
  EXPECT_TRUE(sees(Presence::NoService));
  EXPECT_EQ(reason(port->recognise()), "card_service_missing");
  ASSERT_TRUE(desk().service.restart());
  const auto begin = steady_clock::now();
  EXPECT_TRUE(sees(Presence::Card));
  EXPECT_TRUE(port->recognise());
  EXPECT_LT(since(begin), milliseconds(3'000));
  EXPECT_EQ(card->tries_spent(), 0);
}

TEST_F(CardWorker, stopped_card_service_is_a_time_out_and_recovered_from) {
  port = desk().open_port(milliseconds(600));
  lay(persona_card());
  ASSERT_TRUE(port->recognise());
  ::kill(desk().service.process().pid(), SIGSTOP);
  ASSERT_TRUE(stopped_wholly(desk().service.process().pid()));
  EXPECT_EQ(reason(port->recognise()), "card_time_out");
  EXPECT_TRUE(sees(Presence::ServiceSilent));
  ::kill(desk().service.process().pid(), SIGCONT);
  EXPECT_TRUE(sees(Presence::Card));
  EXPECT_TRUE(port->recognise());
}

TEST(OpenWorkerCard, missing_trust_store_and_worker_are_said) {
  card::WorkerCardSettings settings;
  settings.trust_folder = "/nonexistent";
  auto port = card::open_worker_card(std::move(settings));
  ASSERT_FALSE(port);
  EXPECT_EQ(port.error().reason.text(), "trust_store_unusable");

  card::WorkerCardSettings other;
  other.trust_folder = authorities().trust_folder();
  other.worker_program = "/nonexistent/omote-card-worker";
  port = card::open_worker_card(std::move(other));
  ASSERT_FALSE(port);
  EXPECT_EQ(port.error().reason.text(), "card_worker_missing");
}

}  // namespace
}  // namespace omote::test
