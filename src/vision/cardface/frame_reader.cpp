#include "vision/cardface/frame_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>
#include <string>
#include <utility>
#include <vector>

#include "vision/cardface/decoder.hpp"
#include "vision/cardface/print_dates.hpp"

namespace omote::vision::cardface {

std::string_view to_string(Doubt doubt) {
  switch (doubt) {
    case Doubt::None: return "none";
    case Doubt::NoCard: return "no_card";
    case Doubt::OtherCard: return "other_card";
    case Doubt::BackSide: return "back";
    case Doubt::Faint: return "faint";
    case Doubt::Blurred: return "blurred";
    case Doubt::Glare: return "glare";
    case Doubt::BirthUnsure: return "birth_unsure";
    case Doubt::ExpiryUnsure: return "expiry_unsure";
    case Doubt::CodeUnsure: return "code_unsure";
    case Doubt::Hole: return "hole";
    case Doubt::ExpiryDiffers: return "expiry_differs";
    case Doubt::BirthdayDiffers: return "birthday_differs";
    case Doubt::WesternBirth: return "western_birth";
  }
  return "none";
}

struct FrameReader::Lines {
  LineCut birth, expiry, code;
};

namespace {

constexpr int kMostWidth = 1600;   // larger pictures are reduced first
constexpr double kHair = 1.0;      // nats by which the chip's expiry may trail another reading of that line
constexpr double kNoRival = 25.0;  // nats: as far as the search looks
// Latest and earliest a card can end after its holder's birth, and the span of real cards.
constexpr int kLeastAge = 4, kMostAge = 125, kFirstYear = 2016, kLastYear = 2070;

// Dark only where the print is black: coloured print and the red mark are light in at least one channel.
cv::Mat black_print(const cv::Mat& rgb) {
  std::array<cv::Mat, 3> planes;
  cv::split(rgb, planes.data());
  return cv::max(cv::max(planes[0], planes[1]), planes[2]);
}

bool plausible(const Date& birth, const Date& expiry) {
  const int age = expiry.year - birth.year;
  return age >= kLeastAge && age <= kMostAge;
}

struct Candidate {
  PrintedBirth birth;
  double score = 0;
  Reading reading;
};

// The readings of the birth line that are possible for this expiry, best first, one for each era year and kind.
std::vector<Candidate> possible_births(const ColumnScores& scores, const Date& expiry) {
  std::vector<MonthDay> days{{expiry.month, expiry.day}};
  if ((expiry.month == 2 && expiry.day == 28) || (expiry.month == 3 && expiry.day == 1)) days.push_back({2, 29});
  std::vector<Candidate> all;
  for (const MonthDay& day : days)
    for (Reading& reading : decode(scores, birth_grammar(day)))
      if (const auto birth = parse_birth(reading.text); birth && plausible(birth->date, expiry))
        all.push_back({*birth, reading.score, std::move(reading)});
  std::ranges::sort(all, [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
  std::vector<Candidate> births;
  for (Candidate& c : all) {
    const bool known = std::ranges::any_of(births, [&](const Candidate& k) {
      return k.birth.western == c.birth.western && k.birth.era_year == c.birth.era_year &&
             k.birth.date.month == c.birth.date.month && k.birth.date.day == c.birth.date.day;
    });
    if (!known) births.push_back(std::move(c));
  }
  return births;
}

struct Verdict {
  Doubt doubt = Doubt::None;
  double margin = kNoRival;
};

Verdict judge_picture(const LineCut& cut, const Strictness& strict) {
  if (cut.line.contrast < strict.least_contrast) return {cut.blown > 0.3 ? Doubt::Glare : Doubt::Faint, 0};
  if (cut.sharpness < strict.least_sharpness) return {Doubt::Blurred, 0};
  return {};
}

// The printed expiry: against the chip's, or by itself.
Verdict judge_expiry(const LineCut& cut, const ColumnScores& scores, const std::optional<Date>& chip, double margin,
                     const Strictness& strict, std::optional<Date>& expiry) {
  const std::vector<Reading> readings = decode(scores, expiry_grammar());
  std::vector<std::pair<Date, const Reading*>> dates;
  for (const Reading& r : readings)
    if (const auto date = parse_expiry(r.text); date && date->year >= kFirstYear && date->year <= kLastYear)
      dates.emplace_back(*date, &r);
  if (dates.empty()) return {Doubt::ExpiryUnsure, 0};
  const Reading* best = dates.front().second;
  Verdict verdict;
  std::vector<Reading> same;  // what the chip says, as the line would have it
  if (chip) {
    expiry = chip;
    same = decode(scores, expiry_grammar(chip->year, {chip->month, chip->day}), 1);
    const double behind = same.empty() ? kNoRival : best->score - same.front().score;
    if (behind > kHair) {
      const bool sure = dates.front().first != *chip && behind > margin && best->worst < strict.most_loss &&
                        !may_hide_character(*best, cut.line);
      return {sure ? Doubt::ExpiryDiffers : Doubt::ExpiryUnsure, 0};
    }
    best = &same.front();
  } else {
    expiry = dates.front().first;
    const auto rival = std::ranges::find_if(dates, [&](const auto& d) { return d.first != *expiry; });
    if (rival != dates.end()) verdict.margin = best->score - rival->second->score;
    if (verdict.margin < margin) return {Doubt::ExpiryUnsure, verdict.margin};
  }
  if (best->worst > strict.most_loss) return {Doubt::ExpiryUnsure, verdict.margin};
  if (may_hide_character(*best, cut.line)) return {Doubt::Hole, verdict.margin};
  return verdict;
}

Verdict judge_birth(const LineCut& cut, const ColumnScores& scores, const Date& expiry, double margin, const Strictness& strict,
                    std::optional<PrintedBirth>& birth) {
  const std::vector<Reading> open = decode(scores, birth_grammar(), 4);
  const std::vector<Candidate> fitting = possible_births(scores, expiry);
  const double best_open = open.empty() ? -1e9 : open.front().score;
  if (fitting.empty() || best_open - fitting.front().score > 0.01) {
    const auto printed = open.empty() ? std::nullopt : parse_birth(open.front().text);
    if (!printed || open.front().worst > strict.most_loss) return {Doubt::BirthUnsure, 0};
    if (printed->western) return {Doubt::WesternBirth, 0};
    return {fitting.empty() || best_open - fitting.front().score > margin ? Doubt::BirthdayDiffers : Doubt::BirthUnsure, 0};
  }
  const Candidate& best = fitting.front();
  Verdict verdict;
  if (fitting.size() > 1) verdict.margin = best.score - fitting[1].score;
  if (best.birth.western) return {verdict.margin > margin ? Doubt::WesternBirth : Doubt::BirthUnsure, verdict.margin};
  birth = best.birth;
  if (verdict.margin < margin || best.reading.worst > strict.most_loss) return {Doubt::BirthUnsure, verdict.margin};
  if (may_hide_character(best.reading, cut.line)) return {Doubt::Hole, verdict.margin};
  return verdict;
}

Verdict judge_code(const LineCut& cut, const ColumnScores& scores, double margin, const Strictness& strict, std::string& code) {
  const std::vector<Reading> readings = decode(scores, digits_grammar(4), 4);
  if (readings.empty()) return {Doubt::CodeUnsure, 0};
  const Reading& best = readings.front();
  for (const char32_t c : best.text) code += static_cast<char>(c);
  Verdict verdict;
  if (readings.size() > 1) verdict.margin = best.score - readings[1].score;
  if (verdict.margin < margin || best.worst > strict.most_loss) return {Doubt::CodeUnsure, verdict.margin};
  std::array<double, 3> gaps{};
  for (std::size_t i = 0; i < 3; ++i) gaps[i] = best.places[i + 1] - best.places[i];
  const auto [least, most] = std::ranges::minmax(gaps);
  if (most > 1.55 * least || most > 1.2 * kLineEm || may_hide_character(best, cut.line)) return {Doubt::Hole, verdict.margin};
  return verdict;
}

}  // namespace

FrameReader::FrameReader(Profile profile, PrintNet net, Strictness strictness)
    : profile_(std::move(profile)), matcher_(profile_), net_(std::move(net)), strictness_(strictness) {}

void FrameReader::read_print(const Lines& lines, const std::optional<Date>& chip_expiry, FrameReading& out) const {
  const double margin = chip_expiry ? strictness_.margin : strictness_.margin_alone;
  std::vector<Verdict> verdicts;
  for (const LineCut* cut : {&lines.birth, &lines.expiry, &lines.code}) verdicts.push_back(judge_picture(*cut, strictness_));
  std::optional<Date> expiry;
  std::optional<PrintedBirth> birth;
  std::string code;
  verdicts.push_back(judge_expiry(lines.expiry, net_.read(lines.expiry.line.ink), chip_expiry, margin, strictness_, expiry));
  if (expiry) verdicts.push_back(judge_birth(lines.birth, net_.read(lines.birth.line.ink), *expiry, margin, strictness_, birth));
  verdicts.push_back(judge_code(lines.code, net_.read(lines.code.line.ink), margin, strictness_, code));
  out.doubt = Doubt::None;
  out.margin = kNoRival;
  for (const Verdict& v : verdicts) {
    if (out.doubt == Doubt::None) out.doubt = v.doubt;
    out.margin = std::min(out.margin, v.margin);
  }
  // A plain contradiction says more than a blurred line does.
  for (const Verdict& v : verdicts)
    if (v.doubt == Doubt::ExpiryDiffers || v.doubt == Doubt::WesternBirth) out.doubt = v.doubt;
  if (birth && code.size() == 4) {
    std::string digits =
        fmt::format("{:02}{:02}{:02}{:04}{}", birth->era_year, birth->date.month, birth->date.day, expiry->year, code);
    out.number_b = Secret(std::string_view(digits));
    wipe_memory(digits.data(), digits.size());
  }
  wipe_memory(code.data(), code.size());
}

FrameReading FrameReader::read(const ports::Frame& frame, const std::optional<Date>& chip_expiry) const {
  FrameReading out;
  if (frame.width < 320 || frame.height < 240 || frame.pixels.size() < static_cast<std::size_t>(frame.width) * frame.height * 3)
    return out;
  cv::Mat rgb(frame.height, frame.width, CV_8UC3, const_cast<std::uint8_t*>(frame.pixels.data()));
  if (rgb.cols > kMostWidth) {
    const double scale = static_cast<double>(kMostWidth) / rgb.cols;
    cv::Mat reduced;
    cv::resize(rgb, reduced, {}, scale, scale, cv::INTER_AREA);
    rgb = reduced;
  }
  cv::Mat grey;
  cv::cvtColor(rgb, grey, cv::COLOR_RGB2GRAY);
  const std::vector<Quad> quads = find_card_quads(rgb, grey);
  if (quads.empty()) return out;
  LayoutMatch best;
  double lead = -2;
  for (const Quad& quad : quads) {
    LayoutMatch match = matcher_.match(grey, quad);
    const double score = std::max(match.front_score, match.back_score) + (match.side == CardSide::Unknown ? 0 : 1);
    if (score > lead) lead = score, best = match;
    if (best.side == CardSide::Front && best.front_score > 0.6) break;
  }
  out.side = best.side;
  out.turned = best.turned;
  out.doubt = Doubt::OtherCard;
  if (best.side == CardSide::Unknown) return out;
  out.sleeve = best.scale < 1 || sleeve_rim(grey, best.to_picture, profile_.width, profile_.height) >= 0.75;
  out.doubt = Doubt::BackSide;
  if (best.side == CardSide::Back) return out;
  const cv::Mat plane = black_print(rgb);
  const Lines lines{cut_line(plane, best.to_picture, profile_.birth, 3.0, 32.5),
                    cut_line(plane, best.to_picture, profile_.expiry, 3.0, 40.0),
                    cut_line(plane, best.to_picture, profile_.code, 3.5, 14.0)};
  read_print(lines, chip_expiry, out);
  return out;
}

}  // namespace omote::vision::cardface
