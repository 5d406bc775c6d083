// The contents of the files: layouts, signatures, pictures.
#include <gmock/gmock.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>

#include "base/file.hpp"
#include "sim/card/jp2_encoder.hpp"
#include "sim/card/text_picture.hpp"
#include "tests/unit/sim_card/test_card.hpp"

namespace omote::sim::card {
namespace {

struct Object {
  std::uint16_t tag = 0;
  std::size_t at = 0;
  Bytes whole;
  Bytes value;
};

// Two-byte tags with any length form, one after the other.
std::vector<Object> objects_of(ByteView bytes, std::size_t base) {
  std::vector<Object> objects;
  for (std::size_t at = 0; at < bytes.size();) {
    std::size_t length = bytes[at + 2];
    std::size_t header = 3;
    if (length == 0x81) length = bytes[at + 3], header = 4;
    if (bytes[at + 2] == 0x82) length = big_endian_16(bytes.subspan(at + 3)), header = 5;
    const auto whole = bytes.subspan(at, header + length);
    objects.push_back({big_endian_16(bytes.subspan(at)),
                       base + at,
                       {whole.begin(), whole.end()},
                       {whole.begin() + static_cast<std::ptrdiff_t>(header), whole.end()}});
    at += header + length;
  }
  return objects;
}

const Object& named(const std::vector<Object>& objects, std::uint16_t tag) {
  return *std::ranges::find(objects, tag, &Object::tag);
}

Bytes joined(const std::vector<Object>& objects, std::initializer_list<std::uint16_t> tags) {
  Bytes all;
  for (const auto tag : tags) append(all, named(objects, tag).whole);
  return all;
}

// What is inside the padding of a PKCS#1 v1.5 signature.
Bytes recovered(EVP_PKEY* key, ByteView signature) {
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(EVP_PKEY_CTX_new(key, nullptr), EVP_PKEY_CTX_free);
  EVP_PKEY_verify_recover_init(context.get());
  EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING);
  Bytes data(256);
  std::size_t size = data.size();
  if (EVP_PKEY_verify_recover(context.get(), data.data(), &size, signature.data(), signature.size()) <= 0) return {};
  data.resize(size);
  return data;
}

std::string digest_info_256(ByteView digest) {
  return "3031300d060960864801650304020105000420" + to_hex(digest);
}

Bytes opened_card_face(VirtualCard& card, std::string_view id) {
  select(card, kVisualAid);
  EXPECT_EQ(send(card, "002000920E" + hex_of(persona(id).number_b())), "9000");
  return read_whole(card, 0x02);
}

TEST(CardFaceFile, offsets_pointAtTheObjects) {
  auto card = card_of("adult");
  const auto file = opened_card_face(*card, "adult");
  ASSERT_EQ(to_hex(ByteView(file).first(3)), "ff2082");
  const auto objects = objects_of(ByteView(file).subspan(5), 5);
  ASSERT_EQ(objects.size(), 10U);
  for (std::size_t i = 0; i < 9; ++i) EXPECT_EQ(big_endian_16(ByteView(objects[0].value).subspan(2 * i)), objects[i + 1].at);
}

TEST(CardFaceFile, photo_isTheGivenOne) {
  auto card = card_of("adult");
  const auto file = opened_card_face(*card, "adult");
  EXPECT_EQ(named(objects_of(ByteView(file).subspan(5), 5), 0xDF27).value, kTestPhoto);
}

TEST(CardFaceFile, signature_coversThreeGroups) {
  auto card = card_of("adult");
  const auto file = opened_card_face(*card, "adult");
  const auto objects = objects_of(ByteView(file).subspan(5), 5);
  std::string expected = "3071300d060960864801650304020105000460";
  expected += to_hex(sha256(joined(objects, {0xDF22, 0xDF23, 0xDF24})));
  expected += to_hex(sha256(joined(objects, {0xDF25, 0xDF26})));
  expected += to_hex(sha256(joined(objects, {0xDF27})));
  EXPECT_EQ(to_hex(recovered(test_authorities().visual_signer().get(), named(objects, 0xDF28).value)), expected);
}

TEST(CardFaceFile, namePicture_isAOneBitPng) {
  auto card = card_of("rare_name");
  const auto file = opened_card_face(*card, "rare_name");
  const auto picture = named(objects_of(ByteView(file).subspan(5), 5), 0xDF25).value;
  EXPECT_EQ(to_hex(ByteView(picture).first(8)), "89504e470d0a1a0a");
  EXPECT_EQ(picture[24], 1);  // bit depth
}

TEST(NamePicture, ofDifferentNames_isDifferent) {
  EXPECT_NE(*text_png("見本　太郎", 416, 40, 32, 13), *text_png("見本　𠮷鷗", 416, 40, 32, 13));
}

TEST(CvCertificate, isSignedByTheExportedAuthority) {
  auto card = card_of("adult");
  select(*card, kVisualAid);
  const auto file = read_whole(*card, 0x04);
  ASSERT_EQ(to_hex(ByteView(file).first(5)), "7f21820233");
  const auto objects = objects_of(ByteView(file).subspan(5), 5);
  const auto trust = read_file(test_authorities().trust_folder() / "visual_ca.pem");
  ASSERT_TRUE(trust);
  const auto text = as_text(*trust);
  EXPECT_THAT(text, testing::HasSubstr("key-id: " + to_hex(ByteView(objects[0].value).first(16))));
  BIO* bio = BIO_new_mem_buf(text.data(), static_cast<int>(text.size()));
  EVP_PKEY* key = PEM_read_bio_PUBKEY(bio, nullptr, nullptr, nullptr);
  ASSERT_NE(key, nullptr);
  EXPECT_EQ(to_hex(recovered(key, objects[1].value)), digest_info_256(sha256(objects[0].value)));
  EVP_PKEY_free(key);
  BIO_free(bio);
}

TEST(AgeFile, isSigned) {
  auto card = card_of("adult");
  select(*card, kVisualAid);
  EXPECT_EQ(send(*card, "0020009106" + hex_of("600412")), "9000");
  const auto file = read_whole(*card, 0x01);
  EXPECT_EQ(to_hex(ByteView(file).first(5)), "ff1082021e");
  const auto objects = objects_of(ByteView(file).subspan(5), 5);
  EXPECT_EQ(to_hex(recovered(test_authorities().visual_signer().get(), objects[2].value)),
            digest_info_256(sha256(joined(objects, {0xDF11, 0xDF12}))));
}

TEST(VisualKey, signsWithoutAnyPin) {
  auto card = card_of("adult");
  const auto keys = test_authorities().card_keys(persona("adult"));
  select(*card, kVisualAid);
  const auto digest = sha256(as_bytes("challenge"));
  auto signature = card->transmit(*from_hex("802A000033" + digest_info_256(digest) + "00"));
  ASSERT_EQ(signature.size(), 258U);
  signature.resize(256);
  EXPECT_EQ(to_hex(recovered(keys->visual.get(), signature)), digest_info_256(digest));
}

TEST(CommonKey, answersAChallenge) {
  auto card = card_of("adult");
  const auto keys = test_authorities().card_keys(persona("adult"));
  select(*card, kCommonAid);
  auto signature =
      card->transmit(*from_hex("0088009904"
                               "01020304"
                               "00"));
  ASSERT_EQ(signature.size(), 258U);
  signature.resize(256);
  EXPECT_EQ(to_hex(recovered(keys->common.get(), signature)), digest_info_256(sha256(*from_hex("01020304"))));
}

TEST(TextFile, hashesAreInTheSignatureFile) {
  auto card = card_of("foreign");
  select(*card, kTextAid);
  EXPECT_EQ(send(*card, "0020009104" + hex_of("9110")), "9000");
  const auto number = read_whole(*card, 0x01);
  EXPECT_EQ(number.size(), 17U);
  const auto basic = read_whole(*card, 0x02);
  const std::size_t header = basic[2] == 0x82 ? 5 : basic[2] == 0x81 ? 4 : 3;
  const auto signature = read_whole(*card, 0x03);
  EXPECT_EQ(to_hex(ByteView(signature).first(5)), "ff3082014b");
  const auto parts = objects_of(ByteView(signature).subspan(5), 5);
  EXPECT_EQ(to_hex(parts[0].value), to_hex(sha256(number)));
  EXPECT_EQ(to_hex(parts[1].value), to_hex(sha256(ByteView(basic).subspan(header + 11))));
}

TEST(TextFile, offsets_pointAtTheObjects) {
  auto card = card_of("adult");
  select(*card, kTextAid);
  EXPECT_EQ(send(*card, "0020009104" + hex_of("1234")), "9000");
  const auto file = read_whole(*card, 0x02);
  const std::size_t header = file[2] == 0x82 ? 5 : file[2] == 0x81 ? 4 : 3;
  const auto objects = objects_of(ByteView(file).subspan(header), header);
  ASSERT_EQ(objects.size(), 5U);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(big_endian_16(ByteView(objects[0].value).subspan(2 * i)), objects[i + 1].at);
}

TEST(Certificate, endsOnThePersonasDayAndHasThePersonasSerial) {
  auto card = card_of("cert_grace");
  select(*card, kJpkiAid);
  const auto der = read_whole(*card, 0x0A);
  const auto* in = der.data();
  X509* x509 = d2i_X509(nullptr, &in, static_cast<long>(der.size()));
  ASSERT_NE(x509, nullptr);
  std::tm end{};
  ASN1_TIME_to_tm(X509_get0_notAfter(x509), &end);
  const auto last = persona("cert_grace").certificate.not_after;
  EXPECT_EQ((Date{end.tm_year + 1900, end.tm_mon + 1, end.tm_mday}), last);
  EXPECT_EQ(end.tm_hour, 14);  // 23:59:59 in Japan
  std::uint64_t serial = 0;
  ASN1_INTEGER_get_uint64(&serial, X509_get0_serialNumber(x509));
  EXPECT_EQ(serial, persona("cert_grace").certificate_serial());
  X509_free(x509);
}

TEST(Certificate, isTheSameEveryTime) {
  const auto adult = persona("adult");
  const auto keys = test_authorities().card_keys(adult);
  EXPECT_EQ(*test_authorities().auth_certificate(adult, keys->auth), *test_authorities().auth_certificate(adult, keys->auth));
}

TEST(PlaceholderPhoto, asJp2_isSmallAndAJp2File) {
  const auto photo = placeholder_photo();
  ASSERT_TRUE(photo);
  const auto jp2 = encode_jp2(*photo);
  ASSERT_TRUE(jp2);
  EXPECT_EQ(to_hex(ByteView(*jp2).first(8)), "0000000c6a502020");
  EXPECT_LT(jp2->size(), 8000U);
  EXPECT_GT(jp2->size(), 1000U);
}

TEST(Jp2Encoder, sizesThatDoNotFit_areRefused) {
  EXPECT_FALSE(encode_jp2({.width = 10, .height = 10, .pixels = Secret("short")}));
}

}  // namespace
}  // namespace omote::sim::card
