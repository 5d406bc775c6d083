// A release that comes from the host piece by piece, on its way to whoever installs it: FOLDER/CHECKSUM.part, and once it is
// whole and its checksum right FOLDER/omote-VERSION.release. What is there already is not asked for again, also after a power
// cut.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace omote::terminal {

struct OfferedRelease {
  std::string version;
  std::uint64_t size = 0;
  Bytes sha256;  // of the whole file
};

// Blocks while the disk works.
class ReleasePart {
 public:
  // Goes on with what is there of it, up to all of it; what is there of another one goes. Reasons: release_offer_wrong (no
  // version, no length or one over 2 GiB), release_no_space, release_not_kept.
  [[nodiscard]] static Result<ReleasePart> begin(const std::filesystem::path& folder, OfferedRelease offer);

  [[nodiscard]] const OfferedRelease& offer() const { return offer_; }
  // The byte that comes next.
  [[nodiscard]] std::uint64_t at() const { return at_; }
  [[nodiscard]] bool whole() const { return at_ == offer_.size; }
  // Reasons: release_piece_wrong (of another place, or more than there is to come), release_not_kept.
  [[nodiscard]] Result<void> add(std::uint64_t at, ByteView data);
  // Everything is there: on stable storage under its last name when it returns. Reasons: release_checksum (all of it goes, and is
  // asked for anew by the next begin()), release_not_kept.
  [[nodiscard]] Result<void> finish();

 private:
  ReleasePart(std::filesystem::path folder, OfferedRelease offer) : folder_(std::move(folder)), offer_(std::move(offer)) {}
  [[nodiscard]] std::filesystem::path part() const { return folder_ / (to_hex(offer_.sha256) + ".part"); }
  [[nodiscard]] std::filesystem::path release() const { return folder_ / ("omote-" + offer_.version + ".release"); }

  std::filesystem::path folder_;
  OfferedRelease offer_;
  std::uint64_t at_ = 0;
  bool finished_ = false;  // it lies there for its installer already
};

}  // namespace omote::terminal
