#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <system_error>

#include "base/descriptor.hpp"
#include "base/process.hpp"
#include "diagnosis/remedies/system.hpp"

namespace omote::diagnosis {

namespace {

// What systemd can be told to reach when a PC is to rest.
constexpr std::array<const char*, 4> kRests{"sleep.target", "suspend.target", "hibernate.target", "hybrid-sleep.target"};
constexpr std::chrono::seconds kReload{5};
constexpr std::string_view kPackage = "package ";
constexpr std::chrono::seconds kPackageGoes{60};

// The name of a running program: of its file, or as it calls itself.
bool is_called(pid_t process, const std::string& program) {
  const auto folder = std::filesystem::path("/proc") / std::to_string(process);
  std::error_code ignored;
  if (std::filesystem::read_symlink(folder / "exe", ignored).filename() == program) return true;
  std::string name;
  std::getline(std::ifstream(folder / "comm"), name);
  return !name.empty() && name == program.substr(0, 15);  // the kernel keeps so much of it
}

}  // namespace

Result<void> run_command(const std::vector<std::string>& argv, std::chrono::milliseconds limit) {
  if (argv.empty()) return fail("command_not_given");
  Command command;
  command.argv = argv;
  command.quiet = true;
  auto process = start_process(command);
  if (!process) return pass(process);
  const auto status = process->wait(limit);
  if (!status) {
    process->kill_now();
    return fail("command_time_out", argv.front());
  }
  if (*status != 0) return fail("command_failed", argv.front() + ": " + std::to_string(*status));
  return {};
}

// As `systemctl mask` does it: a link to nothing in the administrator's folder.
Result<void> switch_sleep_off(const std::filesystem::path& root) {
  const auto folder = root / "etc/systemd/system";
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  for (const auto* rest : kRests) {
    if (std::filesystem::read_symlink(folder / rest, error) == "/dev/null") continue;
    std::filesystem::create_symlink("/dev/null", folder / rest, error);
    if (error) return fail("sleep_not_switched_off", std::string(rest) + ": " + error.message());
  }
  // It reads the links when it is asked to rest, too; where it does not run there is nobody to tell.
  if (root == "/") static_cast<void>(run_command({"systemctl", "daemon-reload"}, kReload));
  return {};
}

Result<void> put_aside(const std::vector<std::string>& leftovers, const std::filesystem::path& aside) {
  Result<void> all;
  for (const auto& leftover : leftovers) {
    Result<void> one;
    if (leftover.starts_with(kPackage)) {
      one = run_command({"dpkg", "--purge", leftover.substr(kPackage.size())}, kPackageGoes);
    } else {
      std::error_code error;
      auto place = aside / std::filesystem::path(leftover).relative_path();
      std::filesystem::create_directories(place.parent_path(), error);
      while (std::filesystem::exists(place, error)) place += "_";  // one that came back earlier
      std::filesystem::rename(leftover, place, error);
      // Another disk: copied whole, then taken away.
      if (error == std::errc::cross_device_link) {
        std::filesystem::copy(leftover, place, std::filesystem::copy_options::recursive, error);
        if (!error) std::filesystem::remove_all(leftover, error);
      }
      if (error) one = fail("leftover_stays", leftover + ": " + error.message());
    }
    if (!one && all) all = std::move(one);
  }
  return all;
}

Result<void> ask_to_close(pid_t process, const std::string& program, std::chrono::milliseconds limit) {
  // Held open, the number cannot become another program's between looking and asking.
  const Descriptor held(process > 1 ? static_cast<int>(::syscall(SYS_pidfd_open, process, 0)) : -1);
  if (held.get() < 0) return fail("holder_gone", program);
  if (program.empty() || process == ::getpid() || !is_called(process, program) ||
      ::syscall(SYS_pidfd_send_signal, held.get(), SIGTERM, nullptr, 0) != 0)
    return fail("holder_not_ours", program + " " + std::to_string(process));
  pollfd ended{held.get(), POLLIN, 0};
  if (::poll(&ended, 1, static_cast<int>(limit.count())) <= 0) return fail("holder_stays", program);
  return {};
}

}  // namespace omote::diagnosis
