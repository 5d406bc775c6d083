#include "tools/cardface/line_samples.hpp"

#include <cmath>
#include <opencv2/imgproc.hpp>
#include <string>

#include "vision/cardface/line_image.hpp"
#include "vision/cardface/print_net.hpp"

namespace omote::tools::cardface {

using sim::cardface::GlyphSpan;
using sim::cardface::TextStyle;
using sim::cardface::Typeface;
using vision::cardface::kLineEm;
using vision::cardface::kLineHeight;

namespace {

std::u32string number(int value, int digits = 1) {
  std::string text = std::to_string(value);
  while (static_cast<int>(text.size()) < digits) text.insert(text.begin(), '0');
  return {text.begin(), text.end()};
}

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}

}  // namespace

LineSource::LineSource(std::vector<sim::cardface::FontFile> fonts, std::uint64_t seed) : random_(seed) {
  for (const auto& file : fonts) {
    auto face = Typeface::open(file);
    if (face) (file.japanese ? japanese_ : latin_).push_back(std::move(*face));
  }
}

std::u32string LineSource::junk(int count) {
  static constexpr std::u32string_view kMarks =
      U"性別女男氏名住所見本県市区町村長東西南北山田川口ABCDEFKMRXZabc-/.丁目番地号証書個人カード";
  std::u32string text;
  for (int i = 0; i < count; ++i) text += kMarks[static_cast<std::size_t>(pick(0, static_cast<int>(kMarks.size()) - 1))];
  return text;
}

std::u32string LineSource::date_text() {
  static constexpr std::u32string_view kEras[] = {U"昭和", U"平成", U"令和", U"大正", U"明治"};
  const auto field = [&](int value) {
    const std::u32string blank = value < 10 ? (chance(0.4) ? U" " : chance(0.25) ? U"　" : chance(0.1) ? U"0" : U"") : U"";
    return blank + number(value);
  };
  std::u32string text;
  if (chance(0.55)) {
    const int era = chance(0.85) ? pick(0, 2) : pick(3, 4);
    text = std::u32string(kEras[era]) + (chance(0.15) ? U"元" : field(pick(1, 64)));
  } else {
    text = number(pick(1900, 2045));
  }
  return text + U"年" + field(pick(1, 12)) + U"月" + field(pick(1, 31)) + U"日" + (chance(0.5) ? U"生" : U"まで有効");
}

std::u32string LineSource::text() {
  if (chance(0.6)) return (chance(0.1) ? junk(1) + U"  " : U"") + date_text() + (chance(0.3) ? U"  " + junk(3) : U"");
  std::u32string digits;
  const int count = pick(2, 14);
  for (int i = 0; i < count; ++i) {
    digits += chance(0.08) && i > 0 ? digits.back() : static_cast<char32_t>(U'0' + pick(0, 9));
    if (chance(0.06)) digits += U" ";
  }
  return (chance(0.2) ? junk(2) + U" " : U"") + digits + (chance(0.2) ? U" " + junk(2) : U"");
}

LineSource::Drawn LineSource::draw(const std::u32string& text, double em, int width, int height, double top) {
  Typeface& main = japanese_[static_cast<std::size_t>(pick(0, static_cast<int>(japanese_.size()) - 1))];
  Typeface* digits = &main;
  if (chance(0.25) && !latin_.empty()) digits = &latin_[static_cast<std::size_t>(pick(0, static_cast<int>(latin_.size()) - 1))];
  const bool wide_digits = chance(0.06);
  TextStyle style{em, chance(0.3) ? uniform(-0.03, 0.15) * em : 0.0, chance(0.4) ? uniform(-0.025, 0.05) * em : 0.0,
                  uniform(0.92, 1.08)};
  Drawn drawn{cv::Mat::zeros(height, width, CV_8U), {}};
  const double length = main.measure(text, style);
  double pen = length < width ? uniform(0, std::max(1.0, width - length)) : -uniform(0, length - width);
  for (const char32_t c : text) {
    const char32_t shape = wide_digits && is_digit(c) ? U'０' + (c - U'0') : c;
    Typeface& face = is_digit(c) && !wide_digits ? *digits : main;
    const std::size_t before = drawn.spans.size();
    pen = face.draw(drawn.coverage, std::u32string_view(&shape, 1), {pen, top}, style, &drawn.spans);
    if (before < drawn.spans.size()) drawn.spans.back().character = face.has(shape) ? c : U' ';
  }
  return drawn;
}

cv::Mat LineSource::paper(int width, int height) {
  const double level = uniform(130, 245);
  const double slope_x = uniform(-30, 30) / width;
  const double slope_y = uniform(-15, 15) / height;
  const double waves = chance(0.6) ? uniform(0, 14) : 0;
  const double fx = uniform(-0.5, 0.5), fy = uniform(-0.6, 0.6), phase = uniform(0, 6);
  const double gx = uniform(-0.5, 0.5), gy = uniform(-0.6, 0.6);
  cv::Mat paper(height, width, CV_32F);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      paper.at<float>(y, x) = static_cast<float>(level + slope_x * x + slope_y * y +
                                                 waves * (std::sin(fx * x + fy * y + phase) + 0.6 * std::sin(gx * x + gy * y)));
  return paper;
}

// Dirt, scratches and pale streaks. A streak that hides what is below is reported: columns [first, second) in pixels.
void LineSource::soil(cv::Mat& picture, std::vector<cv::Vec2d>& hidden, double em) {
  const int dots = chance(0.3) ? pick(1, 4) : 0;
  for (int i = 0; i < dots; ++i)
    cv::circle(picture, {pick(0, picture.cols), pick(0, picture.rows)}, static_cast<int>(uniform(0.02, 0.1) * em) + 1,
               cv::Scalar(uniform(60, 200)), -1, cv::LINE_AA);
  if (chance(0.2)) {
    const cv::Point from{pick(0, picture.cols), pick(0, picture.rows)};
    cv::line(picture, from, from + cv::Point{pick(-80, 80), pick(-30, 30)}, cv::Scalar(uniform(60, 255)), 1, cv::LINE_AA);
  }
  if (!chance(0.3)) return;
  const double strength = uniform(0.15, 1.0);
  const double centre = uniform(0, picture.cols);
  const double half = uniform(0.15, 0.9) * em;
  const double lean = uniform(-0.6, 0.6);
  const float light = static_cast<float>(uniform(205, 255));
  for (int y = 0; y < picture.rows; ++y)
    for (int x = 0; x < picture.cols; ++x) {
      const double d = std::abs(x + lean * (y - picture.rows / 2.0) - centre) / half;
      const double alpha = strength * std::exp(-d * d * d);
      float& p = picture.at<float>(y, x);
      p = static_cast<float>(p + (static_cast<double>(light) - static_cast<double>(p)) * alpha);
    }
  if (strength > 0.75) hidden.push_back({centre - 0.7 * half, centre + 0.7 * half});
}

LineSample LineSource::next(int width) {
  const double em = std::exp(uniform(std::log(13.0), std::log(42.0)));  // in camera pixels: 5 to 16 px/mm
  const double scale = kLineEm / em * uniform(0.92, 1.08);
  const int camera_width = static_cast<int>(std::lround(width / scale)) + 2;
  const int camera_height = static_cast<int>(std::lround(kLineHeight / scale)) + 2;
  const double top = (camera_height - em) / 2 + uniform(-0.14, 0.14) * em;
  Drawn drawn = draw(text(), em, camera_width, camera_height, top);

  cv::Mat coverage;
  drawn.coverage.convertTo(coverage, CV_32F, 1 / 255.0);
  if (chance(0.25)) {  // worn print
    cv::Mat wear(camera_height, camera_width, CV_32F);
    cv::theRNG().state = random_();
    cv::randn(wear, 0, 1);
    cv::GaussianBlur(wear, wear, {0, 0}, uniform(0.6, 2.0));
    cv::normalize(wear, wear, 0, 1, cv::NORM_MINMAX);
    wear = (wear - uniform(0.1, 0.35)) * 5;
    coverage = coverage.mul(cv::min(cv::max(wear, 0.2), 1.0));
  }
  cv::Mat picture = paper(camera_width, camera_height);
  const double darkness = uniform(0.25, 0.92);
  picture = picture.mul(1.0 - darkness * coverage);
  if (chance(0.15))  // the frame of a box, or a neighbouring line, at the edge
    cv::line(picture, {0, chance(0.5) ? 0 : camera_height - 1}, {camera_width, chance(0.5) ? 0 : camera_height - 1},
             cv::Scalar(uniform(60, 200)), 1);
  std::vector<cv::Vec2d> hidden;
  soil(picture, hidden, em);
  const cv::Mat turn =
      cv::getRotationMatrix2D(cv::Point2f(cv::Point2d(camera_width / 2.0, camera_height / 2.0)), uniform(-0.6, 0.6), 1);
  cv::warpAffine(picture, picture, turn, picture.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  const double blur = chance(0.85) ? uniform(0.25, 0.045 * em + 0.5) : uniform(0.4, 0.075 * em + 0.5);
  cv::GaussianBlur(picture, picture, {0, 0}, blur, chance(0.2) ? blur * uniform(0.6, 1.6) : blur);
  cv::Mat noise(picture.size(), CV_32F);
  cv::theRNG().state = random_();
  cv::randn(noise, 0, uniform(0.5, 7));
  picture += noise;
  picture.convertTo(picture, CV_8U);

  LineSample sample;
  cv::Mat line;
  const double shift = uniform(0, 1);
  const cv::Mat resize = (cv::Mat_<double>(2, 3) << scale, 0, -shift, 0, scale, 0);
  cv::warpAffine(picture, line, resize, {width, kLineHeight}, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  sample.ink = vision::cardface::prepare_line(line).ink;

  const int columns = width / vision::cardface::kColumnStep;
  sample.labels.assign(static_cast<std::size_t>(columns), vision::cardface::kBlank);
  for (const GlyphSpan& span : drawn.spans) {
    if (span.character == U' ' || span.character == U'　') continue;
    const double middle = (span.begin + span.end) / 2;
    const double pitch = (span.end - span.begin) * scale;
    bool covered = false;
    for (const cv::Vec2d& h : hidden) covered |= middle > h[0] && middle < h[1];
    const int label = covered ? vision::cardface::kJunk : vision::cardface::print_class(span.character);
    for (int column = 0; column < columns; ++column) {
      const double d = std::abs(column * 2 + 0.5 - (middle * scale - shift));
      int& at = sample.labels[static_cast<std::size_t>(column)];
      const bool junk = label == vision::cardface::kJunk;
      if (d <= (junk ? 0.3 * pitch : std::min(3.2, 0.26 * pitch)))
        at = label;
      else if (d <= (junk ? 0.5 * pitch : std::min(5.2, 0.42 * pitch)) && at == vision::cardface::kBlank)
        at = -1;
    }
  }
  return sample;
}

}  // namespace omote::tools::cardface
