// The release that the administrator keeps for the terminals (`omote update offer`, docs/update.md): the host only reads it, and
// trusts nothing of it but that it may be passed on; signatures are the terminal's business.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace omote::host {

struct ShelfRelease {
  std::string version;
  std::filesystem::path file;
  std::uint64_t size = 0;
  std::string sha256;  // 32 bytes, of the whole file
  friend bool operator==(const ShelfRelease&, const ShelfRelease&) = default;
};

// Loop's thread only.
class ReleaseShelf {
 public:
  explicit ReleaseShelf(std::filesystem::path folder) : folder_(std::move(folder)) {}
  // Reads anew what is offered.
  void look();
  [[nodiscard]] const std::optional<ShelfRelease>& release() const { return release_; }
  // Up to `most` bytes from that place of it. Reason: shelf_unreadable.
  [[nodiscard]] Result<Bytes> read(std::uint64_t at, std::size_t most) const;

 private:
  std::filesystem::path folder_;
  std::optional<ShelfRelease> release_;
};

}  // namespace omote::host
