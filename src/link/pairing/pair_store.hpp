// Whom this device is paired with: serial number -> certificate fingerprint, on stable storage (reference/trust.md §3.4).
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "base/kept_file.hpp"
#include "base/result.hpp"

namespace omote::link {

// A kept file: damaged, it falls back to the generation before. When both are damaged nobody is trusted and people pair
// again. Not thread-safe.
class PairStore {
 public:
  // A missing file is an empty store.
  [[nodiscard]] static PairStore open(const std::filesystem::path& file);

  [[nodiscard]] std::optional<std::string> fingerprint_of(const std::string& serial) const;
  [[nodiscard]] bool knows(const std::string& fingerprint) const;
  [[nodiscard]] bool empty() const { return pairs_.empty(); }
  [[nodiscard]] const std::map<std::string, std::string>& all() const { return pairs_; }
  [[nodiscard]] std::uint64_t generation() const { return kept_.generation(); }
  // What open() found: the file was damaged and the one before it (or none) stands for it.
  [[nodiscard]] bool healed() const { return kept_.kept() != Kept::Whole; }
  [[nodiscard]] Kept kept() const { return kept_.kept(); }

  // On stable storage when they return. Reason: pairs_not_written.
  [[nodiscard]] Result<void> put(const std::string& serial, const std::string& fingerprint);
  [[nodiscard]] Result<void> forget(const std::string& serial);

 private:
  explicit PairStore(const std::filesystem::path& file);
  [[nodiscard]] Result<void> save(std::map<std::string, std::string> pairs);
  KeptFile kept_;
  std::map<std::string, std::string> pairs_;
};

}  // namespace omote::link
