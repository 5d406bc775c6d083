#include "diagnosis/probes/manifest.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "base/process.hpp"

namespace omote::diagnosis {

namespace {

constexpr std::chrono::hours kReadAnew{1};

// What changes when a file is written or replaced; "" when it is not there.
std::string stamp_of(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) return {};
  const auto written = std::filesystem::last_write_time(file, error).time_since_epoch().count();
  return error ? std::string() : fmt::format("{} {}", size, written);
}

std::string text_at(const nlohmann::json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

}  // namespace

Result<Manifest> read_manifest(const std::filesystem::path& file) {
  const auto bytes = read_file(file, 4 << 20);
  if (!bytes) return fail("manifest_missing", file.string());
  const auto json = nlohmann::json::parse(bytes->begin(), bytes->end(), nullptr, false);
  if (!json.is_object() || !json.contains("files") || !json["files"].is_array()) {
    return fail("manifest_unreadable", file.string());
  }
  Manifest manifest{text_at(json, "version"), (file.parent_path() / text_at(json, "root")).lexically_normal(), {}};
  for (const auto& entry : json["files"]) {
    ManifestFile one{text_at(entry, "path"), text_at(entry, "sha256"), text_at(entry, "part")};
    if (!one.path.empty()) manifest.files.push_back(std::move(one));
  }
  return manifest;
}

std::filesystem::path own_manifest() {
  const auto folder = std::filesystem::path(own_executable()).parent_path();
  std::error_code error;
  const auto beside = folder / "manifest.json";
  return std::filesystem::exists(beside, error) ? beside : folder.parent_path() / "share/omote/manifest.json";
}

std::string damaged_part(const std::vector<ManifestFile>& damaged) {
  // What keeps the others from running counts most.
  for (const auto* part : {"program", "runtime", "start", "component"}) {
    if (std::ranges::find(damaged, part, &ManifestFile::part) != damaged.end()) return part;
  }
  return "";
}

std::string part_of(const std::filesystem::path& path) {
  const auto name = path.filename().string();
  const auto extension = path.extension().string();
  for (const auto* start : {".service", ".socket", ".timer", ".target", ".desktop", ".sh"}) {
    if (extension == start) return "start";
  }
  if (extension == ".so" || name.find(".so.") != std::string::npos) return "runtime";
  for (const auto& folder : path) {
    if (folder == "bin" || folder == "sbin" || folder == "libexec") return "program";
  }
  return "component";
}

std::string sha256_of_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return {};
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  std::vector<char> piece(256 << 10);
  while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || in.gcount() > 0) {
    EVP_DigestUpdate(context.get(), piece.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad()) return {};
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_DigestFinal_ex(context.get(), digest.data(), &size);
  return to_hex(ByteView(digest).first(size));
}

std::vector<ManifestFile> ManifestCheck::damaged(const Manifest& manifest, std::chrono::steady_clock::time_point now) {
  if (now >= forget_at_) {
    seen_.clear();
    forget_at_ = now + kReadAnew;
  }
  std::vector<ManifestFile> wrong;
  for (const auto& file : manifest.files) {
    const auto path = manifest.root / file.path;
    auto& seen = seen_[path];
    auto stamp = stamp_of(path);
    if (stamp.empty() || stamp != seen.stamp) seen = {std::move(stamp), sha256_of_file(path)};
    if (seen.sha256 != file.sha256) wrong.push_back(file);
  }
  return wrong;
}

}  // namespace omote::diagnosis
