#include <fmt/format.h>
#include <tesseract/baseapi.h>

#include <memory>
#include <opencv2/imgproc.hpp>

#include "base/text.hpp"
#include "tests/bench/cardface/peer.hpp"
#include "vision/cardface/card_edges.hpp"
#include "vision/cardface/layout_match.hpp"
#include "vision/cardface/line_cut.hpp"
#include "vision/cardface/print_dates.hpp"

namespace omote::bench::cardface {

namespace {

using namespace vision::cardface;

std::unique_ptr<tesseract::TessBaseAPI> engine(const char* language) {
  auto api = std::make_unique<tesseract::TessBaseAPI>();
  if (api->Init(nullptr, language, tesseract::OEM_LSTM_ONLY) != 0) return nullptr;
  api->SetPageSegMode(tesseract::PSM_SINGLE_LINE);
  return api;
}

tesseract::TessBaseAPI* japanese() {
  static const auto api = engine("jpn");
  return api.get();
}

tesseract::TessBaseAPI* digits() {
  static const auto api = [] {
    auto made = engine("eng");
    if (made) made->SetVariable("tessedit_char_whitelist", "0123456789");
    return made;
  }();
  return api.get();
}

std::u32string read(tesseract::TessBaseAPI& api, const LineCut& cut) {
  cv::Mat page;
  cv::Mat(1.0f - cv::min(cut.line.ink, 1.0f)).convertTo(page, CV_8U, 255);
  cv::resize(page, page, {}, 2, 2, cv::INTER_CUBIC);
  cv::copyMakeBorder(page, page, 12, 12, 12, 12, cv::BORDER_CONSTANT, cv::Scalar(255));
  api.SetImage(page.data, page.cols, page.rows, 1, static_cast<int>(page.step));
  api.SetSourceResolution(300);
  const std::unique_ptr<char[]> text(api.GetUTF8Text());
  std::u32string plain;
  for (const char32_t c : to_code_points(text ? text.get() : ""))
    if (c != U' ' && c != U'\n' && c != U'　') plain += c;
  return plain;
}

}  // namespace

bool peer_available() {
  return japanese() != nullptr && digits() != nullptr;
}

std::string peer_number_b(const ports::Frame& frame) {
  const auto profile = built_in_specimen_profile();
  const cv::Mat rgb(frame.height, frame.width, CV_8UC3, const_cast<std::uint8_t*>(frame.pixels.data()));
  cv::Mat grey;
  cv::cvtColor(rgb, grey, cv::COLOR_RGB2GRAY);
  const auto quads = find_card_quads(rgb, grey);
  if (!profile || quads.empty()) return {};
  const LayoutMatch match = LayoutMatcher(*profile).match(grey, quads.front());
  const auto cut = [&](const PrintedLine& line, double reach) { return cut_line(grey, match.to_picture, line, 0.8, reach); };
  const auto birth = parse_birth(read(*japanese(), cut(profile->birth, 30)));
  const auto expiry = parse_expiry(read(*japanese(), cut(profile->expiry, 36)));
  std::string code;
  for (const char32_t c : read(*digits(), cut(profile->code, 9))) code += static_cast<char>(c);
  if (!birth || !expiry) return {};
  return fmt::format("{:02}{:02}{:02}{:04}{}", birth->era_year, birth->date.month, birth->date.day, expiry->year, code);
}

}  // namespace omote::bench::cardface
