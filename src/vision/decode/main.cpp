// omote-photo-decoder DESCRIPTOR: started by omote-host. Goes to jail, decodes one picture, ends. The picture comes as four
// bytes of length (big-endian) and a JPEG 2000 file; the answer is one byte of refusal (0: none), width and height in two
// bytes each, and the grey pixels.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <span>

#include "vision/decode/jail.hpp"
#include "vision/decode/jp2.hpp"

namespace {

bool read_all(int descriptor, std::span<std::uint8_t> to) {
  while (!to.empty()) {
    const ssize_t got = ::read(descriptor, to.data(), to.size());
    if (got <= 0) return false;
    to = to.subspan(static_cast<std::size_t>(got));
  }
  return true;
}

bool write_all(int descriptor, omote::ByteView from) {
  while (!from.empty()) {
    const ssize_t put = ::write(descriptor, from.data(), from.size());
    if (put <= 0) return false;
    from = from.subspan(static_cast<std::size_t>(put));
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("omote-photo-decoder is started by omote-host and is of no use by itself.\n", stderr);
    return 64;
  }
  const int descriptor = std::atoi(argv[1]);
  for (int standard = 0; standard < 3; ++standard) ::close(standard);
  // Its thread pool would ask for system calls that the jail forbids.
  ::unsetenv("OPJ_NUM_THREADS");
  if (!omote::vision::decode::enter_jail(descriptor)) return 71;

  omote::Bytes head(4);
  if (!read_all(descriptor, head)) return 0;  // not needed any more
  omote::Bytes file(omote::big_endian_32(head));
  if (file.size() > omote::vision::decode::kLargestFile || !read_all(descriptor, file)) return 65;
  const auto decoded = omote::vision::decode::decode_jp2(file);
  omote::Bytes answer{static_cast<std::uint8_t>(decoded.refusal)};
  omote::append_big_endian_16(answer, static_cast<std::uint16_t>(decoded.image.width));
  omote::append_big_endian_16(answer, static_cast<std::uint16_t>(decoded.image.height));
  return write_all(descriptor, answer) && write_all(descriptor, decoded.image.pixels.reveal()) ? 0 : 74;
}
