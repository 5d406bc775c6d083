#include "update/source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>

#include "base/descriptor.hpp"

namespace omote::update {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBlock = 512;
constexpr std::size_t kMostFiles = 20'000;
using Block = std::array<char, kBlock>;

std::string field(const Block& block, std::size_t at, std::size_t length) {
  const std::string text(block.data() + at, length);
  return text.substr(0, text.find('\0'));
}

std::optional<std::uint64_t> octal(const Block& block, std::size_t at, std::size_t length) {
  auto text = field(block, at, length);
  text.erase(0, text.find_first_not_of(' '));
  text.erase(std::min(text.find_last_not_of(' ') + 1, text.size()));
  std::uint64_t number = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), number, 8);
  if (text.empty() || end.ec != std::errc() || end.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

// The sum of all bytes, those of the sum itself counted as blanks.
std::uint64_t sum_of(const Block& block) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < block.size(); ++i) sum += i >= 148 && i < 156 ? ' ' : static_cast<unsigned char>(block[i]);
  return sum;
}

struct Entry {
  std::string name;
  std::uint64_t size = 0;
  bool folder = false;
};

// Plain files and folders only: links and devices have no place in a release.
std::optional<Entry> entry_of(const Block& block) {
  const auto size = octal(block, 124, 12);
  const auto sum = octal(block, 148, 8);
  const char kind = block[156];
  if (!size || !sum || *sum != sum_of(block) || field(block, 257, 6) != "ustar") return std::nullopt;
  if (kind != '0' && kind != '5') return std::nullopt;
  const auto before = field(block, 345, 155);
  auto name = (before.empty() ? "" : before + "/") + field(block, 0, 100);
  if (name.starts_with("./")) name.erase(0, 2);
  return Entry{std::move(name), *size, kind == '5'};
}

bool write_all(int to, const char* data, std::size_t size) {
  for (std::size_t done = 0; done < size;) {
    const ssize_t n = ::write(to, data + done, size - done);
    if (n <= 0) return false;
    done += static_cast<std::size_t>(n);
  }
  return true;
}

}  // namespace

Result<Source> Source::open(const fs::path& path) {
  std::error_code error;
  if (!fs::exists(path, error)) return fail("source_missing", path.string());
  return fs::is_directory(path, error) ? open_folder(path) : open_archive(path);
}

Result<Source> Source::open_folder(const fs::path& path) {
  Source source;
  std::error_code error;
  for (fs::recursive_directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
    if (!at->is_regular_file(error) || at->is_symlink(error)) continue;
    const auto name = at->path().lexically_relative(path).string();
    source.places_[name] = {at->path(), 0, at->file_size(error)};
  }
  return source;
}

Result<Source> Source::open_archive(const fs::path& path) {
  const auto wrong = [&](const char* what) { return fail("source_unreadable", path.string() + ": " + what); };
  Source source;
  std::error_code error;
  const auto length = fs::file_size(path, error);
  std::ifstream in(path, std::ios::binary);
  Block block{};
  std::uint64_t at = 0;
  for (; in.read(block.data(), kBlock); in.seekg(static_cast<std::streamoff>(at))) {
    at += kBlock;
    if (std::ranges::all_of(block, [](char c) { return c == '\0'; })) return source;  // the end of the archive
    const auto entry = entry_of(block);
    if (!entry) return wrong("no list of plain files");
    if (entry->size > length - at) return wrong("cut off");
    if (!entry->folder) {
      if (!source.places_.emplace(entry->name, Place{path, at, entry->size}).second) return wrong("a file twice");
      if (source.places_.size() > kMostFiles) return wrong("too many files");
    }
    at += (entry->size + kBlock - 1) / kBlock * kBlock;
  }
  return wrong("cut off");
}

std::vector<std::string> Source::names_in(const std::string& folder) const {
  std::vector<std::string> names;
  for (auto at = places_.lower_bound(folder + "/"); at != places_.end() && at->first.starts_with(folder + "/"); ++at) {
    auto name = at->first.substr(folder.size() + 1);
    if (name.find('/') == std::string::npos) names.push_back(std::move(name));
  }
  return names;
}

std::optional<std::uint64_t> Source::size_of(const std::string& path) const {
  const auto at = places_.find(path);
  if (at == places_.end()) return std::nullopt;
  return at->second.size;
}

Result<Bytes> Source::read(const std::string& path, std::size_t most) const {
  const auto at = places_.find(path);
  bool good = at != places_.end() && at->second.size <= most;
  Bytes bytes(good ? at->second.size : 0);
  if (!bytes.empty()) {
    std::ifstream in(at->second.file, std::ios::binary);
    in.seekg(static_cast<std::streamoff>(at->second.at));
    good = static_cast<bool>(in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size())));
  }
  if (!good) return fail("source_file_unreadable", path);
  return bytes;
}

Result<void> Source::copy(const std::string& path, const fs::path& to, unsigned mode) const {
  const auto found = places_.find(path);
  const auto [file, begin, size] = found == places_.end() ? Place() : found->second;
  const Descriptor from(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  const Descriptor target(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  std::vector<char> piece(256 << 10);
  bool good = from.get() >= 0 && target.get() >= 0;
  for (std::uint64_t done = 0; good && done < size;) {
    const auto wanted = std::min<std::uint64_t>(piece.size(), size - done);
    const ssize_t n = ::pread(from.get(), piece.data(), wanted, static_cast<off_t>(begin + done));
    good = n > 0 && write_all(target.get(), piece.data(), static_cast<std::size_t>(n));
    if (good) done += static_cast<std::uint64_t>(n);
  }
  good = good && ::fchmod(target.get(), mode) == 0 && ::fsync(target.get()) == 0;
  if (!good) return fail("source_not_copied", to.string() + ": " + std::strerror(errno));
  return {};
}

}  // namespace omote::update
