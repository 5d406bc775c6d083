#include "link/pairing/pair_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "base/file.hpp"

namespace omote::link {

namespace {

constexpr std::string_view kHead = "omote-pairs 1 ";
constexpr std::string_view kSum = "sha256 ";

struct Contents {
  std::uint64_t generation = 0;
  std::map<std::string, std::string> pairs;
};

std::string to_text(const Contents& contents) {
  std::string text = fmt::format("{}{}\n", kHead, contents.generation);
  for (const auto& [serial, fingerprint] : contents.pairs) text += fmt::format("{} {}\n", serial, fingerprint);
  return text + fmt::format("{}{}\n", kSum, to_hex(sha256(as_bytes(text))));
}

std::optional<Contents> from_text(const std::string& text) {
  const auto at = text.rfind(kSum);
  if (at == std::string::npos) return std::nullopt;
  std::istringstream lines(text);
  std::string head;
  std::string version;
  Contents contents;
  if (!(lines >> head >> version >> contents.generation)) return std::nullopt;
  std::string serial;
  std::string fingerprint;
  while (lines >> serial >> fingerprint && serial != "sha256") contents.pairs[serial] = fingerprint;
  // What is understood must be the whole of what stands there.
  if (to_text(contents) != text) return std::nullopt;
  return contents;
}

std::optional<Contents> load(const std::filesystem::path& file) {
  const auto bytes = read_file(file, 1 << 20);
  return bytes ? from_text(as_text(*bytes)) : std::nullopt;
}

std::filesystem::path previous(const std::filesystem::path& file) {
  return file.string() + ".previous";
}

}  // namespace

PairStore PairStore::open(const std::filesystem::path& file) {
  PairStore store(file);
  std::error_code ignored;
  const bool there = std::filesystem::exists(file, ignored) || std::filesystem::exists(previous(file), ignored);
  auto contents = load(file);
  store.healed_ = there && !contents;
  if (!contents) contents = load(previous(file));
  if (contents) {
    store.pairs_ = std::move(contents->pairs);
    store.generation_ = contents->generation;
  }
  return store;
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
  const Contents before{generation_, pairs_};
  Contents after{generation_ + 1, std::move(pairs)};
  std::error_code ignored;
  if (file_.has_parent_path()) std::filesystem::create_directories(file_.parent_path(), ignored);
  auto written = write_durably(previous(file_), as_bytes(to_text(before)));
  if (written) written = write_durably(file_, as_bytes(to_text(after)));
  if (!written) return fail("pairs_not_written", describe(written.error()));
  pairs_ = std::move(after.pairs);
  generation_ = after.generation;
  return {};
}

}  // namespace omote::link
