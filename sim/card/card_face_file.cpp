#include "sim/card/card_face_file.hpp"

#include <array>

#include "sim/card/text_picture.hpp"
#include "sim/card/tlv_writer.hpp"

namespace omote::sim::card {
namespace {

using personas::Persona;

Bytes text_bytes(std::string_view text) {
  return {text.begin(), text.end()};
}

// Offsets from the file's first byte: the outer header (FF20 82 hhll, 5 bytes), DF21 itself, then the objects in turn.
Bytes offset_table(std::size_t header, const std::vector<Bytes>& objects) {
  Bytes table;
  std::size_t at = header + 3 + 2 * objects.size();
  for (const auto& object : objects) {
    append_big_endian_16(table, static_cast<std::uint16_t>(at));
    at += object.size();
  }
  return tlv(0xDF21, table);
}

Bytes joined(const std::vector<Bytes>& objects, std::size_t from, std::size_t to) {
  Bytes all;
  for (std::size_t i = from; i < to; ++i) append(all, objects[i]);
  return all;
}

}  // namespace

Result<Bytes> card_face_file(const Persona& persona, const RsaKey& card_key, const RsaKey& signer, ByteView photo_jp2) {
  const auto name = text_png(persona.identity.name, 416, 40, 32, 13);
  if (!name) return name;
  const auto address = text_png(persona.identity.address, 480, 112, 24, 20);
  if (!address) return address;
  const auto code = text_png(persona.card.code, 24, 12, 10, 4);
  if (!code) return code;
  std::vector<Bytes> objects{tlv(0xDF22, text_bytes(to_digits(persona.identity.birth))),
                             tlv(0xDF23, Bytes{static_cast<std::uint8_t>(persona.identity.sex)}),
                             tlv(0xDF24, card_key.public_objects(), true),
                             tlv(0xDF25, *name, true),
                             tlv(0xDF26, *address, true),
                             tlv(0xDF27, photo_jp2, true)};
  Bytes digests;
  for (const auto& [from, to] : {std::pair{0U, 3U}, {3U, 5U}, {5U, 6U}}) append(digests, sha256(joined(objects, from, to)));
  objects.push_back(tlv(0xDF28, signer.sign_digest_info(digests), true));
  objects.push_back(tlv(0xDF29, text_bytes(to_digits(persona.card.expiry))));
  objects.push_back(tlv(0xDF2A, *code));
  Bytes value = offset_table(5, objects);
  append(value, joined(objects, 0, objects.size()));
  if (value.size() + 5 > 0x7FFF) return fail("card_face_too_large", std::to_string(value.size()) + " bytes");
  return tlv(0xFF20, value, true);
}

Bytes age_file(const Persona& persona, const RsaKey& card_key, const RsaKey& signer) {
  Bytes value = tlv(0xDF11, text_bytes(to_digits(persona.identity.birth)));
  append(value, tlv(0xDF12, card_key.public_objects(), true));
  append(value, tlv(0xDF13, signer.sign_digest_info(sha256(value)), true));
  return tlv(0xFF10, value, true);
}

Result<Bytes> number_picture_file(const Persona& persona, const RsaKey& card_key, const RsaKey& signer) {
  const auto picture = text_png(persona.card.number_a, 72, 12, 10, 12);
  if (!picture) return picture;
  Bytes value = tlv(0xDF41, *picture);
  append(value, tlv(0xDF42, card_key.public_objects(), true));
  append(value, tlv(0xDF43, signer.sign_digest_info(sha256(value)), true));
  return tlv(0xFF40, value, true);
}

Bytes number_text_file(const Persona& persona) {
  Bytes file = tlv(0xFF10, text_bytes(persona.card.number_a));
  append(file, Bytes{0xFF, 0xFF});
  return file;
}

BasicText basic_text_file(const Persona& persona) {
  const std::vector<Bytes> objects{tlv(0xDF22, text_bytes(persona.identity.name)),
                                   tlv(0xDF23, text_bytes(persona.identity.address)),
                                   tlv(0xDF24, text_bytes(to_digits(persona.identity.birth))),
                                   tlv(0xDF25, Bytes{static_cast<std::uint8_t>(persona.identity.sex)})};
  const Bytes hashed = joined(objects, 0, objects.size());
  // The outer length has one byte, two or three, and the offsets count from the file's first byte.
  const std::size_t size = 3 + 2 * objects.size() + hashed.size();
  Bytes value = offset_table(size > 0xFF ? 5 : size > 0x7F ? 4 : 3, objects);
  append(value, hashed);
  return {tlv(0xFF20, value), hashed};
}

Bytes text_signature_file(ByteView number_file, const BasicText& basic, const RsaKey& signer) {
  Bytes value = tlv(0xDF31, sha256(number_file));
  append(value, tlv(0xDF32, sha256(basic.hashed)));
  append(value, tlv(0xDF33, signer.sign_digest_info(sha256(value)), true));
  return tlv(0xFF30, value, true);
}

}  // namespace omote::sim::card
