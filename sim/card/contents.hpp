// Fills a card for one persona: every file of reference/card.md §1.3, signed by the fictitious authorities.
//
// A card without PIN (persona.card.pin is nothing): the files and the user authentication certificate are there, every
// 4-digit PIN (JPKI 0018, text 0011, common and juki 001C) is blocked from the start (63C0, 6984), and the JPKI token info
// (EF 0006) lacks the flag CKF_USER_PIN_INITIALIZED (00000008): its flags are 00000405 instead of 0000040D. That flag is
// what tells "never set" from "blocked by wrong entries". No source shows such a card's bytes; this is the simulator's
// choice.
// A card without signature certificate (child, card without PIN): EF 0008 is 00 8F 00, EF 0001 is empty, 001B is blocked.
#pragma once

#include "sim/card/authority.hpp"
#include "sim/card/file_system.hpp"

namespace omote::sim::card {

// `photo_jp2` goes into the card face file as it is. Reasons: those of Authorities and of text_picture.hpp, and
// card_face_too_large (the file's offsets have 16 bits, reading reaches 32767 bytes).
[[nodiscard]] Result<FileSystem> make_contents(const personas::Persona& persona, const Authorities& authorities,
                                               ByteView photo_jp2);

}  // namespace omote::sim::card
