#include "base/kept_file.hpp"

#include <fmt/format.h>

#include <charconv>

#include "base/file.hpp"
#include "base/log.hpp"

namespace omote {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSum = "sha256 ";
constexpr std::size_t kMost = 1 << 20;

// "<kind> 1 <generation>\n<contents>sha256 <hex>\n"
std::string to_text(std::string_view kind, std::uint64_t generation, std::string_view contents) {
  const auto text = fmt::format("{} 1 {}\n{}", kind, generation, contents);
  return fmt::format("{}{}{}\n", text, kSum, to_hex(sha256(as_bytes(text))));
}

fs::path beside(const fs::path& file, std::string_view ending) {
  return file.string() + std::string(ending);
}

bool there(const fs::path& file) {
  std::error_code ignored;
  return fs::exists(file, ignored);
}

}  // namespace

std::string_view to_string(Kept kept) {
  switch (kept) {
    case Kept::Whole: return "whole";
    case Kept::Healed: return "healed";
    case Kept::Rebuilt: return "rebuilt";
  }
  return "whole";
}

KeptFile KeptFile::open(fs::path file, std::string kind) {
  KeptFile kept(std::move(file), std::move(kind));
  const auto previous = beside(kept.file_, ".previous");
  const bool found = there(kept.file_) || there(previous);
  if (!found || kept.load(kept.file_)) return kept;
  kept.kept_ = kept.load(previous) ? Kept::Healed : Kept::Rebuilt;
  kept.heal();
  return kept;
}

bool KeptFile::load(const fs::path& file) {
  const auto bytes = read_file(file, kMost);
  if (!bytes) return false;
  const auto text = as_text(*bytes);
  const auto head = kind_ + " 1 ";
  const std::size_t sum = kSum.size() + 64 + 1;  // the last line
  const auto line = text.find('\n');
  if (!text.starts_with(head) || line == std::string::npos || text.size() < line + 1 + sum) return false;
  std::uint64_t generation = 0;
  std::from_chars(text.data() + head.size(), text.data() + line, generation);
  const auto contents = text.substr(line + 1, text.size() - sum - line - 1);
  // What is understood must be the whole of what stands there.
  if (to_text(kind_, generation, contents) != text) return false;
  contents_ = contents;
  generation_ = generation;
  return true;
}

// The next start must find a whole file, and nobody's evidence is thrown away.
void KeptFile::heal() {
  log::warning("{} was damaged: {}", file_.string(),
               kept_ == Kept::Healed ? "the generation before it stands for it" : "nothing of it was left, it begins anew");
  std::error_code ignored;
  if (there(file_)) fs::rename(file_, beside(file_, ".damaged"), ignored);
  if (kept_ == Kept::Rebuilt) {
    fs::remove(beside(file_, ".previous"), ignored);
  } else if (const auto written = write_durably(file_, as_bytes(to_text(kind_, generation_, contents_))); !written) {
    log::warning("{}", describe(written.error()));
  }
}

Result<void> KeptFile::save(std::string contents) {
  std::error_code ignored;
  if (file_.has_parent_path()) fs::create_directories(file_.parent_path(), ignored);
  const auto newest = to_text(kind_, generation_ + 1, contents);
  if (newest.size() > kMost) return fail("kept_file_too_large", file_.string());
  // First the one before, whole, then the new one: whenever this is cut off, one of the two is good.
  const auto previous = beside(file_, ".previous");
  Result<void> written;
  if (generation_ > 0) written = write_durably(previous, as_bytes(to_text(kind_, generation_, contents_)));
  if (written) written = write_durably(file_, as_bytes(newest));
  if (!written) return fail("kept_file_not_written", describe(written.error()));
  // The first generation has none before it; a copy keeps it from being lost. When that fails the next save makes good.
  if (generation_ == 0) static_cast<void>(write_durably(previous, as_bytes(newest)));
  contents_ = std::move(contents);
  ++generation_;
  return {};
}

}  // namespace omote
