// A settings file of any bytes: every kind of question, then the verdict.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>

#include "base/toml_settings.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using omote::TomlSettings;
  static const int file = ::memfd_create("settings", MFD_CLOEXEC);
  static const std::string path = "/proc/self/fd/" + std::to_string(file);
  if (::ftruncate(file, 0) != 0 || ::pwrite(file, data, size, 0) != static_cast<ssize_t>(size)) std::abort();
  auto settings = TomlSettings::open(path);
  if (!settings) return 0;
  static_cast<void>(settings->text("a", "", "a text"));
  static_cast<void>(settings->need_text("b.c", "a text"));
  static_cast<void>(settings->number("b.d", 1, 0, 10));
  static_cast<void>(settings->flag("e", true));
  static_cast<void>(settings->texts("f"));
  static_cast<void>(settings->word("g", "x", {"x", "y"}));
  static_cast<void>(settings->path("h", "i"));
  static_cast<void>(settings->finish());
  return 0;
}
