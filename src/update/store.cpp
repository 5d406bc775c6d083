#include "update/store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/file.hpp"
#include "diagnosis/probes/manifest.hpp"

namespace omote::update {

namespace {

namespace fs = std::filesystem;

constexpr auto kManifest = "share/omote/manifest.json";
constexpr auto kLists = "share/omote/release";
constexpr auto kPart = ".part";
constexpr auto kGone = ".gone";

bool sync_folder(const fs::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool good = fd >= 0 && ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  return good;
}

bool sync_folders(const fs::path& top) {
  std::error_code error;
  bool good = sync_folder(top);
  for (const auto& entry : fs::recursive_directory_iterator(top, error)) {
    if (entry.is_directory(error)) good = good && sync_folder(entry.path());
  }
  return good && !error;
}

// What the probe of damaged files reads (diagnosis/probes/manifest.hpp): the lists of all pieces as one.
std::string manifest_of(const Release& release) {
  nlohmann::ordered_json manifest;
  manifest["version"] = to_string(release.version);
  manifest["root"] = "../..";
  auto& files = manifest["files"] = nlohmann::ordered_json::array();
  for (const auto& piece : release.pieces) {
    for (const auto& file : piece.files) {
      files.push_back({{"path", file.path}, {"sha256", file.sha256}, {"part", diagnosis::part_of(file.path)}});
    }
  }
  return manifest.dump(1) + "\n";
}

}  // namespace

std::string Store::current() const {
  std::error_code error;
  const auto target = fs::read_symlink(root_ / "current", error);
  return error || target.parent_path() != "versions" ? std::string() : target.filename().string();
}

std::vector<std::string> Store::versions() const {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(root_ / "versions", error)) {
    auto name = entry.path().filename().string();
    if (!name.starts_with('.') && entry.is_directory(error)) names.push_back(std::move(name));
  }
  std::ranges::sort(names);
  return names;
}

std::vector<std::string> Store::pieces_of(const std::string& name) const {
  std::vector<std::string> pieces;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_of(name) / kLists, error)) {
    if (entry.path().extension() == ".json") pieces.push_back(entry.path().stem().string());
  }
  std::ranges::sort(pieces);
  return pieces;
}

Result<void> Store::copy_files(const Release& release, const Source& source, const fs::path& to) const {
  std::error_code error;
  for (const auto& piece : release.pieces) {
    auto files = piece.files;
    for (const auto* ending : {".json", ".json.sig"})
      files.push_back({fmt::format("{}/{}{}", kLists, piece.name, ending), {}, 0, false});
    for (const auto& file : files) {
      fs::create_directories((to / file.path).parent_path(), error);
      if (auto copied = source.copy(file.path, to / file.path, file.program ? 0755 : 0644); !copied) return copied;
      // The lists carry no checksum of their own: their signature was checked, and is again when the version is looked at.
      if (!file.sha256.empty() && diagnosis::sha256_of_file(to / file.path) != file.sha256)
        return fail("version_damaged", file.path);
    }
  }
  return write_durably(to / kManifest, as_bytes(manifest_of(release)), Replace::Yes, 0644);
}

Result<std::string> Store::add(const Release& release, const Source& source) const {
  const auto number = to_string(release.version);
  const auto manifest = manifest_of(release);
  std::error_code error;
  std::string name = number;
  for (int n = 2; fs::exists(folder_of(name), error); ++n) {
    const auto there = read_file(folder_of(name) / kManifest, 4 << 20);
    if (there && as_text(*there) == manifest && check(name)) return name;
    name = fmt::format("{}-{}", number, n);
  }
  const auto part = folder_of(kPart);
  fs::remove_all(part, error);
  fs::create_directories(part, error);
  if (auto copied = copy_files(release, source, part); !copied) {
    fs::remove_all(part, error);
    return pass(copied);
  }
  bool good = sync_folders(part);
  if (good) fs::rename(part, folder_of(name), error);
  good = good && !error && sync_folder(root_ / "versions") && sync_folder(root_);
  if (!good) return fail("version_not_stored", folder_of(name).string() + (error ? ": " + error.message() : ""));
  return name;
}

Result<void> Store::check(const std::string& name) const {
  const auto file = folder_of(name) / kManifest;
  const auto manifest = diagnosis::read_manifest(file);
  auto damaged =
      manifest ? diagnosis::ManifestCheck().damaged(*manifest, {}) : std::vector<diagnosis::ManifestFile>{{kManifest, {}, {}}};
  if (!damaged.empty()) return fail("version_not_whole", fmt::format("{}: {}", name, damaged.front().path));
  return {};
}

Result<void> Store::choose(const std::string& name) const {
  const auto fresh = root_ / ".current.new";
  std::error_code error;
  fs::remove(fresh, error);
  fs::create_symlink(fs::path("versions") / name, fresh, error);
  if (!error) fs::rename(fresh, root_ / "current", error);
  if (error || !sync_folder(root_)) return fail("version_not_chosen", name + (error ? ": " + error.message() : ""));
  return {};
}

void Store::keep_only(const std::vector<std::string>& names) const {
  std::error_code error;
  // Under another name first: what is half taken away must not look like a version.
  for (const auto& name : versions()) {
    fs::remove_all(folder_of(kGone), error);
    if (std::ranges::find(names, name) == names.end()) fs::rename(folder_of(name), folder_of(kGone), error);
  }
  for (const auto* rest : {kGone, kPart}) fs::remove_all(folder_of(rest), error);
}

}  // namespace omote::update
