#include "link/pairing/pair_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace omote::link {

PairStore::PairStore(const std::filesystem::path& file) : kept_(KeptFile::open(file, "omote-pairs")) {
  std::istringstream lines(kept_.contents());
  std::string serial;
  std::string fingerprint;
  while (lines >> serial >> fingerprint) pairs_[serial] = fingerprint;
}

PairStore PairStore::open(const std::filesystem::path& file) {
  return PairStore(file);
}

std::optional<std::string> PairStore::fingerprint_of(const std::string& serial) const {
  const auto at = pairs_.find(serial);
  if (at == pairs_.end()) return std::nullopt;
  return at->second;
}

bool PairStore::knows(const std::string& fingerprint) const {
  return std::ranges::any_of(pairs_, [&](const auto& pair) { return pair.second == fingerprint; });
}

Result<void> PairStore::put(const std::string& serial, const std::string& fingerprint) {
  auto pairs = pairs_;
  pairs[serial] = fingerprint;
  return save(std::move(pairs));
}

Result<void> PairStore::forget(const std::string& serial) {
  auto pairs = pairs_;
  pairs.erase(serial);
  return save(std::move(pairs));
}

Result<void> PairStore::save(std::map<std::string, std::string> pairs) {
  std::string text;
  for (const auto& [serial, fingerprint] : pairs) text += fmt::format("{} {}\n", serial, fingerprint);
  if (const auto written = kept_.save(std::move(text)); !written) return fail("pairs_not_written", describe(written.error()));
  pairs_ = std::move(pairs);
  return {};
}

}  // namespace omote::link
