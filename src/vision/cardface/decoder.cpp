#include "vision/cardface/decoder.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

namespace omote::vision::cardface {

int Grammar::add(char32_t character, const std::vector<int>& after) {
  nodes_.push_back({print_class(character), after, false});
  return static_cast<int>(nodes_.size()) - 1;
}

std::vector<int> Grammar::add_any(std::u32string_view characters, const std::vector<int>& after) {
  std::vector<int> added;
  for (const char32_t c : characters) added.push_back(add(c, after));
  return added;
}

void Grammar::end_with(const std::vector<int>& nodes) {
  for (const int node : nodes) nodes_[static_cast<std::size_t>(node)].last = true;
}

namespace {

constexpr std::u32string_view kDigits = U"0123456789";
const std::vector<int> kBegin{-1};

std::vector<int> joined(std::vector<int> a, const std::vector<int>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

// One or two digits (a leading 0 allowed) for any value up to `most`, or one fixed value.
std::vector<int> add_number(Grammar& g, int fixed, int most, const std::vector<int>& after) {
  if (fixed == 0) {
    const std::vector<int> one = g.add_any(kDigits.substr(1), after);
    const std::u32string_view tens = kDigits.substr(0, static_cast<std::size_t>(most / 10) + 1);
    return joined(one, g.add_any(kDigits, g.add_any(tens, after)));
  }
  const auto digit = [](int d) { return static_cast<char32_t>(U'0' + d); };
  const std::vector<int> tens{g.add(digit(fixed / 10), after)};
  const std::vector<int> both{g.add(digit(fixed % 10), tens)};
  return fixed >= 10 ? both : joined(both, {g.add(digit(fixed), after)});
}

std::vector<int> add_month_and_day(Grammar& g, MonthDay fixed, const std::vector<int>& year) {
  const std::vector<int> month = add_number(g, fixed.month, 12, {g.add(U'年', year)});
  const std::vector<int> day = add_number(g, fixed.day, 31, {g.add(U'月', month)});
  return {g.add(U'日', day)};
}

}  // namespace

Grammar digits_grammar(int count) {
  Grammar g;
  std::vector<int> last = kBegin;
  for (int i = 0; i < count; ++i) last = g.add_any(kDigits, last);
  g.end_with(last);
  return g;
}

Grammar birth_grammar(MonthDay fixed) {
  Grammar g;
  std::vector<int> eras;
  for (const std::u32string_view era : {U"明治", U"大正", U"昭和", U"平成", U"令和"})
    eras.push_back(g.add(era[1], {g.add(era[0], kBegin)}));
  std::vector<int> years = joined(add_number(g, 0, 69, eras), {g.add(U'元', eras)});
  const std::vector<int> century = joined({g.add(U'9', {g.add(U'1', kBegin)})}, {g.add(U'0', {g.add(U'2', kBegin)})});
  years = joined(years, g.add_any(kDigits, g.add_any(kDigits, century)));
  g.end_with({g.add(U'生', add_month_and_day(g, fixed, years))});
  return g;
}

Grammar expiry_grammar(int year, MonthDay fixed) {
  Grammar g;
  std::vector<int> years;
  if (year == 0) {
    years = g.add_any(kDigits, g.add_any(kDigits, {g.add(U'0', {g.add(U'2', kBegin)})}));
  } else {
    years = kBegin;
    for (const char c : std::to_string(year)) years = {g.add(static_cast<char32_t>(c), years)};
  }
  std::vector<int> last = add_month_and_day(g, fixed, years);
  for (const char32_t c : std::u32string_view(U"まで有効")) last = {g.add(c, last)};
  g.end_with(last);
  return g;
}

namespace {

constexpr std::size_t kLongest = 20;
constexpr std::size_t kTokens = 8;
constexpr float kBeam = 75;  // nats over columns by which a token may trail the column before

struct Token {
  float score = -1e30f;
  std::uint8_t count = 0;
  std::array<std::uint8_t, kLongest> text{};
  std::array<std::uint16_t, kLongest> begin{};  // first column of each character
  std::array<std::uint16_t, kLongest> end{};    // last column
  [[nodiscard]] bool says(const Token& other) const {
    return count == other.count && std::equal(text.begin(), text.begin() + count, other.text.begin());
  }
};

// The best few tokens with different texts, unordered.
struct Tokens {
  std::array<Token, kTokens> list;
  std::size_t count = 0;
  float least = -1e30f;  // of a full list: what a newcomer must beat
  void clear() {
    count = 0;
    least = -1e30f;
  }
  void offer(const Token& token) {
    if (token.score <= least) return;
    place(token);
    if (count < kTokens) return;
    least = list[0].score;
    for (const Token& t : list) least = std::min(least, t.score);
  }

 private:
  void place(const Token& token) {
    std::size_t worst = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (list[i].says(token)) {
        if (token.score > list[i].score) list[i] = token;
        return;
      }
      if (list[i].score < list[worst].score) worst = i;
    }
    if (count < kTokens)
      list[count++] = token;
    else if (token.score > list[worst].score)
      list[worst] = token;
  }
};

// A full-width character is known at its middle; what its edges look like is nobody's business.
constexpr int kFringe = 3;            // columns on either side
constexpr float kFringeCost = 0.15f;  // so that bare card is preferred where it is

bool is_wide(int print_class) {
  return print_class >= 10;
}

// Columns between the beginnings of two characters, at least: half to two thirds of what an upright font has.
int least_step(int first, int second) {
  if (is_wide(first) && is_wide(second)) return 8;
  return is_wide(first) ? 8 : is_wide(second) ? 6 : 4;
}

struct Cell {
  Tokens mark;                                // within the character
  Tokens space;                               // bare card after it
  std::array<Tokens, kFringe> before, after;  // edges of a wide character
};

class Search {
 public:
  Search(const ColumnScores& scores, const Grammar& grammar)
      : scores_(scores), nodes_(grammar.nodes()), now_(nodes_.size()), next_(nodes_.size()) {}

  Tokens run() {
    float outside = 0;  // score of "nothing has begun yet"
    Tokens done;
    for (int column = 0; column < scores_.columns; ++column) {
      row_ = scores_.at(column);
      column_ = static_cast<std::uint16_t>(column);
      const float idle = std::max(row_[kBlank], row_[kJunk]);
      floor_ = best_ - kBeam;
      best_ = outside;
      for (std::size_t i = 0; i < done.count; ++i) best_ = std::max(best_, done.list[i].score);
      for (std::size_t n = 0; n < nodes_.size(); ++n) advance(n, outside);
      Tokens after;
      for (std::size_t i = 0; i < done.count; ++i) {
        done.list[i].score += idle;
        after.offer(done.list[i]);
      }
      for (std::size_t n = 0; n < nodes_.size(); ++n)
        if (nodes_[n].last)
          each_end(now_[n], [&](Token t) {
            t.score += idle;
            after.offer(t);
          });
      done = after;
      outside += idle;
      std::swap(now_, next_);
    }
    for (std::size_t n = 0; n < nodes_.size(); ++n)
      if (nodes_[n].last) each_end(now_[n], [&](const Token& t) { done.offer(t); });
    return done;
  }

 private:
  template <class Use>
  static void each(const Tokens& tokens, Use use) {
    for (std::size_t i = 0; i < tokens.count; ++i) use(tokens.list[i]);
  }
  // Those characters that are over: the net sees each for three columns or more, so one column is no digit.
  template <class Use>
  static void each_over(const Tokens& marks, Use use) {
    each(marks, [&](const Token& t) {
      if (t.end[t.count - 1u] > t.begin[t.count - 1u]) use(t);
    });
  }
  template <class Use>
  static void each_end(const Cell& cell, Use use) {
    each_over(cell.mark, use);
    for (const Tokens& fringe : cell.after) each(fringe, use);
  }

  // All tokens from which this node's character may begin.
  template <class Use>
  void each_source(const Grammar::Node& node, float outside, Use use) const {
    for (const int before : node.after) {
      if (before < 0) {
        use(Token{outside, 0, {}, {}, {}});
        continue;
      }
      const Cell& from = now_[static_cast<std::size_t>(before)];
      each(from.space, use);
      for (const Tokens& fringe : from.after) each(fringe, use);
      if (nodes_[static_cast<std::size_t>(before)].print_class != node.print_class) each_over(from.mark, use);
    }
  }

  void advance(std::size_t n, float outside) {
    const Grammar::Node& node = nodes_[n];
    const Cell& from = now_[n];
    const float here = row_[static_cast<std::size_t>(node.print_class)];
    Cell& to = next_[n];
    to.mark.clear();
    to.space.clear();
    each(from.mark, [&](Token t) {
      t.end[t.count - 1u] = column_;
      t.score += here;
      keep(t, to.mark);
    });
    each_source(node, outside, [&](const Token& t) { begin(t, node, here, to.mark); });
    const auto blank = [&](Token t) {
      t.score += row_[kBlank];
      keep(t, to.space);
    };
    each_over(from.mark, blank);
    each(from.space, blank);
    if (!is_wide(node.print_class)) return;
    for (const Tokens& fringe : from.after) each(fringe, blank);
    for (const Tokens& fringe : from.before) each(fringe, [&](const Token& t) { begin(t, node, here, to.mark); });
    advance_fringes(node, from, outside, to);
  }

  void advance_fringes(const Grammar::Node& node, const Cell& from, float outside, Cell& to) {
    const auto into = [&](Tokens& tokens) {
      return [&](Token t) {
        t.score -= kFringeCost;
        keep(t, tokens);
      };
    };
    for (std::size_t i = 0; i < kFringe; ++i) {
      to.before[i].clear();
      to.after[i].clear();
      if (i == 0) {
        each_source(node, outside, into(to.before[0]));
        each_over(from.mark, into(to.after[0]));
      } else {
        each(from.before[i - 1], into(to.before[i]));
        each(from.after[i - 1], into(to.after[i]));
      }
    }
  }

  void begin(Token t, const Grammar::Node& node, float here, Tokens& to) {
    if (t.count >= kLongest || t.score + here < floor_) return;
    if (t.count > 0 && column_ < t.begin[t.count - 1u] + least_step(t.text[t.count - 1u], node.print_class)) return;
    t.text[t.count] = static_cast<std::uint8_t>(node.print_class);
    t.begin[t.count] = t.end[t.count] = column_;
    ++t.count;
    t.score += here;
    keep(t, to);
  }

  void keep(const Token& t, Tokens& to) {
    if (t.score < floor_) return;
    best_ = std::max(best_, t.score);
    to.offer(t);
  }

  const ColumnScores& scores_;
  const std::vector<Grammar::Node>& nodes_;
  std::vector<Cell> now_, next_;
  std::span<const float> row_;
  std::uint16_t column_ = 0;
  float best_ = 0, floor_ = -1e30f;
};

// The most nats lost within one character's width along the path.
double worst_stretch(const ColumnScores& scores, const Token& token) {
  std::vector<double> loss(static_cast<std::size_t>(scores.columns), 0.0);
  for (int column = 0; column < scores.columns; ++column) {
    const auto row = scores.at(column);
    float value = std::max(row[kBlank], row[kJunk]);
    if (column >= token.begin[0] && column <= token.end[token.count - 1u]) {
      value = row[kBlank];
      for (std::size_t i = 0; i < token.count; ++i)
        if (column >= token.begin[i] && column <= token.end[i]) value = row[token.text[i]];
    }
    for (std::size_t i = 0; i < token.count; ++i)
      if (is_wide(token.text[i]) && ((column < token.begin[i] && column >= token.begin[i] - kFringe) ||
                                     (column > token.end[i] && column <= token.end[i] + kFringe)))
        value = std::max(value, -kFringeCost);
    loss[static_cast<std::size_t>(column)] = -static_cast<double>(value);
  }
  constexpr std::size_t kWidth = 6;
  double worst = 0, sum = 0;
  for (std::size_t i = 0; i < loss.size(); ++i) {
    sum += loss[i];
    if (i >= kWidth) sum -= loss[i - kWidth];
    worst = std::max(worst, sum);
  }
  return worst / kColumnsPerCharacter;
}

}  // namespace

std::vector<Reading> decode(const ColumnScores& scores, const Grammar& grammar, std::size_t most) {
  Tokens found = Search(scores, grammar).run();
  const auto first = found.list.begin();
  std::sort(first, first + static_cast<std::ptrdiff_t>(found.count),
            [](const Token& a, const Token& b) { return a.score > b.score; });
  std::vector<Reading> readings;
  for (std::size_t i = 0; i < std::min(most, found.count); ++i) {
    const Token& token = found.list[i];
    Reading r;
    r.score = static_cast<double>(token.score) / kColumnsPerCharacter;
    for (std::size_t c = 0; c < token.count; ++c) {
      r.text += kPrintCharacters[token.text[c]];
      r.places.push_back((token.begin[c] + token.end[c]) * kColumnStep / 2.0 + 0.5);
    }
    r.worst = worst_stretch(scores, token);
    readings.push_back(std::move(r));
  }
  return readings;
}

}  // namespace omote::vision::cardface
