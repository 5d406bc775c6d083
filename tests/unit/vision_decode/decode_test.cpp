#include <gtest/gtest.h>

#include <random>

#include "base/process.hpp"
#include "tests/support/jp2_specimen.hpp"
#include "vision/decode/jp2.hpp"
#include "vision/decode/photo_decoder.hpp"

namespace omote::vision::decode {
namespace {

using test::jp2_specimen;
using test::specimen_grey;

// The sides in the SIZ marker, overwritten: a header that promises more than the file holds.
Bytes with_sides(Bytes file, std::uint32_t width, std::uint32_t height) {
  for (std::size_t i = 0; i + 12 < file.size(); ++i) {
    if (file[i] != 0xFF || file[i + 1] != 0x51) continue;
    Bytes sides;
    append_big_endian_32(sides, width);
    append_big_endian_32(sides, height);
    std::copy(sides.begin(), sides.end(), file.begin() + static_cast<std::ptrdiff_t>(i) + 6);
    break;
  }
  return file;
}

class JailedDecoder : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = PhotoDecoder::open();
    ASSERT_TRUE(opened) << describe(opened.error());
    decoder = std::make_unique<PhotoDecoder>(std::move(*opened));
  }
  std::string reason(ByteView file) {
    auto image = decoder->decode(file);
    return image ? std::string("decoded") : std::string(image.error().reason.text()) + ": " + image.error().context;
  }
  std::unique_ptr<PhotoDecoder> decoder;
};

TEST_F(JailedDecoder, picture_comes_back_as_it_was_drawn) {
  const auto image = decoder->decode(jp2_specimen());
  ASSERT_TRUE(image) << describe(image.error());
  ASSERT_EQ(image->width, 240);
  ASSERT_EQ(image->height, 320);
  const auto pixels = image->pixels.reveal();
  for (int y = 0; y < 320; y += 7) {
    for (int x = 0; x < 240; x += 7) EXPECT_EQ(pixels[static_cast<std::size_t>(y * 240 + x)], specimen_grey(x, y));
  }
}

TEST_F(JailedDecoder, bare_code_stream_decodes) {
  EXPECT_TRUE(decoder->decode(jp2_specimen({.container = false})));
}

TEST_F(JailedDecoder, three_components_become_grey) {
  const auto image = decoder->decode(jp2_specimen({.width = 60, .height = 60, .components = 3}));
  ASSERT_TRUE(image) << describe(image.error());
  EXPECT_NEAR(image->pixels.reveal()[60 * 10 + 10], specimen_grey(10, 10), 2);
}

TEST_F(JailedDecoder, twelve_bits_become_eight) {
  const auto image = decoder->decode(jp2_specimen({.width = 64, .height = 64, .precision = 12}));
  ASSERT_TRUE(image) << describe(image.error());
  EXPECT_NEAR(image->pixels.reveal()[64 * 5 + 5], specimen_grey(5, 5), 1);
}

TEST_F(JailedDecoder, two_and_four_components_are_refused) {
  EXPECT_EQ(reason(jp2_specimen({.width = 64, .height = 64, .components = 2})), "photo_refused: wrong components");
  EXPECT_EQ(reason(jp2_specimen({.width = 64, .height = 64, .components = 4})), "photo_refused: wrong components");
}

TEST_F(JailedDecoder, bomb_of_sixty_thousand_by_sixty_thousand_is_refused_from_its_header) {
  const auto bomb = with_sides(jp2_specimen({.container = false}), 60'000, 60'000);
  const auto begin = std::chrono::steady_clock::now();
  const auto why = reason(bomb);
  EXPECT_TRUE(why.starts_with("photo_refused")) << why;
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
}

TEST_F(JailedDecoder, sides_just_above_the_limit_are_too_large) {
  EXPECT_EQ(reason(jp2_specimen({.width = 2001, .height = 16})), "photo_refused: too large");
}

TEST_F(JailedDecoder, what_is_not_jpeg_2000_is_refused) {
  EXPECT_EQ(reason({}), "photo_refused: not JPEG 2000");
  EXPECT_EQ(reason(as_bytes("\x89PNG\r\n\x1a\n....")), "photo_refused: not JPEG 2000");
}

TEST_F(JailedDecoder, file_longer_than_the_card_can_hold_is_refused) {
  EXPECT_EQ(reason(Bytes(kLargestFile + 1)), "photo_refused: too large");
}

TEST_F(JailedDecoder, truncated_file_is_refused_and_the_next_one_decodes) {
  const auto whole = jp2_specimen();
  const auto why = reason(ByteView(whole).first(whole.size() / 2));
  EXPECT_EQ(why, "photo_refused: broken");
  EXPECT_TRUE(decoder->decode(whole));
}

TEST_F(JailedDecoder, mutants_never_hurt_more_than_their_own_process) {
  const auto whole = jp2_specimen({.width = 48, .height = 64});
  std::mt19937 random(1);
  int decoded = 0;
  for (int i = 0; i < 60; ++i) {
    auto mutant = whole;
    for (int k = 0; k < 4; ++k) mutant[random() % mutant.size()] = static_cast<std::uint8_t>(random());
    decoded += decoder->decode(mutant) ? 1 : 0;
  }
  EXPECT_TRUE(decoder->decode(whole));
  EXPECT_LT(decoded, 60);
}

TEST(PhotoDecoder, missing_program_is_said) {
  const auto opened = PhotoDecoder::open("/nonexistent/omote-photo-decoder");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().reason.text(), "photo_decoder_missing");
}

TEST(PhotoDecoder, program_that_does_nothing_is_an_ended_decoder) {
  auto decoder = PhotoDecoder::open("/bin/false");
  ASSERT_TRUE(decoder);
  const auto image = decoder->decode(jp2_specimen({.width = 64, .height = 64}));
  ASSERT_FALSE(image);
  EXPECT_EQ(image.error().reason.text(), "photo_decoder_ended");
}

}  // namespace
}  // namespace omote::vision::decode
