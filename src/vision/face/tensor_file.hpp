// Named tensors in one file (*.omm): network weights and mean vectors.
//
//   OMOTE-TENSORS 1\n
//   fact <word> <text to the end of the line>\n      any number: net, source, repairs, terms, environment …
//   tensor <name> <dimension> <dimension> …\n        in the order of the data
//   data\n
//   float32 little-endian values of all tensors, then 32 bytes of SHA-256 over everything before them
//
// The digest guards against damage and mix-ups, not against an attacker who may write the file.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace omote::vision::face {

struct Tensor {
  std::vector<int> shape;
  std::vector<float> values;
};

class TensorFile {
 public:
  // Reason: tensor_file_damaged, with what is wrong and where.
  [[nodiscard]] static Result<TensorFile> parse(ByteView contents, const std::string& name);
  // Also the reasons of omote::read_file.
  [[nodiscard]] static Result<TensorFile> read(const std::filesystem::path& path);
  [[nodiscard]] Bytes serialise() const;

  void set_fact(const std::string& word, std::string text) { facts_[word] = std::move(text); }
  // Empty when the file does not say.
  [[nodiscard]] std::string fact(const std::string& word) const;
  // Names must be unique and without blanks; the product of the shape is the number of values.
  void add(const std::string& name, Tensor tensor) { tensors_.emplace_back(name, std::move(tensor)); }
  // Reasons: tensor_missing, tensor_shape_wrong (says what is expected and what the file has).
  [[nodiscard]] Result<std::span<const float>> find(const std::string& name, const std::vector<int>& shape) const;
  [[nodiscard]] const std::vector<std::pair<std::string, Tensor>>& tensors() const { return tensors_; }
  [[nodiscard]] const std::map<std::string, std::string>& facts() const { return facts_; }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  std::string name_;
  std::map<std::string, std::string> facts_;
  std::vector<std::pair<std::string, Tensor>> tensors_;
};

}  // namespace omote::vision::face
