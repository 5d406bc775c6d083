#include "apps/cli/update_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

namespace omote::cli {

namespace {

using update::Verdict;

struct Words {
  std::string_view id;
  std::string_view en, ja;
};

constexpr std::array kRefusals{
    Words{"update_needs_root", "only the administrator changes the version: put sudo before the command.",
          "版の入れ替えは管理者だけができます。sudo を付けて実行してください。"},
    Words{"visit_runs", "a visit is still running. Nothing was changed; try again when it is over.",
          "受付が続いているため、何も変更していません。終わってから、もう一度実行してください。"},
    Words{"update_runs_already", "another update is running. Wait until it has ended.",
          "別の入れ替えが進行中です。終わるまでお待ちください。"},
    Words{"source_missing", "there is no such file or folder: {}", "ファイルまたはフォルダーがありません：{}"},
    Words{"source_unreadable", "this is no release, or it is damaged: {}. Get it again from its source.",
          "入れ替え用のファイルではないか、壊れています：{}。もう一度入手してください。"},
    Words{"source_file_unreadable", "a file of the release cannot be read: {}. Get it again from its source.",
          "中のファイルを読めません：{}。もう一度入手してください。"},
    Words{"source_not_copied", "it could not be copied ({}). Is the disk full? The old version keeps running.",
          "コピーできませんでした（{}）。空き容量をご確認ください。いまの版はそのまま動いています。"},
    Words{"update_keys_missing", "this machine knows no maker of releases: {} (installed by the package omote-cli).",
          "配布元の鍵がありません：{}（omote-cli パッケージが入れます）。"},
    Words{"update_keys_unreadable", "a key of the makers cannot be read: {}", "配布元の鍵を読めません：{}"},
    Words{"release_not_signed", "it was not signed by its maker ({}). It is not installed; get it from its source again.",
          "配布元の署名を確認できません（{}）。導入しません。入手先から取り直してください。"},
    Words{"release_unreadable", "its list of files is wrong: {}", "中身の一覧が正しくありません：{}"},
    Words{"release_for_another", "it is for another product or system: {}", "別の製品か、別のシステム用です：{}"},
    Words{"release_out_of_date", "it is too old to be installed ({}). Get the present one.",
          "使える期限が過ぎています（{}）。新しいものを入手してください。"},
    Words{"release_mixed", "its parts belong to different releases: {}", "違う版の部品が混ざっています：{}"},
    Words{"release_incomplete", "it is not whole: {}", "そろっていません：{}"},
    Words{"release_older", "{}. An older version is installed only with --allow-downgrade.",
          "{}。古い版を入れるには --allow-downgrade を付けてください。"},
    Words{"release_failed_before", "it did not work here before ({}). --again tries it once more.",
          "この版は以前ここで動きませんでした（{}）。もう一度試すには --again を付けてください。"},
    Words{"release_not_for_terminals", "it holds nothing for terminals: {}", "端末用のものが入っていません：{}"},
    Words{"release_file_damaged", "a file of it is damaged: {}. Get the release again.",
          "壊れたファイルがあります：{}。もう一度入手してください。"},
    Words{"archive_not_written", "it could not be kept for the terminals ({}). Is the disk full?",
          "端末用に保存できませんでした（{}）。空き容量をご確認ください。"},
    Words{"offer_not_written", "it could not be kept for the terminals ({}). Is the disk full?",
          "端末用に保存できませんでした（{}）。空き容量をご確認ください。"},
    Words{"release_not_taken", "what the PC sent cannot be taken: {}", "パソコンから届いたものを使えません：{}"},
    Words{"verdict_not_written", "how it ended could not be written: {}", "結果を書き込めません：{}"},
    Words{"version_damaged", "a file is damaged: {}. Nothing was changed; get the release again.",
          "壊れたファイルがあります：{}。何も変更していません。もう一度入手してください。"},
    Words{"version_not_stored", "it could not be stored ({}). The old version keeps running.",
          "保存できませんでした（{}）。いまの版はそのまま動いています。"},
    Words{"version_not_whole", "files of that version are damaged: {}", "その版のファイルが壊れています：{}"},
    Words{"version_not_chosen", "the change could not be made: {}. The old version keeps running.",
          "切りかえられませんでした：{}。いまの版はそのまま動いています。"},
    Words{"program_does_not_start", "its programs do not start here ({}). Nothing was changed.",
          "プログラムが起動しません（{}）。何も変更していません。"},
    Words{"no_version_before", "there is no version to go back to.", "戻れる前の版がありません。"},
    Words{"update_not_noted", "the state could not be written: {}. Nothing was changed.",
          "状態を書き込めません：{}。何も変更していません。"}};

bool japanese() {
  for (const auto* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return std::string_view(value).starts_with("ja");
  }
  return false;
}

std::string in(std::string_view en, std::string_view ja) {
  return std::string(japanese() ? ja : en);
}

}  // namespace

std::string update_refusal(const Failure& failure) {
  const auto* words = std::ranges::find(kRefusals, failure.reason.text(), &Words::id);
  if (words == kRefusals.end()) return describe(failure);
  return fmt::format(fmt::runtime(in(words->en, words->ja)), failure.context);
}

std::string outcome_in_words(const update::Outcome& outcome, double seconds) {
  if (outcome.verdict == Verdict::Good && !outcome.noted)
    return fmt::format(
        fmt::runtime(in("{} runs and is healthy, but this could not be noted: {}. It is judged again at the next start.",
                        "{} は正常に動いていますが、記録できませんでした：{}。次の起動時にもう一度確かめます。")),
        outcome.name, outcome.why);
  if (outcome.verdict == Verdict::Good && outcome.unchanged)
    return fmt::format(fmt::runtime(in("{} runs already.", "すでに {} が動いています。")), outcome.name);
  if (outcome.verdict == Verdict::Good)
    return fmt::format(fmt::runtime(in("{} runs and is healthy ({:.1f} s).", "{} が正常に動いています（{:.1f} 秒）。")),
                       outcome.name, seconds);
  if (outcome.verdict == Verdict::TakenBack)
    return fmt::format(fmt::runtime(in("{} was not healthy ({}). {} runs again ({:.1f} s).",
                                       "{} は正常に動きませんでした（{}）。{} に戻しました（{:.1f} 秒）。")),
                       outcome.wanted, outcome.why, outcome.name, seconds);
  if (outcome.verdict == Verdict::Failed)
    return fmt::format(fmt::runtime(in("{} is not healthy ({}), and there is no version to go back to.",
                                       "{} は正常に動いておらず（{}）、戻れる前の版もありません。")),
                       outcome.wanted, outcome.why);
  return fmt::format(fmt::runtime(in("Nothing was changed: {}.", "何も変更していません：{}。")), outcome.why);
}

std::string kept_in_words(const update::KeptRelease& kept) {
  return fmt::format(
      fmt::runtime(in("The terminals are offered {} (console, or: omote terminal update --all).",
                      "端末に {} を用意しました（画面から、または omote terminal update --all で入れかえます）。")),
      kept.version);
}

std::string notes_in_words(const std::string& current, const update::Notes& notes) {
  if (current.empty()) return in("No version is installed.", "まだ何も入っていません。");
  auto text = fmt::format(fmt::runtime(in("{} runs.", "{} が動いています。")), current);
  if (!notes.trial.empty()) text += in(" It is on trial: not judged yet.", " 確認中です（まだ判定していません）。");
  if (!notes.previous.empty())
    text += fmt::format(fmt::runtime(in(" The version before, {}, is one step away (omote update back).",
                                        " 前の版 {} に戻せます（omote update back）。")),
                        notes.previous);
  if (notes.verdict == Verdict::TakenBack || notes.verdict == Verdict::Failed)
    text += fmt::format(fmt::runtime(in("\nThe last update ({}, {}) failed: {}", "\n前回の入れ替え（{}、{}）は失敗しました：{}")),
                        notes.version, notes.when, notes.why);
  return text;
}

}  // namespace omote::cli
