// Files that survive a power cut, and plain reading.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace omote {

// Whole file. Reasons: file_missing, file_unreadable, file_too_large.
[[nodiscard]] Result<Bytes> read_file(const std::filesystem::path& path, std::size_t most = 64 << 20);

enum class Replace { Yes, No };
// tmp in the same directory, write, fsync, rename, fsync of the directory: readers see the old file or the new one, whole
// (reference/trust.md §3.4, §3.5). The temporary name begins with '.' and ends with ".tmp". With Replace::No an existing
// target is left alone and file_exists is returned. Mode is the new file's permission bits.
// Reasons: file_exists, file_unwritable.
[[nodiscard]] Result<void> write_durably(const std::filesystem::path& path, ByteView contents, Replace replace = Replace::Yes,
                                         unsigned mode = 0600);

}  // namespace omote
