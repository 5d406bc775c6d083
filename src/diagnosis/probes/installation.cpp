#include "diagnosis/probes/installation.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <set>

namespace omote::diagnosis {

namespace {

namespace fs = std::filesystem;

bool named_ours(const fs::path& path) {
  const auto name = path.filename().string();
  return name == "omote" || name.starts_with("omote-") || name.starts_with("libomote");
}

void add_ours_in(const fs::path& folder, const std::set<fs::path>& known, std::vector<std::string>& found) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const auto path = entry.path().lexically_normal();
    if (named_ours(path) && !known.contains(path)) found.push_back(path.string());
  }
}

// Packages of ours in the system's list that are neither installed nor gone.
void add_half_packages(const fs::path& root, std::vector<std::string>& found) {
  std::ifstream lines(root / "var/lib/dpkg/status");
  std::string package;
  for (std::string line; std::getline(lines, line);) {
    constexpr std::string_view kPackage = "Package: ", kStatus = "Status: ";
    if (line.starts_with(kPackage)) package = line.substr(kPackage.size());
    if (!line.starts_with(kStatus) || !named_ours(package)) continue;
    if (!line.ends_with(" installed") && !line.ends_with(" not-installed")) found.push_back("package " + package);
  }
}

void add_old_settings(const fs::path& root, std::vector<std::string>& found) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(root / "etc/omote", error)) {
    const auto extension = entry.path().extension().string();
    if (extension.starts_with(".dpkg-") || extension.starts_with(".ucf-")) found.push_back(entry.path().string());
  }
}

// An ar archive, as .deb is one: head, then members whose lengths must add up to the file's.
bool is_whole_archive(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string magic(8, '\0');
  if (!in.read(magic.data(), 8) || magic != "!<arch>\n") return false;
  std::error_code error;
  const auto size = fs::file_size(file, error);
  std::uintmax_t at = 8;
  while (!error && at < size) {
    std::string head(60, '\0');
    in.seekg(static_cast<std::streamoff>(at));
    if (!in.read(head.data(), 60) || !head.ends_with("`\n")) return false;
    const auto length = std::strtoull(head.substr(48, 10).c_str(), nullptr, 10);
    at += 60 + length + length % 2;
  }
  return !error && (at == size || at == size + 1) && size > 8;
}

bool is_whole(const fs::path& package) {
  std::error_code error;
  const auto beside = fs::path(package.string() + ".sha256");
  if (fs::exists(beside, error)) {
    std::string expected;
    std::ifstream(beside) >> expected;
    std::ranges::transform(expected, expected.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return sha256_of_file(package) == expected;
  }
  return is_whole_archive(package);
}

}  // namespace

std::vector<std::string> leftovers(const fs::path& root, const Manifest* manifest) {
  std::set<fs::path> known;
  std::vector<std::string> found;
  fs::path own_root;
  if (manifest != nullptr) {
    own_root = manifest->root;
    for (const auto& file : manifest->files) {
      const auto path = (own_root / file.path).lexically_normal();
      known.insert(path);
      for (auto folder = path.parent_path(); folder != folder.parent_path(); folder = folder.parent_path()) known.insert(folder);
    }
    for (const auto* folder : {"bin", "lib"}) add_ours_in(own_root / folder, known, found);
  }
  for (const auto* folder : {"usr/local/bin", "usr/local/lib", "opt"}) {
    const auto path = (root / folder).lexically_normal();
    if (path != (own_root / "bin").lexically_normal() && path != (own_root / "lib").lexically_normal()) {
      add_ours_in(path, known, found);
    }
  }
  add_half_packages(root, found);
  add_old_settings(root, found);
  std::ranges::sort(found);
  return found;
}

std::string downloaded_package(const fs::path& folder) {
  std::error_code error;
  std::string state = "none";
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const auto extension = entry.path().extension();
    if (extension == ".part" || extension == ".crdownload") return "damaged";  // broken off
    if (extension != ".deb") continue;
    if (!is_whole(entry.path())) return "damaged";
    state = "whole";
  }
  return state;
}

bool is_older(std::string_view version, std::string_view than) {
  const auto next = [](std::string_view& text) {
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    const auto dot = text.find('.');
    text = dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
    return number;
  };
  while (!version.empty() || !than.empty()) {
    const int mine = next(version), theirs = next(than);
    if (mine != theirs) return mine < theirs;
  }
  return false;
}

}  // namespace omote::diagnosis
