// What the PC keeps for the terminals of a release, and what a terminal does with one that its host sent (docs/update.md).
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "update/updater.hpp"

namespace omote::update {

// Beside Places::book(): the archive, and "offer.json" that tells its version, length and checksum. The host only reads there.
[[nodiscard]] std::filesystem::path offer_folder(const Places& places);

struct KeptRelease {
  std::string version, sha256;
  std::uint64_t size = 0;
};
// Keeps the terminal's pieces of a release (all of them when `all_pieces` says so) in the place of what was kept before. Its
// signatures and checksums are right then, and it is on stable storage. Reasons: those of Source, Keys, read_release and
// write_archive; release_not_for_terminals, offer_not_written.
[[nodiscard]] Result<KeptRelease> keep_for_terminals(const Places& places, const Clock& clock, const std::filesystem::path& from,
                                                     bool all_pieces);

// How the installation of a release ended that the terminal's program had fetched.
struct Taken {
  std::uint64_t number = 0;  // milliseconds of its time: another one for each
  std::string version, sha256;
  std::string verdict;  // "good", "taken_back", "failed", "refused"
  std::string why;
};
[[nodiscard]] std::filesystem::path verdict_file(const Places& places);
// One release ("omote-VERSION.release") that lies in that folder: copied to where its writer cannot change it any more,
// installed, judged; the verdict is written, then the release goes. The folder is an untrusted account's: nothing but a plain
// file counts, and nothing is believed without signatures. Nothing when none lies there. Reasons: release_not_taken (it could not
// be copied or cleared away), verdict_not_written.
[[nodiscard]] Result<std::optional<Taken>> take_release(const Places& places, const Clock& clock, Updater& updater,
                                                        const std::filesystem::path& folder);

}  // namespace omote::update
