#include "sim/card/contents.hpp"

#include "base/date.hpp"
#include "sim/card/card_face_file.hpp"
#include "sim/card/tlv_writer.hpp"

namespace omote::sim::card {
namespace {

using personas::Persona;

ElementaryFile free_file(Bytes content) {
  return {.content = std::move(content)};
}
ElementaryFile file_behind(Bytes content, std::vector<std::uint16_t> keys) {
  return {.content = std::move(content), .any_of = std::move(keys)};
}
ElementaryFile internal_file() {
  return {.kind = FileKind::Internal};
}
ElementaryFile key_file(const RsaKey& key, std::vector<std::uint16_t> keys = {}) {
  return {.kind = key.present() ? FileKind::PrivateKey : FileKind::Internal, .any_of = std::move(keys), .key = key};
}
ElementaryFile verification(std::string value, int limit, std::size_t shortest = 0, std::size_t longest = 0) {
  return {.kind = FileKind::Verification, .verification = {std::move(value), limit, shortest, longest}};
}
// A PIN that may never have been set.
ElementaryFile pin_file(const std::optional<std::string>& pin, int limit, std::size_t shortest, std::size_t longest) {
  return pin ? verification(*pin, limit, shortest, longest) : verification("", 0, shortest, longest);
}
ElementaryFile four_digits(const Persona& persona) {
  return pin_file(persona.card.pin, 3, 4, 4);
}

Bytes text_bytes(std::string_view text) {
  return {text.begin(), text.end()};
}

// PKCS#11 token information, 160 bytes (reference/card.md §1.3, EF 0006).
Bytes token_info(const Persona& persona) {
  const auto padded = [](std::string text, std::size_t size) {
    text.resize(size, ' ');
    return text;
  };
  Bytes info = text_bytes(padded("JPKIAPICCTOKEN2", 32) + padded("Omote Specimen", 32) + padded("Specimen", 16) +
                          padded(persona.card.serial, 16));
  const std::uint32_t flags = persona.card.pin ? 0x040D : 0x0405;
  for (const std::uint32_t value : {flags, 1U, 0U, 1U, 0U, 16U, 6U, 0xFFFFFFFFU, 0xFFFFFFFFU, 0xFFFFFFFFU, 0xFFFFFFFFU})
    append_big_endian_32(info, value);
  append(info, text_bytes("0301" + std::string(16, '9')));
  return info;
}

Result<Application> jpki(const Persona& persona, const Authorities& authorities, const CardKeys& keys) {
  auto auth = authorities.auth_certificate(persona, keys.auth);
  if (!auth) return std::unexpected(auth.error());
  const bool signs = persona.card.sign_pin.has_value();
  auto sign = signs ? authorities.sign_certificate(persona, keys.sign) : Result<Bytes>(Bytes{});
  if (!sign) return std::unexpected(sign.error());
  Application ap{.name = "jpki", .aid = kJpkiAid};
  ap.files = {{0x0001, file_behind(*sign, {0x001B})},
              {0x0002, free_file(authorities.sign_ca_certificate())},
              {0x0006, free_file(token_info(persona))},
              {0x0008, free_file({static_cast<std::uint8_t>(signs ? 0x8F : 0x00), 0x8F, 0x00})},
              {0x0009, internal_file()},
              {0x000A, free_file(*auth)},
              {0x000B, free_file(authorities.auth_ca_certificate())},
              {0x0016, internal_file()},
              {0x0017, key_file(keys.auth, {0x0018})},
              {0x0018, four_digits(persona)},
              {0x001A, key_file(keys.sign, {0x001B})},
              {0x001B, pin_file(persona.card.sign_pin, 5, 6, 16)}};
  return ap;
}

// Six digits of birth, as on the card face: the first part of number B.
std::string birth_digits(const Persona& persona) {
  return persona.number_b().substr(0, 6);
}

Result<Application> visual(const Persona& persona, const Authorities& authorities, const CardKeys& keys, ByteView photo_jp2) {
  auto face = card_face_file(persona, keys.visual, authorities.visual_signer(), photo_jp2);
  if (!face) return std::unexpected(face.error());
  auto number = number_picture_file(persona, keys.visual, authorities.visual_signer());
  if (!number) return std::unexpected(number.error());
  Bytes key_reference = tlv(0xDF31, Bytes{0x06, 0x03, 0x0E, 0x01});
  append(key_reference, tlv(0xDF32, cv_key_id("9999924")));
  append(key_reference, tlv(0xDF33, Bytes{0x01}));
  append(key_reference, tlv(0xDF34, text_bytes(persona.card.municipality)));
  Bytes opaque = cv_key_id("9999023");
  opaque.resize(16 + 256, 0x00);
  append(key_reference, tlv(0xDF35, opaque));
  Application ap{.name = "visual", .aid = kVisualAid, .default_key = 0x001A};
  ap.files = {{0x0001, file_behind(age_file(persona, keys.visual, authorities.visual_signer()), {0x0011})},
              {0x0002, file_behind(*std::move(face), {0x0012, 0x0013})},
              {0x0003, free_file(tlv(0xFF30, key_reference, true))},
              {0x0004, free_file(authorities.visual_certificate())},
              {0x0005, file_behind(*std::move(number), {0x0013})},
              {0x0006, file_behind(Bytes(16, 0xFF), {0x0012, 0x0013})},
              {0x0011, verification(birth_digits(persona), 10)},
              {0x0012, verification(persona.number_b(), 10)},
              {0x0013, verification(persona.card.number_a, 10)},
              {0x001A, key_file(keys.visual)}};
  return ap;
}

Application text(const Persona& persona, const Authorities& authorities, const CardKeys& keys) {
  Bytes info = tlv(0xDF41, Bytes{0x01, 0x03, 0x0E, 0x01});
  append(info, tlv(0xDF42, cv_key_id("9999934")));
  append(info, tlv(0xDF43, Bytes(128, 0x00)));
  Bytes signing = tlv(0xDF51, keys.text.public_objects());
  append(signing, tlv(0xDF52, authorities.text_signer().sign_digest_info(sha256(signing))));
  const std::vector<std::uint16_t> any{0x0011, 0x0014, 0x0015};
  const auto number = number_text_file(persona);
  const auto basic = basic_text_file(persona);
  Application ap{.name = "text", .aid = kTextAid, .default_key = 0x0013};
  ap.files = {{0x0001, file_behind(number, {0x0011, 0x0014})},
              {0x0002, file_behind(basic.file, {0x0011, 0x0015})},
              {0x0003, file_behind(text_signature_file(number, basic, authorities.text_signer()), any)},
              {0x0004, free_file(authorities.text_certificate())},
              {0x0005, free_file(tlv(0xFF40, info))},
              {0x0006, file_behind(tlv(0xA1, keys.text.public_objects(), true), any)},
              {0x0007, file_behind(tlv(0xFF50, signing, true), any)},
              {0x0008, free_file(Bytes(16, 0xFF))},
              {0x0011, four_digits(persona)},
              {0x0012, verification("", 0)},
              {0x0013, key_file(keys.text, any)},
              {0x0014, verification(persona.card.number_a, 10)},
              {0x0015, verification(persona.number_b(), 10)}};
  return ap;
}

Application common(const Persona& persona, const CardKeys& keys) {
  Bytes record{0x01, 0x1C};
  append(record, text_bytes(persona.card.serial + persona.card.municipality + to_digits(persona.card.expiry)));
  Application ap{.name = "common", .aid = kCommonAid, .pin_change = PinChange::Proprietary};
  ap.files = {{0x0001, {.kind = FileKind::Records, .records = {record}}},
              {0x0019, key_file(keys.common)},
              {0x001C, four_digits(persona)}};
  return ap;
}

Application juki(const Persona& persona) {
  Bytes record{0x01, 0x10};
  append(record, cv_key_id("9999044"));
  Application ap{.name = "juki", .aid = kJukiAid, .pin_change = PinChange::Proprietary};
  ap.files = {{0x0002, {.kind = FileKind::Records, .records = {record}}}, {0x001C, four_digits(persona)}};
  return ap;
}

}  // namespace

Result<FileSystem> make_contents(const Persona& persona, const Authorities& authorities, ByteView photo_jp2) {
  const auto keys = authorities.card_keys(persona);
  if (!keys) return std::unexpected(keys.error());
  auto jpki_ap = jpki(persona, authorities, *keys);
  if (!jpki_ap) return std::unexpected(jpki_ap.error());
  auto visual_ap = visual(persona, authorities, *keys, photo_jp2);
  if (!visual_ap) return std::unexpected(visual_ap.error());
  FileSystem files;
  files.applications = {*std::move(jpki_ap), *std::move(visual_ap), text(persona, authorities, *keys), common(persona, *keys),
                        juki(persona)};
  files.card_objects = {{0x0042, cv_key_id("9999044")},
                        {0x0045, text_bytes(persona.card.serial)},
                        {0x00F0, text_bytes(persona.card.municipality)},
                        {0x00F2, text_bytes(to_digits(persona.card.expiry))},
                        {0x00F7, cv_key_id("9999023")},
                        {0x00F8, authorities.visual_certificate()},
                        {0x7F21, authorities.text_certificate()}};
  return files;
}

}  // namespace omote::sim::card
