// The list of installed files with their checksums, made when a package is built (omote-manifest): a file that changed since is
// damaged, and the manifest says what it belongs to.
//
//   {"version": "1.2.3", "root": "..", "files": [{"path": "bin/omote-host", "sha256": "…", "part": "program"}, …]}
//
// `root` is relative to the manifest's own folder, each path to the root. Parts: program, start (what starts them: units,
// desktop entries), runtime (libraries), component (weights, pages, data).
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace omote::diagnosis {

struct ManifestFile {
  std::string path;
  std::string sha256;
  std::string part;
};
struct Manifest {
  std::string version;
  std::filesystem::path root;
  std::vector<ManifestFile> files;
};

// Reasons: manifest_missing, manifest_unreadable.
[[nodiscard]] Result<Manifest> read_manifest(const std::filesystem::path& file);
// Beside this program, or where a package keeps it.
[[nodiscard]] std::filesystem::path own_manifest();
// By where a file lies and what it is called.
[[nodiscard]] std::string part_of(const std::filesystem::path& path);
// Lower-case hexadecimal; "" when it cannot be read.
[[nodiscard]] std::string sha256_of_file(const std::filesystem::path& file);

// Of several parts the one that the others need; "" for none.
[[nodiscard]] std::string damaged_part(const std::vector<ManifestFile>& damaged);

// Looks at the files again and again. A file is read anew when its size, its time or its place on the disk has changed, and all
// of them after an hour: damage on the disk itself changes none of these.
class ManifestCheck {
 public:
  // Those that differ or are missing.
  [[nodiscard]] std::vector<ManifestFile> damaged(const Manifest& manifest, std::chrono::steady_clock::time_point now);

 private:
  struct Seen {
    std::string stamp;
    std::string sha256;
  };
  std::map<std::filesystem::path, Seen> seen_;
  std::chrono::steady_clock::time_point forget_at_{};
};

}  // namespace omote::diagnosis
