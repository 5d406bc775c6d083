#include <dirent.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <fmt/format.h>
#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/text.hpp"
#include "journal/bundle/sources.hpp"
#include "journal/json.hpp"

namespace omote::journal::bundle {

namespace {

constexpr std::size_t kLongestName = 80;
constexpr std::size_t kMostFiles = 200;

bool is_plain_name(std::string_view name) {
  return name.size() <= kLongestName && !name.starts_with('.') && std::ranges::all_of(name, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' || c == '-';
         });
}

// "" and the contents, or why the file is left out.
std::string read_plain(int folder, const char* name, std::size_t most, std::string& contents) {
  const int fd = ::openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return errno == ELOOP ? "a link" : std::strerror(errno);
  struct stat facts{};
  std::string why;
  if (::fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode)) {
    why = "no plain file";
  } else if (facts.st_nlink > 1) {
    why = "it has another name elsewhere";
  } else if (static_cast<std::uint64_t>(facts.st_size) > most) {
    why = fmt::format("larger than {} bytes", most);
  }
  char buffer[65536];
  ssize_t n = 0;
  while (why.empty() && (n = ::read(fd, buffer, sizeof buffer)) != 0) {
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) why = std::strerror(errno);
    if (n > 0) contents.append(buffer, static_cast<std::size_t>(n));
    if (contents.size() > most) why = "it grew while it was read";
  }
  ::close(fd);
  return why;
}

std::string disks_json(const std::vector<std::filesystem::path>& folders) {
  std::string json;
  for (const auto& folder : folders) {
    struct statvfs facts{};
    if (::statvfs(folder.c_str(), &facts) != 0) continue;
    const auto mb = [&](auto blocks) { return static_cast<std::uint64_t>(blocks) * facts.f_frsize >> 20; };
    json += fmt::format(R"({}{{"folder": {}, "free_mb": {}, "size_mb": {}, "read_only": {}}})", json.empty() ? "" : ", ",
                        json_text(folder.string()), mb(facts.f_bavail), mb(facts.f_blocks), (facts.f_flag & ST_RDONLY) != 0);
  }
  return json;
}

std::string interfaces_json() {
  ifaddrs* all = nullptr;
  if (::getifaddrs(&all) != 0) return {};
  std::string json;
  for (const auto* one = all; one != nullptr; one = one->ifa_next) {
    if (one->ifa_addr == nullptr) continue;
    const auto family = one->ifa_addr->sa_family;
    if (family != AF_INET && family != AF_INET6) continue;
    char host[NI_MAXHOST] = "";
    const auto size = static_cast<socklen_t>(family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6));
    if (::getnameinfo(one->ifa_addr, size, host, sizeof host, nullptr, 0, NI_NUMERICHOST) != 0) continue;
    json += fmt::format(R"({}{{"name": {}, "address": {}, "up": {}}})", json.empty() ? "" : ", ", json_text(one->ifa_name),
                        json_text(host), (one->ifa_flags & IFF_UP) != 0);
  }
  ::freeifaddrs(all);
  return json;
}

}  // namespace

void read_plain_files(const std::filesystem::path& folder, std::size_t most, Tray& tray,
                      const std::function<bool(const std::string& name, std::string contents)>& take) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR* directory = fd < 0 ? nullptr : ::fdopendir(fd);
  if (directory == nullptr) {
    if (fd >= 0) ::close(fd);
    return tray.skip(folder.string(), std::strerror(errno));
  }
  std::size_t taken = 0;
  bool go_on = true;
  while (go_on) {
    const auto* entry = ::readdir(directory);
    if (entry == nullptr) break;
    const std::string name = entry->d_name;
    if (name == "." || name == "..") continue;
    std::string contents;
    std::string why = !is_plain_name(name)  ? "its name is not a plain one"
                      : taken >= kMostFiles ? fmt::format("more than {} files", kMostFiles)
                                            : read_plain(fd, name.c_str(), most, contents);
    if (!why.empty()) {
      tray.skip(to_one_line(name, kLongestName), std::move(why));
      continue;
    }
    ++taken;
    go_on = take(name, std::move(contents));
  }
  ::closedir(directory);
}

std::string system_facts(const std::vector<std::filesystem::path>& folders) {
  struct utsname system{};
  static_cast<void>(::uname(&system));
  struct sysinfo facts{};
  static_cast<void>(::sysinfo(&facts));
  const auto mb = [&](unsigned long amount) { return static_cast<std::uint64_t>(amount) * facts.mem_unit >> 20; };
  return fmt::format(
      "{{\n  \"system\": {}, \"release\": {}, \"machine\": {},\n  \"uptime_s\": {}, \"load\": {:.2f}, \"processors\": {},\n"
      "  \"memory_mb\": {}, \"memory_free_mb\": {},\n  \"disks\": [{}],\n  \"interfaces\": [{}]\n}}\n",
      json_text(system.sysname), json_text(system.release), json_text(system.machine), facts.uptime,
      static_cast<double>(facts.loads[0]) / 65536.0, ::sysconf(_SC_NPROCESSORS_ONLN), mb(facts.totalram), mb(facts.freeram),
      disks_json(folders), interfaces_json());
}

}  // namespace omote::journal::bundle
