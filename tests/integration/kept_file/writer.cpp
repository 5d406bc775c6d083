// Saves a kept file a few times and says each generation once it is on the disk; the test kills it at every system call.
#include <fmt/format.h>
#include <unistd.h>

#include "base/kept_file.hpp"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  auto kept = omote::KeptFile::open(argv[1], "omote-test");
  for (int i = 0; i < 3; ++i) {
    if (!kept.save(fmt::format("generation {}\n", kept.generation() + 1))) return 1;
    const auto line = fmt::format("{}\n", kept.generation());
    if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) return 1;
  }
  return 0;
}
