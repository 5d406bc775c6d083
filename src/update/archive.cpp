#include "update/archive.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "base/descriptor.hpp"

namespace omote::update {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBlock = 512;
constexpr std::size_t kMostFile = std::size_t{512} << 20;
constexpr std::size_t kMostName = 100;
constexpr std::size_t kMostBefore = 155;
constexpr std::size_t kSumAt = 148;
using Block = std::array<char, kBlock>;

bool write_all(int to, const void* data, std::size_t size) {
  const auto* at = static_cast<const char*>(data);
  for (std::size_t done = 0; done < size;) {
    const ssize_t n = ::write(to, at + done, size - done);
    if (n <= 0) return false;
    done += static_cast<std::size_t>(n);
  }
  return true;
}

void put(Block& block, std::size_t at, const std::string& text) {
  std::ranges::copy(text, block.begin() + static_cast<std::ptrdiff_t>(at));
}

// The header of one plain file; false for a name that has no place in it.
bool header_of(const std::string& path, std::size_t size, bool program, Block& block) {
  block.fill('\0');
  auto name = path;
  if (name.size() > kMostName) {
    const auto cut = path.find('/', path.size() - kMostName - 1);  // npos is more than any
    if (cut > kMostBefore) return false;
    put(block, 345, path.substr(0, cut));
    name = path.substr(cut + 1);
  }
  put(block, 0, name);
  put(block, 100, program ? "0000755" : "0000644");
  put(block, 108, "0000000");
  put(block, 116, "0000000");
  put(block, 124, fmt::format("{:011o}", size));
  put(block, 136, "00000000000");
  put(block, kSumAt, "        ");
  block[156] = '0';
  put(block, 257, "ustar");
  put(block, 263, "00");
  unsigned sum = 0;
  for (const char c : block) sum += static_cast<unsigned char>(c);
  put(block, kSumAt, fmt::format("{:06o}", sum) + '\0' + ' ');
  return true;
}

std::unexpected<Failure> not_written(const fs::path& file) {
  return fail("archive_not_written", file.string() + ": " + std::strerror(errno));
}

struct Part {
  std::string path, sha256;
  bool program = false;
};

Result<void> add(int to, const Source& source, const Part& part) {
  auto bytes = source.read(part.path, kMostFile);
  if (!bytes) return pass(bytes);
  // The lists carry no checksum of their own; their signature was checked.
  if (!part.sha256.empty() && to_hex(sha256(*bytes)) != part.sha256) return fail("release_file_damaged", part.path);
  Block block{};
  const Block nothing{};
  const auto rest = (kBlock - bytes->size() % kBlock) % kBlock;
  const bool good = header_of(part.path, bytes->size(), part.program, block) && write_all(to, block.data(), kBlock) &&
                    write_all(to, bytes->data(), bytes->size()) && write_all(to, nothing.data(), rest);
  if (!good) return not_written(part.path);
  return {};
}

std::vector<Part> parts_of(const std::vector<Piece>& pieces) {
  std::vector<Part> parts;
  for (const auto& piece : pieces) {
    for (const auto* ending : {".json", ".json.sig"}) parts.push_back({"share/omote/release/" + piece.name + ending, {}, false});
    for (const auto& file : piece.files) parts.push_back({file.path, file.sha256, file.program});
  }
  return parts;
}

}  // namespace

Result<void> write_archive(const Source& source, const std::vector<Piece>& pieces, const fs::path& to) {
  std::error_code ignored;
  fs::remove(to, ignored);
  Descriptor file(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644));
  Result<void> done;
  if (file.get() < 0) done = not_written(to);
  for (const auto& part : parts_of(pieces)) {
    if (done) done = add(file.get(), source, part);
  }
  const Block nothing{};
  for (int i = 0; done && i < 2; ++i)
    if (!write_all(file.get(), nothing.data(), kBlock)) done = not_written(to);
  if (done && (::fchmod(file.get(), 0644) != 0 || ::fsync(file.get()) != 0 || !file.close())) done = not_written(to);
  if (!done) fs::remove(to, ignored);
  return done;
}

}  // namespace omote::update
