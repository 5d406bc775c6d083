#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "journal/bundle/out_file.hpp"

namespace omote::journal::bundle {

Result<OutFile> OutFile::create(const std::filesystem::path& path) {
  auto temporary = path;
  temporary.replace_filename("." + path.filename().string() + "." + to_hex(random_bytes(4)) + ".tmp");
  const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0) return fail("bundle_file_not_made", path.string() + ": " + std::strerror(errno));
  return OutFile(fd, path, std::move(temporary));
}

OutFile::OutFile(OutFile&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      errno_(other.errno_),
      size_(other.size_),
      path_(std::move(other.path_)),
      temporary_(std::move(other.temporary_)) {}

OutFile::~OutFile() {
  if (fd_ < 0) return;
  ::close(fd_);
  ::unlink(temporary_.c_str());
}

bool OutFile::write(ByteView bytes) {
  while (!bytes.empty() && errno_ == 0) {
    const ssize_t n = ::write(fd_, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {
      errno_ = n < 0 ? errno : ENOSPC;
      break;
    }
    size_ += static_cast<std::uint64_t>(n);
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
  return errno_ == 0;
}

Result<void> OutFile::finish() {
  if (errno_ == 0 && ::fsync(fd_) != 0) errno_ = errno;
  if (errno_ == 0 && ::rename(temporary_.c_str(), path_.c_str()) != 0) errno_ = errno;
  if (errno_ != 0) return fail("bundle_file_not_written", path_.string() + ": " + error());
  ::close(std::exchange(fd_, -1));
  const auto folder = path_.parent_path();
  const int directory = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory >= 0) {
    static_cast<void>(::fsync(directory));
    ::close(directory);
  }
  return {};
}

std::string OutFile::error() const {
  return errno_ == 0 ? std::string() : std::strerror(errno_);
}

}  // namespace omote::journal::bundle
