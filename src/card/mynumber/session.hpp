// The card's own language one level up: applications, files, tries. Reading is repeated up to three times when the air was
// noisy; nothing else is.
#pragma once

#include <functional>
#include <optional>

#include "base/secret.hpp"
#include "card/allow_list/channel.hpp"
#include "card/apdu/failures.hpp"
#include "ports/card_port.hpp"

namespace omote::card {

// A key as the card tells of it without being asked to verify anything.
struct KeyState {
  bool exists = false;
  ports::Tries tries;
  Target target;  // the form of naming it that this card understands
};

class Session {
 public:
  // The channel outlives the session.
  explicit Session(AllowedChannel& channel) : channel_(channel) {}

  // The first command after power-up; whatever is answered is thrown away. Reasons: those of the link.
  [[nodiscard]] Result<void> wake();
  // Whether the card has the application. Reasons: card_not_readable and those of the link.
  [[nodiscard]] Result<bool> select(Application application);
  // A file that is one TLV object, without what may lie behind the object. `guess`: how much to ask for at once; the rest is
  // asked for by its exact size. Nothing inside when the card has no such file.
  [[nodiscard]] Result<std::optional<Secret>> read_object(FileId file, std::size_t guess);
  // A piece of a file from an offset; nothing inside when the card has no such file. Reason: card_not_readable.
  [[nodiscard]] Result<std::optional<Bytes>> read_part(FileId file, std::uint8_t offset, std::uint8_t length);
  // The first record of a file of records. Reason: card_not_readable.
  [[nodiscard]] Result<Answer> read_first_record(FileId file);
  // Tries left on a key; spends none.
  [[nodiscard]] Result<KeyState> ask_tries(FileId key);
  // One signature. Reason: card_not_readable.
  [[nodiscard]] Result<Bytes> sign(const Command& command);

  [[nodiscard]] AllowedChannel& channel() { return channel_; }

 private:
  [[nodiscard]] Result<Answer> ask(const Command& command, int repeats);
  [[nodiscard]] Result<Answer> collect_rest(Answer answer);
  [[nodiscard]] Result<Answer> read_piece(FileId file, std::size_t offset, std::size_t length);
  [[nodiscard]] Result<Answer> read_piece_once(FileId file, std::size_t offset, std::size_t length, bool extended);

  AllowedChannel& channel_;
  std::optional<bool> extended_;  // whether reader and card carry extended length; unknown before the first long read
};

}  // namespace omote::card
