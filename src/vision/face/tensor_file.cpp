#include "vision/face/tensor_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <optional>
#include <sstream>

#include "base/file.hpp"

namespace omote::vision::face {
namespace {

static_assert(std::endian::native == std::endian::little, "the values of a tensor file are copied as they are");

constexpr std::string_view kFirstLine = "OMOTE-TENSORS 1";
constexpr std::size_t kDigest = 32;
constexpr std::size_t kMostValues = std::size_t{64} << 20;

std::unexpected<Failure> damaged(const std::string& name, std::string_view what) {
  return fail("tensor_file_damaged", fmt::format("{}: {}", name, what));
}

std::optional<std::string_view> take_line(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const auto line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

// The number of values, or nothing when the line is not "name dimension…" within the limits.
std::optional<std::size_t> parse_tensor_line(std::string_view line, std::string& name, std::vector<int>& shape) {
  std::istringstream words{std::string(line)};
  words >> name;
  std::size_t count = 1;
  for (int dimension = 0; words >> dimension;) {
    if (dimension < 1 || static_cast<std::size_t>(dimension) > kMostValues / count) return std::nullopt;
    count *= static_cast<std::size_t>(dimension);
    shape.push_back(dimension);
  }
  if (name.empty() || shape.empty() || shape.size() > 4 || !words.eof()) return std::nullopt;
  return count;
}

}  // namespace

Result<TensorFile> TensorFile::parse(ByteView contents, const std::string& name) {
  TensorFile file;
  file.name_ = name;
  if (contents.size() < kDigest) return damaged(name, "too short");
  const ByteView body = contents.first(contents.size() - kDigest);
  std::string_view text{reinterpret_cast<const char*>(body.data()), body.size()};
  if (take_line(text) != kFirstLine) return damaged(name, fmt::format("does not begin with \"{}\"", kFirstLine));
  if (!std::ranges::equal(sha256(body), contents.last(kDigest))) return damaged(name, "the digest at its end does not agree");
  std::size_t total = 0;
  for (;;) {
    const auto line = take_line(text);
    if (!line) return damaged(name, "no line \"data\"");
    if (*line == "data") break;
    if (line->starts_with("fact ")) {
      const auto rest = line->substr(5);
      const auto blank = std::min(rest.find(' '), rest.size());
      file.set_fact(std::string(rest.substr(0, blank)), std::string(rest.substr(std::min(blank + 1, rest.size()))));
    } else if (line->starts_with("tensor ")) {
      std::string tensor_name;
      Tensor tensor;
      const auto count = parse_tensor_line(line->substr(7), tensor_name, tensor.shape);
      total += count.value_or(0);
      if (!count || total > kMostValues) return damaged(name, fmt::format("wrong line \"{}\"", line->substr(0, 80)));
      if (total * sizeof(float) > text.size()) return damaged(name, "fewer values than its tensors need");
      tensor.values.resize(*count);
      file.add(tensor_name, std::move(tensor));
    } else {
      return damaged(name, fmt::format("unknown line \"{}\"", line->substr(0, 80)));
    }
  }
  if (text.size() != total * sizeof(float)) return damaged(name, "the number of values does not agree with its tensors");
  for (auto& [tensor_name, tensor] : file.tensors_) {
    const std::size_t size = tensor.values.size() * sizeof(float);
    std::memcpy(tensor.values.data(), text.data(), size);
    text.remove_prefix(size);
    if (!std::ranges::all_of(tensor.values, [](float v) { return std::isfinite(v); }))
      return damaged(name, fmt::format("tensor {} has values that are no numbers", tensor_name));
  }
  return file;
}

Result<TensorFile> TensorFile::read(const std::filesystem::path& path) {
  auto contents = read_file(path);
  if (!contents) return pass(contents);
  return parse(*contents, path.string());
}

Bytes TensorFile::serialise() const {
  std::string head = fmt::format("{}\n", kFirstLine);
  for (const auto& [word, text] : facts_) head += fmt::format("fact {} {}\n", word, text);
  for (const auto& [name, tensor] : tensors_) head += fmt::format("tensor {} {}\n", name, fmt::join(tensor.shape, " "));
  head += "data\n";
  Bytes bytes;
  append(bytes, as_bytes(head));
  for (const auto& [name, tensor] : tensors_)
    append(bytes, {reinterpret_cast<const std::uint8_t*>(tensor.values.data()), tensor.values.size() * sizeof(float)});
  append(bytes, sha256(bytes));
  return bytes;
}

std::string TensorFile::fact(const std::string& word) const {
  const auto found = facts_.find(word);
  return found == facts_.end() ? std::string{} : found->second;
}

Result<std::span<const float>> TensorFile::find(const std::string& name, const std::vector<int>& shape) const {
  const auto found = std::ranges::find(tensors_, name, [](const auto& entry) { return entry.first; });
  if (found == tensors_.end()) return fail("tensor_missing", fmt::format("{}: {} [{}]", name_, name, fmt::join(shape, ", ")));
  if (found->second.shape != shape)
    return fail("tensor_shape_wrong", fmt::format("{}: {} is [{}], expected [{}]", name_, name,
                                                  fmt::join(found->second.shape, ", "), fmt::join(shape, ", ")));
  return std::span<const float>{found->second.values};
}

}  // namespace omote::vision::face
