// Our own programs die or hang.
#include <atomic>
#include <csignal>
#include <filesystem>
#include <thread>

#include "base/file.hpp"
#include "base/version.hpp"
#include "link/terminal_link.hpp"
#include "net/loop.hpp"
#include "sim/faults/fault.hpp"
#include "sim/faults/helper.hpp"

namespace omote::sim::faults {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kComesUp{15};
constexpr std::size_t kLargestFile = 64 << 20;

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
                  [pid] { return is_dead(pid); }};
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

// What a device says that is no terminal of this clinic's own release.
struct Device {
  std::string software = "9.0.0";
  omote::link::Versions versions;
};

// A second device with a copy of the terminal's state: the same serial number and identity.
class CopiedTerminal {
 public:
  CopiedTerminal(const bench::Site& site, const std::string& network, const Device& device) {
    thread_ = std::thread([this, &site, network, device] {
      if (!network::enter_network(network)) return;
      const auto state = site.folder() / "terminal";
      auto identity = net::load_identity(state / "link.pem", state / "link.key");
      if (!identity) return;
      omote::link::TerminalLinkOptions options;
      options.serial = site.serial();
      options.name = "Omote terminal";
      options.software = device.software;
      options.address = site.network().terminal_link;
      options.pairs = state / "pairs";
      options.beacons = {{site.network().pc_link, site.discovery_port()}};
      options.versions = device.versions;
      auto link = omote::link::TerminalLink::open(loop_, std::move(*identity), std::move(options), {});
      stands_ = link.has_value();
      loop_.run();
    });
  }
  CopiedTerminal(const CopiedTerminal&) = delete;
  CopiedTerminal& operator=(const CopiedTerminal&) = delete;
  ~CopiedTerminal() {
    loop_.post([this] { loop_.stop(); });
    thread_.join();
  }
  [[nodiscard]] bool stands() const { return stands_; }

 private:
  net::Loop loop_;
  std::atomic<bool> stands_{false};
  std::thread thread_;
};

// A terminal of a later release stands in the old one's place: a language that this host does not speak.
Result<Injected> replace_terminal(Ground& ground, const Texts&) {
  ground.site.cut_off("terminal");
  auto later = std::make_shared<std::unique_ptr<CopiedTerminal>>(
      std::make_unique<CopiedTerminal>(ground.site, ground.network->terminal().network(), Device{.versions = {90, 99}}));
  return Injected{[&ground, later]() -> Result<void> {
                    later->reset();
                    return ground.site.start_terminal();
                  },
                  [later] { return *later && (*later)->stands(); }};
}

// Somebody set a second terminal up from a copy, and both are switched on.
Result<Injected> add_copied_terminal(Ground& ground, const Texts&) {
  auto twin = std::make_shared<std::unique_ptr<CopiedTerminal>>(std::make_unique<CopiedTerminal>(
      ground.site, ground.network->terminal().network(), Device{.software = std::string(kVersion)}));
  return Injected{[twin]() -> Result<void> {
                    twin->reset();
                    return {};
                  },
                  [twin] { return *twin && (*twin)->stands(); }};
}

// It crashes again and again, each time a while after it came up.
Result<Injected> crash_often(Ground& ground, const Texts& with) {
  if (!ground.site.watched()) return fail("fault_not_injected", "nobody would start the program again");
  const bool host = is_host(with);
  const std::string program = host ? "host" : "terminal";
  const int times = number(with, "times", 5);
  int crashed = 0;
  for (pid_t last = -1; crashed < times; ++crashed) {
    const auto until = std::chrono::steady_clock::now() + kComesUp;
    while (pid_of(ground, host) <= 0 || pid_of(ground, host) == last) {
      if (std::chrono::steady_clock::now() > until) return fail("fault_not_injected", program + " was not started again");
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(number(with, "pause_ms", 2600)));
    last = pid_of(ground, host);
    ground.site.let_die(program);
  }
  return Injected{[&ground, program] { return ground.site.restart(program); }, [crashed] { return crashed > 0; }};
}

// The last bit of a file of the installation flips. The file is put in the place of the whole one, as after a repair of the disk:
// who has loaded it goes on until its next start.
Result<Injected> damage_installation(Ground& ground, const Texts& with) {
  const auto& root = ground.site.installation();
  if (root.empty()) return fail("fault_not_injected", "nothing is installed here");
  const auto file = root / text(with, "file", "bin/omote");
  const auto damaged = fs::path(file.string() + ".damaged"), whole = fs::path(file.string() + ".whole");
  auto contents = read_file(file, kLargestFile);
  if (!contents) return pass(contents);
  std::error_code error;
  fs::copy_file(file, damaged, error);
  contents->back() ^= 0x01;
  if (auto done = overwrite(damaged, *contents); !done) return pass(done);
  fs::rename(file, whole, error);
  if (!error) fs::rename(damaged, file, error);
  if (error) return fail("fault_not_injected", error.message());
  const auto now = read_file(file, kLargestFile);
  const bool hit = now && *now == *contents;
  return Injected{[&ground, file, whole, restart = text(with, "restart", "")]() -> Result<void> {
                    std::error_code wrong;
                    fs::rename(whole, file, wrong);
                    if (wrong) return fail("fault_not_undone", wrong.message());
                    return restart.empty() ? Result<void>() : ground.site.restart(restart);
                  },
                  [hit] { return hit; }};
}

}  // namespace

std::vector<Fault> program_faults() {
  const Texts which{{"program", "host or terminal (host)"}};
  return {
      {"program_killed", "program", "プログラムが落ちる", "A program dies", which, false, kill_program},
      {"program_hung", "program", "プログラムが固まる", "A program hangs", which, false, hang_program},
      {"installation_damaged",
       "program",
       "導入したファイルが壊れる",
       "An installed file is damaged",
       {{"file", "in the installation (bin/omote)"}, {"restart", "the program that the repair starts again"}},
       true,
       damage_installation},
      {"program_crashes_often",
       "program",
       "プログラムが何度も落ちる",
       "A program crashes again and again",
       {{"program", "host or terminal (host)"}, {"times", "how often (5)"}, {"pause_ms", "that it runs in between (2600)"}},
       true,
       crash_often},
      {"terminal_copied",
       "program",
       "同じ番号の端末がもう1台ある",
       "There is a second terminal with the same serial number",
       {},
       true,
       add_copied_terminal},
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
