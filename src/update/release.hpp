// What a release is made of, and whose word that is: each piece (package) has a list of its files with their checksums, signed
// with Ed25519. Nothing of a release is used before the list, the signatures and every checksum were found right.
// The format: docs/update.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/date.hpp"
#include "base/result.hpp"
#include "base/version.hpp"
#include "update/source.hpp"

namespace omote::update {

struct ReleaseFile {
  std::string path;  // in the folder of a version: "bin/omote-host"
  std::string sha256;
  std::uint64_t size = 0;
  bool program = false;  // executable
};

// The list of one package's files.
struct Piece {
  std::string name;  // "omote-host"
  Version version;
  std::vector<ReleaseFile> files;
};
// The contents of a list, whoever wrote it. Reasons: release_unreadable (what is wrong with it), release_for_another (product or
// system), release_out_of_date.
[[nodiscard]] Result<Piece> parse_piece(ByteView list, Date today);

// The keys of those who may make releases: NAME.pub (PEM) in one folder, and how many of them must have signed (`required`,
// a number in a file of that name; 1 without it).
class Keys {
 public:
  // Reasons: update_keys_missing, update_keys_unreadable.
  [[nodiscard]] static Result<Keys> read(const std::filesystem::path& folder);
  // Lines of "NAME BASE64". Enough different keys signed exactly these bytes. Reason: release_not_signed.
  [[nodiscard]] Result<void> check(ByteView list, std::string_view signatures) const;

 private:
  struct Key;
  std::vector<std::shared_ptr<const Key>> keys_;
  int required_ = 1;
};

// All pieces of one version.
struct Release {
  Version version;
  std::vector<Piece> pieces;
};
// The pieces in a source that were asked for (all of them when none is named), each signed, all of one version. Reasons: those of
// Keys::check and parse_piece, release_incomplete (a piece or a file is missing, or has another length), release_mixed.
[[nodiscard]] Result<Release> read_release(const Source& source, const Keys& keys, Date today,
                                           const std::vector<std::string>& wanted);

}  // namespace omote::update
