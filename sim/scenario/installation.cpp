#include "sim/scenario/installation.hpp"

#include <array>
#include <fstream>
#include <optional>

#include "base/file.hpp"
#include "base/process.hpp"
#include "sim/network/apart.hpp"

namespace omote::sim::scenario {

namespace {

namespace fs = std::filesystem;

constexpr std::array kPrograms{"omote",       "omote-host",          "omote-terminal", "omote-card-worker",
                               "omote-watch", "omote-photo-decoder", "omote-probe"};
constexpr std::array kUnits{"omote-host", "omote-terminal"};
// Not everywhere the same version, so an installer brings it.
constexpr std::string_view kLibrary = "libfmt.so";

// The file that this program itself has loaded.
std::optional<fs::path> loaded_library(std::string_view name) {
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    const auto at = line.find('/');
    if (at == std::string::npos) continue;
    if (fs::path path = line.substr(at); path.filename().string().starts_with(name)) return path;
  }
  return std::nullopt;
}

// What programs ask for is the name with the first number: libfmt.so.9 for libfmt.so.9.1.0.
std::string asked_name(const fs::path& library) {
  const auto name = library.filename().string();
  const auto dot = name.find('.', name.find(".so.") + 4);
  return name.substr(0, dot);
}

void write_unit(const fs::path& folder, const std::string& program) {
  std::ofstream(folder / (program + ".service"))
      << "[Unit]\nDescription=" << program
      << "\n[Service]\nType=notify\nWatchdogSec=3\nRestart=always\nRestartPreventExitStatus=78\n"
      << "ExecStart=/opt/omote/bin/" << program << "\n[Install]\nWantedBy=multi-user.target\n";
}

}  // namespace

Result<void> install(const fs::path& root, const fs::path& models) {
  const auto library = loaded_library(kLibrary);
  if (!library) return fail("installation_not_made", std::string(kLibrary));
  std::error_code error;
  for (const auto* folder : {"bin", "lib/systemd/system", "share/omote"}) fs::create_directories(root / folder, error);
  for (const auto* program : kPrograms) {
    fs::copy_file(program_beside(program), root / "bin" / program, error);
    if (error) return fail("installation_not_made", std::string(program) + ": " + error.message());
  }
  fs::copy_file(*library, root / "lib" / asked_name(*library), error);
  if (!error) fs::copy(models, root / "share/omote/models", fs::copy_options::recursive, error);
  if (error) return fail("installation_not_made", error.message());
  for (const auto* unit : kUnits) write_unit(root / "lib/systemd/system", unit);
  return network::run_tool(
      {program_beside("omote-manifest"), "--root", root.string(), "--out", (root / "share/omote/manifest.json").string()});
}

}  // namespace omote::sim::scenario
