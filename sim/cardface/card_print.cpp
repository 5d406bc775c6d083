#include "sim/cardface/card_print.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <random>

#include "base/text.hpp"
#include "sim/cardface/typeface.hpp"

namespace omote::sim::cardface {

using vision::cardface::Box;
using vision::cardface::PrintedLine;
using vision::cardface::Profile;

namespace {

const cv::Scalar kRed{225, 60, 60};
const cv::Scalar kPink{214, 70, 120};

cv::Rect pixels(const Box& box) {
  const auto px = [](double mm) { return static_cast<int>(std::lround(mm * kDrawingScale)); };
  return {px(box.x), px(box.y), px(box.width), px(box.height)};
}

void paint(cv::Mat& card, const cv::Mat& coverage, const cv::Scalar& colour, double strength = 1.0) {
  for (int y = 0; y < card.rows; ++y) {
    const std::uint8_t* cover = coverage.ptr<std::uint8_t>(y);
    auto* pixel = card.ptr<cv::Vec3b>(y);
    for (int x = 0; x < card.cols; ++x) {
      if (cover[x] == 0) continue;
      const double alpha = strength * cover[x] / 255.0;
      for (int c = 0; c < 3; ++c) pixel[x][c] = cv::saturate_cast<std::uint8_t>(pixel[x][c] + (colour[c] - pixel[x][c]) * alpha);
    }
  }
}

// Fine waves in three pale colours over a light ground.
cv::Mat ground(cv::Size size, std::mt19937_64& random, double depth) {
  std::uniform_real_distribution<double> u(0, 1);
  cv::Mat card(size, CV_8UC3);
  const double base[3] = {228 + 20 * u(random), 226 + 20 * u(random), 226 + 22 * u(random)};
  double wave[3][5];
  for (auto& w : wave) {
    w[0] = (u(random) - 0.5) * 0.12, w[1] = (u(random) - 0.5) * 0.16, w[2] = 6 * u(random), w[3] = 0.004 + 0.012 * u(random);
    w[4] = depth * (0.4 + 0.6 * u(random));
  }
  const double shade = 18 * (u(random) - 0.5);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x)
      for (int c = 0; c < 3; ++c) {
        const double* w = wave[c];
        const double v = base[c] + shade * (static_cast<double>(x) / size.width - 0.5) +
                         w[4] * std::sin(w[0] * x + w[1] * y + w[2] + 3 * std::sin(w[3] * x));
        card.at<cv::Vec3b>(y, x)[c] = cv::saturate_cast<std::uint8_t>(v);
      }
  return card;
}

void draw_silhouette(cv::Mat& card, const cv::Rect& at) {
  cv::Mat photo = card(at);
  photo.setTo(cv::Scalar(205, 208, 212));
  const cv::Scalar person(120, 122, 128);
  cv::ellipse(photo, {at.width / 2, at.height * 42 / 100}, {at.width * 23 / 100, at.height * 24 / 100}, 0, 0, 360, person, -1,
              cv::LINE_AA);
  cv::ellipse(photo, {at.width / 2, at.height}, {at.width * 44 / 100, at.height * 30 / 100}, 0, 180, 360, person, -1,
              cv::LINE_AA);
}

void draw_portrait(cv::Mat& card, const cv::Rect& at, const ports::GreyImage& portrait) {
  const ByteView bytes = portrait.pixels.reveal();
  if (portrait.width <= 0 || portrait.height <= 0 || bytes.size() < static_cast<std::size_t>(portrait.width) * portrait.height)
    return draw_silhouette(card, at);
  const cv::Mat grey(portrait.height, portrait.width, CV_8U, const_cast<std::uint8_t*>(bytes.data()));
  cv::Mat sized;
  cv::resize(grey, sized, at.size(), 0, 0, cv::INTER_AREA);
  cv::cvtColor(sized, card(at), cv::COLOR_GRAY2RGB);
}

// Print that was rubbed off in spots.
void rub(cv::Mat& coverage, double wear, std::mt19937_64& random) {
  if (wear <= 0) return;
  cv::Mat spots(coverage.rows / 4 + 1, coverage.cols / 4 + 1, CV_32F);
  cv::RNG noise(random());
  noise.fill(spots, cv::RNG::NORMAL, 0, 1);
  cv::GaussianBlur(spots, spots, {0, 0}, 1.2);
  cv::resize(spots, spots, coverage.size());
  for (int y = 0; y < coverage.rows; ++y)
    for (int x = 0; x < coverage.cols; ++x) {
      const double keep = std::clamp(1.0 - wear * (0.35 + 2.2 * static_cast<double>(spots.at<float>(y, x))), 0.15, 1.0);
      std::uint8_t& c = coverage.at<std::uint8_t>(y, x);
      c = static_cast<std::uint8_t>(c * keep);
    }
}

class Printer {
 public:
  Printer(cv::Mat& card, Typeface& face, const PrintStyle& style) : card_(card), face_(face), style_(style) {}
  void preprint(const PrintedLine& line, const cv::Scalar& colour) {
    cv::Mat coverage = cv::Mat::zeros(card_.size(), CV_8U);
    face_.draw(coverage, to_code_points(line.text), cv::Point2d(line.x, line.y) * kDrawingScale, {.em = line.em * kDrawingScale});
    paint(card_, coverage, colour);
  }
  void print(cv::Mat& coverage, const PrintedLine& line, std::u32string_view text) {
    const double em = line.em * style_.size * kDrawingScale;
    face_.draw(coverage, text, cv::Point2d(line.x + style_.shift_x, line.y + style_.shift_y) * kDrawingScale,
               {.em = em, .embolden = style_.embolden * em});
  }

 private:
  cv::Mat& card_;
  Typeface& face_;
  const PrintStyle& style_;
};

std::u32string field(int value, PrintStyle::Pad pad) {
  const std::string digits = std::to_string(value);
  std::u32string text(digits.begin(), digits.end());
  if (value >= 10 || pad == PrintStyle::Pad::None) return text;
  return (pad == PrintStyle::Pad::Half ? U" " : U"　") + text;
}

std::u32string month_and_day(const Date& date, PrintStyle::Pad pad) {
  return U"年" + field(date.month, pad) + U"月" + field(date.day, pad) + U"日";
}

cv::Mat draw_back(const Profile& profile, Typeface& face, std::mt19937_64& random, cv::Size size) {
  cv::Mat back = ground(size, random, 5);
  back(pixels(profile.stripe) & cv::Rect({}, size)).setTo(cv::Scalar(38, 34, 36));
  cv::rectangle(back, pixels(profile.contacts), cv::Scalar(206, 178, 110), -1);
  const cv::Rect pads = pixels(profile.contacts);
  for (int i = 1; i < 3; ++i) {
    cv::line(back, {pads.x + pads.width * i / 3, pads.y}, {pads.x + pads.width * i / 3, pads.br().y}, cv::Scalar(120, 96, 50), 3);
    cv::line(back, {pads.x, pads.y + pads.height * i / 3}, {pads.br().x, pads.y + pads.height * i / 3}, cv::Scalar(120, 96, 50),
             3);
  }
  const cv::Rect code = pixels(profile.back_code);
  back(code).setTo(cv::Scalar(250, 250, 250));
  const int cells = 33;
  for (int y = 0; y < cells; ++y)
    for (int x = 0; x < cells; ++x)
      if (random() & 1)
        cv::rectangle(back, {code.x + code.width * x / cells, code.y + code.height * y / cells},
                      {code.x + code.width * (x + 1) / cells - 1, code.y + code.height * (y + 1) / cells - 1},
                      cv::Scalar(20, 20, 20), -1);
  PrintStyle plain;
  Printer printer(back, face, plain);
  printer.preprint({28, 18, 2.2, 0, "個人番号 (見本のため記載なし)"}, cv::Scalar(40, 40, 40));
  printer.preprint({28, 23, 2.0, 0, "氏名 見本"}, cv::Scalar(40, 40, 40));
  printer.preprint({6, 42, 3.4, 0, "見本 SPECIMEN"}, kRed);
  return back;
}

cv::Size card_size(const Profile& profile) {
  return {static_cast<int>(std::lround(profile.width * kDrawingScale)),
          static_cast<int>(std::lround(profile.height * kDrawingScale))};
}

}  // namespace

std::u32string birth_text(const CardPrint& print, PrintStyle::Pad pad) {
  const std::optional<EraYear> era = era_year(print.birth);
  if (print.western_birth || !era) return field(print.birth.year, pad) + month_and_day(print.birth, pad) + U"生";
  return to_code_points(era_kanji(era->era)) + (era->year == 1 ? U"元" : field(era->year, pad)) +
         month_and_day(print.birth, pad) + U"生";
}

std::u32string expiry_text(const CardPrint& print, PrintStyle::Pad pad) {
  return field(print.expiry.year, pad) + month_and_day(print.expiry, pad) + U"まで有効";
}

CardPrint card_print(const personas::Persona& persona) {
  CardPrint print;
  print.name = persona.identity.name;
  print.address = persona.identity.address;
  print.birth = persona.identity.birth;
  print.western_birth = persona.card.foreign;
  print.sex = persona.identity.sex;
  print.expiry = persona.card.expiry;
  print.code = persona.card.code;
  print.serial = persona.card.printed_serial;
  return print;
}

Result<DrawnCard> draw_card(const Profile& profile, const CardPrint& print, const PrintStyle& style) {
  Result<FontFile> file = find_font(style.font);
  if (!file) return pass(file);
  Result<Typeface> face = Typeface::open(*file);
  if (!face) return pass(face);
  std::mt19937_64 random(style.seed);
  const cv::Size size = card_size(profile);
  DrawnCard card;
  card.front = ground(size, random, 7);
  Printer printer(card.front, *face, style);
  for (const PrintedLine& line : profile.preprint)
    printer.preprint(line, line.text == profile.title.text ? kPink : cv::Scalar(70, 70, 74));
  for (const Box& box : profile.boxes) cv::rectangle(card.front, pixels(box), cv::Scalar(120, 120, 124), 2, cv::LINE_AA);
  const cv::Rect ring = pixels(profile.ring);
  cv::circle(card.front, {ring.x + ring.width / 2, ring.y + ring.height / 2}, ring.width / 2 - 4, kPink, 7, cv::LINE_AA);
  draw_portrait(card.front, pixels(profile.photo), print.portrait);

  cv::Mat ink = cv::Mat::zeros(size, CV_8U);
  printer.print(ink, profile.name, to_code_points(print.name));
  printer.print(ink, profile.address, to_code_points(print.address));
  printer.print(ink, profile.birth, birth_text(print, style.pad));
  printer.print(ink, profile.sex, print.sex == '2' ? U"女" : print.sex == '1' ? U"男" : U"－");
  printer.print(ink, profile.expiry, expiry_text(print, style.pad));
  printer.print(ink, profile.serial, to_code_points(print.serial));
  printer.print(ink, profile.code, to_code_points(print.code));
  rub(ink, style.wear, random);
  paint(card.front, ink, cv::Scalar::all(255 * style.ink));
  printer.preprint({33, 36.5, 5.5, 0, "見本 SPECIMEN"}, kRed);
  card.back = draw_back(profile, *face, random, size);
  return card;
}

Result<DrawnCard> draw_other_card(int kind, std::uint64_t seed) {
  Result<FontFile> file = find_font("noto-sans");
  if (!file) return pass(file);
  Result<Typeface> face = Typeface::open(*file);
  if (!face) return pass(face);
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> u(0, 1);
  const cv::Size size{static_cast<int>(85.6 * kDrawingScale), static_cast<int>(53.98 * kDrawingScale)};
  DrawnCard card;
  card.front = ground(size, random, kind == 2 ? 3 : 10);
  const cv::Scalar tint(60 + 160 * u(random), 60 + 160 * u(random), 60 + 160 * u(random));
  const cv::Scalar dark(30, 30, 40);
  PrintStyle plain;
  Printer printer(card.front, *face, plain);
  const auto text = [&](double x, double y, double em, const char* words) { printer.preprint({x, y, em, 0, words}, dark); };
  switch (kind % 5) {
    case 0:  // bank card
      card.front = cv::Mat(size, CV_8UC3, tint) * 0.7 + card.front * 0.3;
      cv::rectangle(card.front, pixels({10, 19, 12, 9}), cv::Scalar(210, 180, 100), -1);
      text(9, 31, 4.6, "0000 1234 5678 9012");
      text(9, 45, 3.0, "MIHON TARO");
      break;
    case 1:  // point card
      cv::rectangle(card.front, pixels({0, 0, 85.6, 22}), tint, -1);
      text(6, 7, 6.5, "見本ポイントカード");
      text(40, 44, 3.2, "会員番号 0000-1111");
      break;
    case 2:  // hospital card
      text(6, 5, 5.0, "診察券");
      text(6, 18, 4.2, "見本 花子");
      text(6, 28, 3.4, "No. 0012345");
      text(6, 38, 2.6, "見本病院 内科 1990年1月2日生");
      break;
    case 3:  // driver's licence, roughly: portrait at the right
      draw_silhouette(card.front, pixels({59, 17, 22, 28}));
      text(4, 3, 2.8, "氏名 見本 太郎  昭和60年1月1日生");
      text(4, 9, 2.4, "住所 見本県見本市1-1");
      cv::rectangle(card.front, pixels({4, 18, 52, 5}), tint, -1);
      text(6, 19, 3.2, "2029年01月31日まで有効");
      text(6, 48, 3.0, "第 000000000000 号");
      break;
    default:  // transit card
      cv::rectangle(card.front, pixels({0, 34, 85.6, 20}), tint, -1);
      cv::circle(card.front, pixels({20, 18, 1, 1}).tl(), 110, tint * 0.6, -1, cv::LINE_AA);
      text(45, 10, 7.0, "MIHON");
      text(5, 46, 2.2, "JE000 0000 0000 0000");
  }
  text(50, 49, 2.6, "見本 SPECIMEN");
  card.back = ground(size, random, 4);
  if (u(random) < 0.5) card.back(pixels({0, 4, 85.5, 12})).setTo(cv::Scalar(40, 36, 34));
  Printer(card.back, *face, plain).preprint({8, 30, 2.4, 0, "このカードは見本です SPECIMEN"}, dark);
  return card;
}

}  // namespace omote::sim::cardface
