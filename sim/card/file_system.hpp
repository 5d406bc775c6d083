// What a card holds: applications, elementary files, keys. Plain data; the behaviour is in virtual_card.hpp.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "sim/card/rsa_key.hpp"

namespace omote::sim::card {

enum class FileKind {
  Transparent,   // READ BINARY
  Records,       // READ RECORD
  Verification,  // a PIN or a number that VERIFY compares
  PrivateKey,    // signs
  Internal       // can be selected, not read
};

// The reference value behind VERIFY.
struct Verification {
  std::string value;         // empty: no value was ever set; the key is blocked from the start
  int limit = 0;             // tries of a fresh counter; 0: blocked from the start
  std::size_t shortest = 0;  // of a new value; 0: cannot be changed
  std::size_t longest = 0;
};

struct ElementaryFile {
  FileKind kind = FileKind::Transparent;
  Bytes content;
  std::vector<Bytes> records;
  // One of these keys must be verified for reading, signing; empty: free.
  std::vector<std::uint16_t> any_of;
  Verification verification;
  RsaKey key;
};

enum class PinChange { Iso, Proprietary };  // 00 24 01 80, or 80 32 00 80 (reference/card.md §1.7)

struct Application {
  std::string name;  // "jpki", "visual", "text", "common", "juki": also the prefix of its try counters
  Bytes aid;
  std::map<std::uint16_t, ElementaryFile> files;
  std::uint16_t default_key = 0;  // the signing key with P2=00; 0: none
  PinChange pin_change = PinChange::Iso;
};

struct FileSystem {
  std::vector<Application> applications;
  std::map<std::uint16_t, Bytes> card_objects;  // GET DATA with no application selected
};

inline const Bytes kJpkiAid{0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01};
inline const Bytes kVisualAid{0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x02};
inline const Bytes kTextAid{0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08};
inline const Bytes kJukiAid{0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x01};
inline const Bytes kCommonAid{0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x01, 0x00};

}  // namespace omote::sim::card
