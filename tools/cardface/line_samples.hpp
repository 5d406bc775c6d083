// Synthetic text lines as a camera sees them, with the truth for every column of the print net.
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <random>
#include <vector>

#include "sim/cardface/typeface.hpp"

namespace omote::tools::cardface {

struct LineSample {
  cv::Mat ink;              // prepared, kLineHeight x width
  std::vector<int> labels;  // class per column of two pixels; -1: not counted
};

class LineSource {
 public:
  LineSource(std::vector<sim::cardface::FontFile> fonts, std::uint64_t seed);
  [[nodiscard]] LineSample next(int width);

 private:
  struct Drawn {
    cv::Mat coverage;
    std::vector<sim::cardface::GlyphSpan> spans;
  };
  double uniform(double low, double high) { return std::uniform_real_distribution<double>(low, high)(random_); }
  bool chance(double p) { return uniform(0, 1) < p; }
  int pick(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  std::u32string text();
  std::u32string date_text();
  std::u32string junk(int count);
  Drawn draw(const std::u32string& text, double em, int width, int height, double top);
  cv::Mat paper(int width, int height);
  void soil(cv::Mat& picture, std::vector<cv::Vec2d>& hidden, double em);

  std::vector<sim::cardface::Typeface> japanese_;
  std::vector<sim::cardface::Typeface> latin_;
  std::mt19937_64 random_;
};

}  // namespace omote::tools::cardface
