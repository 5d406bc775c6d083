// From column scores to text: the best strings that a small grammar allows (reference/card-face.md §0.2).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "vision/cardface/print_net.hpp"

namespace omote::vision::cardface {

// A graph of characters. Between two characters only bare card may stand; before the first and after the last anything.
class Grammar {
 public:
  // Adds a node for one character that may follow any of `after` (-1: the line's beginning). Returns its number.
  int add(char32_t character, const std::vector<int>& after);
  // One node for each of `characters`.
  std::vector<int> add_any(std::u32string_view characters, const std::vector<int>& after);
  void end_with(const std::vector<int>& nodes);

  struct Node {
    int print_class;
    std::vector<int> after;
    bool last = false;
  };
  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }

 private:
  std::vector<Node> nodes_;
};

// Digits only, a fixed count.
[[nodiscard]] Grammar digits_grammar(int count);
// A fixed month and day (0: any) for the two dates.
struct MonthDay {
  int month = 0;
  int day = 0;
};
// 昭和55年2月17日生, 令和元年…, and western 1990年…
[[nodiscard]] Grammar birth_grammar(MonthDay fixed = {});
// 2035年2月17日まで有効; `year` 0: any of 2000 to 2099.
[[nodiscard]] Grammar expiry_grammar(int year = 0, MonthDay fixed = {});

struct Reading {
  std::u32string text;
  double score = 0;            // nats, as a sum over columns divided by kColumnsPerCharacter; 0 is best
  std::vector<double> places;  // pixel column of every character's middle
  double worst = 0;            // the worst stretch along the path: nats lost within one character's width
};
inline constexpr double kColumnsPerCharacter = 3.0;

// Up to `most` different strings, best first; empty when none fits.
[[nodiscard]] std::vector<Reading> decode(const ColumnScores& scores, const Grammar& grammar, std::size_t most = 8);

}  // namespace omote::vision::cardface
