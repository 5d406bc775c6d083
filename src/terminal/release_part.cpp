#include "terminal/release_part.hpp"

#include <fcntl.h>

#include <cerrno>
#include <cstring>

#include "base/descriptor.hpp"
#include "base/version.hpp"
#include "diagnosis/probes/manifest.hpp"

namespace omote::terminal {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMostRelease = std::uint64_t{2} << 30;
constexpr std::uint64_t kSpareSpace = std::uint64_t{64} << 20;
constexpr std::uint64_t kSyncEvery = std::uint64_t{4} << 20;  // a long last fsync would come at once

bool sync_folder(const fs::path& folder) {
  const Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return fd.get() >= 0 && ::fsync(fd.get()) == 0;
}

std::unexpected<Failure> not_kept(const fs::path& file) {
  return fail("release_not_kept", file.string() + ": " + std::strerror(errno));
}

void keep_only(const fs::path& folder, const fs::path& part) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.path().extension() == ".part" && entry.path() != part) fs::remove(entry.path(), ignored);
  }
}

}  // namespace

Result<ReleasePart> ReleasePart::begin(const fs::path& folder, OfferedRelease offer) {
  if (!parse_version(offer.version) || offer.size == 0 || offer.size > kMostRelease)
    return fail("release_offer_wrong", offer.version.substr(0, 20));
  ReleasePart begun(folder, std::move(offer));
  std::error_code error;
  fs::create_directories(folder, error);
  keep_only(folder, begun.part());
  // The answer that it is whole was lost on the way to the host.
  if (diagnosis::sha256_of_file(begun.release()) == to_hex(begun.offer_.sha256)) {
    begun.at_ = begun.offer_.size;
    begun.finished_ = true;
    return begun;
  }
  auto there = fs::file_size(begun.part(), error);
  if (error) there = 0;
  if (there > begun.offer_.size) {
    fs::remove(begun.part(), error);
    there = 0;
  }
  begun.at_ = there;
  const auto space = fs::space(folder, error);
  if (!error && space.available < begun.offer_.size - there + kSpareSpace) return fail("release_no_space", folder.string());
  return begun;
}

Result<void> ReleasePart::add(std::uint64_t at, ByteView data) {
  if (at != at_ || data.size() > offer_.size - at_) return fail("release_piece_wrong", std::to_string(at));
  Descriptor file(::open(part().c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (file.get() < 0) return not_kept(part());
  for (std::size_t done = 0; done < data.size();) {
    const ssize_t n = ::pwrite(file.get(), data.data() + done, data.size() - done, static_cast<off_t>(at + done));
    if (n <= 0) return not_kept(part());
    done += static_cast<std::size_t>(n);
  }
  const bool due = at / kSyncEvery != (at + data.size()) / kSyncEvery;
  if (due && ::fsync(file.get()) != 0) return not_kept(part());
  if (!file.close()) return not_kept(part());
  at_ = at + data.size();
  return {};
}

Result<void> ReleasePart::finish() {
  if (finished_) return {};
  const Descriptor file(::open(part().c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (file.get() < 0 || ::fsync(file.get()) != 0) return not_kept(part());
  std::error_code error;
  if (!whole() || diagnosis::sha256_of_file(part()) != to_hex(offer_.sha256)) {
    fs::remove(part(), error);
    return fail("release_checksum", release().filename().string());
  }
  fs::rename(part(), release(), error);
  if (error || !sync_folder(folder_)) return not_kept(release());
  return {};
}

}  // namespace omote::terminal
