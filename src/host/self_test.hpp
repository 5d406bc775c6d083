// The self-test before opening hours: the whole chain is exercised once, and the result stands on the console before the
// first patient comes (docs/self-test.md).
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/kept_file.hpp"
#include "base/queue_thread.hpp"
#include "domain/fact/fact.hpp"
#include "net/repeat.hpp"
#include "ports/card_port.hpp"
#include "ports/journal_port.hpp"
#include "schema/console.pb.h"
#include "schema/link.pb.h"

namespace omote::host {

// One paired terminal, as of this moment.
struct TestedTerminal {
  std::string serial;
  bool connected = false;
  std::optional<std::chrono::microseconds> latency;
  ports::Presence presence = ports::Presence::NoReader;
  std::string national;  // "connected", "connecting", or the reason of the failure
};

struct SelfTestParts {
  net::Loop& loop;
  const Clock& clock;
  ports::JournalPort& journal;
  QueueThread& files;  // for what blocks
  std::filesystem::path output_folder, state_folder;
  std::string at;  // "08:30", JST; "" for never by itself
  std::function<std::vector<TestedTerminal>()> terminals;
  std::function<std::optional<fact::Fact>(const std::string& id, const std::string& subject)> fact;
  std::function<void(const std::string& serial, const link::v1::ToTerminal&)> send;
  std::function<void(const std::string& serial)> log_in;  // asks the national system anew
  std::function<void()> changed;
};

// Loop's thread only.
class SelfTest {
 public:
  explicit SelfTest(SelfTestParts parts);
  SelfTest(const SelfTest&) = delete;
  SelfTest& operator=(const SelfTest&) = delete;
  ~SelfTest();

  // Nothing when one runs already.
  void start();
  // Starts one when the time has come and none ran by itself on this day. Happens by itself.
  void start_when_due();
  void answered(const std::string& serial, const link::v1::SelfTestAnswer& answer);
  // The last one, or the one that runs; empty when there was none since the start.
  [[nodiscard]] const console::v1::SelfTest& result() const { return result_; }

 private:
  using Check = console::v1::SelfTest::Check;
  struct Verdict {
    bool good = false;
    std::string detail;
  };
  // Answers once it knows; nothing while it must wait.
  using Look = std::function<std::optional<Verdict>()>;
  struct Pending {
    int check = 0;  // index in result_
    SteadyTime begin;
    Look look;
  };

  void add(const std::string& name, const std::string& terminal, const std::string& row, Look look);
  void add_pc_checks();
  void add_terminal_checks(const std::string& serial);
  [[nodiscard]] std::optional<TestedTerminal> terminal(const std::string& serial) const;
  [[nodiscard]] Look by_fact(const std::string& id, const std::string& subject,
                             std::function<Verdict(const fact::Fact&)> judge) const;
  [[nodiscard]] Look by_output_folder();
  [[nodiscard]] Look by_login(const std::string& serial) const;
  [[nodiscard]] Look by_terminal_answer(const std::string& serial, const std::string& name) const;
  void settle(int check, const Verdict& verdict);
  void look();
  void end();

  SelfTestParts parts_;
  console::v1::SelfTest result_;
  std::vector<Pending> pending_;
  std::map<std::string, link::v1::SelfTestAnswer> answers_;
  std::uint32_t number_ = 0;
  SteadyTime began_;
  std::unique_ptr<net::Repeat> looks_;
  std::optional<KeptFile> last_day_;  // on which it ran by itself
  net::Repeat clockwork_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace omote::host
