#include "vision/camera/image_file.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "pictures.hpp"
#include "vision/camera/file_camera.hpp"

namespace omote::vision::camera {
namespace {

TEST(ImageFile, PngAndPpm_areReadToTheByte) {
  const auto frame = tests::gradient(40, 30);
  for (const Bytes& bytes : {tests::to_png(frame), tests::to_ppm(frame)}) {
    const auto read = decode_image(bytes, "memory");
    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_EQ(read->width, 40);
    EXPECT_EQ(read->height, 30);
    EXPECT_EQ(read->pixels, frame.pixels);
  }
}
TEST(ImageFile, Jpeg_isReadAboutRight) {
  const auto frame = tests::gradient(64, 48);
  const auto read = decode_image(tests::to_jpeg(frame), "memory");
  ASSERT_TRUE(read) << describe(read.error());
  ASSERT_EQ(read->pixels.size(), frame.pixels.size());
  for (std::size_t i = 0; i < frame.pixels.size(); ++i) ASSERT_NEAR(read->pixels[i], frame.pixels[i], 12);
}
TEST(ImageFile, GreyPgm_isReadIntoThreeChannels) {
  Bytes bytes;
  append(bytes, as_bytes("P5 16 16 255\n"));
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<std::uint8_t>(i));
  const auto read = decode_image(bytes, "memory");
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_EQ(read->pixels[300 * 1], 100);
  EXPECT_EQ(to_grey(*read).pixels.reveal()[200], 200);
}
TEST(ImageFile, CutShort_isDamaged) {
  const auto frame = tests::gradient(64, 48);
  for (Bytes bytes : {tests::to_png(frame), tests::to_ppm(frame), tests::to_jpeg(frame)}) {
    bytes.resize(bytes.size() / 2);
    const auto read = decode_image(bytes, "memory");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().reason.text(), "image_damaged");
  }
}
TEST(ImageFile, ChangedBytes_neverEndTheProgram) {
  const auto frame = tests::gradient(64, 48);
  for (const Bytes& good : {tests::to_png(frame), tests::to_ppm(frame), tests::to_jpeg(frame)})
    for (std::size_t i = 0; i < good.size(); i += 13) {
      Bytes bad = good;
      bad[i] ^= 0x5A;
      const auto read = decode_image(bad, "memory");
      if (!read) continue;
      EXPECT_EQ(read->pixels.size(), static_cast<std::size_t>(read->width) * read->height * 3);
    }
}
TEST(ImageFile, OfUnknownFormat_isNamed) {
  const auto read = decode_image(as_bytes("GIF89a, but this is not it, is it?"), "picture.gif");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().reason.text(), "image_format_unknown");
  EXPECT_NE(read.error().context.find("picture.gif"), std::string::npos);
}
TEST(ImageFile, TooSmallOrLyingSizes_areDamaged) {
  for (const char* text :
       {"P6 2 2 255\nabcdefghijkl", "P6 99999 99999 255\nabcdefghi", "P6 -20 20 255\nabcdefghi", "P6 20 20 65535\nabcdefghi"})
    EXPECT_FALSE(decode_image(as_bytes(text), "memory")) << text;
}
TEST(FileCamera, AfterTheLastFile_says) {
  char folder[] = "/tmp/omote_camera_XXXXXX";
  ASSERT_NE(mkdtemp(folder), nullptr);
  const auto path = std::filesystem::path(folder) / "a.png";
  const Bytes png = tests::to_png(tests::gradient(20, 20));
  std::FILE* file = std::fopen(path.c_str(), "wb");
  std::fwrite(png.data(), 1, png.size(), file);
  std::fclose(file);
  FileCamera camera({path, path});
  const auto first = camera.next({});
  const auto second = camera.next({});
  ASSERT_TRUE(first && second);
  EXPECT_LT(first->sequence, second->sequence);
  EXPECT_LT(first->taken, second->taken);
  EXPECT_EQ(camera.next({}).error().reason.text(), "camera_files_ended");
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace omote::vision::camera
