#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <sstream>

#include "diagnosis/probes/folder_look.hpp"

namespace omote::diagnosis {

namespace {

constexpr std::size_t kMostFiles = 10'000;

// Something is really written: a full disk takes the file and refuses its contents.
bool takes_contents(int fd) {
  constexpr std::array<char, 4096> kBlock{};
  const bool fine = ::write(fd, kBlock.data(), kBlock.size()) == static_cast<ssize_t>(kBlock.size());
  ::close(fd);
  return fine;
}

bool try_to_write(const std::filesystem::path& folder) {
  // A file without a name: nobody who watches the folder sees it.
  const int nameless = ::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
  if (nameless >= 0) return takes_contents(nameless);
  if (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL) return false;
  auto name = (folder / ".omote-probe-XXXXXX.tmp").string();
  const int fd = ::mkostemps(name.data(), 4, O_CLOEXEC);
  if (fd < 0) return false;
  ::unlink(name.c_str());
  return takes_contents(fd);
}

double oldest_minutes(const std::filesystem::path& folder) {
  std::time_t oldest = 0;
  std::error_code error;
  std::size_t count = 0;
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    struct stat file{};
    if (at->path().filename().string().starts_with('.') || ++count > kMostFiles) continue;
    if (::lstat(at->path().c_str(), &file) != 0 || !S_ISREG(file.st_mode)) continue;
    if (oldest == 0 || file.st_mtime < oldest) oldest = file.st_mtime;
  }
  return oldest == 0 ? 0 : std::max(0.0, static_cast<double>(std::time(nullptr) - oldest) / 60);
}

}  // namespace

FolderLook look_at_folder(const std::filesystem::path& folder) {
  FolderLook look;
  struct statvfs space{};
  std::error_code error;
  look.exists = std::filesystem::is_directory(folder, error);
  if (!look.exists || ::statvfs(folder.c_str(), &space) != 0) return look;
  look.read_only = (space.f_flag & ST_RDONLY) != 0;
  look.free_mb = static_cast<double>(space.f_bavail) * static_cast<double>(space.f_frsize) / (1 << 20);
  look.writable = try_to_write(folder);
  look.oldest_file_min = oldest_minutes(folder);
  return look;
}

bool can_hang(const std::filesystem::path& folder) {
  const auto path = std::filesystem::absolute(folder).lexically_normal().string();
  std::ifstream mounts("/proc/thread-self/mountinfo");
  std::string best, type;
  for (std::string line; std::getline(mounts, line);) {
    std::istringstream words(line);
    std::string skip, point, kind;
    words >> skip >> skip >> skip >> skip >> point;
    while (words >> skip && skip != "-") {
    }
    words >> kind;
    const bool above = point == "/" || path == point || path.starts_with(point + "/");
    if (above && point.size() >= best.size()) {
      best = point;
      type = kind;
    }
  }
  for (const std::string_view far : {"nfs", "cifs", "smb", "fuse", "9p", "ceph", "afs", "autofs", "glusterfs", "lustre", "ncp"}) {
    if (type.starts_with(far)) return true;
  }
  return false;
}

std::string to_line(const FolderLook& look) {
  return fmt::format("{:d} {:d} {:d} {} {}\n", look.exists, look.writable, look.read_only, look.free_mb, look.oldest_file_min);
}

std::optional<FolderLook> folder_look_of(const std::string& line) {
  FolderLook look;
  std::istringstream words(line);
  words >> look.exists >> look.writable >> look.read_only >> look.free_mb >> look.oldest_file_min;
  return words ? std::optional(look) : std::nullopt;
}

}  // namespace omote::diagnosis
