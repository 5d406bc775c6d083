// Our own programs die or hang.
#include <atomic>
#include <csignal>
#include <thread>

#include "link/terminal_link.hpp"
#include "net/loop.hpp"
#include "sim/faults/fault.hpp"
#include "sim/faults/helper.hpp"

namespace omote::sim::faults {

namespace {

bool is_host(const Texts& with) {
  return text(with, "program", "host") == "host";
}

pid_t pid_of(const Ground& ground, bool host) {
  return host ? ground.site.host_pid() : ground.site.terminal_pid();
}

Result<Injected> kill_program(Ground& ground, const Texts& with) {
  const bool host = is_host(with);
  const auto pid = pid_of(ground, host);
  if (pid <= 0) return fail("fault_not_injected", "the program does not run");
  ground.site.let_die(host ? "host" : "terminal");
  return Injected{[&ground, host]() -> Result<void> {
                    if (ground.site.watched()) return {};  // it is started again without us
                    return host ? ground.site.start_host() : ground.site.start_terminal();
                  },
                  [pid] { return ::kill(pid, 0) != 0; }};
}

Result<Injected> hang_program(Ground& ground, const Texts& with) {
  const auto pid = pid_of(ground, is_host(with));
  if (pid <= 0) return fail("fault_not_injected", "the program does not run");
  ::kill(pid, SIGSTOP);
  // Who watches over it may have ended it by the time that somebody asks.
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(1);
  while (!is_stopped(pid) && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const bool stood = is_stopped(pid);
  return Injected{[pid]() -> Result<void> {
                    ::kill(pid, SIGCONT);
                    return {};
                  },
                  [stood] { return stood; }};
}

// A terminal of a later release stands in the old one's place: the same identity, a language that this host does not speak.
class LaterTerminal {
 public:
  LaterTerminal(const bench::Site& site, const std::string& network) {
    thread_ = std::thread([this, &site, network] {
      if (!network::enter_network(network)) return;
      const auto state = site.folder() / "terminal";
      auto identity = net::load_identity(state / "link.pem", state / "link.key");
      if (!identity) return;
      omote::link::TerminalLinkOptions options;
      options.serial = site.serial();
      options.name = "Omote terminal";
      options.software = "9.0.0";
      options.address = site.network().terminal_link;
      options.pairs = state / "pairs";
      options.beacons = {{site.network().pc_link, site.discovery_port()}};
      options.versions = {90, 99};
      auto link = omote::link::TerminalLink::open(loop_, std::move(*identity), std::move(options), {});
      stands_ = link.has_value();
      loop_.run();
    });
  }
  LaterTerminal(const LaterTerminal&) = delete;
  LaterTerminal& operator=(const LaterTerminal&) = delete;
  ~LaterTerminal() {
    loop_.post([this] { loop_.stop(); });
    thread_.join();
  }
  [[nodiscard]] bool stands() const { return stands_; }

 private:
  net::Loop loop_;
  std::atomic<bool> stands_{false};
  std::thread thread_;
};

Result<Injected> replace_terminal(Ground& ground, const Texts&) {
  ground.site.cut_off("terminal");
  auto later = std::make_shared<std::unique_ptr<LaterTerminal>>(
      std::make_unique<LaterTerminal>(ground.site, ground.network->terminal().network()));
  return Injected{[&ground, later]() -> Result<void> {
                    later->reset();
                    return ground.site.start_terminal();
                  },
                  [later] { return *later && (*later)->stands(); }};
}

}  // namespace

std::vector<Fault> program_faults() {
  const Texts which{{"program", "host or terminal (host)"}};
  return {
      {"program_killed", "program", "プログラムが落ちる", "A program dies", which, false, kill_program},
      {"program_hung", "program", "プログラムが固まる", "A program hangs", which, false, hang_program},
      {"terminal_of_later_release",
       "program",
       "端末のバージョンが新しすぎる",
       "The terminal is of a later release",
       {},
       true,
       replace_terminal},
  };
}

}  // namespace omote::sim::faults
