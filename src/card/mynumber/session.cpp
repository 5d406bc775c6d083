#include "card/mynumber/session.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "card/apdu/failures.hpp"
#include "card/apdu/tlv.hpp"

namespace omote::card {

namespace {

constexpr int kRepeats = 3;
constexpr int kMostRounds = 64;            // of 61xx
constexpr int kMostPieces = 400;           // of one file
constexpr std::size_t kFarthest = 0x7FFF;  // the offset has 15 bits

bool missing(std::uint16_t status) {
  return status == 0x6A82 || status == 0x6A83 || status == 0x6A88;
}

// What a card answers when the air, not the command, was the trouble (reference/trust.md F007).
bool noisy(std::uint16_t status) {
  return status == 0x6F00 || status == 0x6982;
}

bool has_data(const Answer& answer) {
  return (answer.ok() || answer.status == 0x6282) && !answer.data.empty();
}

std::string about(const char* what, FileId file, std::uint16_t status) {
  return fmt::format("{} {:02X}: {}", what, file, status_text(status));
}

}  // namespace

Result<Answer> Session::ask(const Command& command, int repeats) {
  for (int attempt = 0;; ++attempt) {
    auto answer = channel_.transmit(command);
    const bool again = answer ? noisy(answer->status) : trouble_of(answer.error()) == Trouble::NotReadable;
    if (!again || attempt == repeats) return answer;
  }
}

Result<void> Session::wake() {
  auto answer = ask(Command::wake(), 0);
  if (!answer && trouble_of(answer.error()) != Trouble::NotReadable) return pass(answer);
  return {};
}

Result<bool> Session::select(Application application) {
  auto answer = ask(Command::select_application(application), kRepeats);
  if (!answer) return pass(answer);
  if (noisy(answer->status)) return card_failure(Trouble::NotReadable, "select application: " + status_text(answer->status));
  return answer->ok();
}

// 61xx: the card has more to say than the transport carries at once.
Result<Answer> Session::collect_rest(Answer answer) {
  for (int round = 0; answer.status >> 8 == 0x61; ++round) {
    if (round == kMostRounds) return card_failure(Trouble::NotReadable, "61xx without end");
    auto more = ask(Command::get_response(static_cast<std::uint8_t>(answer.status)), 0);
    if (!more) return more;
    append(answer.data, more->data);
    answer.status = more->status;
  }
  return answer;
}

Result<Answer> Session::read_piece_once(FileId file, std::size_t offset, std::size_t length, bool extended) {
  const auto command = [&](std::size_t n, bool long_form) {
    return offset == 0 ? Command::read_file(file, 0, n, long_form)
                       : Command::read_binary(static_cast<std::uint16_t>(offset), n, long_form);
  };
  // A long read that is not known to work is tried once only: the short form comes next anyway.
  auto answer = ask(command(length, extended), extended && !extended_ ? 0 : kRepeats);
  if (answer && answer->status >> 8 == 0x6C) {
    const std::size_t exact = answer->status & 0xFF;
    answer = ask(command(exact == 0 ? 256 : exact, false), kRepeats);
  }
  if (!answer) return answer;
  return collect_rest(std::move(*answer));
}

Result<Answer> Session::read_piece(FileId file, std::size_t offset, std::size_t length) {
  if (length > 256 && extended_.value_or(true)) {
    auto answer = read_piece_once(file, offset, length, true);
    if (answer && (has_data(*answer) || missing(answer->status))) {
      if (has_data(*answer)) extended_ = true;
      return answer;
    }
    if (!answer && trouble_of(answer.error()) != Trouble::NotReadable) return answer;
    extended_ = false;
  }
  return read_piece_once(file, offset, std::min<std::size_t>(length, 256), false);
}

Result<std::optional<Secret>> Session::read_object(FileId file, std::size_t guess) {
  Bytes contents;
  std::size_t size = guess;
  bool size_known = false;
  for (int piece = 0; contents.size() < size; ++piece) {
    if (piece == kMostPieces || contents.size() > kFarthest)
      return card_failure(Trouble::NotReadable, about("file too long", file, 0));
    auto answer = read_piece(file, contents.size(), size - contents.size());
    if (!answer) return pass(answer);
    if (piece == 0 && missing(answer->status)) return std::optional<Secret>();
    if (!has_data(*answer)) return card_failure(Trouble::NotReadable, about("read", file, answer->status));
    if (answer->data.size() > size - contents.size())
      return card_failure(Trouble::NotReadable, about("too much", file, answer->status));
    append(contents, answer->data);
    if (size_known) continue;
    const auto head = read_tlv_head(contents);
    if (!head) return card_failure(Trouble::NotReadable, about("not an object", file, answer->status));
    size_known = true;
    size = head->whole_size();
    Bytes roomy;  // one allocation for the whole, and no unwiped piece left behind
    roomy.reserve(size);
    append(roomy, contents);
    wipe_memory(contents.data(), contents.size());
    contents = std::move(roomy);
  }
  contents.resize(size);
  return std::optional(Secret::take(std::move(contents)));
}

Result<std::optional<Bytes>> Session::read_part(FileId file, std::uint8_t offset, std::uint8_t length) {
  auto answer = ask(Command::read_file(file, offset, length, false), kRepeats);
  if (!answer) return pass(answer);
  if (missing(answer->status)) return std::optional<Bytes>();
  if (!has_data(*answer) || answer->data.size() != length)
    return card_failure(Trouble::NotReadable, about("read part", file, answer->status));
  return std::optional(Bytes(answer->data.begin(), answer->data.end()));
}

Result<Answer> Session::read_first_record(FileId file) {
  auto answer = ask(Command::read_record(file, 1), kRepeats);
  if (!answer) return answer;
  auto whole = collect_rest(std::move(*answer));
  if (whole && !has_data(*whole)) return card_failure(Trouble::NotReadable, "read record: " + status_text(whole->status));
  return whole;
}

Result<KeyState> Session::ask_tries(FileId key) {
  KeyState state{.exists = true, .tries = {}, .target = Target::short_id(key)};
  auto answer = ask(Command::verify_query(state.target), kRepeats);
  if (!answer) return pass(answer);
  state.tries = tries_in(answer->status);
  if (state.tries || answer->ok()) return state;
  // A card that does not know the short form, or has no such key.
  auto selected = ask(Command::select_file(key), kRepeats);
  if (!selected) return pass(selected);
  state.exists = selected->ok();
  if (!state.exists) return state;
  state.target = Target::selected();
  answer = ask(Command::verify_query(state.target), kRepeats);
  if (!answer) return pass(answer);
  state.tries = tries_in(answer->status);
  return state;
}

Result<Bytes> Session::sign(const Command& command) {
  auto answer = ask(command, kRepeats);
  if (!answer) return pass(answer);
  auto whole = collect_rest(std::move(*answer));
  if (!whole) return pass(whole);
  if (!whole->ok()) return card_failure(Trouble::NotReadable, "sign: " + status_text(whole->status));
  return Bytes(whole->data.begin(), whole->data.end());
}

}  // namespace omote::card
