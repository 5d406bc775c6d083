// omote-manifest: lists the files of an installation with their checksums (src/diagnosis/probes/manifest.hpp). Run over the tree
// that becomes a package, or over a copy of the programs: omote-manifest --root TREE --out TREE/bin/manifest.json [PATH…]
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "base/version.hpp"
#include "diagnosis/probes/manifest.hpp"

namespace {

namespace fs = std::filesystem;

// The regular files in or at a path; links are what they point to, which is listed itself.
void collect(const fs::path& path, std::vector<fs::path>& files) {
  if (fs::is_regular_file(path)) return files.push_back(path);
  for (const auto& entry : fs::recursive_directory_iterator(path)) {
    if (entry.is_regular_file() && !entry.is_symlink()) files.push_back(entry.path());
  }
}

int make(const fs::path& root, const fs::path& out, const std::vector<std::string>& paths) {
  std::vector<fs::path> files;
  for (const auto& path : paths) collect(root / path, files);
  std::ranges::sort(files);
  nlohmann::ordered_json manifest;
  manifest["version"] = omote::kVersion;
  manifest["root"] = fs::absolute(root).lexically_normal().lexically_relative(fs::absolute(out.parent_path()).lexically_normal());
  auto& list = manifest["files"] = nlohmann::ordered_json::array();
  for (const auto& file : files) {
    if (fs::weakly_canonical(file) == fs::weakly_canonical(out)) continue;
    const auto path = file.lexically_normal().lexically_relative(root.lexically_normal());
    auto sha256 = omote::diagnosis::sha256_of_file(file);
    if (sha256.empty()) {
      std::fprintf(stderr, "omote-manifest: %s cannot be read\n", file.c_str());
      return 1;
    }
    list.push_back({{"path", path}, {"sha256", std::move(sha256)}, {"part", omote::diagnosis::part_of(path)}});
  }
  const auto written = omote::write_durably(out, omote::as_bytes(manifest.dump(1) + "\n"), omote::Replace::Yes, 0644);
  if (!written) std::fprintf(stderr, "omote-manifest: %s\n", describe(written.error()).c_str());
  return written ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Lists the files of an installation with their checksums."};
  std::string root, out;
  std::vector<std::string> paths{"."};
  app.add_option("--root", root, "the folder that all paths are relative to")->required()->check(CLI::ExistingDirectory);
  app.add_option("--out", out, "the manifest to write")->required();
  app.add_option("paths", paths, "files and folders under the root; all of it when none is named");
  CLI11_PARSE(app, argc, argv);
  try {
    return make(root, out, paths);
  } catch (const std::filesystem::filesystem_error& error) {
    std::fprintf(stderr, "omote-manifest: %s\n", error.what());
    return 1;
  }
}
