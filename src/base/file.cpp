#include "base/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "base/descriptor.hpp"

namespace omote {

namespace {

bool write_all(int fd, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
  return true;
}

bool sync_directory(const std::filesystem::path& directory) {
  Descriptor fd(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  // Network folders cannot sync a directory and say EINVAL; their server has the name already.
  return fd.get() >= 0 && (::fsync(fd.get()) == 0 || errno == EINVAL || errno == ENOTSUP);
}

// Network folders often know no RENAME_NOREPLACE; there a look before the rename is the best there is.
int name_file(const std::filesystem::path& temporary, const std::filesystem::path& path, Replace replace) {
  const unsigned flags = replace == Replace::No ? RENAME_NOREPLACE : 0;
  if (::renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, path.c_str(), flags) == 0) return 0;
  if (replace == Replace::Yes || (errno != EINVAL && errno != ENOSYS)) return errno;
  if (::access(path.c_str(), F_OK) == 0) return EEXIST;
  return ::rename(temporary.c_str(), path.c_str()) == 0 ? 0 : errno;
}

// Returns 0 or an errno.
int write_and_name(const std::filesystem::path& temporary, const std::filesystem::path& path, ByteView contents, Replace replace,
                   unsigned mode) {
  Descriptor fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (fd.get() < 0) return errno;
  // The bits are a promise, so the process's umask must not narrow them; folders without such bits may refuse.
  static_cast<void>(::fchmod(fd.get(), mode));
  if (!write_all(fd.get(), contents) || ::fsync(fd.get()) != 0 || !fd.close()) return errno;
  if (const int error = name_file(temporary, path, replace); error != 0) return error;
  const auto directory = path.parent_path();
  return sync_directory(directory.empty() ? std::filesystem::path(".") : directory) ? 0 : errno;
}

}  // namespace

Result<Bytes> read_file(const std::filesystem::path& path, std::size_t most) {
  Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (fd.get() < 0 && errno == ENOENT) return fail("file_missing", path.string());
  Bytes bytes;
  std::uint8_t buffer[65536];
  ssize_t n = fd.get() < 0 ? -1 : 0;
  while (fd.get() >= 0 && ((n = ::read(fd.get(), buffer, sizeof buffer)) > 0 || (n < 0 && errno == EINTR))) {
    if (n < 0) continue;
    if (bytes.size() + static_cast<std::size_t>(n) > most) return fail("file_too_large", path.string());
    bytes.insert(bytes.end(), buffer, buffer + n);
  }
  if (n < 0) return fail("file_unreadable", path.string() + ": " + std::strerror(errno));
  return bytes;
}

Result<void> write_durably(const std::filesystem::path& path, ByteView contents, Replace replace, unsigned mode) {
  auto temporary = path;
  temporary.replace_filename("." + path.filename().string() + "." + to_hex(random_bytes(4)) + ".tmp");
  const int error = write_and_name(temporary, path, contents, replace, mode);
  if (error == 0) return {};
  ::unlink(temporary.c_str());
  if (error == EEXIST) return fail("file_exists", path.string());
  return fail("file_unwritable", path.string() + ": " + std::strerror(error));
}

}  // namespace omote
