#include "sim/card/jp2_encoder.hpp"

#include <openjpeg.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>

#include "sim/card/text_picture.hpp"

namespace omote::sim::card {
namespace {

using Image = std::unique_ptr<opj_image_t, decltype([](opj_image_t* image) { opj_image_destroy(image); })>;
using Codec = std::unique_ptr<opj_codec_t, decltype([](opj_codec_t* codec) { opj_destroy_codec(codec); })>;
using Stream = std::unique_ptr<opj_stream_t, decltype([](opj_stream_t* stream) { opj_stream_destroy(stream); })>;

// OpenJPEG writes, skips and seeks: an in-memory file.
struct Memory {
  Bytes bytes;
  std::size_t at = 0;
  void reach(std::size_t end) { bytes.resize(std::max(bytes.size(), end)); }
};

OPJ_SIZE_T write_memory(void* data, OPJ_SIZE_T size, void* user) {
  auto& memory = *static_cast<Memory*>(user);
  memory.reach(memory.at + size);
  std::memcpy(memory.bytes.data() + memory.at, data, size);
  memory.at += size;
  return size;
}
OPJ_OFF_T skip_memory(OPJ_OFF_T count, void* user) {
  auto& memory = *static_cast<Memory*>(user);
  memory.at += static_cast<std::size_t>(count);
  memory.reach(memory.at);
  return count;
}
OPJ_BOOL seek_memory(OPJ_OFF_T to, void* user) {
  static_cast<Memory*>(user)->at = static_cast<std::size_t>(to);
  return OPJ_TRUE;
}

Image to_opj(const ports::GreyImage& image) {
  opj_image_cmptparm_t component{};
  component.dx = component.dy = 1;
  component.w = static_cast<OPJ_UINT32>(image.width);
  component.h = static_cast<OPJ_UINT32>(image.height);
  component.prec = 8;
  Image result(opj_image_create(1, &component, OPJ_CLRSPC_GRAY));
  if (!result) return result;
  result->x1 = component.w;
  result->y1 = component.h;
  std::ranges::copy(image.pixels.reveal(), result->comps[0].data);
  return result;
}

}  // namespace

Result<Bytes> encode_jp2(const ports::GreyImage& image, std::size_t size) {
  const auto pixels = static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height);
  if (pixels == 0 || image.pixels.size() != pixels) return fail("photo_not_encoded", "width and height do not fit the pixels");
  opj_cparameters_t parameters;
  opj_set_default_encoder_parameters(&parameters);
  parameters.tcp_numlayers = 1;
  parameters.cp_disto_alloc = 1;
  parameters.irreversible = 1;
  parameters.tcp_rates[0] = static_cast<float>(pixels) / static_cast<float>(size);
  const auto opj = to_opj(image);
  const Codec codec(opj_create_compress(OPJ_CODEC_JP2));
  Memory memory;
  const Stream stream(opj_stream_default_create(OPJ_FALSE));
  opj_stream_set_user_data(stream.get(), &memory, nullptr);
  opj_stream_set_write_function(stream.get(), write_memory);
  opj_stream_set_skip_function(stream.get(), skip_memory);
  opj_stream_set_seek_function(stream.get(), seek_memory);
  const bool done = opj && opj_setup_encoder(codec.get(), &parameters, opj.get()) &&
                    opj_start_compress(codec.get(), opj.get(), stream.get()) && opj_encode(codec.get(), stream.get()) &&
                    opj_end_compress(codec.get(), stream.get());
  if (!done) return fail("photo_not_encoded", "OpenJPEG");
  return memory.bytes;
}

Result<ports::GreyImage> placeholder_photo() {
  constexpr int kWidth = 240;
  constexpr int kHeight = 320;
  Canvas canvas(kWidth, kHeight);
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      const double head = std::hypot((x - 120) / 58.0, (y - 125) / 76.0);
      const double body = std::hypot((x - 120) / 105.0, (y - 320) / 105.0);
      if (head < 1 || body < 1) canvas.set(x, y, 150);
    }
  }
  for (const auto& [text, x, y, em] :
       {std::tuple{"見本", 60, 90, 60}, std::tuple{"SPECIMEN", 62, 250, 24}, std::tuple{"no rendered person", 42, 292, 17}}) {
    if (auto drawn = draw_text(canvas, text, x, y, em, 30); !drawn) return std::unexpected(drawn.error());
  }
  return ports::GreyImage{.width = kWidth, .height = kHeight, .pixels = Secret::take(std::move(canvas.pixels))};
}

}  // namespace omote::sim::card
