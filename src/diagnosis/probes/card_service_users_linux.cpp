#include <dirent.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <fstream>
#include <set>

#include "diagnosis/probes/card_service.hpp"
#include "diagnosis/probes/netlink_linux.hpp"

namespace omote::diagnosis {

namespace {

constexpr std::string_view kOurs[] = {"omote-card-worker", "omote-probe"};
constexpr std::size_t kShownName = 15;  // that is what the kernel keeps of a program's name
constexpr std::uint32_t kEstablished = 1U << 1;

bool is_ours(std::string_view program) {
  return std::ranges::any_of(kOurs, [&](std::string_view own) { return program == own || program == own.substr(0, kShownName); });
}

// The inodes of the sockets that are connected to the service's; false when the kernel does not tell.
bool find_clients(const std::string& path, std::set<std::uint64_t>& clients) {
  unix_diag_req ask{};
  ask.sdiag_family = AF_UNIX;
  ask.udiag_states = kEstablished;
  ask.udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_PEER;
  const NetlinkQuestion question(SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, ask);
  const int error = ask_kernel(NETLINK_SOCK_DIAG, question, [&](std::uint16_t, ByteView body) {
    constexpr std::size_t kHead = NLMSG_ALIGN(sizeof(unix_diag_msg));
    if (body.size() < kHead) return;
    const auto attributes = attributes_of(body.subspan(kHead));
    const auto name = attributes.find(UNIX_DIAG_NAME), peer = attributes.find(UNIX_DIAG_PEER);
    if (name == attributes.end() || peer == attributes.end() || text_of(name->second) != path) return;
    // The other end of a connection that is shut both ways has gone; the service has not noticed yet.
    const auto shut = attributes.find(UNIX_DIAG_SHUTDOWN);
    if (shut != attributes.end() && value_of<std::uint8_t>(shut->second) == 3) return;
    clients.insert(value_of<std::uint32_t>(peer->second));
  });
  return error == 0;
}

std::string link_target(const std::string& path) {
  std::string target(PATH_MAX, '\0');
  const auto size = ::readlink(path.c_str(), target.data(), target.size());
  target.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  return target;
}

std::string program_of(const std::string& process) {
  const auto executable = link_target(process + "/exe");
  if (!executable.empty()) return executable.substr(executable.rfind('/') + 1);
  std::string name;
  std::getline(std::ifstream(process + "/comm"), name);
  return name;
}

// Takes the clients that the process holds out of the set; false when it may not be looked into.
bool take_clients(const std::string& process, std::set<std::uint64_t>& clients, int& taken) {
  auto* folder = ::opendir((process + "/fd").c_str());
  if (folder == nullptr) return false;
  while (const auto* entry = ::readdir(folder)) {
    const auto target = link_target(process + "/fd/" + static_cast<const char*>(entry->d_name));
    if (!target.starts_with("socket:[")) continue;
    taken += static_cast<int>(clients.erase(std::strtoull(target.c_str() + 8, nullptr, 10)));
  }
  ::closedir(folder);
  return true;
}

}  // namespace

Holders card_service_users(const std::filesystem::path& socket) {
  Holders holders;
  std::set<std::uint64_t> clients;
  holders.told = find_clients(socket.string(), clients);
  if (!holders.told || clients.empty()) return holders;
  int own_hidden = 0;
  auto* processes = ::opendir("/proc");
  while (const auto* entry = processes == nullptr ? nullptr : ::readdir(processes)) {
    const int pid = std::atoi(static_cast<const char*>(entry->d_name));
    if (pid <= 0 || pid == ::getpid()) continue;
    const auto process = "/proc/" + std::to_string(pid);
    int taken = 0;
    if (!take_clients(process, clients, taken)) {
      // Our own workers let nobody look inside; each has one connection.
      own_hidden += is_ours(program_of(process)) ? 1 : 0;
    } else if (auto program = program_of(process); taken > 0 && !is_ours(program)) {
      holders.known.push_back({pid, std::move(program)});
    }
  }
  if (processes != nullptr) ::closedir(processes);
  holders.hidden = std::max(0, static_cast<int>(clients.size()) - own_hidden);
  return holders;
}

}  // namespace omote::diagnosis
