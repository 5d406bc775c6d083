#include "host/release_shelf.hpp"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "base/version.hpp"

namespace omote::host {

namespace {

constexpr std::size_t kMostOffer = 16 << 10;

std::optional<ShelfRelease> read_offer(const std::filesystem::path& folder) {
  const auto bytes = read_file(folder / "offer.json", kMostOffer);
  const auto json = bytes ? nlohmann::json::parse(bytes->begin(), bytes->end(), nullptr, false) : nlohmann::json();
  if (!json.is_object()) return std::nullopt;
  ShelfRelease release;
  std::string name, checksum;
  try {
    release.version = json.value("version", "");
    release.size = json.value("size", std::uint64_t{0});
    name = json.value("file", "");
    checksum = json.value("sha256", "");
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
  const auto digest = from_hex(checksum);
  if (!parse_version(release.version) || release.size == 0 || !digest || digest->size() != 32) return std::nullopt;
  if (name.empty() || name.find('/') != std::string::npos) return std::nullopt;
  release.sha256 = as_text(*digest);
  release.file = folder / name;
  return release;
}

}  // namespace

void ReleaseShelf::look() {
  release_ = read_offer(folder_);
}

Result<Bytes> ReleaseShelf::read(std::uint64_t at, std::size_t most) const {
  const bool there = release_ && at < release_->size;
  Bytes bytes(there ? std::min<std::uint64_t>(most, release_->size - at) : 0);
  std::ifstream in(there ? release_->file : std::filesystem::path(), std::ios::binary);
  in.seekg(static_cast<std::streamoff>(at));
  if (!there || !in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size())))
    return fail("shelf_unreadable", folder_.string());
  return bytes;
}

}  // namespace omote::host
