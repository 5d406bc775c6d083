#include "sim/reader/private_card_service.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

#include "base/file.hpp"

namespace omote::sim::reader {
namespace {

std::string reader_conf(const std::vector<const VirtualReader*>& readers, const std::filesystem::path& library) {
  std::string text;
  int channel = 0;
  for (const auto* reader : readers) {
    text += fmt::format("FRIENDLYNAME \"Omote Virtual Reader\"\nDEVICENAME {}{}\nLIBPATH {}\nCHANNELID {}\n\n", kDevicePrefix,
                        reader->socket().string(), library.string(), channel++);
  }
  return text;
}

int listen_on(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto name = path.string();
  if (name.size() >= sizeof address.sun_path) return -1;
  std::memcpy(address.sun_path, name.c_str(), name.size() + 1);
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ::unlink(name.c_str());
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 && ::chmod(name.c_str(), 0600) == 0 &&
      ::listen(fd, 32) == 0) {
    return fd;
  }
  ::close(fd);
  return -1;
}

}  // namespace

std::filesystem::path default_ifd_library() {
  if (const char* given = ::getenv("OMOTE_IFD_LIBRARY"); given != nullptr) return given;
  auto beside = std::filesystem::path(own_executable()).parent_path() / "libomote_ifd.so";
  if (std::filesystem::exists(beside)) return beside;
  return OMOTE_IFD_BUILT;
}

Result<PrivateCardService> PrivateCardService::start(const std::filesystem::path& folder,
                                                     const std::vector<const VirtualReader*>& readers,
                                                     const ServiceOptions& options) {
  PrivateCardService service;
  service.folder_ = folder;
  service.socket_ = folder / "pcscd.comm";
  service.pcscd_ = options.pcscd;
  service.readers_ = readers;
  const auto library = options.ifd_library.empty() ? default_ifd_library() : options.ifd_library;
  for (const auto& needed : {options.pcscd, library}) {
    if (!std::filesystem::exists(needed)) return fail("card_service_missing", needed.string() + " is not there");
  }
  std::error_code error;
  std::filesystem::create_directories(folder / "readers", error);
  if (auto ok = write_durably(folder / "readers/omote", as_bytes(reader_conf(readers, library))); !ok) return pass(ok);
  if (auto ok = service.restart(); !ok) return pass(ok);
  return service;
}

Result<void> PrivateCardService::restart() {
  process_.stop();
  const auto served = [this](const VirtualReader& reader) {
    for (int i = 0; i < 200 && process_.running(); ++i) {
      if (reader.wait_until_served(std::chrono::milliseconds(50))) return true;
    }
    return false;
  };
  const int fd = listen_on(socket_);
  if (fd < 0) return fail("card_service_not_started", socket_.string() + ": " + std::strerror(errno));
  // pcscd takes a listening socket as systemd gives it: descriptor 3, and its own process id in LISTEN_PID, which only the
  // shell knows before it becomes pcscd. Without /run/pcscd, which only root can make, /run is replaced in a name space.
  const bool can_run_plainly = ::geteuid() == 0 || std::filesystem::exists("/run/pcscd");
  Command command;
  if (!can_run_plainly) command.argv = {"unshare", "--user", "--map-root-user", "--mount"};
  const std::string prepare = can_run_plainly ? "" : "mount -t tmpfs none /run && ";
  command.argv.insert(command.argv.end(), {"/bin/sh", "-c", prepare + "LISTEN_PID=$$ exec \"$@\" >>\"$OMOTE_PCSCD_LOG\" 2>&1",
                                           "sh", pcscd_.string(), "--foreground", "--config", (folder_ / "readers").string()});
  command.environment = {{"LISTEN_FDS", "1"}, {"OMOTE_PCSCD_LOG", log().string()}};
  command.descriptors = {{fd, 3}};
  auto started = start_process(command);
  ::close(fd);
  if (!started) return fail("card_service_not_started", describe(started.error()));
  process_ = *std::move(started);
  for (const auto* reader : readers_) {
    if (!served(*reader)) return fail("card_service_not_started", as_text(read_file(log()).value_or(Bytes{})).substr(0, 800));
  }
  return {};
}

}  // namespace omote::sim::reader
