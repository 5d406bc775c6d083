#include "vision/decode/jp2.hpp"

#include <openjpeg.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

namespace omote::vision::decode {

namespace {

constexpr std::array<std::uint8_t, 8> kContainer{0x00, 0x00, 0x00, 0x0C, 0x6A, 0x50, 0x20, 0x20};
constexpr std::array<std::uint8_t, 4> kCodeStream{0xFF, 0x4F, 0xFF, 0x51};

struct Source {
  ByteView bytes;
  std::size_t at = 0;
};

OPJ_SIZE_T read_source(void* buffer, OPJ_SIZE_T wanted, void* user) {
  auto& source = *static_cast<Source*>(user);
  const std::size_t count = std::min<std::size_t>(wanted, source.bytes.size() - source.at);
  if (count == 0) return static_cast<OPJ_SIZE_T>(-1);
  std::memcpy(buffer, source.bytes.data() + source.at, count);
  source.at += count;
  return count;
}

OPJ_OFF_T skip_source(OPJ_OFF_T wanted, void* user) {
  auto& source = *static_cast<Source*>(user);
  if (wanted < 0) return -1;
  const auto left = static_cast<OPJ_OFF_T>(source.bytes.size() - source.at);
  const OPJ_OFF_T count = std::min(wanted, left);
  source.at += static_cast<std::size_t>(count);
  return count;
}

OPJ_BOOL seek_source(OPJ_OFF_T to, void* user) {
  auto& source = *static_cast<Source*>(user);
  if (to < 0 || static_cast<std::size_t>(to) > source.bytes.size()) return OPJ_FALSE;
  source.at = static_cast<std::size_t>(to);
  return OPJ_TRUE;
}

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Stream = std::unique_ptr<opj_stream_t, Freed<opj_stream_destroy>>;
using Codec = std::unique_ptr<opj_codec_t, Freed<opj_destroy_codec>>;
using Image = std::unique_ptr<opj_image_t, Freed<opj_image_destroy>>;

bool begins_with(ByteView file, ByteView magic) {
  return file.size() >= magic.size() && std::ranges::equal(file.first(magic.size()), magic);
}

Stream stream_over(Source& source) {
  Stream stream(opj_stream_create(16 << 10, OPJ_TRUE));
  if (!stream) return stream;
  opj_stream_set_user_data(stream.get(), &source, nullptr);
  opj_stream_set_user_data_length(stream.get(), source.bytes.size());
  opj_stream_set_read_function(stream.get(), read_source);
  opj_stream_set_skip_function(stream.get(), skip_source);
  opj_stream_set_seek_function(stream.get(), seek_source);
  return stream;
}

Codec codec_for(bool container) {
  Codec codec(opj_create_decompress(container ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K));
  opj_dparameters_t parameters;
  opj_set_default_decoder_parameters(&parameters);
  const bool ready = codec && opj_setup_decoder(codec.get(), &parameters) && opj_decoder_set_strict_mode(codec.get(), OPJ_TRUE);
  return ready ? std::move(codec) : Codec();
}

Refusal check_header(const opj_image_t& image) {
  if (image.x1 <= image.x0 || image.y1 <= image.y0) return Refusal::Broken;
  if (image.x1 - image.x0 > kLargestSide || image.y1 - image.y0 > kLargestSide) return Refusal::TooLarge;
  if (image.numcomps != 1 && image.numcomps != 3) return Refusal::WrongComponents;
  for (OPJ_UINT32 i = 0; i < image.numcomps; ++i) {
    const auto& component = image.comps[i];
    if (component.dx != 1 || component.dy != 1 || component.prec < 1 || component.prec > 16) return Refusal::WrongComponents;
  }
  return Refusal::None;
}

// 8 bits whatever the precision and sign.
int sample(const opj_image_comp_t& component, std::size_t at) {
  const int precision = static_cast<int>(component.prec);
  const int most = (1 << precision) - 1;
  const std::int64_t value = std::int64_t{component.data[at]} + (component.sgnd ? 1 << (precision - 1) : 0);
  return static_cast<int>(std::clamp<std::int64_t>(value, 0, most) * 255 / most);
}

Decoded to_grey(const opj_image_t& image) {
  const auto& first = image.comps[0];
  const bool usable = first.data != nullptr && first.w > 0 && first.h > 0 && first.w <= kLargestSide && first.h <= kLargestSide;
  if (!usable) return {};
  const bool colour = image.numcomps == 3 && image.color_space != OPJ_CLRSPC_SYCC;
  for (OPJ_UINT32 i = 1; i < image.numcomps; ++i) {
    if (image.comps[i].w != first.w || image.comps[i].h != first.h || image.comps[i].data == nullptr) return {};
  }
  Bytes pixels(std::size_t{first.w} * first.h);
  for (std::size_t at = 0; at < pixels.size(); ++at) {
    int grey = sample(first, at);
    if (colour) grey = (299 * grey + 587 * sample(image.comps[1], at) + 114 * sample(image.comps[2], at) + 500) / 1000;
    pixels[at] = static_cast<std::uint8_t>(grey);
  }
  return {Refusal::None, {static_cast<int>(first.w), static_cast<int>(first.h), Secret::take(std::move(pixels))}};
}

}  // namespace

Decoded decode_jp2(ByteView file) {
  const bool container = begins_with(file, kContainer);
  if (!container && !begins_with(file, kCodeStream)) return {Refusal::NotJpeg2000, {}};
  if (file.size() > kLargestFile) return {Refusal::TooLarge, {}};
  Source source{file};
  const auto stream = stream_over(source);
  const auto codec = codec_for(container);
  if (!stream || !codec) return {};
  opj_image_t* raw = nullptr;
  const bool has_header = opj_read_header(stream.get(), codec.get(), &raw) == OPJ_TRUE;
  const Image image(raw);
  if (!has_header || !image) return {};
  const auto refusal = check_header(*image);
  if (refusal != Refusal::None) return {refusal, {}};
  const bool decoded = opj_decode(codec.get(), stream.get(), image.get()) && opj_end_decompress(codec.get(), stream.get());
  return decoded ? to_grey(*image) : Decoded{};
}

}  // namespace omote::vision::decode
