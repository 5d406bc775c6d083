// An archive of any bytes, and the list of a release: opened, listed, read.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>

#include "update/release.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace omote;
  static_cast<void>(update::parse_piece({data, size}, {2026, 11, 27}));
  static const int file = ::memfd_create("release", MFD_CLOEXEC);
  static const std::string path = "/proc/self/fd/" + std::to_string(file);
  if (::ftruncate(file, 0) != 0 || ::pwrite(file, data, size, 0) != static_cast<ssize_t>(size)) std::abort();
  const auto source = update::Source::open(path);
  if (!source) return 0;
  for (const auto& name : source->names_in("share/omote/release")) {
    const auto list = source->read("share/omote/release/" + name, 1 << 20);
    if (list) static_cast<void>(update::parse_piece(*list, {2026, 11, 27}));
  }
  return 0;
}
