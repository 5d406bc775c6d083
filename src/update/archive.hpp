// Writes files of a release as one archive of the kind that update/source.hpp reads (ustar, not compressed).
#pragma once

#include <filesystem>

#include "base/result.hpp"
#include "update/release.hpp"
#include "update/source.hpp"

namespace omote::update {

// The lists, signatures and files of these pieces, every checksum compared while copying. On stable storage when it returns;
// after a failure there is no file. Reasons: archive_not_written, release_file_damaged (its checksum), source_file_unreadable.
[[nodiscard]] Result<void> write_archive(const Source& source, const std::vector<Piece>& pieces, const std::filesystem::path& to);

}  // namespace omote::update
