// The probe beside a real card service: running, stopped, killed, and a real second program that holds the card.
#include <gmock/gmock.h>

#include "diagnosis/probes/reader_probe.hpp"
#include "tests/integration/card_service/pcsc_client.hpp"
#include "tests/support/facts.hpp"

namespace omote::diagnosis {
namespace {

using sim::reader::CardDesk;
using test::number;
using test::said;
using testing::HasSubstr;

CardDesk& desk() {
  static CardDesk only;
  return only;
}

std::vector<fact::Fact> look() {
  return ReaderProbe(std::make_shared<SystemClock>()).look();
}

// A second program (this one, started anew): connects to the card exclusively and says so by making a file.
constexpr auto* kHoldCard = "--hold-card";

int hold_card(const char* sign) {
  const sim::reader::Context context;
  // The card has just been laid down: the service may need a moment to see it.
  for (int i = 0; i < 500; ++i) {
    const sim::reader::Connection connection(context, sim::reader::kFirst, SCARD_SHARE_EXCLUSIVE);
    if (connection.result == SCARD_S_SUCCESS) {
      std::fclose(std::fopen(sign, "w"));
      ::pause();
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return 1;
}

class OtherProgram {
 public:
  OtherProgram() {
    const auto sign = (folder_.path() / "holds").string();
    auto started = start_process({.argv = {own_executable(), kHoldCard, sign}});
    process_ = std::move(started.value());
    for (int i = 0; i < 1000 && !std::filesystem::exists(sign); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_TRUE(std::filesystem::exists(sign)) << "the second program got no card";
  }
  [[nodiscard]] pid_t pid() const { return process_.pid(); }

 private:
  sim::reader::TemporaryFolder folder_;
  Process process_;
};

TEST(ReaderProbe, running_service_with_its_readers_and_nobody_else) {
  desk();
  const auto facts = look();
  EXPECT_EQ(said(facts, "reader.service"), "running");
  EXPECT_EQ(said(facts, "reader.readers"), "2");
  EXPECT_EQ(said(facts, "reader.holder_program"), "");
  EXPECT_EQ(said(facts, "reader.holder_pid"), "0");
}

TEST(ReaderProbe, program_that_holds_the_card_is_named_while_it_does) {
  desk().first->insert(sim::reader::specimen_card());
  {
    const OtherProgram other;
    // It fired: nobody else gets the card.
    const sim::reader::Context context;
    EXPECT_EQ(sim::reader::Connection(context, sim::reader::kFirst).result, static_cast<LONG>(SCARD_E_SHARING_VIOLATION));

    const auto facts = look();

    EXPECT_THAT(said(facts, "reader.holder_program"), HasSubstr("integration_probes_reader"));
    EXPECT_EQ(number(facts, "reader.holder_pid"), other.pid());
  }
  desk().first->remove();
  EXPECT_EQ(said(look(), "reader.holder_program"), "");
}

TEST(ReaderProbe, service_that_stands_still_is_hung_and_holds_nobody_up) {
  const auto pid = desk().service.process().pid();
  ASSERT_EQ(::kill(pid, SIGSTOP), 0);
  const auto begin = std::chrono::steady_clock::now();

  const auto facts = look();

  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(3));
  ::kill(pid, SIGCONT);
  EXPECT_EQ(said(facts, "reader.service"), "hung");
  EXPECT_EQ(said(facts, "reader.readers"), "?service_hung");
}

TEST(ReaderProbe, service_that_is_gone_is_missing) {
  desk().service.process().kill_now();
  const auto facts = look();
  EXPECT_EQ(said(facts, "reader.service"), "missing");
  EXPECT_EQ(said(facts, "reader.readers"), "?service_missing");
}

}  // namespace
}  // namespace omote::diagnosis

int main(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == omote::diagnosis::kHoldCard) return omote::diagnosis::hold_card(argv[2]);
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
