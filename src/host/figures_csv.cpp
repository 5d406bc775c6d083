#include "host/figures_csv.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace omote::host {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

struct Word {
  std::string_view id, ja, en;
};
constexpr Word kWords[] = {
    {"section", "区分", "section"},
    {"name", "項目", "name"},
    {"value", "値", "value"},
    {"span", "期間", "time"},
    {"first", "はじめの日", "first day"},
    {"last", "おわりの日", "last day"},
    {"kept_since", "記録がある最初の日", "first day on record"},
    {"dropped", "保存期間を過ぎた日は数えていません", "days past their time on record are not counted"},
    {"to_come", "まだ終わっていない期間です", "the time is not over yet"},
    {"note", "注意", "note"},
    {"visits", "受付", "visits"},
    {"all", "すべて", "all"},
    {"helped", "係が手伝った受付", "helped by staff"},
    {"outcome", "結果", "outcome"},
    {"delivered", "受付済み", "delivered"},
    {"kept", "結果をお預かり", "result kept"},
    {"cancelled", "中止", "cancelled"},
    {"failed", "できなかった", "failed"},
    {"way", "確認の方法", "way"},
    {"face", "顔", "face"},
    {"pin", "暗証番号", "PIN"},
    {"staff", "目視", "staff"},
    {"none", "確認なし", "nobody identified"},
    {"whole", "受付の時間（秒）", "time of a visit (s)"},
    {"machine", "うち機械の時間（秒）", "of it by the machine (s)"},
    {"median", "中央値", "median"},
    {"p95", "95パーセンタイル", "95th percentile"},
    {"fault", "トラブル", "trouble"},
    {"unknown", "原因不明", "cause not found"},
    {"bar_day", "日ごとの受付", "visits of each day"},
    {"bar_hour", "時間ごとの受付", "visits of each hour"},
};

class Table {
 public:
  explicit Table(std::string_view language) : japanese_(language == "ja"), text_(kByteOrderMark) {}

  [[nodiscard]] std::string word(std::string_view id) const {
    const auto* const at = std::ranges::find(kWords, id, &Word::id);
    if (at == std::end(kWords)) return std::string(id);
    return std::string(japanese_ ? at->ja : at->en);
  }
  [[nodiscard]] const std::string& words(const figures::v1::Words& words) const { return japanese_ ? words.ja() : words.en(); }
  void row(const std::string& section, const std::string& name, const std::string& value) {
    cell(section);
    text_ += ',';
    cell(name);
    text_ += ',';
    cell(value);
    text_ += "\r\n";
  }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void cell(std::string_view text) {
    text_ += '"';
    for (const char c : text) {
      if (c == '"') text_ += '"';
      text_ += c;
    }
    text_ += '"';
  }

  bool japanese_;
  std::string text_;
};

void add_counts(Table& table, std::string_view section, const google::protobuf::RepeatedPtrField<figures::v1::Count>& counts) {
  for (const auto& count : counts) table.row(table.word(section), table.word(count.name()), std::to_string(count.count()));
}

// Without a visit there is no time to tell.
void add_seconds(Table& table, std::string_view section, const figures::v1::Seconds& seconds) {
  const bool any = seconds.visits() > 0;
  table.row(table.word(section), table.word("median"), any ? fmt::format("{:.1f}", seconds.median()) : "");
  table.row(table.word(section), table.word("p95"), any ? fmt::format("{:.1f}", seconds.p95()) : "");
}

}  // namespace

std::string figures_csv(const figures::v1::Figures& figures, std::string_view language) {
  Table table(language);
  table.row(table.word("section"), table.word("name"), table.word("value"));
  table.row(table.word("span"), table.word("first"), figures.first());
  table.row(table.word("span"), table.word("last"), figures.last());
  table.row(table.word("span"), table.word("kept_since"), figures.kept_since());
  for (const auto& why : figures.missing()) table.row(table.word("span"), table.word("note"), table.word(why));
  table.row(table.word("visits"), table.word("all"), std::to_string(figures.visits()));
  table.row(table.word("visits"), table.word("helped"), std::to_string(figures.helped()));
  add_counts(table, "outcome", figures.outcomes());
  add_counts(table, "way", figures.ways());
  add_seconds(table, "whole", figures.whole());
  add_seconds(table, "machine", figures.machine());
  for (const auto& fault : figures.faults()) {
    const auto cause = fault.cause().empty() ? table.word("unknown") : table.words(fault.title());
    table.row(table.word("fault"), table.words(fault.heading()) + " / " + cause, std::to_string(fault.count()));
  }
  const auto bars = table.word(figures.span().size() == 7 ? "bar_day" : "bar_hour");
  for (const auto& bar : figures.bars()) table.row(bars, bar.label(), std::to_string(bar.visits()));
  return table.take();
}

std::string figures_file_name(const figures::v1::Figures& figures) {
  return "omote-" + figures.span() + ".csv";
}

}  // namespace omote::host
