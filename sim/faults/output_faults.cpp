// The folder for the receipt computer is gone, read-only or full.
#include <filesystem>

#include "base/bytes.hpp"
#include "base/file.hpp"
#include "sim/faults/fault.hpp"
#include "sim/faults/helper.hpp"

namespace omote::sim::faults {

namespace {

namespace fs = std::filesystem;
using network::run_tool;

bool refuses(const fs::path& folder) {
  const auto file = folder / ".try";
  const bool refused = !write_durably(file, random_bytes(64 * 1024)).has_value();
  std::error_code ignored;
  fs::remove(file, ignored);
  return refused;
}

Result<Injected> take_away(Ground& ground, const Texts&) {
  const auto folder = ground.site.output_folder();
  const auto aside = folder.string() + ".away";
  std::error_code error;
  fs::rename(folder, aside, error);
  if (error) return fail("fault_not_injected", error.message());
  const bool refused = refuses(folder);
  return Injected{[folder, aside]() -> Result<void> {
                    std::error_code wrong;
                    fs::rename(aside, folder, wrong);
                    if (wrong) return fail("fault_not_undone", wrong.message());
                    return {};
                  },
                  [refused] { return refused; }};
}

Result<Injected> make_read_only(Ground& ground, const Texts&) {
  const auto folder = ground.site.output_folder().string();
  if (auto bound = run_tool({"mount", "--bind", folder, folder}); !bound) return pass(bound);
  if (auto done = run_tool({"mount", "-o", "remount,ro,bind", folder}); !done) return pass(done);
  const bool refused = refuses(folder);
  return Injected{[folder] { return run_tool({"umount", folder}); }, [refused] { return refused; }};
}

// A file system of its own over the folder, with nothing left in it.
Result<Injected> fill(Ground& ground, const Texts&) {
  const auto folder = ground.site.output_folder();
  if (auto mounted = run_tool({"mount", "-t", "tmpfs", "-o", "size=256k", "full", folder.string()}); !mounted)
    return pass(mounted);
  std::error_code ignored;
  fs::create_directories(folder / "fhir", ignored);
  const auto ballast = folder / "ballast";
  for (std::size_t size = 256 * 1024; size >= 4096; size -= 4096) {
    if (overwrite(ballast, Bytes(size))) break;
  }
  const bool refused = refuses(folder);
  return Injected{[ballast]() -> Result<void> {
                    std::error_code wrong;
                    fs::remove(ballast, wrong);
                    return {};
                  },
                  [refused] { return refused; }};
}

// A file system of its own with little room left, enough for today.
Result<Injected> leave_little_room(Ground& ground, const Texts& with) {
  const auto folder = ground.site.output_folder().string();
  const auto size = "size=" + text(with, "size_mb", "20") + "m";
  if (auto mounted = run_tool({"mount", "-t", "tmpfs", "-o", size, "small", folder}); !mounted) return pass(mounted);
  std::error_code ignored;
  fs::create_directories(fs::path(folder) / "fhir", ignored);
  const auto room = fs::space(folder, ignored).available;
  return Injected{[folder] { return run_tool({"umount", folder}); }, [room] { return room < (std::uintmax_t{50} << 20); }};
}

}  // namespace

std::vector<Fault> output_faults() {
  return {
      {"output_missing", "output", "出力フォルダーがなくなる", "The output folder is gone", {}, false, take_away},
      {"output_read_only",
       "output",
       "出力フォルダーに書き込めない",
       "The output folder cannot be written",
       {},
       true,
       make_read_only},
      {"output_full", "output", "出力先の空き容量がない", "The output folder is full", {}, true, fill},
      {"output_small",
       "output",
       "出力先の空き容量が少ない",
       "Little room is left in the output folder",
       {{"size_mb", "of what is left (20)"}},
       true,
       leave_little_room},
  };
}

}  // namespace omote::sim::faults
