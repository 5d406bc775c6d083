#include "tests/support/jp2_specimen.hpp"

#include <openjpeg.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace omote::test {

namespace {

struct Sink {
  Bytes bytes;
  std::size_t at = 0;
};

OPJ_SIZE_T put(void* from, OPJ_SIZE_T size, void* user) {
  auto& sink = *static_cast<Sink*>(user);
  if (sink.bytes.size() < sink.at + size) sink.bytes.resize(sink.at + size);
  std::copy_n(static_cast<const std::uint8_t*>(from), size, sink.bytes.begin() + static_cast<std::ptrdiff_t>(sink.at));
  sink.at += size;
  return size;
}

OPJ_OFF_T skip(OPJ_OFF_T size, void* user) {
  auto& sink = *static_cast<Sink*>(user);
  sink.at += static_cast<std::size_t>(size);
  if (sink.bytes.size() < sink.at) sink.bytes.resize(sink.at);
  return size;
}

OPJ_BOOL seek(OPJ_OFF_T to, void* user) {
  static_cast<Sink*>(user)->at = static_cast<std::size_t>(to);
  return OPJ_TRUE;
}

opj_image_t* picture(const Jp2Shape& shape) {
  opj_image_cmptparm_t one{};
  one.dx = one.dy = 1;
  one.w = static_cast<OPJ_UINT32>(shape.width);
  one.h = static_cast<OPJ_UINT32>(shape.height);
  one.prec = static_cast<OPJ_UINT32>(shape.precision);
  std::vector<opj_image_cmptparm_t> all(static_cast<std::size_t>(shape.components), one);
  opj_image_t* image = opj_image_create(static_cast<OPJ_UINT32>(shape.components), all.data(),
                                        shape.components >= 3 ? OPJ_CLRSPC_SRGB : OPJ_CLRSPC_GRAY);
  image->x1 = one.w;
  image->y1 = one.h;
  for (int c = 0; c < shape.components; ++c) {
    for (int y = 0; y < shape.height; ++y) {
      for (int x = 0; x < shape.width; ++x)
        image->comps[c].data[y * shape.width + x] = specimen_grey(x, y) << (shape.precision - 8);
    }
  }
  return image;
}

}  // namespace

Bytes jp2_specimen(const Jp2Shape& shape) {
  opj_cparameters_t parameters;
  opj_set_default_encoder_parameters(&parameters);
  parameters.tcp_numlayers = 1;
  parameters.cp_disto_alloc = 1;
  parameters.numresolution = 3;
  opj_image_t* image = picture(shape);
  opj_codec_t* codec = opj_create_compress(shape.container ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K);
  Sink sink;
  opj_stream_t* stream = opj_stream_create(1 << 16, OPJ_FALSE);
  opj_stream_set_user_data(stream, &sink, nullptr);
  opj_stream_set_write_function(stream, put);
  opj_stream_set_skip_function(stream, skip);
  opj_stream_set_seek_function(stream, seek);
  const bool good = opj_setup_encoder(codec, &parameters, image) && opj_start_compress(codec, image, stream) &&
                    opj_encode(codec, stream) && opj_end_compress(codec, stream);
  opj_stream_destroy(stream);
  opj_destroy_codec(codec);
  opj_image_destroy(image);
  if (!good) throw std::runtime_error("jp2_specimen: not encoded");
  return sink.bytes;
}

}  // namespace omote::test
