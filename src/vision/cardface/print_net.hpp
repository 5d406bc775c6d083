// The small convolutional net that reads a prepared line: for every second pixel column, which character stands there.
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <span>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace omote::vision::cardface {

// Classes: the characters of the two date lines and the code, then any other mark, then bare card.
inline constexpr std::u32string_view kPrintCharacters = U"0123456789年月日生まで有効明治大正昭和平成令元";
inline constexpr int kJunk = static_cast<int>(kPrintCharacters.size());
inline constexpr int kBlank = kJunk + 1;
inline constexpr int kClasses = kBlank + 1;
inline constexpr int kColumnStep = 2;  // pixels of the line per column of the answer
// The class of a character; kJunk for those the net does not know.
[[nodiscard]] int print_class(char32_t character);

// One convolution, zero padded to its input's width ("same"); `down`/`across`: max pooling after ReLU.
struct PrintLayer {
  int in, out, rows, columns, pad_rows, down, across;
  [[nodiscard]] constexpr int fan() const { return in * rows * columns; }
};
// 32 rows -> 16 -> 8 -> 4 -> 1; columns are halved once.
inline constexpr std::array<PrintLayer, 5> kPrintLayers{{{1, 12, 3, 3, 1, 2, 2},
                                                         {12, 24, 3, 3, 1, 2, 1},
                                                         {24, 32, 3, 3, 1, 2, 1},
                                                         {32, 64, 4, 9, 0, 1, 1},
                                                         {64, kClasses, 1, 1, 0, 1, 1}}};

// Log probabilities, one row of kClasses for each column.
struct ColumnScores {
  int columns = 0;
  std::vector<float> values;
  [[nodiscard]] std::span<const float> at(int column) const {
    return {values.data() + static_cast<std::size_t>(column) * kClasses, static_cast<std::size_t>(kClasses)};
  }
};

class PrintNet {
 public:
  struct Weights {
    std::vector<float> kernel;  // out x fan
    std::vector<float> bias;
  };
  // Format "OPN1": per layer, for each output a float32 scale, a float32 bias and `fan` int16 (little endian).
  // Reasons: print_net_damaged.
  static Result<PrintNet> load(ByteView file);
  [[nodiscard]] static Bytes save(const std::array<Weights, kPrintLayers.size()>& layers);
  // The net that comes with the program.
  static Result<PrintNet> built_in();

  [[nodiscard]] const std::array<Weights, kPrintLayers.size()>& layers() const { return layers_; }
  // `ink`: CV_32F, kLineHeight rows. Any thread.
  [[nodiscard]] ColumnScores read(const cv::Mat& ink) const;

 private:
  std::array<Weights, kPrintLayers.size()> layers_;
};

}  // namespace omote::vision::cardface
