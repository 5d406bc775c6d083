// What stands in the way of installing: something missing, something left, a package that came broken.
#include <filesystem>
#include <fstream>

#include "sim/faults/fault.hpp"

namespace omote::sim::faults {

namespace {

namespace fs = std::filesystem;
using network::run_tool;

bool write_text(const fs::path& file, const std::string& text) {
  std::error_code ignored;
  fs::create_directories(file.parent_path(), ignored);
  std::ofstream out(file, std::ios::binary);
  out << text;
  return static_cast<bool>(out.flush());
}

// A layer over the folder, in which the file was taken away.
Result<Injected> take_program(Ground& ground, const Texts& with) {
  const fs::path program = text(with, "path", "/usr/sbin/pcscd");
  const auto folder = program.parent_path().string();
  const auto layer = fs::path("/run/layer-of-" + ground.site.serial());
  std::error_code error;
  fs::create_directories(layer / "upper", error);
  fs::create_directories(layer / "work", error);
  const auto options = "lowerdir=" + folder + ",upperdir=" + (layer / "upper").string() + ",workdir=" + (layer / "work").string();
  if (auto mounted = run_tool({"mount", "-t", "overlay", "layer", "-o", options, folder}); !mounted) return pass(mounted);
  fs::remove(program, error);
  const bool gone = !fs::exists(program, error);
  return Injected{[folder] { return run_tool({"umount", "--lazy", folder}); }, [gone] { return gone; }};
}

// Settings that a package left aside, and a whole folder of an older version.
Result<Injected> leave_old_version(Ground&, const Texts&) {
  if (auto mounted = run_tool({"mount", "-t", "tmpfs", "opt", "/opt"}); !mounted) return pass(mounted);
  const fs::path settings = "/etc/omote/host.toml.dpkg-old";
  const fs::path program = "/opt/omote-0.9/bin/omote-host";
  if (!write_text(settings, "[clinic]\n") || !write_text(program, "#!/bin/sh\n")) return fail("fault_not_injected", "/opt");
  const bool left = fs::exists(settings) && fs::exists(program);
  return Injected{[settings]() -> Result<void> {
                    std::error_code ignored;
                    fs::remove(settings, ignored);
                    return run_tool({"umount", "--lazy", "/opt"});
                  },
                  [left] { return left; }};
}

// A member of an archive as .deb is one: its head says how long it is.
std::string archive(std::size_t length) {
  std::string head = "data.tar";
  head.resize(48, ' ');
  head += std::to_string(length);
  head.resize(58, ' ');
  return "!<arch>\n" + head + "`\n" + std::string(length, 'x');
}

Result<Injected> break_off_download(Ground& ground, const Texts&) {
  constexpr std::size_t kLength = 4096;
  const auto package = ground.site.folder() / "updates" / "omote_9.9.9_amd64.deb";
  const auto whole = archive(kLength);
  if (!write_text(package, whole.substr(0, whole.size() / 2))) return fail("fault_not_injected", package.string());
  return Injected{[package, whole]() -> Result<void> {
                    if (!write_text(package, whole)) return fail("fault_not_undone", package.string());
                    return {};
                  },
                  [package, whole] {
                    std::error_code error;
                    return fs::file_size(package, error) < whole.size();
                  }};
}

}  // namespace

std::vector<Fault> install_faults() {
  return {
      {"prerequisite_missing",
       "pc",
       "必要なソフトが入っていない",
       "A program that is needed is missing",
       {{"path", "of the program (/usr/sbin/pcscd)"}},
       true,
       take_program},
      {"old_version_left", "pc", "前の版の残りがある", "An old version left something behind", {}, true, leave_old_version},
      {"package_damaged", "pc", "ダウンロードが途中で切れた", "A download broke off", {}, true, break_off_download},
  };
}

}  // namespace omote::sim::faults
