#include "output/delivery_index.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/date.hpp"
#include "base/file.hpp"

namespace omote::output {

namespace {

constexpr std::int64_t kDaysKept = 62;
constexpr std::array<std::string_view, 3> kStages{"begun", "kept", "done"};

struct Line {
  std::string token;
  IndexEntry entry;
};

// "done 0a1b… OQSsiquc01res_face_….xml"
std::optional<Line> parse(std::string_view text) {
  const auto first = text.find(' ');
  const auto second = first == std::string_view::npos ? first : text.find(' ', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto stage = text.substr(0, first);
  for (std::size_t i = 0; i < kStages.size(); ++i) {
    if (stage != kStages[i]) continue;
    return Line{std::string(text.substr(first + 1, second - first - 1)),
                {static_cast<DeliveryStage>(i), std::string(text.substr(second + 1))}};
  }
  return std::nullopt;
}

std::string format(std::string_view token, const IndexEntry& entry) {
  return fmt::format("{} {} {}\n", kStages[static_cast<std::size_t>(entry.stage)], token, entry.file);
}

// By the stamp that ends the name: ..._20261122093000.xml
bool is_old(const std::string& file, const std::optional<Date>& today) {
  const auto at = file.rfind('_');
  const auto day = at == std::string::npos ? std::nullopt : parse_date(std::string_view(file).substr(at + 1, 8));
  return today && day && to_days(*today) - to_days(*day) > kDaysKept;
}

}  // namespace

Result<DeliveryIndex> DeliveryIndex::open(const std::filesystem::path& file, std::string_view today) {
  const auto read = read_file(file);
  std::map<std::string, IndexEntry, std::less<>> entries;
  const auto text = read ? as_text(*read) : std::string();
  std::size_t begin = 0;
  for (auto end = text.find('\n'); end != std::string::npos; begin = end + 1, end = text.find('\n', begin)) {
    auto line = parse(std::string_view(text).substr(begin, end - begin));
    if (line && (line->entry.stage == DeliveryStage::Kept || !is_old(line->entry.file, parse_date(today)))) {
      entries[line->token] = line->entry;
    }
  }
  std::string compact;
  for (const auto& [token, entry] : entries) compact += format(token, entry);
  // An index that is there but cannot be read must not be replaced by an empty one.
  const bool readable = read || read.error().reason == Reason("file_missing");
  const bool written = readable && write_durably(file, as_bytes(compact)).has_value();
  const int descriptor = written ? ::open(file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC) : -1;
  if (descriptor < 0) return fail("delivery_index_unusable", file.string() + ": " + std::strerror(errno));
  DeliveryIndex index(descriptor);
  index.entries_ = std::move(entries);
  return index;
}

DeliveryIndex::DeliveryIndex(DeliveryIndex&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), entries_(std::move(other.entries_)) {}

DeliveryIndex::~DeliveryIndex() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::optional<IndexEntry> DeliveryIndex::find(std::string_view token) const {
  const auto at = entries_.find(token);
  if (at == entries_.end()) return std::nullopt;
  return at->second;
}

Result<void> DeliveryIndex::note(std::string_view token, const IndexEntry& entry) {
  const auto line = format(token, entry);
  const bool written = ::write(descriptor_, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  if (!written || ::fdatasync(descriptor_) != 0) return fail("delivery_index_not_written", std::strerror(errno));
  entries_[std::string(token)] = entry;
  return {};
}

}  // namespace omote::output
