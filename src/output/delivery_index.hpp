// Remembers which visit went into which file, over restarts: the ground of "each visit is written once".
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace omote::output {

enum class DeliveryStage { Begun, Kept, Done };

struct IndexEntry {
  DeliveryStage stage = DeliveryStage::Begun;
  std::string file;  // the file's final name
};

// One text file, one line for each step, on stable storage when note() returns; names only, no contents. A torn last line is
// forgotten. Not thread-safe.
class DeliveryIndex {
 public:
  // Reads the file or begins one; lines of files older than 62 days (by the stamp in their name) are left out.
  // Reason: delivery_index_unusable.
  [[nodiscard]] static Result<DeliveryIndex> open(const std::filesystem::path& file, std::string_view today);
  DeliveryIndex(DeliveryIndex&& other) noexcept;
  DeliveryIndex& operator=(DeliveryIndex&&) = delete;
  ~DeliveryIndex();

  // By the visit's token (the 20 digits in the file's name).
  [[nodiscard]] std::optional<IndexEntry> find(std::string_view token) const;
  // Reason: delivery_index_not_written.
  [[nodiscard]] Result<void> note(std::string_view token, const IndexEntry& entry);

 private:
  explicit DeliveryIndex(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
  std::map<std::string, IndexEntry, std::less<>> entries_;
};

}  // namespace omote::output
